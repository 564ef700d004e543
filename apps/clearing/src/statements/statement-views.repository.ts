import type { Transaction } from '@reciproca/database';
import type { StoredObligation, StoredStatement } from './stored-statement.types.js';

type Row<T> = T & Record<string, unknown>;

/**
 * A statement with everything that came for it; undefined when nothing did.
 *
 * @param transaction one state of the books
 */
export async function readStatement(
  transaction: Transaction,
  name: { readonly institution: string; readonly reference: string },
): Promise<StoredStatement | undefined> {
  const [found] = await transaction.query<{ id: number }>(
    'select statement_id as id from statements where institution = $1 and statement = $2',
    [name.institution, name.reference],
  );
  if (found === undefined) return undefined;
  const about = [found.id];
  const [announced = null] = await transaction.query<
    Row<NonNullable<StoredStatement['announced']>>
  >(announcedSql, about);
  const months = await transaction.query<Row<StoredStatement['months'][number]>>(monthsSql, about);
  const rejected = await transaction.query<Row<StoredStatement['rejected'][number]>>(
    rejectedSql,
    about,
  );
  const payments = await transaction.query<Row<StoredStatement['payments'][number]>>(
    paymentsSql,
    about,
  );
  const isKnown =
    announced !== null || months.length > 0 || rejected.length > 0 || payments.length > 0;
  if (!isKnown) return undefined;
  const obligations = await transaction.query<Row<StoredObligation>>(obligationsSql, about);
  return { name, announced, months, rejected, payments, obligations };
}

const announcedSql = `
  select day::text as "on", debtor_state as "debtorState", basis, claims, total::text, currency
  from announcements where statement_id = $1`;

const monthsSql = `
  select debtor, instrument, currency, basis, to_char(month, 'YYYY-MM') as month,
    nullif(down_payment_by, 'infinity')::text as "downPaymentBy",
    sum(claims)::int as claims, sum(total)::text as total
  from statement_months join ledger_accounts using (account_id)
  where statement_id = $1
  group by debtor, instrument, currency, basis, statement_months.month, down_payment_by
  order by statement_months.month, debtor, instrument, currency, basis, down_payment_by`;

const rejectedSql = `
  select debtor_state as "debtorState", basis, currency, count(*)::int as claims
  from rejected_claims where statement_id = $1
  group by debtor_state, basis, currency order by debtor_state, basis, currency`;

const paymentsSql = `
  select reference, payer, for_state as "forState", amount::text, currency,
    paid_on::text as "paidOn", day::text, status, allocated::text
  from down_payments where statement_id = $1 order by payment_no`;

/** Every bucket of the claims together; `free` is what is open above zero. */
const obligationsSql = `
  with claim as (
    select claim_id, debtor_state, currency, basis
    from claims join ledger_accounts using (account_id) where statement_id = $1),
  held as (
    select debtor_state, currency, basis, bucket, sum(signed) as amount
    from claim join journal using (claim_id),
      lateral (values (to_bucket, amount), (from_bucket, -amount)) as side (bucket, signed)
    group by debtor_state, currency, basis, bucket),
  free as (
    select debtor_state, currency, basis, sum(amount) as amount
    from claim join open_items using (claim_id) where amount > 0
    group by debtor_state, currency, basis)
  select debtor_state as "debtorState", currency, basis,
    json_object_agg(bucket, held.amount::text) as buckets,
    coalesce(max(free.amount), 0)::text as free
  from held left join free using (debtor_state, currency, basis)
  group by debtor_state, currency, basis
  order by currency, debtor_state, basis`;
