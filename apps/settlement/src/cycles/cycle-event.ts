import { envelopeSchema, eventSchemas, type EventData } from '@reciproca/contracts';
import type { RawCloudEvent } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import type { AcceptanceTerms } from '../batches/index.js';

/** A settlement as clearing proposed it: what is kept of it. */
export interface Proposal {
  /** `CYCLE/STATE-STATE/CURRENCY`, with `/CREDITOR` when settled gross. */
  readonly id: string;
  readonly cycle: string;
  /** `CYCLE/PAYER/CURRENCY`. */
  readonly batch: string;
  readonly payer: string;
  readonly payee: string;
  readonly currency: string;
  /** Never negative, with the decimals of the currency. */
  readonly net: string;
  /** How many different officers its batch needs because of it. */
  readonly officers: number;
  readonly hash: string;
  /** The clearing arrangement it was made under; null when there was none. */
  readonly arrangement: string | null;
  /** What the arrangement asks of the payee State before the release; null: nothing. */
  readonly acceptance: AcceptanceTerms | null;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly cutoff: string;
}

/** The word that a cycle is closed. */
export interface CycleClose {
  readonly cycle: string;
  readonly cutoff: string;
  /** How many settlements the cycle has. */
  readonly settlements: number;
  readonly claims: number;
  /** Over all settlements of the cycle. */
  readonly hash: string;
  /** The person who closed it: issuer and subject of the token. */
  readonly closedBy: string;
  /** RFC 3339 instant. */
  readonly closedAt: string;
}

/** What a message of `clearing.cycles.v1` says. */
export type CycleReading =
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'close'; readonly close: CycleClose }
  | {
      readonly kind: 'faulty';
      readonly code: 'not-a-cloudevent' | 'unknown-type' | 'invalid-data';
      /** The faulty path; never a value of the message. */
      readonly detail: string;
    };

/**
 * Reads an event of `clearing.cycles.v1`.
 *
 * @returns what it says; `faulty` when envelope or data do not fit their schema, when its type is not
 * one of the topic, or when a proposal contradicts itself
 */
export function readCycleEvent(event: RawCloudEvent): CycleReading {
  const envelope = envelopeSchema.safeParse(event.attributes);
  if (!envelope.success) return faulty('not-a-cloudevent', pathOf(envelope.error.issues));
  const { type, time } = envelope.data;
  if (type === 'settlement.proposed.v1') {
    const data = eventSchemas[type].safeParse(event.data);
    return data.success ? readProposal(data.data) : invalid(data.error.issues);
  }
  if (type === 'cycle.closed.v1') {
    const data = eventSchemas[type].safeParse(event.data);
    return data.success ? readClose(data.data, time) : invalid(data.error.issues);
  }
  return faulty('unknown-type', 'type');
}

function readProposal(data: EventData<'settlement.proposed.v1'>): CycleReading {
  const { cycle, settlement, states, currency, net, officers = 2, batch, hash } = data;
  const { payer, payee } = net;
  const pair = `${cycle}/${states.join('-')}/${currency}`;
  const gross = states.map((creditor) => `${pair}/${creditor}`);
  if (![pair, ...gross].includes(settlement)) return faulty('invalid-data', 'data.settlement');
  if (batch !== `${cycle}/${payer}/${currency}`) return faulty('invalid-data', 'data.batch');
  if (![payer, payee].every((state) => states.includes(state)) || payer === payee) {
    return faulty('invalid-data', 'data.net');
  }
  const amount = Money.parse(net.amount, currency);
  if (!amount.ok) return faulty('invalid-data', 'data.net.amount');
  const { arrangement, acceptance = null } = data;
  if (acceptance !== null && !isArrangementId(arrangement)) {
    return faulty('invalid-data', 'data.acceptance');
  }
  return {
    kind: 'proposal',
    proposal: {
      id: settlement,
      cycle,
      batch,
      payer,
      payee,
      currency,
      net: amount.money.toString(),
      officers,
      hash,
      arrangement,
      acceptance,
      cutoff: data.cutoff,
    },
  };
}

/** An acceptance is asked by an arrangement, and silence is told in its name. */
function isArrangementId(arrangement: string | null): boolean {
  return arrangement !== null && /^[A-Za-z0-9.-]{1,32}$/.test(arrangement);
}

function readClose(data: EventData<'cycle.closed.v1'>, closedAt: string): CycleReading {
  const { cycle, cutoff, settlements, claims, hash, closedBy } = data;
  return {
    kind: 'close',
    close: { cycle, cutoff, settlements, claims, hash, closedBy, closedAt },
  };
}

interface Issue {
  readonly path: readonly PropertyKey[];
}

function invalid(issues: readonly Issue[]): CycleReading {
  return faulty('invalid-data', pathOf(issues, 'data'));
}

function pathOf(issues: readonly Issue[], ...parents: readonly string[]): string {
  return issues.map(({ path }) => [...parents, ...path.map(String)].join('.')).join(', ');
}

function faulty(
  code: Extract<CycleReading, { kind: 'faulty' }>['code'],
  detail: string,
): CycleReading {
  return { kind: 'faulty', code, detail };
}
