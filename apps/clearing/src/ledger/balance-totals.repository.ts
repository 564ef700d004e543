import type { Transaction } from '@reciproca/database';

/** Nobody but {@link foldTotals} writes on it. */
const foldedStripe = 32_767;

/**
 * Adds up the stripes of the totals that positions are read from, and forgets what has come to
 * nothing. Rows that somebody writes just now are left for the next time, so nobody is waited for.
 */
export async function foldTotals(transaction: Transaction): Promise<void> {
  await transaction.execute(foldSql, [foldedStripe]);
  await transaction.execute(
    'delete from balance_totals where stripe = $1 and amount = 0 and claims = 0',
    [foldedStripe],
  );
}

const foldSql = `
  with free as materialized (
    select creditor, debtor, currency, bucket, falls_on, stripe from balance_totals
    where stripe <> $1 order by 1, 2, 3, 4, 5, 6 for update skip locked),
  gone as (
    delete from balance_totals as total using free
    where (total.creditor, total.debtor, total.currency, total.bucket, total.falls_on, total.stripe)
        = (free.creditor, free.debtor, free.currency, free.bucket, free.falls_on, free.stripe)
    returning total.*)
  insert into balance_totals as known
    (creditor, debtor, currency, bucket, falls_on, stripe, amount, claims)
  select creditor, debtor, currency, bucket, falls_on, $1, sum(amount), sum(claims)
  from gone group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict on constraint pk_balance_totals do update
    set amount = known.amount + excluded.amount, claims = known.claims + excluded.claims`;
