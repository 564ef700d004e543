import type { DeadlineKind } from '@reciproca/agreements';
import type { Transaction } from '@reciproca/database';
import { unpaidSettlement } from '../netting/index.js';
import { readMonths, unshieldedMonthsOf } from '../statements/index.js';
import type { DeadlineSource } from './deadline-places.js';
import { inDisputeOf, openContestation, toPayOf } from './deadline-stakes.js';
import { walkIndexes } from './walk-indexes.repository.js';
import { horizonOf, type DueDeadline, type Notice, type RunDays } from './deadline-notices.js';
import { monthDeadlinesOf, withSomethingLeft } from './month-deadlines.repository.js';

/** Behind which a run goes on. */
export interface RunPlace {
  /** Claim or statement, a decimal string. */
  readonly id: string;
  /** The number of a settlement, the reference of a contestation, or nothing. */
  readonly within: string;
}

/** What a run finds behind a place. */
export interface DueBatch {
  readonly deadlines: readonly DueDeadline[];
  /** Where to go on; null when there is nothing behind it. */
  readonly next: RunPlace | null;
}

/** Which deadlines a run looks for. */
export interface DueWish {
  readonly source: DeadlineSource;
  readonly days: RunDays;
  readonly after: RunPlace;
  readonly limit: number;
}

/**
 * Lets one run after the other work, over all processes: what one has said the next one sees. It is
 * given back with the transaction, also when its process dies.
 */
export async function lockRuns(transaction: Transaction): Promise<void> {
  await transaction.execute(`select pg_advisory_xact_lock(hashtext('clearing:deadlines'))`);
  await walkIndexes(transaction);
}

/** Deadlines of which something is still to be said, behind a place; some may be at stake no more. */
export async function readDue(transaction: Transaction, wish: DueWish): Promise<DueBatch> {
  if (wish.source === 'statements') return readDueMonths(transaction, wish);
  const { source, days, after, limit } = wish;
  const rows = await transaction.query<DueRow>(claimSources[source], [
    days.until,
    horizonOf(days),
    limit,
    after.id,
    after.within,
  ]);
  const last = rows.at(-1);
  return {
    deadlines: rows.map(({ within: _, contestation, ...row }) =>
      contestation === null ? row : { ...row, contestation },
    ),
    next:
      last === undefined || rows.length < limit ? null : { id: last.about, within: last.within },
  };
}

type DueRow = Omit<DueDeadline, 'contestation' | 'month'> & {
  readonly within: string;
  readonly contestation: string | null;
} & Record<string, unknown>;

/** Which rows of a source a run looks at: claim, day, part (or nothing) and where they lie. */
interface DueRows {
  readonly kind: DeadlineKind;
  /** Rows of claim_id, day, part and within. */
  readonly rows: string;
  /** In which they are walked. */
  readonly order: string;
  readonly stake: string;
}

/**
 * What is said last is looked for: whose passing was said, that was announced before, if only in the
 * same breath. `offset 0` keeps it a look into the index for each row: joined, the planner would take
 * notices that were just written for none.
 */
function dueSql({ kind, rows, order, stake }: DueRows): string {
  const wasSaid = (what: string): string => `exists (select from deadline_notices as notice
    where notice.about = due.claim_id and notice.kind = '${kind}' and notice.part = due.part
      and notice.said = ${what} offset 0)`;
  return `
    select '${kind}' as kind, due.day::text as "on", due.claim_id::text as about, due.part,
      creditor as institution, claims.reference, stake.amount::text as amount, currency,
      instrument, claims.part as "instrumentPart", nullif(due.part, '') as contestation,
      due.within::text as within,
      ${wasSaid(`'approaching'`)} as "isAnnounced",
      coalesce((select max(sequence) from outbox
        where subject = creditor || '/' || claims.reference), 0) as sequence
    from (
      select * from (${rows}) as due
      where not ${wasSaid(`case when due.day < $1::date then 'passed' else 'approaching' end`)}
      order by ${order} limit $3) as due
      join claims using (claim_id)
      join ledger_accounts on ledger_accounts.account_id = claims.account_id
      cross join lateral (${stake}) as stake
    order by ${order}`;
}

const claimSources: Readonly<Record<Exclude<DeadlineSource, 'statements'>, string>> = {
  replies: dueSql({
    kind: 'replyBy',
    rows: `
      select claim_id, reply_by as day, reference as part, reference as within
      from contestations
      where ${openContestation} and reply_by <= $2::date
        and (claim_id, reference) > ($4::bigint, $5::text)`,
    order: 'claim_id, within',
    stake: `select contested + disputed as amount from contestations
      where contestations.claim_id = due.claim_id and contestations.reference = due.part`,
  }),
  'open-items': dueSql({
    kind: 'payBy',
    rows: `
      select claim_id, pay_by as day, '' as part, $5::text as within
      from open_items where pay_by <= $2::date and claim_id > $4::bigint`,
    order: 'claim_id',
    stake: toPayOf('due'),
  }),
  'settlement-items': dueSql({
    kind: 'payBy',
    rows: `
      select claim_id, pay_by as day, '' as part, settlement_no as within
      from settlements join settlement_items using (settlement_no)
      where ${unpaidSettlement} and pay_by <= $2::date
        and (settlement_no, claim_id) > ($5::int, $4::bigint)`,
    order: 'within, claim_id',
    stake: toPayOf('due'),
  }),
  disputes: dueSql({
    kind: 'disputeEnds',
    rows: `
      select claim_id, min(dispute_ends) as day, '' as part, $5::text as within
      from contestations
      where ${openContestation} and dispute_ends <= $2::date and claim_id > $4::bigint
      group by claim_id`,
    order: 'claim_id',
    stake: inDisputeOf('due'),
  }),
};

/** Where each walk begins. */
export const beginnings: Readonly<Record<DeadlineSource, RunPlace>> = {
  statements: { id: '0', within: '' },
  replies: { id: '0', within: '' },
  'open-items': { id: '0', within: '' },
  'settlement-items': { id: '0', within: '0' },
  disputes: { id: '0', within: '' },
};

async function readDueMonths(
  transaction: Transaction,
  { days, after, limit }: DueWish,
): Promise<DueBatch> {
  const rows = await transaction.query<{ id: number }>(
    `select distinct statement_id as id from statement_months
     where down_payment_by <= $1::date and statement_id > $2::int
     order by statement_id limit $3`,
    [horizonOf(days), after.id, limit],
  );
  const ids = rows.map(({ id }) => id);
  const months = [...(await readMonths(transaction, ids))].flatMap(([id, stored]) =>
    monthDeadlinesOf(
      { id, name: stored.name },
      unshieldedMonthsOf(stored).filter(({ downPaymentBy }) => downPaymentBy <= horizonOf(days)),
    ),
  );
  const said = await saidOfStatements(transaction, ids);
  const open = months.filter(
    ({ about, part, on }) =>
      !said.has(`${about} ${part} ${on < days.until ? 'passed' : 'approaching'}`),
  );
  const left = await withSomethingLeft(transaction, open);
  const sequences = await sequencesOf(transaction, ids);
  const last = ids.at(-1);
  return {
    deadlines: left.map((deadline) => ({
      ...deadline,
      isAnnounced: said.has(`${deadline.about} ${deadline.part} approaching`),
      sequence: sequences.get(deadline.about) ?? 0,
    })),
    next: last === undefined || ids.length < limit ? null : { id: String(last), within: '' },
  };
}

async function saidOfStatements(
  transaction: Transaction,
  ids: readonly number[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ notice: string }>(
    `select about || ' ' || part || ' ' || said as notice from deadline_notices
     where about = any($1::bigint[]) and kind = 'downPaymentBy'`,
    [ids],
  );
  return new Set(rows.map(({ notice }) => notice));
}

async function sequencesOf(
  transaction: Transaction,
  ids: readonly number[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ id: string; sequence: number }>(
    `select statement_id::text as id,
       coalesce((select max(sequence) from outbox
         where subject = institution || '/' || statement), 0) as sequence
     from statements where statement_id = any($1::int[])`,
    [ids],
  );
  return new Map(rows.map(({ id, sequence }) => [id, sequence]));
}

/** Keeps what was said; a second time is a conflict. */
export async function writeNotices(
  transaction: Transaction,
  notices: readonly Notice[],
): Promise<void> {
  await transaction.copy({
    table: 'deadline_notices',
    columns: ['about', 'kind', 'part', 'said'],
    rows: notices.map(({ about, kind, part, said }) => [about, kind, part, said]),
  });
}

/** Whether clearing by itself has said everything of a day. */
export async function isDayDone(from: Pick<Transaction, 'query'>, day: string): Promise<boolean> {
  return (await from.query('select from deadline_days where day = $1', [day])).length > 0;
}

/** Keeps that it has. */
export async function markDayDone(
  to: Pick<Transaction, 'query'>,
  given: {
    readonly day: string;
    readonly approaching: number;
    readonly passed: number;
    readonly now: string;
  },
): Promise<void> {
  await to.query(
    `insert into deadline_days (day, approaching, passed, done_at) values ($1, $2, $3, $4)
     on conflict on constraint pk_deadline_days do nothing`,
    [given.day, given.approaching, given.passed, given.now],
  );
}
