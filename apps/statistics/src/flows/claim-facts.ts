import { eventSchemas, isEventType, subjectOf, type EventData } from '@reciproca/contracts';
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
  | { readonly kind: 'introduction'; readonly introduction: Introduction }
  | { readonly kind: 'movement'; readonly movement: Movement }
  | { readonly kind: 'none' }
  | {
      readonly kind: 'fault';
      readonly code: 'unknown-type' | 'invalid-data';
      /** Names a path, never a value. */
      readonly detail: string;
    };

/**
 * Reads what an event of the product's own topics means for the flows. Events that bear no figure
 * are not examined any further.
 *
 * @param type the event's type, as received
 * @param data the event's data, as received
 */
export function readFact(type: unknown, data: unknown): FactReading {
  if (typeof type !== 'string' || !isEventType(type)) {
    return { kind: 'fault', code: 'unknown-type', detail: 'type' };
  }
  switch (type) {
    case 'claim.introduced.v1': {
      const parsed = eventSchemas[type].safeParse(data);
      return parsed.success ? introductionOf(parsed.data) : faultAt(parsed.error.issues);
    }
    case 'claim.settled.v1': {
      const parsed = eventSchemas[type].safeParse(data);
      return parsed.success ? paymentOf(parsed.data) : faultAt(parsed.error.issues);
    }
    case 'message.recorded.v1': {
      const parsed = eventSchemas[type].safeParse(data);
      return parsed.success ? changeOf(parsed.data) : faultAt(parsed.error.issues);
    }
    default:
      return { kind: 'none' };
  }
}

function introductionOf(data: EventData<'claim.introduced.v1'>): FactReading {
  const total = Money.parse(data.total.amount, data.total.currency);
  if (!total.ok) return { kind: 'fault', code: 'invalid-data', detail: `total: ${total.code}` };
  const careYear = careYearOf(data);
  if (careYear === undefined) {
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
  return { kind: 'introduction', introduction: { subject, group, total: total.money } };
}

/**
 * The year of care is that of its last day, the day on which the rules of admission look too; for
 * fixed amounts the year they are claimed for (IR 987/2009 Art 64).
 */
function careYearOf(data: EventData<'claim.introduced.v1'>): number | undefined {
  return data.care === undefined ? data.fixedAmount?.year : yearOf(data.care.to);
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

function faultAt(
  issues: readonly { readonly path: readonly PropertyKey[] }[],
): Extract<FactReading, { kind: 'fault' }> {
  const detail = issues.map((issue) => ['data', ...issue.path.map(String)].join('.')).join(', ');
  return { kind: 'fault', code: 'invalid-data', detail };
}
