import { Money } from '@reciproca/money';
import type { IsoDate } from '@reciproca/money';
import type { Basis, ClaimFacts } from './claim.js';
import { deadlineOf, filingStart } from './clocks.js';
import type { Reason } from './decision.js';
import { stateOf } from './fields.schema.js';
import type { Instrument } from './instrument.schema.js';
import { agreementLimits } from './limits.js';
import type { ReferenceData } from './reference-data.js';

/** What every check looks at. */
export interface CheckContext {
  readonly claim: ClaimFacts;
  readonly reference: ReferenceData;
  /** Null where no instrument binds the two States: checks that are rules of an instrument then say nothing. */
  readonly instrument: Instrument | null;
}

/** One test of a claim: the reason when it fails, null when it passes or a fact that it needs is missing. */
export type ClaimCheck = (context: CheckContext) => Reason | null;

/**
 * The tests in the order in which their reasons are listed. All of them always run:
 *
 * | test | fact that it needs beyond the claim |
 * |---|---|
 * | negative-amount, total-mismatch, period-invalid | none |
 * | unknown-institution | none (an absent record is what it looks for) |
 * | no-instrument | none: the States are part of the institutions' ids |
 * | not-entitled | the instrument |
 * | currency-not-allowed | the currency of the creditor's State on the day of recording |
 * | late | the instrument, and that it has a filing clock for the basis |
 */
export const claimChecks: readonly ClaimCheck[] = [
  negativeAmount,
  totalMismatch,
  periodInvalid,
  unknownInstitution,
  noInstrument,
  notEntitled,
  currencyNotAllowed,
  late,
];

/** The day of care that selects institutions and instrument: the last one, or the end of the reference year. */
export function careDayOf(claim: ClaimFacts): IsoDate {
  return claim.basis === 'actual-expenditure'
    ? claim.care.to
    : `${String(claim.fixedAmount.year).padStart(4, '0')}-12-31`;
}

function negativeAmount({ claim }: CheckContext): Reason | null {
  const negative: string[] = [];
  if (claim.basis === 'actual-expenditure') {
    for (const { kind, amount } of claim.benefits) {
      if (amount.isNegative()) {
        negative.push(`${kind} ${amount.toString()}`);
      }
    }
  }
  if (claim.total.isNegative()) {
    negative.push(`total ${claim.total.toString()}`);
  }
  return negative.length === 0
    ? null
    : {
        code: 'negative-amount',
        rule: 'claim/amounts',
        detail: `amounts below zero: ${shortList(negative)}; a claim holds none, lower it by a credit note`,
      };
}

function totalMismatch({ claim }: CheckContext): Reason | null {
  if (claim.basis === 'fixed-amount') {
    return null; // has no benefits: its total is tested against the published amount
  }
  const sum = Money.sum(
    claim.benefits.map(({ amount }) => amount),
    claim.total.currency,
  );
  return sum.equals(claim.total)
    ? null
    : {
        code: 'total-mismatch',
        rule: 'claim/total',
        detail: `benefits add up to ${sum.toString()} ${sum.currency}, total ${claim.total.toString()}`,
      };
}

function periodInvalid({ claim }: CheckContext): Reason | null {
  const faults: string[] = [];
  const { recordedOn, introducedOn, messageDay } = claim;
  if (claim.basis === 'actual-expenditure') {
    const { from, to } = claim.care;
    if (from > to) {
      faults.push(`care from ${from} after its end ${to}`);
    }
    if (from > recordedOn) {
      faults.push(`care from ${from} after recording ${recordedOn}`);
    }
    if (to > recordedOn) {
      faults.push(`care until ${to} after recording ${recordedOn}`);
    }
  }
  if (recordedOn > introducedOn) {
    faults.push(`recorded ${recordedOn} after introduction ${introducedOn}`);
  }
  if (introducedOn > messageDay) {
    faults.push(`introduced ${introducedOn} after the day of the message ${messageDay}`);
  }
  return faults.length === 0
    ? null
    : { code: 'period-invalid', rule: 'claim/period', detail: faults.join('; ') };
}

function unknownInstitution({ claim, reference }: CheckContext): Reason | null {
  const careDay = careDayOf(claim);
  const days = careDay === claim.recordedOn ? [careDay] : [careDay, claim.recordedOn];
  const missing: string[] = [];
  for (const id of [claim.creditor, claim.debtor]) {
    for (const day of days) {
      if (reference.institutionOn(id, day) === undefined) {
        missing.push(`${id} on ${day}`);
      }
    }
  }
  return missing.length === 0
    ? null
    : {
        code: 'unknown-institution',
        rule: 'reference/institutions',
        detail: `no record of ${missing.join(', ')}`,
      };
}

function noInstrument({ claim, instrument }: CheckContext): Reason | null {
  if (instrument !== null) {
    return null;
  }
  const [creditorState, debtorState] = [stateOf(claim.creditor), stateOf(claim.debtor)];
  const why =
    creditorState === debtorState
      ? `${creditorState} is both creditor and debtor State`
      : `no instrument in the data of this release makes ${debtorState} refund ${creditorState}`;
  return {
    code: 'no-instrument',
    rule: 'reference/instruments',
    detail: `${why} for care on ${careDayOf(claim)} recorded on ${claim.recordedOn}`,
  };
}

const basisWords: Readonly<Record<Basis, string>> = {
  'actual-expenditure': 'actual expenditure',
  'fixed-amount': 'fixed amounts',
};

/**
 * A basis that the instrument does not admit is not owed either: a State that is not known to claim
 * fixed amounts has no title to one, which is what `not-entitled` says.
 */
function notEntitled({ claim, instrument }: CheckContext): Reason | null {
  if (instrument === null) {
    return null;
  }
  if (!instrument.bases.allowed.includes(claim.basis)) {
    const allowed = instrument.bases.allowed.map((basis) => basisWords[basis]).join(', ');
    return {
      code: 'not-entitled',
      rule: `${instrument.id}/${instrument.bases.article}`,
      detail: `no State is known to claim ${basisWords[claim.basis]} under ${instrument.id} in the data of this release, so a claim can be accepted for ${allowed} alone`,
    };
  }
  if (claim.basis === 'fixed-amount') {
    return null;
  }
  const accepted = instrument.entitlement.accepted[claim.entitlement];
  return accepted.careTypes.includes(claim.care.type)
    ? null
    : {
        code: 'not-entitled',
        rule: `${instrument.id}/${accepted.article}`,
        detail: `${claim.entitlement} is accepted for ${accepted.careTypes.join(', ') || 'no care'}, care ${claim.care.type}`,
      };
}

function currencyNotAllowed({ claim, reference, instrument }: CheckContext): Reason | null {
  const state = stateOf(claim.creditor);
  const expected = reference.currencyOfStateOn(state, claim.recordedOn);
  if (expected === undefined || expected === claim.total.currency) {
    return null;
  }
  const rule =
    instrument === null
      ? 'reference/currencies'
      : `${instrument.id}/${instrument.currency.article}`;
  return {
    code: 'currency-not-allowed',
    rule,
    detail: `recorded ${claim.recordedOn}, when ${state} claims in ${expected}, claimed in ${claim.total.currency}`,
  };
}

function late({ claim, instrument }: CheckContext): Reason | null {
  const clock = instrument?.clocks.filing[claim.basis];
  if (instrument === null || clock === undefined) {
    return null;
  }
  const start = filingStart(clock, claim);
  const fileBy = deadlineOf(clock, start);
  if (claim.introducedOn <= fileBy) {
    return null;
  }
  const known = start === claim.recordedOn ? '' : `, competent institution known ${start}`;
  return {
    code: 'late',
    rule: `${instrument.id}/${clock.article}`,
    detail: `recorded ${claim.recordedOn}${known}, to be introduced by ${fileBy}, introduced ${claim.introducedOn}`,
  };
}

/** Keeps a detail readable when thousands of benefits are wrong. */
function shortList(items: readonly string[]): string {
  const shown = items.slice(0, agreementLimits.listedInDetailMax).join(', ');
  return items.length > agreementLimits.listedInDetailMax
    ? `${shown} and ${String(items.length - agreementLimits.listedInDetailMax)} more`
    : shown;
}
