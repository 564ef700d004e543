import { Money } from '@reciproca/money';
import type { Bucket } from '../ledger/index.js';
import type { ClaimBook } from './claim-book.js';

/** A claim of 1000.00 EUR to be paid by 2027-09-30 of which parts have moved on; the rest is open. */
export function aClaimBook(
  moved: Readonly<Partial<Record<Bucket, string>>> = {},
  change: Partial<ClaimBook> = {},
): ClaimBook {
  const money = (amount: string): Money => Money.of(amount, 'EUR');
  const { disputed = '0.00', ...lying } = moved;
  const buckets = Object.fromEntries(
    Object.entries(lying).map(([bucket, amount]) => [bucket, money(amount)]),
  );
  const elsewhere = Money.sum(Object.values(buckets), 'EUR');
  return {
    currency: 'EUR',
    payBy: '2027-09-30',
    contestations: [],
    ...change,
    buckets: {
      claimed: money('-1000.00'),
      open: money('1000.00').minus(elsewhere),
      disputed: money(disputed),
      undisputed: money(disputed).negated(),
      ...buckets,
    },
  };
}
