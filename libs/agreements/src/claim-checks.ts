import { Money } from '@reciproca/money';
import type { ActualExpenditureFacts, ClaimFacts } from './claim.js';
import { careDayOf, queryOf } from './compiled-instruments.js';
import type { Refusal } from './decision.js';
import { notEntitled } from './entitlement.js';
import type { Sentence } from './explanations.js';
import { stateOf } from './fields.schema.js';
import { filingClockOf } from './filing.js';
import type { RunningFilingClock } from './filing.js';
import { fixedAmountMismatch, unknownAverageCost } from './fixed-amounts.js';
import { noInstrumentReason } from './instrument-words.js';
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
export type ClaimCheck = (context: CheckContext) => Refusal | null;

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
 * | unknown-average-cost | the instrument, and that it knows fixed amounts |
 * | fixed-amount-mismatch | the instrument, and the average cost that applies |
 * | late | the instrument, that it has a filing clock for the basis, and the day that starts it |
 */
export const claimChecks: readonly ClaimCheck[] = [
  negativeAmount,
  totalMismatch,
  periodInvalid,
  unknownInstitution,
  noInstrument,
  notEntitled,
  currencyNotAllowed,
  unknownAverageCost,
  fixedAmountMismatch,
  late,
];

/** The same for an open item of an old system: whether it came late is not examined again. */
export const openItemChecks: readonly ClaimCheck[] = claimChecks.filter((check) => check !== late);

function negativeAmount({ claim }: CheckContext): Refusal | null {
  const negative: Sentence[] = [];
  if (claim.basis === 'actual-expenditure') {
    for (const { kind, amount } of claim.benefits ?? []) {
      if (amount.isNegative()) {
        negative.push(amountOf(kind, amount));
      }
    }
  }
  if (claim.total.isNegative()) {
    negative.push(amountOf('total', claim.total));
  }
  return negative.length === 0
    ? null
    : {
        code: 'negative-amount',
        rule: 'claim/amounts',
        said: [{ key: 'refused.negative', inputs: { amounts: shortList(negative) } }],
      };
}

function amountOf(what: string, amount: Money): Sentence {
  return { key: 'part.amount', inputs: { what, amount: amount.toString() } };
}

function totalMismatch({ claim }: CheckContext): Refusal | null {
  if (claim.basis === 'fixed-amount' || claim.benefits === null) {
    return null; // without benefits; a fixed amount is tested against the published one
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
        said: [
          {
            key: 'refused.sum',
            inputs: {
              sum: `${sum.toString()} ${sum.currency}`,
              total: claim.total.toString(),
            },
          },
        ],
      };
}

function periodInvalid({ claim }: CheckContext): Refusal | null {
  const { recordedOn, introducedOn, messageDay } = claim;
  const said: Sentence[] = claim.basis === 'actual-expenditure' ? careFaults(claim) : [];
  if (recordedOn > introducedOn) {
    said.push({ key: 'refused.recorded-after-introduction', inputs: { recordedOn, introducedOn } });
  }
  if (introducedOn > messageDay) {
    said.push({ key: 'refused.introduced-after-message', inputs: { introducedOn, messageDay } });
  }
  return said.length === 0 ? null : { code: 'period-invalid', rule: 'claim/period', said };
}

function careFaults({ care, recordedOn }: ActualExpenditureFacts): Sentence[] {
  const said: Sentence[] = [];
  if (care === null) {
    return said;
  }
  const { from, to } = care;
  if (from > to) {
    said.push({ key: 'refused.care-ends-first', inputs: { from, to } });
  }
  if (from > recordedOn) {
    said.push({ key: 'refused.care-from-after-recording', inputs: { from, recordedOn } });
  }
  if (to > recordedOn) {
    said.push({ key: 'refused.care-to-after-recording', inputs: { to, recordedOn } });
  }
  return said;
}

function unknownInstitution({ claim, reference }: CheckContext): Refusal | null {
  const careDay = careDayOf(claim);
  const days = careDay === claim.recordedOn ? [careDay] : [careDay, claim.recordedOn];
  const missing: Sentence[] = [];
  for (const id of [claim.creditor, claim.debtor]) {
    for (const day of days) {
      if (reference.institutionOn(id, day) === undefined) {
        missing.push({ key: 'part.on-day', inputs: { what: id, day } });
      }
    }
  }
  return missing.length === 0
    ? null
    : {
        code: 'unknown-institution',
        rule: 'reference/institutions',
        said: [{ key: 'refused.no-record', inputs: { places: missing } }],
      };
}

function noInstrument({ claim, reference, instrument }: CheckContext): Refusal | null {
  if (instrument !== null) {
    return null;
  }
  const query = queryOf(claim);
  return noInstrumentReason(
    query,
    reference.bindingsBetween(query.creditorState, query.debtorState),
  );
}

function currencyNotAllowed({ claim, reference, instrument }: CheckContext): Refusal | null {
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
    said: [
      {
        key: 'refused.currency',
        inputs: { recordedOn: claim.recordedOn, state, expected, currency: claim.total.currency },
      },
    ],
  };
}

function late({ claim, reference, instrument }: CheckContext): Refusal | null {
  const filing = instrument === null ? null : filingClockOf({ claim, instrument, reference });
  if (instrument === null || filing === null || claim.introducedOn <= filing.by) {
    return null;
  }
  return {
    code: 'late',
    rule: `${instrument.id}/${filing.clock.article}`,
    said: [lateSaid(claim, filing)],
  };
}

function lateSaid(claim: ClaimFacts, { clock, start, by }: RunningFilingClock): Sentence {
  const { recordedOn, introducedOn } = claim;
  switch (clock.startsWith) {
    case 'recording':
      return start === recordedOn
        ? { key: 'refused.late.recording', inputs: { recordedOn, by, introducedOn } }
        : {
            key: 'refused.late.known',
            inputs: { recordedOn, competentInstitutionKnownOn: start, by, introducedOn },
          };
    case 'care-end':
      return { key: 'refused.late.care-end', inputs: { careUntil: start, by, introducedOn } };
    case 'publication':
      return { key: 'refused.late.publication', inputs: { publishedOn: start, by, introducedOn } };
  }
}

/** Keeps a detail readable when thousands of benefits are wrong. */
function shortList(items: readonly Sentence[]): readonly Sentence[] {
  const { listedInDetailMax } = agreementLimits;
  const more = items.length - listedInDetailMax;
  return more <= 0
    ? items
    : [
        {
          key: 'part.more',
          inputs: { shown: items.slice(0, listedInDetailMax), more: String(more) },
        },
      ];
}
