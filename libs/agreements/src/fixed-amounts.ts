import { Money } from '@reciproca/money';
import type { IsoDate } from '@reciproca/money';
import { monthlyAmount } from './average-costs.js';
import type { AverageCost, PublishedAverages } from './average-costs.js';
import type { ClaimFacts, FixedAmountFacts } from './claim.js';
import { deadlineOf } from './clocks.js';
import { careDayOf } from './compiled-instruments.js';
import type { Refusal } from './decision.js';
import type { Sentence } from './explanations.js';
import { exchangeAtFixedRates } from './exchange.js';
import { stateOf } from './fields.schema.js';
import { claimsFixedAmounts } from './fixed-amount-claimants.js';
import type { FixedAmountRules, Instrument } from './instrument.schema.js';
import type { ReferenceData } from './reference-data.js';

/** A claim for a fixed amount, and what its amount follows from. */
export interface FixedAmountQuestion {
  readonly claim: FixedAmountFacts;
  readonly instrument: Instrument;
  readonly reference: ReferenceData;
  /** Only averages published by this day are there: the day of introduction, or a later one to look back. */
  readonly day: IsoDate;
}

/** What a claim for a fixed amount comes to. */
export interface FixedAmount {
  readonly average: AverageCost;
  /** X of the formula, e.g. `0.20`. */
  readonly reduction: string;
  /** For one month of cover, rounded as published. */
  readonly monthly: Money;
  /** The monthly amount times the months of the inventory, in the currency of the publication. */
  readonly total: Money;
  /** The same in the currency of the claim, where a fixed rate leads there; otherwise as published. */
  readonly claimable: Money;
  /** The fixed rate, e.g. `30.1260 SKK = 1 EUR`; null where none was needed or none leads there. */
  readonly rate: string | null;
}

/**
 * The fixed amount of a claim: the published amount of a month, which is rounded, times the months of
 * the inventory (IR 987/2009 Arts 63 to 65). Undefined where the instrument knows no fixed amounts or
 * no average that applies is known.
 */
export function fixedAmountOf(question: FixedAmountQuestion): FixedAmount | undefined {
  const { claim, instrument } = question;
  const rules = instrument.fixedAmounts;
  const average = averageOf(question);
  if (rules === null || average === undefined) {
    return undefined;
  }
  const reduction = reductionFor(rules, claim);
  const monthly = monthlyAmount(average.record, reduction);
  const months = BigInt(claim.fixedAmount.months);
  const total = Money.ofMinorUnits(monthly.toMinorUnits() * months, monthly.currency);
  return { average, reduction, monthly, total, ...inCurrencyOf(claim, total) };
}

/**
 * The day that starts the filing clock of a claim: the first publication of averages of the reference
 * year, since a correction gives no new time (IR 987/2009 Art 67(2)); null while there is none, also
 * where the value of an earlier year stands in. For actual expenditure nothing is published.
 */
export function publicationFor(given: {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument;
  readonly reference: ReferenceData;
}): IsoDate | null {
  const { claim, instrument, reference } = given;
  if (claim.basis !== 'fixed-amount') {
    return null;
  }
  const average = averageOf({ claim, instrument, reference, day: claim.introducedOn });
  return average === undefined || average.standsIn ? null : average.firstPublishedOn;
}

/**
 * Last day of the inventory of months for a claim (IR 987/2009 Art 67(2)); null where the instrument
 * has no clock for it. A later inventory is no ground for refusing the claim.
 */
export function inventoryBy(
  claim: FixedAmountFacts,
  { clocks }: Pick<Instrument, 'clocks'>,
): IsoDate | null {
  return clocks.inventory === null ? null : deadlineOf(clocks.inventory, careDayOf(claim));
}

/** A check of claims: no average cost from which the fixed amount could follow. */
export function unknownAverageCost(given: {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument | null;
  readonly reference: ReferenceData;
}): Refusal | null {
  const { claim, instrument, reference } = given;
  const rules = instrument?.fixedAmounts ?? null;
  if (claim.basis !== 'fixed-amount' || instrument === null || rules === null) {
    return null;
  }
  const day = claim.introducedOn;
  if (averageOf({ claim, instrument, reference, day }) !== undefined) {
    return null;
  }
  return {
    code: 'unknown-average-cost',
    rule: `${instrument.id}/${rules.article}`,
    said: whatIsPublished(claim, rules, reference),
  };
}

/** What was published by the day of introduction instead of the average that the claim goes by. */
function whatIsPublished(
  claim: FixedAmountFacts,
  rules: FixedAmountRules,
  reference: ReferenceData,
): Sentence[] {
  const { introducedOn } = claim;
  const { year, group, ageGroup } = claim.fixedAmount;
  const state = stateOf(claim.creditor);
  const published = reference.averagesPublishedBy({ state, year, group, day: introducedOn });
  const inputs = { state, year: String(year), introducedOn };
  if (published?.year === year) {
    return [
      {
        key: 'refused.no-average.age-groups',
        inputs: {
          ...inputs,
          group,
          ageGroups: published.ageGroups.map(ageGroupSaid),
          claimed: [ageGroupSaid(ageGroup)],
        },
      },
    ];
  }
  return [
    { key: 'refused.no-average', inputs: { ...inputs, group: [groupOf(group, ageGroup)] } },
    ...earlierValue(claim, rules, published),
  ];
}

function groupOf(group: string, ageGroup: string | null): Sentence {
  return ageGroup === null
    ? { key: 'part.word', inputs: { code: group } }
    : { key: 'part.group', inputs: { group, ageGroup } };
}

function ageGroupSaid(ageGroup: string | null): Sentence {
  return { key: 'part.word', inputs: { code: ageGroup ?? 'all-ages' } };
}

/**
 * Whether the value of an earlier year could stand in, and from when. To a State that claims no fixed
 * amounts none is promised.
 *
 * @param earlier the latest earlier year of which averages were published
 */
function earlierValue(
  claim: FixedAmountFacts,
  rules: FixedAmountRules,
  earlier: PublishedAverages | undefined,
): Sentence[] {
  const waiting = rules.lastEarlierValueAfterYears;
  const { year, group, ageGroup } = claim.fixedAmount;
  if (waiting === null) {
    return [];
  }
  if (earlier === undefined) {
    return [{ key: 'refused.no-average.earlier', inputs: {} }];
  }
  if (!earlier.ageGroups.includes(ageGroup)) {
    const inputs = {
      valueYear: String(earlier.year),
      ageGroups: earlier.ageGroups.map(ageGroupSaid),
      claimed: [ageGroupSaid(ageGroup)],
    };
    return [{ key: 'refused.no-average.earlier-groups', inputs }];
  }
  const after = `${String(year + waiting)}-12-31`;
  return claimsFixedAmounts(rules, { state: stateOf(claim.creditor), group, year })
    ? [{ key: 'refused.no-average.wait', inputs: { after } }]
    : [];
}

/** A check of claims: the total is not the published monthly amount times the months. */
export function fixedAmountMismatch(given: {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument | null;
  readonly reference: ReferenceData;
}): Refusal | null {
  const { claim, instrument, reference } = given;
  if (claim.basis !== 'fixed-amount' || instrument === null) {
    return null;
  }
  const day = claim.introducedOn;
  const amount = fixedAmountOf({ claim, instrument, reference, day });
  if (amount === undefined || isTotalOf(claim, amount, reference)) {
    return null;
  }
  const { record, standsIn } = amount.average;
  const { rate } = amount;
  return {
    code: 'fixed-amount-mismatch',
    rule: `${instrument.id}/${instrument.fixedAmounts?.reduction.article ?? ''}`,
    said: [
      {
        key: standsIn ? 'refused.fixed-amount.stands-in' : 'refused.fixed-amount',
        inputs: {
          months: String(claim.fixedAmount.months),
          monthly: written(amount.monthly),
          valueYear: String(record.year),
          oj: record.oj,
          expected: written(amount.claimable),
          total: written(claim.total),
        },
      },
      ...(rate === null ? [] : [{ key: 'refused.fixed-amount.rate', inputs: { rate } } as const]),
    ],
  };
}

/** What a corrected average changes about a claim that was decided before it was known. */
export type ProposedCorrection =
  | { readonly kind: 'none' }
  /** The creditor claimed too much, by a positive amount in the currency of the claim. */
  | { readonly kind: 'credit-note'; readonly amount: Money }
  /** The creditor may claim the rest, a positive amount in the currency of the claim. */
  | { readonly kind: 'additional-claim'; readonly amount: Money };

/**
 * By how much the total of a claim would change by the averages of the reference data, e.g. when one
 * of its year was published late or corrected. Nothing is changed by it.
 *
 * @param question `day`: by when averages must have been published, today rather than the introduction
 */
export function proposedCorrection(question: FixedAmountQuestion): ProposedCorrection {
  const { claim } = question;
  const corrected = fixedAmountOf(question)?.claimable;
  if (corrected === undefined || corrected.currency !== claim.total.currency) {
    return { kind: 'none' };
  }
  const difference = corrected.minus(claim.total);
  if (difference.isZero()) {
    return { kind: 'none' };
  }
  return difference.isNegative()
    ? { kind: 'credit-note', amount: difference.negated() }
    : { kind: 'additional-claim', amount: difference };
}

function averageOf(question: FixedAmountQuestion): AverageCost | undefined {
  const { claim, instrument, reference, day } = question;
  const { year, group, ageGroup } = claim.fixedAmount;
  return instrument.fixedAmounts === null
    ? undefined
    : reference.averageCostFor({
        state: stateOf(claim.creditor),
        year,
        group,
        ageGroup,
        day,
        lastEarlierValueAfterYears: instrument.fixedAmounts.lastEarlierValueAfterYears,
      });
}

/**
 * X: the lower one for pensioners and their family when the debtor State does not grant them more
 * rights, that is when it is not in Annex IV at the end of the reference year (Art 64(3)).
 */
function reductionFor(rules: FixedAmountRules, claim: FixedAmountFacts): string {
  const { usual, pensionersLower, annexIV } = rules.reduction;
  if (claim.fixedAmount.group !== 'pensioner' || pensionersLower === null) {
    return usual;
  }
  const debtorState = stateOf(claim.debtor);
  const day = careDayOf(claim);
  const isListed = annexIV.some(
    ({ state, from, to }) => state === debtorState && from <= day && (to === null || day <= to),
  );
  return isListed ? usual : pensionersLower;
}

/**
 * Whether a total is what was published. In a currency in which the State may not claim, which is a
 * reason of its own, the figure is still compared.
 */
function isTotalOf(
  claim: FixedAmountFacts,
  published: Pick<FixedAmount, 'total' | 'claimable'>,
  reference: ReferenceData,
): boolean {
  const { total } = claim;
  const allowed = reference.currencyOfStateOn(stateOf(claim.creditor), claim.recordedOn);
  if (allowed === undefined || allowed === total.currency) {
    return published.claimable.equals(total);
  }
  const figure = Money.parse(published.total.toString(), total.currency);
  return figure.ok && figure.money.equals(total);
}

/** Averages in a currency that another has replaced are claimed in that one at the fixed rate. */
function inCurrencyOf(
  claim: FixedAmountFacts,
  published: Money,
): Pick<FixedAmount, 'claimable' | 'rate'> {
  const { currency } = claim.total;
  const exchanged =
    published.currency === currency ? undefined : exchangeAtFixedRates(published, currency);
  return exchanged === undefined
    ? { claimable: published, rate: null }
    : { claimable: exchanged.money, rate: exchanged.rate };
}

function written(amount: Money): string {
  return `${amount.toString()} ${amount.currency}`;
}
