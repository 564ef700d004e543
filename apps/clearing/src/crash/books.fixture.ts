import type { FoundEvent, FreshDatabase } from '@reciproca/testing';
import type { Outcome } from './clearing-world.fixture.js';

/** What the books hold, in an order of its own that no run decides. */
export interface Ledger {
  /** `creditor debtor instrument currency bucket` → signed sum and number of entries. */
  readonly accounts: Readonly<Record<string, string>>;
  /** `creditor/reference` → amount that is open. */
  readonly open: Readonly<Record<string, string>>;
}

export async function readLedger(database: FreshDatabase): Promise<Ledger> {
  const accounts = await database.query<{ name: string; value: string }>(
    `select concat_ws(' ', creditor, debtor, instrument, currency, bucket) as name,
       sum(amount * sign) || ' in ' || count(*) as value
     from clearing.journal join clearing.claims using (claim_id)
       join clearing.ledger_accounts using (account_id),
       lateral (values (from_bucket, -1), (to_bucket, 1)) as side (bucket, sign)
     group by 1, creditor, debtor, instrument, currency, bucket order by 1`,
  );
  const open = await database.query<{ name: string; value: string }>(
    `select creditor || '/' || reference as name, item.amount::text as value
     from clearing.open_items as item join clearing.claims using (claim_id)
       join clearing.ledger_accounts as account on account.account_id = item.account_id
     order by 1`,
  );
  const record = (rows: readonly { name: string; value: string }[]) =>
    Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  return { accounts: record(accounts), open: record(open) };
}

/** Each statement gives a row for each thing that is wrong in the books. */
const contradictions: Readonly<Record<string, string>> = {
  'balances of a day that are not the sum of its entries': `
    select * from (
      select creditor_state as creditor, debtor_state as debtor, currency, bucket, journal.day,
        sum(journal.amount * sign) as amount
      from clearing.journal join clearing.claims using (claim_id)
        join clearing.ledger_accounts using (account_id),
        lateral (values (from_bucket, -1), (to_bucket, 1)) as side (bucket, sign)
      group by 1, 2, 3, 4, 5) as entries
    full join (
      select creditor, debtor, currency, bucket, day, sum(amount) as amount
      from clearing.balances group by 1, 2, 3, 4, 5) as balances
      using (creditor, debtor, currency, bucket, day)
    where coalesce(entries.amount, 0) <> coalesce(balances.amount, 0)`,
  'totals that are not the sum of the balances of all days': `
    select * from (
      select creditor, debtor, currency, bucket,
        case bucket when 'claimed' then 'infinity' else falls_on end as falls_on,
        sum(case bucket when 'claimed' then 0 else amount end) as amount, sum(claims) as claims
      from clearing.balances
      where bucket in ('claimed', 'open', 'contested', 'in-settlement', 'disputed')
      group by 1, 2, 3, 4, 5) as daily
    full join (
      select creditor, debtor, currency, bucket, falls_on, sum(amount) as amount,
        sum(claims) as claims
      from clearing.balance_totals group by 1, 2, 3, 4, 5) as totals
      using (creditor, debtor, currency, bucket, falls_on)
    where (coalesce(daily.amount, 0), coalesce(daily.claims, 0))
      <> (coalesce(totals.amount, 0), coalesce(totals.claims, 0))`,
  'entries that are not counted once': `
    select * from (
      select creditor_state as creditor, debtor_state as debtor, currency, bucket, journal.day,
        count(*) as entries
      from clearing.journal join clearing.claims using (claim_id)
        join clearing.ledger_accounts using (account_id),
        lateral (values (from_bucket), (to_bucket)) as side (bucket)
      where bucket not in ('open', 'contested', 'in-settlement', 'disputed', 'undisputed')
      group by 1, 2, 3, 4, 5) as booked
    full join (
      select creditor, debtor, currency, bucket, day, sum(entries) as entries
      from clearing.balances group by 1, 2, 3, 4, 5 having sum(entries) <> 0) as balances
      using (creditor, debtor, currency, bucket, day)
    where booked.entries is distinct from balances.entries`,
  'what is open by the day to pay by, to be refunded at once, or contested by the day to answer by': `
    select * from (
      select creditor_state as creditor, debtor_state as debtor, currency, 'open' as bucket,
        case when amount < 0 then 'infinity' else coalesce(pay_by, 'infinity') end as falls_on,
        sum(amount) as amount
      from clearing.open_items join clearing.ledger_accounts using (account_id)
      group by 1, 2, 3, 4, 5
      union all
      select creditor_state, debtor_state, currency, 'contested', coalesce(reply_by, 'infinity'),
        sum(contested)
      from clearing.contestations join clearing.ledger_accounts using (account_id)
      group by 1, 2, 3, 4, 5) as lying
    full join (
      select creditor, debtor, currency, bucket::text, falls_on, sum(amount) as amount
      from clearing.balances where bucket in ('open', 'contested')
      group by 1, 2, 3, 4, 5) as balances
      using (creditor, debtor, currency, bucket, falls_on)
    where coalesce(lying.amount, 0) <> coalesce(balances.amount, 0)`,
  'claims of which something is left that are not counted once': `
    with part as (
      select claim_id, creditor_state as creditor, debtor_state as debtor, currency
      from clearing.journal join clearing.claims using (claim_id)
        join clearing.ledger_accounts using (account_id),
        lateral (values (from_bucket, -1), (to_bucket, 1)) as side (bucket, sign)
      where bucket in ('open', 'contested', 'in-settlement')
      group by 1, 2, 3, 4, bucket having sum(amount * sign) <> 0),
    alive as (
      select creditor, debtor, currency, count(distinct claim_id) as claims
      from part group by 1, 2, 3)
    select * from alive full join (
      select creditor, debtor, currency, sum(claims) as claims
      from clearing.balances group by 1, 2, 3) as balances using (creditor, debtor, currency)
    where coalesce(alive.claims, 0) <> coalesce(balances.claims, 0)`,
  'contestations that are not what the journal holds of them': `
    select * from (
      select claim_id, bucket::text, sum(amount * sign) as amount
      from clearing.journal,
        lateral (values (from_bucket, -1), (to_bucket, 1)) as side (bucket, sign)
      where bucket in ('contested', 'disputed')
      group by 1, 2 having sum(amount * sign) <> 0) as entries
    full join (
      select claim_id, bucket, sum(amount) as amount
      from clearing.contestations,
        lateral (values ('contested', contested), ('disputed', disputed)) as side (bucket, amount)
      group by 1, 2 having sum(amount) <> 0) as left_over using (claim_id, bucket)
    where entries.amount is distinct from left_over.amount`,
  'contestations with another account or last day than their claim': `
    select claim_id from clearing.contestations join clearing.claims using (claim_id)
    where contestations.account_id <> claims.account_id
      or contestations.dispute_ends is distinct from claims.dispute_ends`,
  'open items that are not what the journal leaves open': `
    select * from (
      select claim_id, sum(amount * sign) as amount from clearing.journal,
        lateral (values (from_bucket, -1), (to_bucket, 1)) as side (bucket, sign)
      where bucket = 'open' group by 1 having sum(amount * sign) <> 0) as entries
    full join clearing.open_items as item using (claim_id)
    where entries.amount is distinct from item.amount`,
  'claims that are not booked once by their total': `
    select claim_id, total from clearing.claims left join clearing.journal using (claim_id)
    where version = 1 or version is null
    group by claim_id, total
    having count(version) <> 1 or sum(amount) is distinct from total`,
  'claims introduced twice': `
    select creditor, reference from clearing.claims join clearing.ledger_accounts using (account_id)
    group by 1, 2 having count(*) > 1`,
  'versions with gaps': `
    select claim_id from clearing.journal group by 1
    having max(version) <> count(*) or min(version) <> 1`,
  'sequences with gaps': `
    select subject from clearing.outbox group by 1
    having max(sequence) <> count(*) or min(sequence) <> 1`,
  'months of statements that are not the sum of their claims': `
    select * from (
      select statement_id, account_id, basis, date_trunc('month', introduced_on)::date as month,
        coalesce(down_payment_by, 'infinity') as down_payment_by, count(*) as claims,
        sum(total) as total
      from clearing.claims group by 1, 2, 3, 4, 5) as introduced
    full join (
      select statement_id, account_id, basis, month, down_payment_by, sum(claims) as claims,
        sum(total) as total
      from clearing.statement_months group by 1, 2, 3, 4, 5) as months
      using (statement_id, account_id, basis, month, down_payment_by)
    where (introduced.claims, introduced.total) is distinct from (months.claims, months.total)`,
  'claims without their statement': `
    select claim_id from clearing.claims join clearing.ledger_accounts using (account_id)
      left join clearing.statements using (statement_id)
    where institution is distinct from creditor`,
  'rejected claims that are introduced, or were never rejected': `
    select subject from clearing.rejected_claims as rejected
    where exists (select from clearing.outbox
        where outbox.subject = rejected.subject and about is not null)
      or not exists (select from clearing.outbox
        where outbox.subject = rejected.subject and type = 'claim.rejected.v1')`,
  'down payments that are allocated otherwise than the journal holds': `
    select * from (
      select statement_id, rule, sum(amount) as amount
      from clearing.journal join clearing.claims using (claim_id)
      where to_bucket = 'down-paid' and from_bucket = 'open' group by 1, 2) as entries
    full join (
      select statement_id, 'down payment ' || reference as rule, allocated as amount, status
      from clearing.down_payments where allocated <> 0) as payments using (statement_id, rule)
    where entries.amount is distinct from payments.amount or status <> 'accepted'`,
  'down payments that went to another State or currency': `
    select claim_id from clearing.journal join clearing.claims using (claim_id)
      join clearing.ledger_accounts using (account_id)
      join clearing.down_payments as payment on payment.statement_id = claims.statement_id
        and journal.rule = 'down payment ' || payment.reference
    where debtor_state <> left(payer, 2) or ledger_accounts.currency <> payment.currency
      or journal.day <> payment.paid_on`,
  'claims without the event that introduced them': `
    select claim_id from clearing.claims left join clearing.outbox on about = claim_id
    where type is distinct from 'claim.introduced.v1'`,
};

/** What is wrong in the books, in words; nothing when nothing is. */
export async function contradictionsIn(database: FreshDatabase): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(contradictions)) {
    const rows = await database.query(sql);
    if (rows.length > 0) found.push(`${what}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return found;
}

/**
 * What is wrong with what lies on a topic, held against the outbox: every event is there, every copy
 * has its bytes, and by first occurrence the events of a subject stand in their sequence from 1, in
 * one partition.
 */
export async function faultsOnTopic(
  topic: string,
  found: readonly FoundEvent[],
  database: FreshDatabase,
): Promise<string[]> {
  const stored = await database.query<{ subject: string; sequence: number; event: string }>(
    'select subject, sequence, event from clearing.outbox where topic = $1',
    [topic],
  );
  const textById = new Map(stored.map((row) => [(JSON.parse(row.event) as Outcome).id, row.event]));
  const faults: string[] = [];
  const lastBySubject = new Map<string, { sequence: number; partition: number }>();
  const seen = new Set<string>();
  for (const { message, event } of found) {
    if (message.value?.toString() !== textById.get(event.id))
      faults.push(`${event.id}: other bytes`);
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    const { sequence } = (event as Outcome).data;
    const last = lastBySubject.get(event.subject);
    if (sequence !== (last?.sequence ?? 0) + 1) {
      faults.push(`${event.subject}: ${sequence.toString()} after ${String(last?.sequence)}`);
    }
    if (last !== undefined && last.partition !== message.partition) {
      faults.push(`${event.subject}: in two partitions`);
    }
    lastBySubject.set(event.subject, { sequence, partition: message.partition });
  }
  for (const id of textById.keys()) if (!seen.has(id)) faults.push(`${id}: not there`);
  return faults;
}

/** The events by id, without when they were made. */
export function withoutTime(found: readonly FoundEvent[]): Record<string, unknown> {
  return Object.fromEntries(
    found
      .map(({ event }) => [event.id, { ...event, time: '' }] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** The answers to messages by `source id`: type and codes of their reasons, each once by event id. */
export function answersOf(found: readonly FoundEvent[]): Map<string, string[]> {
  const answers = new Map<string, string[]>();
  const counted = new Set<string>();
  for (const { event } of found) {
    const { data, id, type } = event as Outcome;
    if (data.inReplyTo === undefined || counted.has(id)) continue;
    counted.add(id);
    const key = `${data.inReplyTo.source} ${data.inReplyTo.id}`;
    const codes = (data.reasons ?? []).map(({ code }) => code);
    answers.set(key, [...(answers.get(key) ?? []), [type, ...codes].join(' ')]);
  }
  return answers;
}
