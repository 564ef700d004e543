import type { IsoDate } from '@reciproca/money';
import type { ClaimFacts, FixedAmountFacts } from './claim.js';
import { queryOf } from './compiled-instruments.js';
import type { Binding } from './compiled-instruments.js';
import { dataOfClock } from './data-versions.js';
import type { JudgedData } from './data-versions.js';
import type { AppliedRule, DueDates, ToldRule } from './decision.js';
import { documentOf } from './entitlement.js';
import { tell, tellAll, tellInput } from './explanations.js';
import type { ExplanationKey, Language, Sentence, SentenceInput } from './explanations.js';
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
): readonly ToldRule[] {
  return why.map((line) => ({
    rule: line.rule,
    text: tellLine(line, language),
    inputs: toldInputs(line.inputs, language),
  }));
}

/** A rule in a sentence that ends with the version of the data on which it was judged. */
function tellLine(
  { key, inputs }: Pick<AppliedRule, 'key' | 'inputs'>,
  language: Language,
): string {
  const text = tell({ key, inputs }, language);
  return `${tell({ key: 'part.by-data', inputs: { ...inputs, text } }, language)}.`;
}

function toldInputs(inputs: Sentence['inputs'], language: Language): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, tellPlainInput(input, language)]),
  );
}

/** Lists of codes stay codes, which need no language. */
function tellPlainInput(input: SentenceInput, language: Language): string {
  if (!Array.isArray(input)) {
    return tellInput(input, language);
  }
  const codes = (input as readonly Sentence[]).map(({ key, inputs: { code } }) =>
    key === 'part.word' && typeof code === 'string' ? code : null,
  );
  return codes.includes(null) ? tellInput(input, language) : codes.join(', ');
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
): Pick<ToldRule, 'text' | 'inputs'> {
  const inputs = said.map((sentence) => toldInputs(sentence.inputs, language));
  return {
    text: tellAll(said, language),
    inputs: Object.assign({}, ...inputs) as ToldRule['inputs'],
  };
}

/** Every rule that made a claim introduced, with what went into it, in the order of application. */
export function whyIntroduced(introduced: Introduced): readonly AppliedRule[] {
  const { claim, binding, filing, reference, isOpenItem } = introduced;
  const { id } = binding.instrument;
  const lines = [
    selection(introduced),
    ...documentAccepted(introduced),
    currencyAllowed(introduced),
    ...(claim.basis === 'fixed-amount' ? fixedAmount(introduced, claim) : []),
    ...(filing === null ? [] : [filed(claim, filing, id)]),
    ...(isOpenItem ? [takenOver(claim)] : []),
    ...clocksStarted(introduced),
  ];
  return lines.map(({ rule, key, data, inputs: given }) => {
    const inputs = { ...given, data, dataVersion: reference.versions[data] ?? '' };
    return { rule, key, inputs, text: tellLine({ key, inputs }, 'en') };
  });
}

/** A rule that was applied, before it is told. */
interface Line extends Omit<AppliedRule, 'text'> {
  /** The reference data on which it was judged. */
  readonly data: JudgedData;
}

function selection({ claim, binding }: Introduced): Line {
  const { creditorState, debtorState, careFrom, careDay, recordedOn } = queryOf(claim);
  const { id, title } = binding.instrument;
  return {
    rule: `${id}/${binding.pair.article}`,
    key: selectionKey(claim),
    data: 'instruments',
    inputs: {
      instrument: id,
      title,
      creditorState,
      debtorState,
      careFrom,
      careUntil: careDay,
      recordedOn,
    },
  };
}

/** None for a fixed amount that names no document. */
function documentAccepted({ claim, binding }: Introduced): Line[] {
  const { id, entitlement } = binding.instrument;
  const named = documentOf(claim);
  return named === null
    ? []
    : [
        {
          rule: `${id}/${entitlement.accepted[named.document].article}`,
          key: 'applied.document',
          data: 'instruments',
          inputs: { ...named },
        },
      ];
}

function currencyAllowed({ claim, binding }: Introduced): Line {
  const { id, currency } = binding.instrument;
  return {
    rule: `${id}/${currency.article}`,
    key: 'applied.currency',
    data: 'state-currencies',
    inputs: {
      state: stateOf(claim.creditor),
      recordedOn: claim.recordedOn,
      currency: claim.total.currency,
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
  const { monthly, reduction, average, total, rate } = amount;
  const { article } = average.standsIn
    ? instrument.fixedAmounts
    : instrument.fixedAmounts.reduction;
  const key = average.standsIn ? 'applied.fixed-amount.stands-in' : 'applied.fixed-amount';
  return [
    {
      rule: `${instrument.id}/${article}`,
      key: rate === null ? key : `${key}.at-rate`,
      data: 'average-costs',
      inputs: {
        months: String(claim.fixedAmount.months),
        monthly: `${monthly.toString()} ${monthly.currency}`,
        reduction,
        publishedOn: average.publishedOn,
        oj: average.record.oj,
        year: String(claim.fixedAmount.year),
        valueYear: String(average.record.year),
        ...(rate === null ? {} : { product: `${total.toString()} ${total.currency}`, rate }),
        total: `${claim.total.toString()} ${claim.total.currency}`,
      },
    },
  ];
}

/** The filing clock, which stands in the instrument, is not asked. */
function takenOver({ introducedOn, messageDay: takenOverOn }: ClaimFacts): Line {
  return {
    rule: 'claim/opening',
    key: 'applied.opening',
    data: 'instruments',
    inputs: { introducedOn, takenOverOn },
  };
}

function filed(claim: ClaimFacts, { clock, start, by }: RunningFilingClock, id: string): Line {
  const known = claim.competentInstitutionKnownOn;
  return {
    rule: `${id}/${clock.article}`,
    key: filedKey(clock.startsWith, known),
    data: dataOfClock(clock.startsWith),
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
            data: 'instruments' as const,
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
