import type { Database, Reading, Transaction } from '@reciproca/database';
import { openingStripe, outsideBuckets, owedBuckets } from '../ledger/index.js';
import {
  causeOfBucket,
  type BucketLine,
  type MovementCause,
  type StatementPeriod,
} from './account-statement.js';

type Reader = Pick<Transaction | Database | Reading, 'query'>;

/** The sums of a pair's balances before a period and in it, from the balances alone. */
export function readBuckets(
  reader: Reader,
  { state, counterpart, currency, from, to }: StatementPeriod,
): Promise<BucketLine[]> {
  return reader.query<BucketLine & Record<string, unknown>>(
    `select creditor, debtor, bucket::text, stripe = $6 as "isOpening",
       coalesce(sum(amount) filter (where day < $4::date), 0)::text as before,
       coalesce(sum(amount) filter (where day >= $4::date), 0)::text as moved,
       coalesce(sum(entries) filter (where day >= $4::date), 0)::int as entries
     from balances
     where (creditor = $1 and debtor = $2 or creditor = $2 and debtor = $1)
       and currency = $3 and day <= $5::date and bucket = any($7::bucket[])
     group by 1, 2, 3, 4`,
    [state, counterpart, currency, from, to, openingStripe, [...owedBuckets, ...outsideBuckets]],
  );
}

/** One line behind a statement, as it is shown. */
export interface StatementLine {
  readonly day: string;
  readonly cause: MovementCause;
  /** Institutions. */
  readonly institution: string;
  readonly reference: string;
  readonly statement: string;
  readonly debtor: string;
  /** Signed: positive is in favour of the statement's State. */
  readonly amount: string;
  readonly currency: string;
  readonly rule: string;
}

/** Where a line stands in the order: its account, claim and version, as text. */
export type LinePlace = readonly [account: string, claim: string, version: string];

/** A line with its place. */
export interface PlacedLine {
  readonly place: LinePlace;
  readonly line: StatementLine;
}

/** Which lines are wanted. */
export interface LineWish extends StatementPeriod {
  /** Undefined: of every cause. */
  readonly cause: MovementCause | undefined;
}

type LineRow = StatementLine & {
  readonly account: string;
  readonly claim: string;
  readonly version: string;
} & Record<string, unknown>;

const outsideList = outsideBuckets.map((bucket) => `'${bucket}'`).join(', ');
const causes = Object.entries(causeOfBucket)
  .map(([bucket, cause]) => `when '${bucket}' then '${cause}'`)
  .join(' ');

/** Of the entries of an open item the first one stands for all of them. */
const isLine = `(journal.from_bucket in (${outsideList}) or journal.to_bucket in (${outsideList}))
  and (journal.rule <> 'opening' or journal.from_bucket = 'claimed')`;

const causeSql = `case when journal.rule = 'opening' then 'opening' else
  case case when journal.from_bucket in (${outsideList}) then journal.from_bucket
            else journal.to_bucket end ${causes} end end`;

/** What an entry adds to what is owed of a claim. */
const effectSql = (entry: string): string =>
  `case when ${entry}.from_bucket in (${outsideList}) then ${entry}.amount
        when ${entry}.to_bucket in (${outsideList}) then -${entry}.amount else 0 end`;

/** $1 is the State in whose favour amounts are positive. */
const lineColumns = `
  day::text as day, cause, creditor as institution, reference, statement, debtor,
  (case when creditor_state = $1 then effect else -effect end)::text as amount, currency, rule`;

const entryColumns = `journal.version, journal.day, journal.rule, ${causeSql} as cause,
  case when journal.rule = 'opening'
       then (select sum(${effectSql('old')}) from journal as old
             where old.claim_id = journal.claim_id and old.rule = 'opening')
       else ${effectSql('journal')} end as effect`;

/** The accounts of a pair in one currency, in the order in which they were opened. */
export async function accountsOf(
  reader: Reader,
  { state, counterpart, currency }: Pick<StatementPeriod, 'state' | 'counterpart' | 'currency'>,
): Promise<number[]> {
  const rows = await reader.query<{ account_id: number }>(
    `select account_id from ledger_accounts
     where (creditor_state = $1 and debtor_state = $2 or creditor_state = $2 and debtor_state = $1)
       and currency = $3
     order by account_id`,
    [state, counterpart, currency],
  );
  return rows.map(({ account_id: account }) => account);
}

/**
 * Lines of one account from behind a place on. Claims are walked in the order of their index, each
 * with its entries, so a page costs what is between its first line and its last.
 *
 * @param given `after`: claim and version of the last line before it
 */
export async function readLines(
  reader: Reader,
  wish: LineWish,
  given: {
    readonly account: number;
    readonly after: readonly [claim: string, version: string];
    readonly limit: number;
  },
): Promise<PlacedLine[]> {
  const { account, after, limit } = given;
  const rows = await reader.query<LineRow>(
    `select account_id::text as account, claim_id::text as claim, version::text as version,
       ${lineColumns}
     from (select account_id, claim_id, reference, statement from claims
           where account_id = $5 and claim_id >= $6 order by claim_id offset 0) as claims
       join ledger_accounts using (account_id)
       cross join lateral (
         select ${entryColumns} from journal
         where journal.claim_id = claims.claim_id and day between $2 and $3 and ${isLine}
         offset 0) as entry
     where ($4::text is null or cause = $4) and (claim_id, version) > ($6, $7)
     order by claim_id, version limit $8`,
    [wish.state, wish.from, wish.to, wish.cause ?? null, account, ...after, limit],
  );
  return rows.map(({ account: of, claim, version, ...line }) => ({
    place: [of, claim, version],
    line,
  }));
}

/** The statement that gives all lines, in the same order. */
export function allLinesStatement(wish: LineWish): {
  readonly sql: string;
  readonly parameters: readonly unknown[];
} {
  const { state, counterpart, currency, from, to, cause = null } = wish;
  return {
    sql: `select ${lineColumns}
      from (select account_id, claim_id, creditor, debtor, creditor_state, currency, reference,
              statement, ${entryColumns}
            from ledger_accounts join claims using (account_id) join journal using (claim_id)
            where (creditor_state = $1 and debtor_state = $5
                or creditor_state = $5 and debtor_state = $1)
              and currency = $6 and day between $2::date and $3::date and ${isLine}) as entry
      where $4::text is null or cause = $4
      order by account_id, claim_id, entry.version`,
    parameters: [state, from, to, cause, counterpart, currency],
  };
}
