import { Money } from '@reciproca/money';
import type { Bucket } from '../ledger/index.js';

/** A debtor's objection to a part of a claim, and what is left of it. */
export interface Contestation {
  readonly reference: string;
  /** Day of the message that brought it. */
  readonly day: string;
  /** Last day of the creditor's answer; null where the instrument has no such clock. */
  readonly replyBy: string | null;
  /** What it keeps out of the next cycle, still unanswered. */
  readonly contested: Money;
  /** What it objects to without moving money: taken into a cycle, paid, or past the day to pay by. */
  readonly disputed: Money;
  readonly answered: boolean;
}

/** What the books hold of an introduced claim. */
export interface ClaimBook {
  readonly currency: string;
  /** Last day of payment in time; null where the instrument has no such clock. */
  readonly payBy: string | null;
  /** What lies in each bucket, signed; what is not named is nothing. */
  readonly buckets: Readonly<Partial<Record<Bucket, Money>>>;
  /** In the order in which they were recorded. */
  readonly contestations: readonly Contestation[];
}

/** An amount of one claim that moves from one bucket to another. */
export interface Step {
  readonly from: Bucket;
  readonly to: Bucket;
  /** Never zero; negative only for refunds. */
  readonly amount: Money;
  /** The contestation that it belongs to; absent where it belongs to none. */
  readonly contestation?: string;
}

/** What lies in some buckets together. */
export function sumIn(
  { buckets, currency }: Pick<ClaimBook, 'buckets' | 'currency'>,
  ...names: readonly Bucket[]
): Money {
  let sum: Money | undefined;
  for (const name of names) {
    const amount = buckets[name];
    if (amount !== undefined) sum = sum?.plus(amount) ?? amount;
  }
  return sum ?? Money.zero(currency);
}

/** What the next cycle would take of a claim: negative is to be refunded. */
export function openOf(book: ClaimBook): Money {
  return sumIn(book, 'open');
}

/** What of a claim is neither credited nor waived nor objected to yet. */
export function unobjectedOf(book: ClaimBook): Money {
  return uncreditedOf(book).minus(sumIn(book, 'contested', 'disputed'));
}

/** What of a claim is neither credited nor waived. */
export function uncreditedOf(book: ClaimBook): Money {
  return sumIn(book, 'claimed')
    .negated()
    .minus(sumIn(book, 'credited', 'refused', 'waived', 'written-off'));
}

/** The book after some steps, in their order. */
export function afterSteps(book: ClaimBook, steps: readonly Step[]): ClaimBook {
  return steps.reduce(afterStep, book);
}

function afterStep(book: ClaimBook, { from, to, amount, contestation }: Step): ClaimBook {
  const moved = {
    ...book.buckets,
    [from]: sumIn(book, from).minus(amount),
    [to]: sumIn(book, to).plus(amount),
  };
  const contestations = book.contestations.map((known) =>
    known.reference === contestation ? afterItsStep(known, { from, to, amount }) : known,
  );
  return { ...book, buckets: moved, contestations };
}

function afterItsStep(known: Contestation, { from, to, amount }: Step): Contestation {
  const change = (bucket: Bucket): Money => {
    const zero = Money.zero(amount.currency);
    return (to === bucket ? amount : zero).minus(from === bucket ? amount : zero);
  };
  return {
    ...known,
    contested: known.contested.plus(change('contested')),
    disputed: known.disputed.plus(change('disputed')),
  };
}
