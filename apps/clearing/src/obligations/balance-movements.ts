import { Money } from '@reciproca/money';
import type { Movement } from '../ledger/index.js';
import { afterSteps, openOf, sumIn, type ClaimBook } from './claim-book.js';
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
  const replyBy = new Map(
    after.book.contestations.map((each) => [each.reference, each.replyBy] as const),
  );
  let book: ClaimBook = { ...before.book, contestations: after.book.contestations };
  return steps.flatMap((step): Movement[] => {
    const { from, to, day, contestation } = step;
    const next = afterSteps(book, [step]);
    const owed = from === 'open' || to === 'open' ? owedPart(book, next) : step.amount;
    const refunded = step.amount.minus(owed);
    const claims = leftOf(next) - leftOf(book);
    const movement = {
      ...pair,
      from,
      to,
      day,
      replyBy: contestation === undefined ? null : (replyBy.get(contestation) ?? null),
    };
    book = next;
    return [
      { ...movement, claims, amount: owed, payBy: book.payBy },
      ...(refunded.isZero() ? [] : [{ ...movement, amount: refunded, payBy: null, entries: 0 }]),
    ];
  });
}

/** How much of a step changes what is owed; the rest changes what is to be refunded. */
function owedPart(before: ClaimBook, after: ClaimBook): Money {
  const zero = Money.zero(before.currency);
  const change = openOf(after).atLeast(zero).minus(openOf(before).atLeast(zero));
  const raw = openOf(after).minus(openOf(before));
  // A step out of what is open lowers it: its amount has the other sign.
  return raw.isNegative() ? change.negated() : change;
}

/** 1 while something of a claim is open, contested or in settlement; 0 when nothing is. */
function leftOf(book: ClaimBook): 0 | 1 {
  const parts = (['open', 'contested', 'in-settlement'] as const).map((name) => sumIn(book, name));
  return parts.every((amount) => amount.isZero()) ? 0 : 1;
}
