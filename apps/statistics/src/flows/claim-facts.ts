import { eventSchemas, subjectOf, type EventData, type topics } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { claimGroup, type ClaimGroup } from './claim-group.js';

/** A claim as the flows know it: its group and its total. */
export interface Introduction {
  /** `FR:CNAM/2025-H1-000123`. */
  readonly subject: string;
  readonly group: ClaimGroup;
  readonly total: Money;
}

/**
 * What changed on a claim after its introduction. The event has no currency; its amounts are read in
 * that of the claim, which may not be known yet.
 */
export interface Movement {
  readonly subject: string;
  /** Counts the events of the claim: the highest one tells what is open now. */
  readonly sequence: number;
  /** The year of `paidOn`; null when nothing was paid. */
  readonly paidYear: number | null;
  /** Decimal text; negative when money went back. */
  readonly paid: string;
  /** Decimal texts behind this event; together they are what is outstanding. */
  readonly toPay: string;
  readonly contested: string;
}

/** What an event means for the flows. */
export type FactReading =
  | {
      readonly kind: 'introduction';
      readonly introduction: Introduction;
      /** What had become of an open item of an old system; absent for any other claim. */
      readonly opening?: Movement;
    }
  | { readonly kind: 'movement'; readonly movement: Movement }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'fault';
      readonly code: 'unknown-type' | 'invalid-data';
      /** Names a path, never a value. */
      readonly detail: string;
    };

type TakenTopic = 'claimsOutcomes' | 'clearingCycles' | 'settlements';
type TakenType = (typeof topics)[TakenTopic]['types'][number];
type Reader = (data: unknown) => FactReading;

const noFigure: Reader = () => ({ kind: 'none' });

/** One for every type of the consumed topics, so that a new type cannot be forgotten here. */
const readers: Readonly<Record<TakenType, Reader>> = {
  'claim.introduced.v1': reader(eventSchemas['claim.introduced.v1'], introductionOf),
  'claim.rejected.v1': noFigure,
  'message.recorded.v1': reader(eventSchemas['message.recorded.v1'], changeOf),
  'message.refused.v1': noFigure,
  'claim.flagged.v1': noFigure,
  'claim.settled.v1': reader(eventSchemas['claim.settled.v1'], paymentOf),
  'balance.published.v1': noFigure,
  'balance.confirmed.v1': noFigure,
  'balance.disputed.v1': noFigure,
  'deadline.approaching.v1': noFigure,
  'deadline.passed.v1': noFigure,
  'settlement.proposed.v1': noFigure,
  'cycle.closed.v1': noFigure,
  'batch.approved.v1': noFigure,
  'batch.rejected.v1': noFigure,
  'batch.released.v1': noFigure,
  'settlement.accepted.v1': noFigure,
  'settlement.settled.v1': noFigure,
  'settlement.reversed.v1': noFigure,
};

/**
 * Reads what an event of the consumed topics means for the flows. Events that bear no figure are not
 * examined any further.
 *
 * @param type the event's type, as received
 * @param data the event's data, as received
 */
export function readFact(type: unknown, data: unknown): FactReading {
  if (typeof type !== 'string' || !Object.hasOwn(readers, type)) {
    return { kind: 'fault', code: 'unknown-type', detail: 'type' };
  }
  return readers[type as TakenType](data);
}

interface Schema<Data> {
  safeParse(
    data: unknown,
  ):
    | { readonly success: true; readonly data: Data }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

interface Issue {
  readonly path: readonly PropertyKey[];
}

function reader<Data>(schema: Schema<Data>, factOf: (data: Data) => FactReading): Reader {
  return (data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? factOf(parsed.data) : faultAt(parsed.error.issues);
  };
}

function introductionOf(data: EventData<'claim.introduced.v1'>): FactReading {
  const total = Money.parse(data.total.amount, data.total.currency);
  if (!total.ok) return { kind: 'fault', code: 'invalid-data', detail: `total: ${total.code}` };
  const opening = openingOf(data, total.money);
  if (opening === null) return { kind: 'fault', code: 'invalid-data', detail: 'data.opening' };
  const careYear = careYearOf(data);
  if (careYear === null && data.opening === undefined) {
    return { kind: 'fault', code: 'invalid-data', detail: 'neither care nor fixedAmount' };
  }
  const group = claimGroup({
    creditor: data.claim.institution,
    debtor: data.debtor,
    statement: data.claim.statement,
    instrument: data.instrument,
    basis: data.basis,
    entitlement: data.entitlement,
    careType: data.care?.type ?? null,
    currency: data.total.currency,
    careYear,
    recordedYear: yearOf(data.recordedOn),
    introducedYear: yearOf(data.introducedOn),
    dueYear: data.due.payBy === null ? null : yearOf(data.due.payBy),
  });
  const subject = subjectOf(data.claim);
  const introduction = { subject, group, total: total.money };
  return { kind: 'introduction', introduction, ...(opening === undefined ? {} : { opening }) };
}

/**
 * The year of care is that of its last day, the day on which the rules of admission look too; for
 * fixed amounts the year they are claimed for (IR 987/2009 Art 64); null where an open item of an old
 * system does not know it.
 */
function careYearOf(data: EventData<'claim.introduced.v1'>): number | null {
  return data.care === undefined ? (data.fixedAmount?.year ?? null) : yearOf(data.care.to);
}

/**
 * An open item is introduced by its total, and paid and credited by its opening amounts on the same
 * day. When its creditor submits the claim again the answer repeats them, and counts nothing.
 *
 * @returns undefined for any other claim, null when its amounts cannot be read
 */
function openingOf(
  data: EventData<'claim.introduced.v1'>,
  total: Money,
): Movement | undefined | null {
  const { opening, inReplyTo, sequence, introducedOn, claim } = data;
  if (opening === undefined || inReplyTo !== null) return undefined;
  const amounts = [opening.settled, opening.credited, opening.contested].map((amount) =>
    Money.parse(amount, total.currency),
  );
  const [settled, credited, contested] = amounts;
  if (settled?.ok !== true || credited?.ok !== true || contested?.ok !== true) return null;
  const paid = settled.money;
  const toPay = total.minus(paid).minus(credited.money).minus(contested.money);
  return {
    subject: subjectOf(claim),
    sequence,
    paidYear: paid.isZero() ? null : yearOf(introducedOn),
    paid: paid.toString(),
    toPay: toPay.toString(),
    contested: contested.money.toString(),
  };
}

function paymentOf(data: EventData<'claim.settled.v1'>): FactReading {
  return {
    kind: 'movement',
    movement: {
      subject: subjectOf(data.claim),
      sequence: data.sequence,
      paidYear: yearOf(data.paidOn),
      paid: data.amount,
      toPay: data.obligation.toPay,
      contested: data.obligation.contested,
    },
  };
}

/** A recorded message moves the flows when it tells what is owed on a claim behind it. */
function changeOf(data: EventData<'message.recorded.v1'>): FactReading {
  const { claim, obligation, sequence } = data;
  if (claim === undefined || obligation === undefined) return { kind: 'none' };
  const { toPay, contested } = obligation;
  return {
    kind: 'movement',
    movement: {
      subject: subjectOf(claim),
      sequence,
      paidYear: null,
      paid: '0',
      toPay,
      contested,
    },
  };
}

function yearOf(date: string): number {
  return Number.parseInt(date.slice(0, 4), 10);
}

function faultAt(issues: readonly Issue[]): FactReading {
  const detail = issues.map((issue) => ['data', ...issue.path.map(String)].join('.')).join(', ');
  return { kind: 'fault', code: 'invalid-data', detail };
}
