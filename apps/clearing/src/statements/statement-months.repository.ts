import type { Transaction } from '@reciproca/database';
import type { MonthsOfStatement } from './stored-statement.types.js';

type Row<T> = T & { readonly id: number } & Record<string, unknown>;
type Announced = NonNullable<MonthsOfStatement['announced']>;

/**
 * What the months of statements are judged on, by the statement's number.
 *
 * @param transaction one state of the books
 */
export async function readMonths(
  transaction: Pick<Transaction, 'query'>,
  statementIds: readonly number[],
): Promise<ReadonlyMap<number, MonthsOfStatement>> {
  if (statementIds.length === 0) return new Map();
  const about = [statementIds];
  const names = await transaction.query<Row<MonthsOfStatement['name']>>(namesSql, about);
  const announced = await transaction.query<Row<Announced>>(announcedSql, about);
  const months = await transaction.query<Row<MonthsOfStatement['months'][number]>>(
    monthsSql,
    about,
  );
  const payments = await transaction.query<Row<MonthsOfStatement['payments'][number]>>(
    paymentsSql,
    about,
  );
  const [announcedOf, monthsOf, paymentsOf] = [byId(announced), byId(months), byId(payments)];
  return new Map(
    names.map(({ id, institution, reference }) => [
      id,
      {
        name: { institution, reference },
        announced: announcedOf.get(id)?.[0] ?? null,
        months: monthsOf.get(id) ?? [],
        payments: paymentsOf.get(id) ?? [],
      },
    ]),
  );
}

function byId<T extends { readonly id: number }>(rows: readonly T[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const row of rows) {
    const known = found.get(row.id);
    if (known === undefined) found.set(row.id, [row]);
    else known.push(row);
  }
  return found;
}

const namesSql = `
  select statement_id as id, institution, statement as reference
  from statements where statement_id = any($1::int[]) order by statement_id`;

const announcedSql = `
  select statement_id as id, day::text as "on", debtor_state as "debtorState", basis, claims,
    total::text, currency
  from announcements where statement_id = any($1::int[])`;

const monthsSql = `
  select statement_id as id, debtor, instrument, currency, basis,
    to_char(month, 'YYYY-MM') as month,
    nullif(down_payment_by, 'infinity')::text as "downPaymentBy",
    sum(claims)::int as claims, sum(total)::text as total
  from statement_months join ledger_accounts using (account_id)
  where statement_id = any($1::int[])
  group by statement_id, debtor, instrument, currency, basis, statement_months.month,
    down_payment_by`;

const paymentsSql = `
  select statement_id as id, reference, payer, for_state as "forState", amount::text, currency,
    paid_on::text as "paidOn", day::text, status, allocated::text
  from down_payments where statement_id = any($1::int[]) order by payment_no`;
