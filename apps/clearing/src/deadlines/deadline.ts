import { consequenceOf, tell, type DeadlineKind, type Language } from '@reciproca/agreements';
import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';

/** A last day on which something hangs, as the books hold it. */
export interface BookedDeadline {
  readonly kind: DeadlineKind;
  /** The last day in time, `YYYY-MM-DD`. */
  readonly on: string;
  /** Number of the claim or statement that it is of. */
  readonly about: string;
  /** Tells it from others of the same kind about the same; empty where there is one alone. */
  readonly part: string;
  /** Of the creditor. */
  readonly institution: string;
  /** Of the claim or statement. */
  readonly reference: string;
  /** What is at stake, a decimal string; zero and below: nothing. */
  readonly amount: string;
  readonly currency: string;
  /** Id of the instrument that set the day, and which part of it; null where it is not known. */
  readonly instrument: string;
  readonly instrumentPart: string | null;
  /** Of `replyBy`. */
  readonly contestation?: string;
  /** Of `downPaymentBy`, `YYYY-MM`. */
  readonly month?: string;
}

/** A deadline as it is shown. */
export type DeadlineView = Output<typeof routes.listDeadlines>['items'][number];

/** Whether something hangs on it: a day whose matter is done passes in silence. */
export function isAtStake({ amount, currency }: BookedDeadline): boolean {
  return Money.of(amount, currency).isPositive();
}

/** A deadline with what the law attaches to its passing, told in a language. */
export function deadlineViewOf(deadline: BookedDeadline, language: Language): DeadlineView {
  const { kind, on, institution, reference, amount, currency, contestation, month } = deadline;
  const subject = { institution, reference };
  const { instrument, instrumentPart: part } = deadline;
  return {
    on,
    kind,
    ...(kind === 'downPaymentBy' ? { statement: subject } : { claim: subject }),
    ...(contestation !== undefined && { contestation }),
    ...(month !== undefined && { month }),
    amount: Money.of(amount, currency).toString(),
    currency,
    consequence: tell(consequenceOf({ kind, instrument, part }), language),
  };
}
