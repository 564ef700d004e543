import type { IsoDate, Money } from '@reciproca/money';
import type { InterestTerms } from './instruments/interest-terms.data.js';
import type { ReferenceRate } from './reference-rates.js';

/** Something that lowers what is open on a claim from its day on; negative where money went back. */
export interface Reduction {
  /** Credit notes and accepted contestations that no open contestation absorbs are `credited`. */
  readonly cause: 'paid' | 'down-payment' | 'credited' | 'waived';
  /** Day of payment; for what was netted the cut-off day; otherwise the day of the message. */
  readonly on: IsoDate;
  readonly amount: Money;
}

/** A contestation of a claim. */
export interface ContestedPart {
  readonly on: IsoDate;
  readonly amount: Money;
  /** Whether its reason is one that keeps payment from being due (IR 987/2009 Art 67(5)). */
  readonly isRelevant: boolean;
  /** Null while the creditor has not answered. `maintained`: what of the amount is open again. */
  readonly answer: { readonly on: IsoDate; readonly maintained: Money } | null;
}

/** A claim of a statement with what happened to it. */
export interface InterestLine {
  /** Reference of the claim; orders claims that fall due on one day. */
  readonly claim: string;
  readonly introducedOn: IsoDate;
  /** Null where the instrument has no clock for payment: such a claim bears no interest. */
  readonly payBy: IsoDate | null;
  readonly downPaymentBy: IsoDate | null;
  readonly disputeEnds: IsoDate | null;
  readonly total: Money;
  readonly contested: readonly ContestedPart[];
  readonly reductions: readonly Reduction[];
}

/** Money offered or paid on a statement as a whole. */
export interface DownPayment {
  readonly reference: string;
  readonly paidOn: IsoDate;
  readonly amount: Money;
  /** What the creditor said of it; money that was accepted is among the reductions once allocated. */
  readonly answer: 'accepted' | 'declined' | 'none';
}

/** Everything that interest on one statement follows from. */
export interface InterestQuestion {
  readonly terms: InterestTerms;
  /** Every introduced claim of the statement, in its currency and on its basis. */
  readonly lines: readonly InterestLine[];
  readonly downPayments: readonly DownPayment[];
  /** Last day that is counted: of the note, or a later one on which nothing is open any more. */
  readonly until: IsoDate;
  /** The reference rate in force on a day. */
  readonly rateOn: (day: IsoDate) => ReferenceRate | undefined;
}

/** Interest on an unchanged base over an unbroken time. */
export interface InterestItem {
  readonly claim: string;
  readonly base: Money;
  /** First and last day that bear interest. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly days: number;
  /** Per cent a year. */
  readonly rate: string;
  /** The day on which payment was due, in whose month the rate was looked up. */
  readonly dueOn: IsoDate;
  /** Rounded half-up to the decimals of the currency. */
  readonly amount: Money;
  /** Instrument and article, e.g. `EU-987-2009/68(1)`. */
  readonly rule: string;
}

/** What {@link InterestQuestion} comes to. */
export type InterestAnswer =
  | { readonly outcome: 'note'; readonly items: readonly InterestItem[]; readonly total: Money }
  /** Nothing is late, or the rate is 0.00: no note is issued. */
  | { readonly outcome: 'none' }
  /** A rate is missing, so nothing can be said. */
  | { readonly outcome: 'rate-unknown'; readonly days: readonly IsoDate[] };
