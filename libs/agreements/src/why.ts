import type { IsoDate } from '@reciproca/money';
import type { ClaimFacts, FixedAmountFacts } from './claim.js';
import { queryOf } from './compiled-instruments.js';
import type { Binding } from './compiled-instruments.js';
import type { AppliedRule, DueDates } from './decision.js';
import { tell, tellAll } from './explanations.js';
import type { ExplanationKey, Language, Sentence } from './explanations.js';
import { stateOf } from './fields.schema.js';
import type { RunningFilingClock } from './filing.js';
import { fixedAmountOf } from './fixed-amounts.js';
import type { Clock, Instrument } from './instrument.schema.js';
import type { ReferenceData } from './reference-data.js';

/** A claim that is introduced, with what it was decided on. */
export interface Admitted {
  readonly claim: ClaimFacts;
  readonly binding: Binding<Instrument>;
  readonly reference: ReferenceData;
  /** Taken over from an old system; whether it came late is not examined. */
  readonly isOpenItem: boolean;
}

/** The same with the clocks that started. */
export interface Introduced extends Admitted {
  readonly due: DueDates;
  readonly filing: RunningFilingClock | null;
}

/**
 * What was applied, told in a language.
 *
 * @param why as a decision gives it, or put together again from stored rules, keys and inputs
 */
export function tellWhy(
  why: readonly Pick<AppliedRule, 'rule' | 'key' | 'inputs'>[],
  language: Language,
): readonly Omit<AppliedRule, 'key'>[] {
  return why.map(({ rule, key, inputs }) => ({
    rule,
    text: tell({ key, inputs }, language),
    inputs,
  }));
}

/**
 * Why a claim was not considered, told in a language.
 *
 * @param said the sentences of a reason, as a decision gives them or as they were stored
 * @returns the sentences in one text, and what went into them
 */
export function tellRefusal(
  said: readonly Sentence[],
  language: Language,
): Pick<AppliedRule, 'text' | 'inputs'> {
  const inputs = said.flatMap((sentence) =>
    Object.entries(sentence.inputs).map(([name, input]): [string, string] => [
      name,
      typeof input === 'string' ? input : input.map((part) => tell(part, language)).join(', '),
    ]),
  );
  return { text: tellAll(said, language), inputs: Object.fromEntries(inputs) };
}

/** Every rule that made a claim introduced, with what went into it, in the order of application. */
export function whyIntroduced(introduced: Introduced): readonly AppliedRule[] {
  const { claim, binding, filing, isOpenItem } = introduced;
  const { id, currency, entitlement } = binding.instrument;
  const why: Line[] = [selection(introduced)];
  if (claim.basis === 'actual-expenditure' && claim.entitlement !== null && claim.care !== null) {
    const { article } = entitlement.accepted[claim.entitlement];
    const inputs = { document: claim.entitlement, care: claim.care.type };
    why.push({ rule: `${id}/${article}`, key: 'applied.document', inputs });
  }
  why.push({
    rule: `${id}/${currency.article}`,
    key: 'applied.currency',
    inputs: {
      state: stateOf(claim.creditor),
      recordedOn: claim.recordedOn,
      currency: claim.total.currency,
    },
  });
  if (claim.basis === 'fixed-amount') {
    why.push(...fixedAmount(introduced, claim));
  }
  if (filing !== null) {
    why.push(filed(claim, filing, id));
  }
  if (isOpenItem) {
    const { introducedOn, messageDay: takenOverOn } = claim;
    why.push({
      rule: 'claim/opening',
      key: 'applied.opening',
      inputs: { introducedOn, takenOverOn },
    });
  }
  why.push(...clocksStarted(introduced));
  return why.map((line) => ({ ...line, text: tell(line, 'en') }));
}

type Line = Omit<AppliedRule, 'text'>;

function selection({ claim, binding, reference }: Introduced): Line {
  const { creditorState, debtorState, careFrom, careDay, recordedOn } = queryOf(claim);
  return {
    rule: `${binding.instrument.id}/${binding.pair.article}`,
    key: selectionKey(claim),
    inputs: {
      creditorState,
      debtorState,
      careFrom,
      careUntil: careDay,
      recordedOn,
      dataVersion: reference.versions['instruments'] ?? '',
    },
  };
}

function selectionKey(claim: ClaimFacts): ExplanationKey {
  if (claim.basis === 'fixed-amount') {
    return 'applied.instrument.year';
  }
  return claim.care === null ? 'applied.instrument.recorded' : 'applied.instrument.care';
}

function fixedAmount({ binding, reference }: Introduced, claim: FixedAmountFacts): Line[] {
  const { instrument } = binding;
  const amount = fixedAmountOf({ claim, instrument, reference, day: claim.introducedOn });
  if (amount === undefined || instrument.fixedAmounts === null) {
    return [];
  }
  const { monthly, reduction, average } = amount;
  const { article } = average.standsIn
    ? instrument.fixedAmounts
    : instrument.fixedAmounts.reduction;
  return [
    {
      rule: `${instrument.id}/${article}`,
      key: average.standsIn ? 'applied.fixed-amount.stands-in' : 'applied.fixed-amount',
      inputs: {
        months: String(claim.fixedAmount.months),
        monthly: `${monthly.toString()} ${monthly.currency}`,
        reduction,
        publishedOn: average.publishedOn,
        oj: average.record.oj,
        year: String(claim.fixedAmount.year),
        valueYear: String(average.record.year),
        total: `${claim.total.toString()} ${claim.total.currency}`,
        dataVersion: reference.versions['average-costs'] ?? '',
      },
    },
  ];
}

function filed(claim: ClaimFacts, { clock, start, by }: RunningFilingClock, id: string): Line {
  const known = claim.competentInstitutionKnownOn;
  return {
    rule: `${id}/${clock.article}`,
    key: filedKey(clock.startsWith, known),
    inputs: {
      recordedOn: claim.recordedOn,
      ...(known === null ? {} : { competentInstitutionKnownOn: known }),
      ...(clock.startsWith === 'care-end' ? { careUntil: start } : {}),
      ...(clock.startsWith === 'publication' ? { publishedOn: start } : {}),
      months: String(clock.months),
      after: clock.afterEndOf,
      by,
      introducedOn: claim.introducedOn,
    },
  };
}

function filedKey(
  startsWith: RunningFilingClock['clock']['startsWith'],
  known: IsoDate | null,
): ExplanationKey {
  if (startsWith === 'recording') {
    return known === null ? 'applied.filed.recording' : 'applied.filed.known';
  }
  return startsWith === 'care-end' ? 'applied.filed.care-end' : 'applied.filed.publication';
}

function clocksStarted({ claim, binding, due }: Introduced): Line[] {
  const { id, clocks } = binding.instrument;
  const started: readonly (readonly [Clock | null, ExplanationKey, IsoDate | null])[] = [
    [clocks.downPayment, 'applied.down-payment', due.downPaymentBy],
    [clocks.payment, 'applied.payment', due.payBy],
    [clocks.dispute, 'applied.dispute', due.disputeEnds],
  ];
  return started.flatMap(([clock, key, by]) =>
    clock === null || by === null
      ? []
      : [
          {
            rule: `${id}/${clock.article}`,
            key,
            inputs: {
              introducedOn: claim.introducedOn,
              months: String(clock.months),
              after: clock.afterEndOf,
              by,
            },
          },
        ],
  );
}
