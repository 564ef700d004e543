import type { Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox } from '@reciproca/messaging';
import { claimSettledOf, type BookedPayment } from '../claims/index.js';

/**
 * Allocates down payments to the claims of their statements, into the temporary table `advanced`: a
 * row per claim and down payment. Accepted ones with a rest stand in a row in the order in which they
 * were recorded, what is open of the claims in another by the day to pay by and reference; each down
 * payment and each claim is a stretch of its row, and what they share is allocated: sums and
 * differences of decimals alone, so nothing is rounded and nothing left over.
 *
 * What passes all that is open goes to the last claim, which falls below zero, once the statement is
 * complete and nothing of it contested; until then it waits.
 *
 * The table also says which version and which event of its claim each row becomes.
 *
 * @param toBook whether it is booked: then what is open is locked against messages
 */
export async function allocateDownPayments(
  transaction: Transaction,
  { toBook }: { readonly toBook: boolean },
): Promise<void> {
  await transaction.execute(waitingSql);
  if (toBook) await transaction.execute(lockSql);
  await transaction.execute(linesSql);
  // The planner must know how many there are, see the allocation of settlements.
  await transaction.execute('analyze line');
  await transaction.execute(allocationSql);
  await transaction.execute('drop table line, waiting_payment');
  await transaction.execute('create unique index on advanced (place)');
  await transaction.execute('analyze advanced');
  await transaction.execute(itemsSql);
  await transaction.execute('analyze advanced_item');
}

const waitingSql = `
  create temporary table waiting_payment on commit drop as
  select payment_no, statement_id, reference, payer, left(payer, 2) as state, for_state, currency,
    paid_on, amount - allocated as rest
  from down_payments where status = 'accepted' and allocated < amount`;

/** Everybody locks in the order of the ids, open items first. */
const lockSql = `
  select from open_items
  where claim_id in (select claim_id from claims
    where statement_id in (select statement_id from waiting_payment))
  order by claim_id for update`;

/** The claims that down payments may go to, in one snapshot with everything that decides how much. */
const linesSql = `
  create temporary table line on commit drop as
  select claim_id, claims.statement_id, account_id, creditor, debtor,
    ledger_accounts.debtor_state as state,
    ledger_accounts.currency, claims.reference, claims.introduced_on, claims.pay_by,
    coalesce(claims.pay_by, claims.introduced_on) as due, announcements.claims as announced, booked.*
  from claims join ledger_accounts using (account_id) left join announcements using (statement_id)
    cross join lateral (
      select max(version) as version, coalesce(sum(signed) filter (where bucket = 'open'), 0) as open,
        coalesce(sum(signed) filter (where bucket = 'contested'), 0) as contested,
        coalesce(sum(signed) filter (where bucket = 'in-settlement'), 0) as in_settlement
      from journal, lateral (values (to_bucket, amount), (from_bucket, -amount))
        as side (bucket, signed)
      where journal.claim_id = claims.claim_id offset 0) as booked
  where claims.statement_id in (select statement_id from waiting_payment)
    and (announcements.statement_id is null
      or (announcements.debtor_state, announcements.currency, announcements.basis)
        = (ledger_accounts.debtor_state, ledger_accounts.currency, claims.basis))`;

const allocationSql = `
  create temporary table advanced on commit drop as
  with payment as (
    select *, sum(rest) over (partition by statement_id, state, currency order by payment_no) as behind
    from waiting_payment
    where for_state or exists (select from line
      where (line.statement_id, line.debtor) = (waiting_payment.statement_id, waiting_payment.payer))),
  queue as (
    select claim_id, statement_id, state, currency, behind - open as ahead, behind
    from (select *, sum(open) over
            (partition by statement_id, state, currency order by due, reference) as behind
          from line where open > 0) as queued),
  body as (
    select statement_id, state, currency, coalesce(sum(open) filter (where open > 0), 0) as filled,
      (array_agg(claim_id order by due desc, reference desc))[1] as last_claim
    from line group by statement_id, state, currency
    having bool_and(contested = 0) and max(announced) <= count(*) + (
      select count(*) from rejected_claims as rejected join announcements using (statement_id)
      where rejected.statement_id = line.statement_id
        and (rejected.debtor_state is null or rejected.debtor_state = announcements.debtor_state)
        and (rejected.basis is null or rejected.basis = announcements.basis)
        and (rejected.currency is null or rejected.currency = announcements.currency))),
  share as (
    select payment_no, claim_id,
      least(queue.behind, payment.behind) - greatest(queue.ahead, payment.behind - rest) as amount
    from queue join payment using (statement_id, state, currency)
    where queue.ahead < payment.behind and payment.behind - rest < queue.behind
    union all
    select payment_no, last_claim, least(rest, payment.behind - filled)
    from payment join body using (statement_id, state, currency)
    where filled < payment.behind),
  part as (
    select payment_no, claim_id, sum(amount) as amount,
      sum(sum(amount)) over (partition by claim_id order by payment_no) as so_far,
      row_number() over (partition by claim_id order by payment_no) as nth,
      count(*) over (partition by claim_id) as parts
    from share group by payment_no, claim_id)
  select payment_no, claim_id, account_id, creditor, line.reference, introduced_on, pay_by,
    waiting_payment.reference as payment, paid_on as day, part.amount, nth = parts as is_last,
    open - so_far + part.amount as open_before, open - so_far as open_after,
    contested <> 0 or in_settlement <> 0 as lies_elsewhere,
    version + nth::int as version,
    coalesce((select max(sequence) from outbox where subject = creditor || '/' || line.reference), 0)
      + nth::int as sequence,
    row_number() over (order by claim_id, nth) as place
  from part join line using (claim_id) join waiting_payment using (payment_no)`;

const itemsSql = `
  create temporary table advanced_item on commit drop as
  select claim_id, account_id, version, introduced_on, pay_by, open_after as amount
  from advanced where is_last`;

const itemColumns = 'claim_id, account_id, version, introduced_on, pay_by, amount';

/** What is open once the allocation is booked, as a table expression; the same before and after it. */
export const itemsAfterAllocation = `
  (select ${itemColumns} from open_items
   where not exists (select from advanced_item where advanced_item.claim_id = open_items.claim_id)
   union all
   select ${itemColumns} from advanced_item where amount <> 0)`;

/** What is booked of an allocation. */
export interface AllocationBooking {
  /** Id of the event: the cause of what is booked. */
  readonly eventId: string;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
}

/** Rows per outbox batch, so that memory is flat however many claims a statement holds. */
const pieceSize = 2_000;

/** Allocations write balances on a stripe of their own. */
const allocationStripe = 103;

/**
 * Books what was allocated: `open` to `down-paid` on the day of the payment, with one `claim.settled`
 * per claim and down payment.
 *
 * @returns the outbox batches to wait for
 */
export async function bookDownPayments(
  transaction: Transaction,
  booking: AllocationBooking,
): Promise<string[]> {
  await transaction.execute(
    `update down_payments set allocated = allocated + part.amount
     from (select payment_no, sum(amount) as amount from advanced group by payment_no) as part
     where part.payment_no = down_payments.payment_no`,
  );
  await transaction.execute(
    `insert into open_items (${itemColumns})
     select ${itemColumns} from advanced_item where amount <> 0 order by claim_id
     on conflict on constraint pk_open_items do update
       set amount = excluded.amount, version = excluded.version`,
  );
  await transaction.execute(
    `delete from open_items using advanced_item
     where advanced_item.claim_id = open_items.claim_id and advanced_item.amount = 0`,
  );
  await transaction.execute(balancesSql, [allocationStripe]);
  const batchIds: string[] = [];
  for (let after = 0; ; after += pieceSize) {
    const batchId = await bookPiece(transaction, after, booking);
    if (batchId === undefined) return batchIds;
    batchIds.push(batchId);
  }
}

/** Books the rows behind a place; undefined when there are none. */
async function bookPiece(
  transaction: Transaction,
  after: number,
  { eventId, now }: AllocationBooking,
): Promise<string | undefined> {
  const stretch = [after, after + pieceSize];
  const [more] = await transaction.query('select from advanced where place > $1 limit 1', [after]);
  if (more === undefined) return undefined;
  const batchId = await openOutboxBatch(transaction);
  await transaction.execute(
    `insert into journal (claim_id, batch_id, cause, booked_at, version, day,
       from_bucket, to_bucket, amount, rule)
     select claim_id, $3, $4, $5, version, day, 'open', 'down-paid', amount,
       'down payment ' || payment
     from advanced where place > $1 and place <= $2`,
    [...stretch, batchId, eventId, now],
  );
  const rows = await transaction.query<BookedPayment & { payment: string }>(paymentsSql, stretch);
  await writeOutbox(
    transaction,
    batchId,
    rows.map(({ payment, ...booked }) =>
      claimSettledOf(booked, { by: { downPayment: payment }, eventId, now }),
    ),
  );
  return batchId;
}

const paymentsSql = `
  select advanced.creditor, reference, currency, advanced.amount::text as amount, payment,
    advanced.day::text as "paidOn", advanced.sequence,
    (select json_object_agg(bucket, amount)
     from (select bucket, sum(signed)::text as amount
           from journal, lateral (values (to_bucket, amount), (from_bucket, -amount))
             as side (bucket, signed)
           where journal.claim_id = advanced.claim_id and journal.version <= advanced.version
           group by bucket) as sums) as buckets
  from advanced join ledger_accounts using (account_id)
  where place > $1 and place <= $2
  order by place`;

/**
 * An entry counts once, also where it pays what is owed and more.
 *
 * What was owed fell on the day to pay by; what is to be refunded falls on no day, it is due at once.
 * What is paid before its claim is introduced would be refunded until then. A claim of which nothing is
 * left counts no more, one that falls below zero counts again, neither before it was introduced. The
 * rows are touched in the order of their key, so two writers never wait for each other in a circle.
 */
const balancesSql = `
  with moved as (
    select creditor_state, debtor_state, currency, bucket, falls_on, day, part * sign as amount,
      0 as claims, counted * (bucket = 'down-paid')::int as entries
    from advanced join ledger_accounts using (account_id)
      cross join lateral (values
        (case when day < introduced_on then 'infinity' else coalesce(pay_by, 'infinity') end,
          greatest(open_before, 0) - greatest(open_after, 0), 1),
        ('infinity', least(open_before, 0) - least(open_after, 0), (open_before <= 0)::int))
        as split (falls_on, part, counted)
      cross join (values ('open'::bucket, -1), ('down-paid', 1)) as side (bucket, sign)
    where part <> 0
    union all
    select creditor_state, debtor_state, currency, 'open', falls_on, introduced_on,
      (greatest(open_before, 0) - greatest(open_after, 0)) * sign, 0, 0
    from advanced join ledger_accounts using (account_id)
      cross join lateral (values ('infinity'::date, 1), (coalesce(pay_by, 'infinity'), -1))
        as side (falls_on, sign)
    where day < introduced_on and open_before > 0
    union all
    select creditor_state, debtor_state, currency, 'claimed', coalesce(pay_by, 'infinity'),
      greatest(day, introduced_on), 0, (open_after <> 0)::int - (open_before <> 0)::int, 0
    from advanced join ledger_accounts using (account_id)
    where not lies_elsewhere and (open_after <> 0) <> (open_before <> 0))
  insert into balances (creditor, debtor, currency, bucket, falls_on, day, stripe, amount, claims,
    entries)
  select creditor_state, debtor_state, currency, bucket, falls_on, day, $1::smallint,
    sum(amount), sum(claims), sum(entries)
  from moved group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict on constraint pk_balances do update
    set amount = balances.amount + excluded.amount, claims = balances.claims + excluded.claims,
      entries = balances.entries + excluded.entries`;
