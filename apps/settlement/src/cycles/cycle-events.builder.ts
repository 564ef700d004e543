import { hashOfSettlements } from '../batches/index.js';

/** A settlement for {@link cycleEvents}: who pays whom how much. */
export interface SettlementWish {
  readonly payer: string;
  readonly payee: string;
  /** In euro, never negative. */
  readonly net: string;
  /** How many officers its batch needs because of it; 2 when absent. */
  readonly officers?: number;
  /** What the arrangement asks of the payee State; nothing when absent. */
  readonly acceptance?: { readonly days: number; readonly silence: 'accepted' | 'rejected' };
}

/** An event in structured mode, as an object. */
export interface BuiltEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly datacontenttype: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Who closed the cycle in {@link cycleEvents}. */
export const closer = 'https://issuer.example#dora';

/** What clearing says when a cycle is closed: one proposal per settlement, the close last. */
export function cycleEvents(cycle: string, wishes: readonly SettlementWish[]): BuiltEvent[] {
  const proposals = wishes.map((wish, index) => proposalData(cycle, wish, index));
  const hash = hashOfSettlements(
    proposals.map(({ settlement: id, hash: own }) => ({ id, hash: own })),
  );
  const close = {
    cycle,
    cutoff: '2026-03-31',
    settlements: wishes.length,
    claims: 2 * wishes.length,
    hash,
    closedBy: closer,
  };
  return [
    ...proposals.map((data) => eventOf(cycle, 'settlement.proposed.v1', data)),
    eventOf(cycle, 'cycle.closed.v1', close),
  ].map((event, index) => ({ ...event, data: { sequence: index + 1, ...event.data } }));
}

function proposalData(cycle: string, wish: SettlementWish, index: number) {
  const { payer, payee, net, officers = 2, acceptance } = wish;
  const [first = '', second = ''] = [payer, payee].sort();
  return {
    cycle,
    settlement: `${cycle}/${first}-${second}/EUR`,
    states: [first, second],
    currency: 'EUR',
    cutoff: '2026-03-31',
    arrangement: `${first}-${second}`,
    batch: `${cycle}/${payer}/EUR`,
    hash: `sha256:${index.toString(16).padStart(64, '0')}`,
    gross: [
      { creditor: payee, debtor: payer, amount: net, claims: 2 },
      { creditor: payer, debtor: payee, amount: '0.00', claims: 0 },
    ],
    net: { payer, payee, amount: net },
    officers,
    ...(acceptance && { acceptance }),
    byInstitution: [{ creditor: `${payee}:ONE`, debtor: `${payer}:ONE`, amount: net, claims: 2 }],
  };
}

function eventOf(cycle: string, type: string, data: Readonly<Record<string, unknown>>): BuiltEvent {
  return {
    specversion: '1.0',
    id: `${type}|${typeof data['settlement'] === 'string' ? data['settlement'] : cycle}`,
    source: 'urn:reciproca:clearing',
    type,
    time: '2026-04-01T08:00:00.000Z',
    subject: cycle,
    datacontenttype: 'application/json',
    data,
  };
}
