import type { Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox } from '@reciproca/messaging';
import { claimSettledOf, type BookedPayment } from '../claims/index.js';
import { inSettlementOf, isContested } from './in-settlement.js';
import type { DayOfMoney, StandingSettlement } from './settling.js';

/** Where a settlement stands, locked until the end of the transaction; undefined when unknown. */
export async function lockStanding(
  transaction: Transaction,
  settlement: string,
): Promise<StandingSettlement | undefined> {
  const [row] = await transaction.query<StandingSettlement & Record<string, unknown>>(
    `select settlement_no as "number", status, proposal ->> 'currency' as currency,
       proposal #>> '{net,amount}' as net
     from settlements where id = $1 for update`,
    [settlement],
  );
  return row;
}

/**
 * Allocates the money of a settlement to its lines, into the temporary table `paid`: a row per claim
 * and day of payment. Lines in the payer's favour (its claims, refunds to it) are paid on the
 * cut-off day. The others stand in a row by the day they are due, institution and reference; the
 * same sum pays for the first of them on the cut-off day, then the money in the order of its days.
 * Each line and each day's money is a stretch of that row, and what they share is paid: sums and
 * differences of decimals alone, so nothing is rounded and nothing left over.
 *
 * A net of 0.00 pays everything on the cut-off day, in whatever currency the claims are.
 *
 * The table also says which version and which event of its claim each row becomes, so it is made
 * before the outbox batches are opened.
 *
 * @param days what is paid of the net on each day; their sum is the net
 */
export async function allocatePayments(
  transaction: Transaction,
  settlement: number,
  days: readonly DayOfMoney[],
): Promise<void> {
  await transaction.execute(linesSql, [settlement]);
  // The planner must know how many there are: joined to itself as if it held one row, a large
  // settlement would never end.
  await transaction.execute('analyze line');
  await transaction.execute(allocationSql, [
    settlement,
    days.map(({ on }) => on),
    days.map(({ amount }) => amount.toString()),
  ]);
  await transaction.execute('drop table line');
  await transaction.execute('create unique index on paid (place)');
  await transaction.execute('analyze paid');
}

const linesSql = `
  create temporary table line on commit drop as
  select claim_id, item.account_id, item.pay_by, creditor, reference,
    coalesce(item.pay_by, item.introduced_on) as due, abs(item.amount) as size,
    sign(item.amount) as sign,
    (creditor_state = proposal #>> '{net,payer}') = (item.amount > 0) as for_payer
  from settlement_items as item join settlements using (settlement_no)
    join claims using (claim_id)
    join ledger_accounts on ledger_accounts.account_id = item.account_id
  where settlement_no = $1`;

const allocationSql = `
  create temporary table paid on commit drop as
  with settlement as (
    select (proposal ->> 'cutoff')::date as cutoff from settlements where settlement_no = $1),
  balanced as (select coalesce(sum(size), 0) as size from line where for_payer),
  queue as (
    select claim_id, behind - size as ahead, behind
    from (select claim_id, size, sum(size) over (order by due, creditor, reference) as behind
          from line where not for_payer and cardinality($2::date[]) > 0) as queued),
  money as (
    select cutoff as day, 0 as ahead, size as behind from settlement, balanced
    union all
    select day, size + sum(amount) over (order by day) - amount,
      size + sum(amount) over (order by day)
    from unnest($2::date[], $3::numeric[]) as received (day, amount), balanced),
  payment as (
    select claim_id, cutoff as day, size from line, settlement
    where for_payer or cardinality($2::date[]) = 0
    union all
    select claim_id, day,
      least(queue.behind, money.behind) - greatest(queue.ahead, money.ahead)
    from queue join money on queue.ahead < money.behind and money.ahead < queue.behind),
  daily as (
    select claim_id, day, sum(size) as size,
      row_number() over (partition by claim_id order by day <> cutoff, day) as nth,
      count(*) over (partition by claim_id) as parts
    from payment, settlement group by claim_id, day, cutoff)
  select claim_id, account_id, pay_by, day, day as told_for, daily.size * sign as amount,
    sign < 0 as is_refund, nth = parts as is_last,
    (select max(version) from journal where journal.claim_id = line.claim_id) + nth::int as version,
    coalesce((select max(sequence) from outbox where subject = creditor || '/' || reference), 0)
      + nth::int as sequence,
    row_number() over (order by claim_id, nth) as place
  from daily join line using (claim_id)`;

/** What is booked of a settlement's lines, and why. */
interface LineBooking {
  readonly settlement: string;
  readonly number: number;
  /** Id of the event: the cause of what is booked. */
  readonly eventId: string;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
}

/** What is booked when a settlement is settled. */
export interface SettledBooking extends LineBooking {
  readonly days: readonly DayOfMoney[];
}

/** What is booked when a settled settlement is reversed. */
export interface ReversalBooking extends LineBooking {
  /** The day on which the money went back, `YYYY-MM-DD`. */
  readonly on: string;
}

/**
 * Payments per outbox batch. Pieces are written and published on their own, so that memory is flat
 * however many claims a settlement holds: the relay reads up to sixteen batches at once.
 */
const pieceSize = 2_000;

/**
 * Moves the claims of a settlement from `in-settlement` to `settled`, with one `claim.settled` per
 * claim and day.
 *
 * @returns the outbox batches to wait for
 */
export async function bookPayments(
  transaction: Transaction,
  booking: SettledBooking,
): Promise<string[]> {
  await transaction.execute(
    `update settlements set status = 'settled', settled_by = $2 where settlement_no = $1`,
    [booking.number, booking.eventId],
  );
  await allocatePayments(transaction, booking.number, booking.days);
  return bookPaid(transaction, { booking, rule: 'settlement settled', taken: 1 });
}

/**
 * Takes back the payments that settled a settlement: its claims are `in-settlement` again from the
 * day on which the money went back, and every `claim.settled` is said once more with the opposite
 * sign and that day.
 *
 * @returns the outbox batches to wait for
 */
export async function bookReversal(
  transaction: Transaction,
  booking: ReversalBooking,
): Promise<string[]> {
  await transaction.execute(reversedSql, [booking.number, booking.on]);
  await transaction.execute('create unique index on paid (place)');
  await transaction.execute('analyze paid');
  await transaction.execute(
    `update settlements set status = 'released', settled_by = null where settlement_no = $1`,
    [booking.number],
  );
  return bookPaid(transaction, { booking, rule: 'settlement reversed', taken: -1 });
}

/** The payments in force, each with the opposite sign: `paid` as an allocation makes it. */
const reversedSql = `
  create temporary table paid on commit drop as
  with force as (
    select journal.claim_id, item.account_id, item.pay_by, journal.day as told_for, journal.amount,
      row_number() over (partition by journal.claim_id order by journal.version) as nth,
      count(*) over (partition by journal.claim_id) as parts
    from settlements join settlement_items as item using (settlement_no)
      join journal on journal.claim_id = item.claim_id and journal.cause = settled_by
        and to_bucket = 'settled'
    where settlement_no = $1)
  select claim_id, force.account_id, force.pay_by, $2::date as day, told_for, -amount as amount,
    amount < 0 as is_refund, nth = parts as is_last,
    (select max(version) from journal where journal.claim_id = force.claim_id) + nth::int as version,
    coalesce((select max(sequence) from outbox where subject = creditor || '/' || reference), 0)
      + nth::int as sequence,
    row_number() over (order by claim_id, nth) as place
  from force join claims using (claim_id)
    join ledger_accounts on ledger_accounts.account_id = force.account_id`;

interface PaidBooking {
  readonly booking: LineBooking;
  readonly rule: string;
  /** 1: what the settlement holds is taken out of it; -1: it holds it again. */
  readonly taken: 1 | -1;
}

/** Books the table `paid` and drops it. */
async function bookPaid(transaction: Transaction, paid: PaidBooking): Promise<string[]> {
  // An open rest of a claim that is taken later goes on from here.
  await transaction.execute(
    `update open_items set version = paid.version from paid
     where open_items.claim_id = paid.claim_id and is_last`,
  );
  await transaction.execute(balancesSql, [settledStripe, paid.booking.number, paid.taken]);
  const batchIds: string[] = [];
  for (let after = 0; ; after += pieceSize) {
    const batchId = await bookPiece(transaction, after, paid);
    if (batchId === undefined) break;
    batchIds.push(batchId);
  }
  await transaction.execute('drop table paid');
  return batchIds;
}

/** Books the payments behind a place; undefined when there are none. */
async function bookPiece(
  transaction: Transaction,
  after: number,
  { booking: { settlement, eventId, now }, rule }: PaidBooking,
): Promise<string | undefined> {
  const stretch = [after, after + pieceSize];
  const [more] = await transaction.query('select from paid where place > $1 limit 1', [after]);
  if (more === undefined) return undefined;
  const batchId = await openOutboxBatch(transaction);
  await transaction.execute(
    `insert into journal (claim_id, batch_id, cause, booked_at, version, day,
       from_bucket, to_bucket, amount, rule)
     select claim_id, $3, $4, $5, version, day, 'in-settlement', 'settled', amount, $6
     from paid where place > $1 and place <= $2`,
    [...stretch, batchId, eventId, now, rule],
  );
  const payments = await transaction.query<BookedPayment & Record<string, unknown>>(
    paymentsSql,
    stretch,
  );
  await writeOutbox(
    transaction,
    batchId,
    payments.map((payment) => claimSettledOf(payment, { by: { settlement }, eventId, now })),
  );
  return batchId;
}

const paymentsSql = `
  select creditor, reference, currency, paid.amount::text as amount, paid.day::text as "paidOn",
    paid.told_for::text as "toldFor", paid.sequence,
    (select json_object_agg(bucket, amount)
     from (select bucket, sum(signed)::text as amount
           from journal, lateral (values (to_bucket, amount), (from_bucket, -amount))
             as side (bucket, signed)
           where journal.claim_id = paid.claim_id and journal.version <= paid.version
           group by bucket) as sums) as buckets
  from paid join claims using (claim_id)
    join ledger_accounts on ledger_accounts.account_id = paid.account_id
  where place > $1 and place <= $2
  order by place`;

/** Settled money writes balances on a stripe of its own. */
const settledStripe = 102;

/**
 * A claim of which nothing is left counts no more, from the last day of its payments; one that was
 * held by two settlements with opposite signs counts again. The rows are touched in the order of their
 * key, so two writers never wait for each other in a circle.
 */
const balancesSql = `
  with moved as (
    select creditor_state, debtor_state, currency, bucket,
      case when is_refund then 'infinity' else coalesce(pay_by, 'infinity') end as falls_on,
      day, amount * sign as amount, 0 as claims, (bucket = 'settled')::int as entries
    from paid join ledger_accounts using (account_id),
      (values ('in-settlement'::bucket, -1), ('settled'::bucket, 1)) as side (bucket, sign)
    union all
    select creditor_state, debtor_state, currency, 'claimed', coalesce(pay_by, 'infinity'), day, 0,
      case held when 0 then -1 else 1 end, 0
    from (select paid.account_id, paid.pay_by, day, item.amount * $3::int as taken,
        ${inSettlementOf('paid.claim_id')} as held
      from paid join settlement_items as item
        on item.settlement_no = $2 and item.claim_id = paid.claim_id
      where is_last
        and not exists (select from open_items where open_items.claim_id = paid.claim_id)
        and not ${isContested('paid.claim_id')}) as rest
      join ledger_accounts using (account_id)
    where (held = 0) <> (held + taken = 0))
  insert into balances (creditor, debtor, currency, bucket, falls_on, day, stripe, amount, claims, entries)
  select creditor_state, debtor_state, currency, bucket, falls_on, day, $1::smallint,
    sum(amount), sum(claims), sum(entries)
  from moved group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict on constraint pk_balances do update
    set amount = balances.amount + excluded.amount, claims = balances.claims + excluded.claims,
      entries = balances.entries + excluded.entries`;
