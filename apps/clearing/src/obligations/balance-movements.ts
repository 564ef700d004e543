import { Money } from '@reciproca/money';
import type { Bucket, Movement, owedBuckets } from '../ledger/index.js';
import { sumIn, type ClaimBook, type Step } from './claim-book.js';
import type { ClaimChange } from './claim-change.js';

/**
 * What a change of a claim means for the balances of its States. What is open falls on the day to
 * pay by; what is to be refunded falls on no day, it is due at once.
 */
export function movementsOf({ before, after, steps }: ClaimChange): Movement[] {
  const pair = {
    creditorState: before.creditor.slice(0, 2),
    debtorState: before.debtor.slice(0, 2),
  };
  const { payBy, contestations } = after.book;
  let lying = lyingIn(before.book);
  return steps.flatMap((step): Movement[] => {
    const { from, to, day, contestation } = step;
    const next = afterStep(lying, step);
    const owed = from === 'open' || to === 'open' ? owedPart(lying.open, next.open) : step.amount;
    const refunded = step.amount.minus(owed);
    const claims = leftOf(next) - leftOf(lying);
    const movement = {
      ...pair,
      from,
      to,
      day,
      replyBy: contestations.find(({ reference }) => reference === contestation)?.replyBy ?? null,
    };
    lying = next;
    const moved = { ...movement, claims, amount: owed, payBy };
    if (refunded.isZero()) return [moved];
    return [moved, { ...movement, amount: refunded, payBy: null, entries: 0 }];
  });
}

/** Where what is left of a claim lies. */
type Lying = Readonly<Record<(typeof owedBuckets)[number], Money>>;

function lyingIn(book: ClaimBook): Lying {
  return {
    open: sumIn(book, 'open'),
    contested: sumIn(book, 'contested'),
    'in-settlement': sumIn(book, 'in-settlement'),
  };
}

function afterStep(lying: Lying, { from, to, amount }: Step): Lying {
  const next = { ...lying };
  if (isOwed(from)) next[from] = next[from].minus(amount);
  if (isOwed(to)) next[to] = next[to].plus(amount);
  return next;
}

function isOwed(bucket: Bucket): bucket is keyof Lying {
  return bucket === 'open' || bucket === 'contested' || bucket === 'in-settlement';
}

/** How much of a step changes what is owed; the rest changes what is to be refunded. */
function owedPart(before: Money, after: Money): Money {
  const zero = Money.zero(before.currency);
  const change = after.atLeast(zero).minus(before.atLeast(zero));
  // A step out of what is open lowers it: its amount has the other sign.
  return after.compare(before) < 0 ? change.negated() : change;
}

/** 1 while something of a claim is open, contested or in settlement; 0 when nothing is. */
function leftOf({ open, contested, 'in-settlement': inSettlement }: Lying): 0 | 1 {
  return open.isZero() && contested.isZero() && inSettlement.isZero() ? 0 : 1;
}
