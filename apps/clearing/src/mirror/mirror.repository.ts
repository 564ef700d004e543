import type { mirrorResults } from '@reciproca/contracts';
import type { Transaction } from '@reciproca/database';
import type { Bucket } from '../ledger/index.js';
import { unpaidSettlement } from '../netting/index.js';
import type { ListedClaim } from './mirror-list.service.js';
import type { MirrorLine } from './mirror-text.js';

/** What of the books is held against a list. */
export interface MirrorScope {
  /** Whose claims and debts. */
  readonly state: string;
  /** An institution of that State; null: every one. */
  readonly institution: string | null;
  /** A State or an institution on the other side; null: every one. */
  readonly counterpart: string | null;
  readonly side: 'creditor' | 'debtor' | null;
  readonly currency: string | null;
}

/** How many claims came to each result. */
export type MirrorCounts = Readonly<Record<(typeof mirrorResults)[number], number>>;

/** Lines written with one COPY. */
const copiedAtOnce = 10_000;

/**
 * Compares a list with the books, set by set, in temporary tables of the transaction: `mirror_list`
 * is what the list says, `mirror_open` what is open in the scope, `mirror_named` and
 * `mirror_rejected` what else the books hold of the list's claims, `mirror_result` both sides beside
 * each other, numbered in the order of the answer.
 */
export async function compare(
  transaction: Transaction,
  list: readonly ListedClaim[],
  scope: MirrorScope,
): Promise<MirrorCounts> {
  // Every statement looks at one state of the books; nothing of them is written.
  await transaction.execute('set transaction isolation level repeatable read');
  await writeList(transaction, list);
  const { state } = scope;
  const openWords = ['introduced', 'contested', 'in-settlement'];
  await fill(transaction, 'mirror_scope', openSql, [await accountsOf(transaction, scope)]);
  await fill(transaction, 'mirror_open', figuresSql('mirror_scope'), [state, openWords]);
  await fill(transaction, 'mirror_names', namedSql, []);
  await fill(transaction, 'mirror_named', figuresSql('mirror_names'), [state, null]);
  await fill(transaction, 'mirror_rejected', rejectedSql, [state]);
  await transaction.execute(resultSql);
  const counts = await transaction.query<{ result: keyof MirrorCounts; count: number }>(
    'select result, count(*)::int as count from mirror_result group by 1',
  );
  const none: MirrorCounts = { differs: 0, 'only-ours': 0, 'only-yours': 0, agrees: 0 };
  return { ...none, ...Object.fromEntries(counts.map(({ result, count }) => [result, count])) };
}

/** A line of the comparison with its place, counted from 1. */
export type PlacedLine = MirrorLine & { readonly place: string };

/**
 * Lines of the comparison, in its order.
 *
 * @param page `after`: the place of the last line before; `oursUpTo`: the place of the last line that
 *   only the books hold and that is still told
 */
export function readLines(
  transaction: Transaction,
  page: { readonly after: string; readonly oursUpTo: number; readonly limit: number },
): Promise<PlacedLine[]> {
  return transaction.query<PlacedLine & Record<string, unknown>>(
    `select place, result, institution, reference, differences, ours, yours from mirror_result
     where place > $1 and (result <> 'only-ours' or place <= $2) order by place limit $3`,
    [page.after, page.oursUpTo, page.limit],
  );
}

async function writeList(transaction: Transaction, list: readonly ListedClaim[]): Promise<void> {
  await transaction.execute(
    `create temporary table mirror_list (number integer, institution text collate "C",
       reference text collate "C", amount numeric, currency text, status text) on commit drop`,
  );
  for (let from = 0; from < list.length; from += copiedAtOnce) {
    await transaction.copy({
      table: 'mirror_list',
      columns: ['number', 'institution', 'reference', 'amount', 'currency', 'status'],
      rows: list
        .slice(from, from + copiedAtOnce)
        .map(({ number, institution, reference, amount, status }) => [
          number,
          institution,
          reference,
          amount.toString(),
          amount.currency,
          status,
        ]),
    });
  }
  await transaction.execute('analyze mirror_list');
}

const held = `institution text collate "C", reference text collate "C", debtor text,
  amount numeric, currency text, status text`;

const tables = {
  mirror_scope: 'claim_id bigint',
  mirror_open: held,
  mirror_names: 'claim_id bigint',
  mirror_named: held,
  mirror_rejected: held,
} as const;

/**
 * Makes a temporary table with what a question finds. Each has one of its own: a statement that reads
 * the table it writes into would read past all of its own rows, time and again.
 */
async function fill(
  transaction: Transaction,
  table: keyof typeof tables,
  ...[sql, parameters]: readonly [string, readonly unknown[]]
): Promise<void> {
  await transaction.execute(`create temporary table ${table} (${tables[table]}) on commit drop`);
  await transaction.execute(`insert into ${table} ${sql}`, parameters);
  await transaction.execute(`analyze ${table}`);
}

/** Ledger accounts of the scope. */
async function accountsOf(transaction: Transaction, scope: MirrorScope): Promise<number[]> {
  const { state, institution, counterpart, side, currency } = scope;
  const rows = await transaction.query<{ account_id: number }>(
    `select account_id from ledger_accounts
     where ($5::text is null or currency = $5)
       and (creditor_state = $1 and $4 in ('creditor', 'both')
           and ($2::text is null or creditor = $2)
           and ($3::text is null or $3 in (debtor_state, debtor))
         or debtor_state = $1 and $4 in ('debtor', 'both')
           and ($2::text is null or debtor = $2)
           and ($3::text is null or $3 in (creditor_state, creditor)))`,
    [state, institution, counterpart, side ?? 'both', currency],
  );
  return rows.map((row) => row.account_id);
}

/** What a claim has in a bucket. */
const inBucket = (bucket: Bucket): string =>
  `sum(case '${bucket}'::bucket when to_bucket then amount when from_bucket then -amount else 0 end)`;

/**
 * What the journal holds of the claims of a table, and where each stands, as a claim's own view says.
 * `$1`: the State, which must be of the pair; `$2`: the statuses wanted, null: all.
 */
const figuresSql = (claimIds: 'mirror_scope' | 'mirror_names'): string => `
  select creditor, reference, debtor, open + in_settlement + contested, currency, status
  from (
      select claim_id, ${inBucket('open')} as open, ${inBucket('in-settlement')} as in_settlement,
        ${inBucket('contested')} as contested, ${inBucket('settled')} as settled,
        ${inBucket('down-paid')} as down_paid
      from ${claimIds} join journal using (claim_id) group by claim_id
    ) as sums
    cross join lateral (select case
      when open + in_settlement = 0 and contested = 0 and in_settlement = 0
        then case when settled = 0 and down_paid = 0 then 'closed' else 'settled' end
      when contested <> 0 then 'contested'
      when in_settlement <> 0 then 'in-settlement'
      else 'introduced' end as status) as stands
    join claims using (claim_id) join ledger_accounts using (account_id)
  where $1 in (creditor_state, debtor_state) and ($2::text[] is null or status = any($2))`;

/** Claims of the accounts of which something is open, contested, or in a settlement that is not over. */
const openSql = `
  select claim_id from open_items where account_id = any($1::int[])
  union
  select claim_id from contestations
  where not answered and contested + disputed > 0 and contested <> 0
    and account_id = any($1::int[])
  union
  select claim_id from settlement_items join settlements using (settlement_no)
  where ${unpaidSettlement} and account_id = any($1::int[])`;

const notIn = (table: string) => `not exists (select from ${table} as held
  where held.institution = wanted.institution and held.reference = wanted.reference)`;

/** Claims that the list names and that are not in the scope, or not open. */
const namedSql = `
  select about
  from mirror_list as wanted
    cross join lateral (select about from outbox
      where subject = wanted.institution || '/' || wanted.reference and about is not null
      offset 0) as told
  where ${notIn('mirror_open')}`;

/** Claims that the list names and that were rejected, and not introduced since: nothing is owed. */
const rejectedSql = `
  select institution, reference, debtor, 0, currency, 'rejected'
  from mirror_list as wanted
    cross join lateral (select event::json #>> '{data,debtor}' as debtor from outbox
      where subject = wanted.institution || '/' || wanted.reference
        and type = 'claim.rejected.v1'
      order by sequence desc limit 1 offset 0) as told
    cross join lateral (select count(*) > 0 as was_introduced from outbox
      where subject = wanted.institution || '/' || wanted.reference and about is not null
      offset 0) as introduced
  where ${notIn('mirror_open')} and ${notIn('mirror_named')}
    and $1 in (left(institution, 2), left(debtor, 2)) and not was_introduced`;

const resultSql = `
  create temporary table mirror_result on commit drop as
  select row_number() over (
      order by array_position(array['differs', 'only-ours', 'only-yours', 'agrees'], result),
        number, institution, reference) as place,
    result, institution, reference, differences, ours, yours
  from (
    select list.number, institution, reference, differences,
      case when list.number is null then 'only-ours' when held.status is null then 'only-yours'
        when differences = '{}' then 'agrees' else 'differs' end as result,
      case when held.status is not null then json_build_object('debtor', debtor,
        'amount', held.amount::text, 'currency', held.currency, 'status', held.status) end as ours,
      case when list.number is not null then json_build_object('line', list.number,
        'amount', list.amount::text, 'currency', list.currency, 'status', list.status) end as yours
    from mirror_list as list full join (select * from mirror_open
        union all select * from mirror_named union all select * from mirror_rejected) as held
      using (institution, reference)
      cross join lateral (select array_remove(array[
        case when list.amount <> held.amount then 'amount' end,
        case when list.currency <> held.currency then 'currency' end,
        case when list.status <> held.status then 'status' end], null) as differences) as compared
  ) as sides`;
