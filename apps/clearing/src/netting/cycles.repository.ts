import type { Database, Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import { itemsAfterAllocation } from '../statements/index.js';
import { inSettlementOf, isContested } from './in-settlement.js';
import type { AccountSum, NetSettlement } from './netting.js';
import type { SelectableAccount, Selection } from './selection.js';
import type { WaitingClaims } from './waiting.js';

/** How far the partitions of a topic were filled when a close was asked for: end offsets as text. */
export type WaitFor = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A cycle as it is kept. */
export interface CycleRow {
  readonly id: string;
  readonly cutoff: string;
  readonly status: 'closing' | 'closed';
  readonly requested_by: string;
  readonly wait_for: WaitFor;
  readonly claims: string | null;
  readonly hash: string | null;
  /** Of the reference data it was made with; null while it closes. */
  readonly reference_version: number | null;
  readonly waiting: readonly WaitingClaims[];
}

const cycleColumns = `id, cutoff::text, status, requested_by, wait_for, claims, hash,
  reference_version, waiting`;

export async function findCycle(
  from: Pick<Transaction, 'query'> | Pick<Database, 'query'>,
  id: string,
): Promise<CycleRow | undefined> {
  const [row] = await from.query<CycleRow>(`select ${cycleColumns} from cycles where id = $1`, [
    id,
  ]);
  return row;
}

/** The cycle that is being closed now, if any; locked against a second closer when asked. */
export async function findClosing(
  from: Pick<Transaction, 'query'> | Pick<Database, 'query'>,
  lock = false,
): Promise<CycleRow | undefined> {
  const [row] = await from.query<CycleRow>(
    `select ${cycleColumns} from cycles where status = 'closing' limit 1
     ${lock ? 'for update skip locked' : ''}`,
  );
  return row;
}

/** The latest cut-off of any cycle. */
export async function latestCutoff(transaction: Transaction): Promise<string | null> {
  const [row] = await transaction.query<{ cutoff: string | null }>(
    'select max(cutoff)::text as cutoff from cycles',
  );
  return row?.cutoff ?? null;
}

export async function insertCycle(
  transaction: Transaction,
  cycle: Pick<CycleRow, 'id' | 'cutoff' | 'requested_by' | 'wait_for'> & { readonly at: string },
): Promise<void> {
  await transaction.execute(
    `insert into cycles (id, cutoff, status, requested_by, requested_at, wait_for)
     values ($1, $2, 'closing', $3, $4, $5)`,
    [cycle.id, cycle.cutoff, cycle.requested_by, cycle.at, JSON.stringify(cycle.wait_for)],
  );
}

/** How far each partition is booked. */
export async function bookedOffsets(
  from: Pick<Database, 'query'>,
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await from.query<{ topic: string; partition: number; next_offset: string }>(
    'select topic, partition, next_offset from consumed',
  );
  return new Map(
    rows.map((row) => [`${row.topic} ${String(row.partition)}`, BigInt(row.next_offset)]),
  );
}

export function selectableAccounts(transaction: Transaction): Promise<SelectableAccount[]> {
  return transaction.query<SelectableAccount>(
    'select account_id, creditor_state, debtor_state, instrument, currency from ledger_accounts',
  );
}

const eligible = `introduced_on <= $1 and amount <> 0 and (account_id = any($2::int[])
  or account_id = any($3::int[]) and (pay_by <= $1 or pay_by is null or amount < 0))`;

/**
 * Takes every eligible open item into the temporary table `taken`, in one statement: that is the
 * cycle's snapshot. It stands in the order of the indexes that its booking fills. With `keep` the items stay where they are (a dry run). Down payments are allocated
 * before, in a dry run without being booked.
 */
export async function takeEligible(
  transaction: Transaction,
  given: { readonly cutoff: string; readonly selection: Selection; readonly keep: boolean },
): Promise<void> {
  const { cutoff, selection, keep } = given;
  await transaction.execute(
    `create temporary table taken (claim_id bigint, account_id integer, version integer,
       introduced_on date, pay_by date, amount numeric) on commit drop`,
  );
  const columns = 'claim_id, account_id, version, introduced_on, pay_by, amount';
  const statement = keep
    ? `insert into taken select ${columns} from ${itemsAfterAllocation} as items where ${eligible}`
    : `with gone as (delete from open_items where ${eligible} returning ${columns})
       insert into taken select ${columns} from gone order by claim_id`;
  await transaction.execute(statement, [cutoff, selection.all, selection.dueOnly]);
  await transaction.execute('analyze taken');
}

/** What was taken, summed per ledger account. */
export function takenSums(transaction: Transaction): Promise<AccountSum[]> {
  return accountSums(transaction, 'taken');
}

/** What a selection could take, summed per ledger account; it is left where it is. */
export function eligibleSums(
  transaction: Transaction,
  given: { readonly cutoff: string; readonly selection: Selection },
): Promise<AccountSum[]> {
  const { cutoff, selection } = given;
  const items = `(select account_id, amount from ${itemsAfterAllocation} as open_items
    where ${eligible}) as items`;
  return accountSums(transaction, items, [cutoff, selection.all, selection.dueOnly]);
}

async function accountSums(
  transaction: Transaction,
  items: string,
  parameters: readonly unknown[] = [],
): Promise<AccountSum[]> {
  const rows = await transaction.query<{
    account_id: number;
    creditor: string;
    debtor: string;
    instrument: string;
    currency: string;
    amount: string;
    claims: number;
  }>(
    `select account_id, creditor, debtor, instrument, currency, amount, claims
     from (select account_id, sum(amount) as amount, count(*)::int as claims
           from ${items} group by account_id) as sums
     join ledger_accounts using (account_id) order by account_id`,
    parameters,
  );
  return rows.map((row) => ({
    accountId: row.account_id,
    creditor: row.creditor,
    debtor: row.debtor,
    instrument: row.instrument,
    amount: Money.of(row.amount, row.currency),
    claims: row.claims,
  }));
}

/**
 * The hash over the claims of each settlement, in the order given (contract, "Hash of a
 * settlement"). Lines are built and sorted by bytes inside the database, so memory here is flat.
 * Amounts are stored with their currency's decimals, so their text is the contract's.
 */
export async function settlementHashes(
  transaction: Transaction,
  settlements: readonly NetSettlement[],
): Promise<string[]> {
  await mapAccounts(transaction, settlements);
  const rows = await transaction.query<{ hash: string }>(
    `select encode(sha256(convert_to(($1::text[])[place] || e'\\n' ||
         string_agg(line, '' order by line collate "C"), 'UTF8')), 'hex') as hash
     from (select place,
             creditor || e'\\t' || reference || e'\\t' || taken.amount || e'\\t' || currency || e'\\n'
               as line
           from taken join mapped using (account_id) join ledger_accounts using (account_id)
             join claims using (claim_id)) as lines
     group by place order by place`,
    [settlements.map((settlement) => settlement.settlement)],
  );
  return rows.map((row) => `sha256:${row.hash}`);
}

/** Notes for the rest of the transaction which settlement (counted from 1) each account goes into. */
async function mapAccounts(
  transaction: Transaction,
  settlements: readonly NetSettlement[],
): Promise<void> {
  const pairs = settlements.flatMap((settlement, index) =>
    settlement.accountIds.map((accountId) => ({ accountId, place: index + 1 })),
  );
  await transaction.execute(
    'create temporary table mapped (account_id integer, place integer) on commit drop',
  );
  await transaction.execute('insert into mapped select * from unnest($1::int[], $2::int[])', [
    pairs.map((pair) => pair.accountId),
    pairs.map((pair) => pair.place),
  ]);
  await transaction.execute('analyze mapped');
}

/** A settlement with its hash and the id of the event that proposes it. */
export interface HashedSettlement {
  readonly proposal: Omit<NetSettlement, 'accountIds'> & { readonly hash: string };
  readonly cause: string;
}

/** What every row of a close shares. */
export interface CloseBooking {
  readonly cycle: string;
  readonly cutoff: string;
  readonly batchId: string;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
  readonly referenceVersion: number;
}

/** Writes what was taken as items of their settlements, into the journal and the balances. */
export async function bookSettlements(
  transaction: Transaction,
  settlements: readonly HashedSettlement[],
  booking: CloseBooking,
): Promise<void> {
  const numbers = await insertSettlements(transaction, settlements, booking.cycle);
  const places = settlements.map((_settlement, index) => index + 1);
  await transaction.execute(
    `insert into settlement_items
       (settlement_no, claim_id, account_id, version, introduced_on, pay_by, amount)
     select number, claim_id, account_id, version + 1, introduced_on, pay_by, amount
     from taken join mapped using (account_id)
       join unnest($1::int[], $2::int[]) as numbered (place, number) using (place)`,
    [places, numbers],
  );
  await transaction.execute(
    `insert into journal (claim_id, batch_id, cause, booked_at, version, day,
       from_bucket, to_bucket, amount, rule)
     select claim_id, $1, cause, $2, version + 1, $3, 'open', 'in-settlement', amount, $4
     from taken join mapped using (account_id)
       join unnest($5::int[], $6::uuid[]) as caused (place, cause) using (place)`,
    [
      booking.batchId,
      booking.now,
      booking.cutoff,
      `cycle ${booking.cycle}`,
      places,
      settlements.map((settlement) => settlement.cause),
    ],
  );
  await transaction.execute(balancesSql, [booking.cutoff, closeStripe]);
}

/** Closes write balances on a stripe of their own, so that intake never waits for them. */
const closeStripe = 100;

/**
 * What is owed falls on the day to pay by; what is to be refunded on no day, it is due at once. A claim
 * counts no more where what is taken makes up for what an earlier settlement holds; one that was never
 * taken has no such past.
 */
const balancesSql = `
  with summed as (
    select account_id, case when amount < 0 then 'infinity' else coalesce(pay_by, 'infinity') end
        as falls_on, sum(amount) as amount
    from taken group by 1, 2),
  moved as (
    select creditor_state, debtor_state, currency, bucket, falls_on, amount * sign as amount,
      0 as claims
    from summed join ledger_accounts using (account_id),
      (values ('open'::bucket, -1), ('in-settlement'::bucket, 1)) as side (bucket, sign)
    union all
    select creditor_state, debtor_state, currency, 'claimed', coalesce(pay_by, 'infinity'), 0, -1
    from taken join ledger_accounts using (account_id)
    where version > 2 and not ${isContested('taken.claim_id')}
      and ${inSettlementOf('taken.claim_id')} = 0)
  insert into balances (creditor, debtor, currency, bucket, falls_on, day, stripe, amount, claims)
  select creditor_state, debtor_state, currency, bucket, falls_on, $1::date, $2::smallint,
    sum(amount), sum(claims)
  from moved group by 1, 2, 3, 4, 5
  on conflict on constraint pk_balances do update
    set amount = balances.amount + excluded.amount, claims = balances.claims + excluded.claims`;

async function insertSettlements(
  transaction: Transaction,
  settlements: readonly HashedSettlement[],
  cycle: string,
): Promise<number[]> {
  const proposals = settlements.map((settlement) => settlement.proposal);
  const rows = await transaction.query<{ settlement_no: number }>(
    `insert into settlements (id, cycle, batch, status, hash, proposal)
     select id, $2, batch, 'proposed', hash, proposal
     from unnest($1::text[], $3::text[], $4::text[], $5::jsonb[]) with ordinality
       as new (id, batch, hash, proposal, place)
     order by place returning settlement_no`,
    [
      proposals.map((proposal) => proposal.settlement),
      cycle,
      proposals.map((proposal) => proposal.batch),
      proposals.map((proposal) => proposal.hash),
      proposals.map((proposal) => JSON.stringify(proposal)),
    ],
  );
  return rows.map((row) => row.settlement_no);
}

/** Says that a cycle is closed, and with what. */
export async function markClosed(
  transaction: Transaction,
  cycle: CloseBooking & {
    readonly claims: number;
    readonly settlements: number;
    readonly hash: string;
    readonly waiting: readonly WaitingClaims[];
  },
): Promise<void> {
  await transaction.execute(
    `update cycles set status = 'closed', closed_at = $2, claims = $3, settlements = $4, hash = $5,
       reference_version = $6, waiting = $7 where id = $1`,
    [
      cycle.cycle,
      cycle.now,
      cycle.claims,
      cycle.settlements,
      cycle.hash,
      cycle.referenceVersion,
      JSON.stringify(cycle.waiting),
    ],
  );
}
