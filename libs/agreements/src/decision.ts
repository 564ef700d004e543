import type { IsoDate } from '@reciproca/money';
import type { ExplanationKey, Sentence } from './explanations.js';
import type { Told } from './fields.schema.js';

/**
 * Why a claim is not considered, in the order in which reasons are listed. Two codes of the same list
 * are decided elsewhere: `same-reference-other-content` and `malformed` come before all of these.
 */
export const reasonCodes = [
  'negative-amount',
  'total-mismatch',
  'period-invalid',
  'unknown-institution',
  'no-instrument',
  'not-entitled',
  'currency-not-allowed',
  'unknown-average-cost',
  'fixed-amount-mismatch',
  'late',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** One reason for a rejection. */
export interface Reason {
  readonly code: ReasonCode;
  /** The rule broken: instrument and article, e.g. `EU-987-2009/67(1)`, or a rule about the claim itself, e.g. `claim/total`. */
  readonly rule: string;
  /** Plain words with the inputs, and what would have been right. */
  readonly detail: string;
  /** The sentences of which `detail` is the English, to be told in any language. */
  readonly said: Sentence[];
  /** Version of the reference data on which the rule was judged; absent for a rule about the claim itself. */
  readonly dataVersion?: string;
}

/** A reason before it is told in a language. */
export interface Refusal {
  readonly code: ReasonCode;
  readonly rule: string;
  /** In the catalogue's sentences, one after the other. */
  readonly said: readonly Sentence[];
}

/** One rule that was applied, with what went into it. */
export interface AppliedRule {
  /** Instrument and article, or a rule of the reference data. */
  readonly rule: string;
  /** Which sentence of the catalogue tells it; the inputs fill it. */
  readonly key: ExplanationKey;
  /** The sentence in English. */
  readonly text: string;
  /**
   * Dates, States, documents as text, titles in every language, by name; `data` and `dataVersion` say
   * which kind of reference data the rule was judged on, and which version of it.
   */
  readonly inputs: Readonly<Record<string, string | Told>>;
}

/** A rule as it is told in one language. */
export interface ToldRule {
  readonly rule: string;
  readonly text: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The clocks that start with introduction; null where the instrument has none. */
export interface DueDates {
  /** Last day of a down payment that shields from interest. */
  readonly downPaymentBy: IsoDate | null;
  /** Last day of payment in time. */
  readonly payBy: IsoDate | null;
  /** Last day on which the claim may be contested. */
  readonly disputeEnds: IsoDate | null;
}

/** Which version of each kind of reference data was used, by kind. */
export type UsedVersions = Readonly<Record<string, string>>;

/** The claim is accepted into the books. */
export interface IntroducedDecision {
  readonly outcome: 'introduced';
  /** Id of the instrument that makes the debtor pay. */
  readonly instrument: string;
  /** Which of the texts that share the id. */
  readonly part: string;
  readonly due: DueDates;
  /** Last day on which the claim could have been introduced; null where no filing clock exists. */
  readonly fileBy: IsoDate | null;
  readonly why: readonly AppliedRule[];
  readonly versions: UsedVersions;
}

/** The claim is not considered. */
export interface RejectedDecision {
  readonly outcome: 'rejected';
  /** At least one; every reason that applies, in the order of {@link reasonCodes}. */
  readonly reasons: readonly Reason[];
  readonly versions: UsedVersions;
}

/** What is decided about a claim. */
export type Decision = IntroducedDecision | RejectedDecision;
