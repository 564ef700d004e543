import { endOfMonth } from '@reciproca/agreements';
import type { Database } from '@reciproca/database';
import type { BalanceLine, PositionKey } from './positions.js';

/** Which positions a page holds. */
export interface PositionQuery {
  /** One of the two States of the pair, as the client asks. */
  readonly state: string | null;
  /** A State that must be one of the pair, as the client may see; null: every pair. */
  readonly visible: string | null;
  readonly currency: string | null;
  /** The page begins after this place: both States and the currency. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** Pairs of States that ever had an account, in the order of their names. */
export async function findPairs(
  database: Pick<Database, 'query'>,
  query: PositionQuery,
): Promise<PositionKey[]> {
  const rows = await database.query<{ one: string; other: string; currency: string }>(
    `select one, other, currency
     from (select distinct least(creditor_state, debtor_state) as one,
             greatest(creditor_state, debtor_state) as other, currency
           from ledger_accounts
           where ($1::text is null or $1 in (creditor_state, debtor_state))
             and ($2::text is null or $2 in (creditor_state, debtor_state))
             and ($3::text is null or currency = $3)) as pairs
     where $4::text is null or (one, other, currency) > ($4, $5, $6)
     order by one, other, currency limit $7`,
    [
      query.state,
      query.visible,
      query.currency,
      ...(query.after ?? [null, null, null]),
      query.limit,
    ],
  );
  return rows.map(({ one, other, currency }) => ({ states: [one, other], currency }));
}

/**
 * The balances of pairs from every entry whose day is on or before `asOf`, from their totals.
 * What is open is split by the month of `asOf`; what has no day to pay by is due.
 *
 * @param asOf `YYYY-MM-DD`
 */
export function readBalances(
  database: Pick<Database, 'query'>,
  pairs: readonly PositionKey[],
  asOf: string,
): Promise<BalanceLine[]> {
  const directions = pairs.flatMap(({ states: [one, other], currency }) => [
    { creditor: one, debtor: other, currency },
    { creditor: other, debtor: one, currency },
  ]);
  return database.query<BalanceLine & Record<string, unknown>>(balancesSql, [
    directions.map(({ creditor }) => creditor),
    directions.map(({ debtor }) => debtor),
    directions.map(({ currency }) => currency),
    asOf,
    `${asOf.slice(0, 8)}01`,
    endOfMonth(asOf),
  ]);
}

/** What was booked for later days is taken off again: it is little, unless `asOf` lies far back. */
const balancesSql = `
  with wanted as (
    select * from unnest($1::char(2)[], $2::char(2)[], $3::char(3)[])
      as direction (creditor, debtor, currency)
    where exists (select from balances
      where (balances.creditor, balances.debtor, balances.currency)
          = (direction.creditor, direction.debtor, direction.currency) and day <= $4::date)),
  line as (
    select creditor, debtor, currency, bucket, falls_on, amount, claims
    from balance_totals join wanted using (creditor, debtor, currency)
    union all
    select creditor, debtor, currency, bucket, falls_on, -amount, -claims
    from wanted cross join lateral (select bucket, falls_on, amount, claims from balances
      where (balances.creditor, balances.debtor, balances.currency)
          = (wanted.creditor, wanted.debtor, wanted.currency) and day > $4::date offset 0) as later)
  select creditor, debtor, currency,
    coalesce(sum(amount) filter (where bucket = 'open'
      and falls_on > $6::date and falls_on <> 'infinity'), 0)::text as "notDue",
    coalesce(sum(amount) filter (where bucket = 'open'
      and (falls_on between $5::date and $6::date or falls_on = 'infinity')), 0)::text as due,
    coalesce(sum(amount) filter (where bucket = 'open'
      and falls_on < $5::date), 0)::text as overdue,
    coalesce(sum(amount) filter (where bucket = 'contested'), 0)::text as contested,
    coalesce(sum(amount) filter (where bucket = 'contested' and falls_on >= $4::date), 0)::text
      as "underCorrection",
    coalesce(sum(amount) filter (where bucket = 'in-settlement'), 0)::text as "inSettlement",
    coalesce(sum(amount) filter (where bucket = 'disputed'), 0)::text as disputed,
    coalesce(sum(claims), 0)::int as claims
  from wanted left join line using (creditor, debtor, currency)
  group by creditor, debtor, currency`;
