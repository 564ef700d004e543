import type { Database, Transaction } from '@reciproca/database';
import type {
  BalanceClaim,
  BalanceStatus,
  BalanceStep,
  BalanceSubject,
  PublishedBalance,
} from './published-balance.js';

type Reader = Pick<Transaction | Database, 'query'>;

/**
 * Whether nothing has closed the differences of a balance that another one stands in place of. A later
 * balance of the pair and currency, of its day or after it, closes them: once it is confirmed, or once
 * the same State has listed differences of it, which are its word from then on.
 */
const isStillOpen = `(status = 'superseded' and json_array_length(differences) > 0 and not exists (
  select from published_balances as later
  where later.first_state = balance.first_state and later.second_state = balance.second_state
    and later.currency = balance.currency and later.on_day >= balance.on_day
    and later.balance_no > balance.balance_no
    and (later.status = 'confirmed' or later.published_by = balance.published_by
      and json_array_length(later.differences) > 0)))`;

const columns = `balance_no as "number", id, json_build_array(first_state, second_state) as states,
  currency, on_day::text as "on", closing::text as closing, claims, hash,
  published_by as "publishedBy",
  to_char(published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt",
  status, superseded_by as "supersededBy", differences, ${isStillOpen} as "isStillOpen",
  last_sequence as "lastSequence"`;

type Row = PublishedBalance & Record<string, unknown>;

/** A balance by its id. */
export async function findBalance(
  reader: Reader,
  id: string,
): Promise<PublishedBalance | undefined> {
  const [row] = await reader.query<Row>(
    `select ${columns} from published_balances as balance where id = $1`,
    [id],
  );
  return row;
}

/** The same, locked until the end of the transaction. */
export async function lockBalance(
  transaction: Transaction,
  id: string,
): Promise<PublishedBalance | undefined> {
  const [row] = await transaction.query<Row>(
    `select ${columns} from published_balances as balance where id = $1 for update of balance`,
    [id],
  );
  return row;
}

/** The balance of a subject that was published last, with its number among them. */
export async function newestBalance(
  transaction: Transaction,
  { states, currency, on }: BalanceSubject,
): Promise<{ readonly balance: PublishedBalance; readonly counted: number } | undefined> {
  const [row] = await transaction.query<Row & { readonly counted: number }>(
    `select ${columns}, number as counted from published_balances as balance
     where first_state = $1 and second_state = $2 and currency = $3 and on_day = $4
     order by balance.number desc limit 1`,
    [...states, currency, on],
  );
  if (row === undefined) return undefined;
  const { counted, ...balance } = row;
  return { balance, counted };
}

/** What was done about a balance, in order. */
export function readSteps(reader: Reader, balance: number): Promise<BalanceStep[]> {
  return reader.query<BalanceStep & Record<string, unknown>>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, action, state,
       person
     from balance_audit where balance_no = $1 order by step`,
    [balance],
  );
}

/** Which balances a list holds. */
export interface BalanceQuery {
  readonly state: string | null;
  readonly counterpart: string | null;
  /** A State that must be one of the pair, as the client may see; null: every pair. */
  readonly visible: string | null;
  readonly currency: string | null;
  readonly status: BalanceStatus | null;
  /** The page begins behind this row, the newest first; null: at the beginning. */
  readonly before: number | null;
  readonly limit: number;
}

/** Balances, the newest first. */
export function listBalances(reader: Reader, query: BalanceQuery): Promise<PublishedBalance[]> {
  const { state, counterpart, visible, currency, status, before, limit } = query;
  return reader.query<Row>(
    `select ${columns} from published_balances as balance
     where ($1::text is null or $1 in (first_state, second_state))
       and ($2::text is null or $2 in (first_state, second_state))
       and ($3::text is null or $3 in (first_state, second_state))
       and ($4::text is null or currency = $4) and ($5::text is null
         or case when ${isStillOpen} then 'disputed' else status end = $5)
       and ($6::int is null or balance_no < $6)
     order by balance_no desc limit $7`,
    [state, counterpart, visible, currency, status, before, limit],
  );
}

/**
 * Brings what is left of each claim of a pair at the end of a day into the temporary table
 * `standing`: what was introduced less what was credited, waived, paid, from every entry whose day is
 * on or before it.
 *
 * @returns the closing in favour of the first State, a decimal string, and how many claims there are
 */
export async function gatherStanding(
  transaction: Transaction,
  { states, currency, on }: BalanceSubject,
): Promise<{ readonly closing: string; readonly claims: number }> {
  await transaction.execute(
    `create temporary table standing on commit drop as
     select claim_id, account_id, sum(amount * sign) as amount
     from ledger_accounts join claims using (account_id) join journal using (claim_id)
       cross join lateral (values (to_bucket, 1), (from_bucket, -1)) as side (bucket, sign)
     where (creditor_state = $1 and debtor_state = $2 or creditor_state = $2 and debtor_state = $1)
       and currency = $3 and day <= $4 and bucket in ('open', 'contested', 'in-settlement')
     group by claim_id, account_id having sum(amount * sign) <> 0`,
    [...states, currency, on],
  );
  await transaction.execute('analyze standing');
  const [row] = await transaction.query<{ closing: string; claims: number }>(
    `select coalesce(sum(case when creditor_state = $1 then amount else -amount end), 0)::text
       as closing, count(*)::int as claims
     from standing join ledger_accounts using (account_id)`,
    [states[0]],
  );
  return row ?? { closing: '0', claims: 0 };
}

/**
 * The hash of what was gathered, under an id. Lines are built and sorted by bytes inside the
 * database, so memory here is flat; their form is that of a settlement's hash.
 */
export async function hashOfStanding(transaction: Transaction, id: string): Promise<string> {
  const [row] = await transaction.query<{ hash: string }>(
    `select encode(sha256(convert_to($1 || e'\\n' || coalesce(
         string_agg(line, '' order by line collate "C"), ''), 'UTF8')), 'hex') as hash
     from (select creditor || e'\\t' || reference || e'\\t' || amount || e'\\t' || currency || e'\\n'
             as line
           from standing join claims using (claim_id)
             join ledger_accounts on ledger_accounts.account_id = standing.account_id) as lines`,
    [id],
  );
  return `sha256:${row?.hash ?? ''}`;
}

/** Writes a balance with the claims that were gathered. */
export async function insertBalance(
  transaction: Transaction,
  balance: Omit<PublishedBalance, 'number'>,
  counted: number,
): Promise<PublishedBalance> {
  const { id, states, currency, on, closing, claims, hash, publishedBy, publishedAt } = balance;
  const [row] = await transaction.query<{ balance_no: number }>(
    `insert into published_balances (id, first_state, second_state, currency, on_day, number,
       closing, claims, hash, published_by, published_at, status, last_sequence)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning balance_no`,
    [
      id,
      ...states,
      currency,
      on,
      counted,
      closing,
      claims,
      hash,
      publishedBy,
      publishedAt,
      balance.status,
      balance.lastSequence,
    ],
  );
  if (row === undefined) throw new Error('an insert that returns gave no row');
  await transaction.execute(
    `insert into published_balance_claims (balance_no, claim_id, amount)
     select $1, claim_id, amount from standing`,
    [row.balance_no],
  );
  return { ...balance, number: row.balance_no };
}

/**
 * Puts a balance in the place of those of its pair and currency, up to its day, that are not
 * confirmed.
 *
 * @returns the balances that it stands in place of
 */
export async function supersede(
  transaction: Transaction,
  { number, id, states, currency, on }: PublishedBalance,
): Promise<{ readonly number: number; readonly id: string }[]> {
  const rows = await transaction.query<{ number: number; id: string }>(
    `update published_balances set status = 'superseded', superseded_by = $1
     where first_state = $2 and second_state = $3 and currency = $4 and on_day <= $5
       and balance_no <> $6 and status in ('published', 'disputed')
     returning balance_no as "number", id`,
    [id, ...states, currency, on, number],
  );
  return rows.sort((one, other) => one.number - other.number);
}

/** Writes what the other State said. */
export async function updateBalance(
  transaction: Transaction,
  { number, status, differences, lastSequence }: PublishedBalance,
): Promise<void> {
  await transaction.execute(
    `update published_balances set status = $2, differences = $3, last_sequence = $4
     where balance_no = $1`,
    [number, status, JSON.stringify(differences), lastSequence],
  );
}

/** Notes who did what, when. */
export async function writeStep(
  transaction: Transaction,
  balance: number,
  { at, action, state, person, details = {} }: BalanceStep & { readonly details?: object },
): Promise<void> {
  await transaction.execute(
    `insert into balance_audit (balance_no, step, at, person, state, action, details)
     select $1, coalesce(max(step), 0) + 1, $2, $3, $4, $5, $6
     from balance_audit where balance_no = $1`,
    [balance, at, person, state, action, JSON.stringify(details)],
  );
}

/** What a balance holds of some claims, by `institution/reference`. */
export async function publishedAmounts(
  transaction: Transaction,
  balance: number,
  wanted: readonly { readonly institution: string; readonly reference: string }[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.query<{ subject: string; amount: string }>(
    `select creditor || '/' || reference as subject, amount::text as amount
     from published_balance_claims join claims using (claim_id)
       join ledger_accounts using (account_id)
       join unnest($2::text[], $3::text[]) as wanted (creditor, reference)
         using (creditor, reference)
     where balance_no = $1`,
    [
      balance,
      wanted.map(({ institution }) => institution),
      wanted.map(({ reference }) => reference),
    ],
  );
  return new Map(rows.map(({ subject, amount }) => [subject, amount]));
}

/** A claim of a balance with its place in the list, a decimal string. */
export interface PlacedBalanceClaim {
  readonly place: string;
  readonly claim: BalanceClaim;
}

/** Claims of a balance in the order of their ids: a page costs what it holds. */
export async function readBalanceClaims(
  reader: Reader,
  given: { readonly balance: number; readonly after: string; readonly limit: number },
): Promise<PlacedBalanceClaim[]> {
  const rows = await reader.query<BalanceClaim & { readonly place: string }>(
    `select claim_id as place, creditor as institution, reference, statement, debtor,
       frozen.amount::text as amount, currency
     from (select claim_id, amount from published_balance_claims
           where balance_no = $1 and claim_id > $2 order by claim_id limit $3) as frozen
       join claims using (claim_id) join ledger_accounts using (account_id)
       join statements using (statement_id)
     order by claim_id`,
    [given.balance, given.after, given.limit],
  );
  return rows.map(({ place, ...claim }) => ({ place, claim }));
}
