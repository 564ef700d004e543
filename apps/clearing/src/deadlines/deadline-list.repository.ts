import type { Transaction } from '@reciproca/database';
import { stateOf } from '@reciproca/agreements';
import { unpaidSettlement } from '../netting/index.js';
import { readMonths, unshieldedMonthsOf } from '../statements/index.js';
import { monthDeadlinesOf, withSomethingLeft } from './month-deadlines.repository.js';
import type { BookedDeadline } from './deadline.js';
import { inDisputeOf, openContestation, toPayOf } from './deadline-stakes.js';
import { lastVersion, type DeadlineSource, type InnerPlace } from './deadline-places.js';

/** Whose deadlines are wanted: null is everybody's. */
export interface DeadlineScope {
  /** One of the two States, as the client asks. */
  readonly state: string | null;
  /** A State that must be one of the two, as the client may see. */
  readonly visible: string | null;
}

/** A deadline with its place; null: something was looked at of which nothing is at stake. */
export interface PlacedDeadline {
  readonly place: InnerPlace;
  readonly deadline: BookedDeadline | null;
}

/** Deadlines of one day and source from behind a place on. */
export interface FoundDeadlines {
  readonly found: readonly PlacedDeadline[];
  /** Whether these are all. */
  readonly isAll: boolean;
}

const inScope = `($1::text is null or $1 in (creditor_state, debtor_state))
  and ($2::text is null or $2 in (creditor_state, debtor_state))`;

const settlementInScope = `${unpaidSettlement}
  and ($1::text is null or proposal -> 'states' ? $1)
  and ($2::text is null or proposal -> 'states' ? $2)`;

/** The first day of each account, one look into its index each. */
function firstDaySql({ table, day, where }: Record<'table' | 'day' | 'where', string>): string {
  return `
    select min(day)::text as day
    from ledger_accounts cross join lateral (
      select ${day} as day from ${table}
      where ${table}.account_id = ledger_accounts.account_id and ${day} >= $3 and ${where}
      order by ${day} limit 1) as first
    where ${inScope}`;
}

const firstDays: Readonly<Record<DeadlineSource, string>> = {
  statements: `
    select down_payment_by::text as day
    from statement_months join ledger_accounts using (account_id)
    where down_payment_by >= $3 and down_payment_by < 'infinity' and ${inScope}
    order by down_payment_by limit 1`,
  replies: firstDaySql({ table: 'contestations', day: 'reply_by', where: openContestation }),
  'open-items': firstDaySql({ table: 'open_items', day: 'pay_by', where: 'true' }),
  'settlement-items': `
    select min(day)::text as day
    from settlements cross join lateral (
      select pay_by as day from settlement_items
      where settlement_items.settlement_no = settlements.settlement_no and pay_by >= $3
      order by pay_by limit 1) as first
    where ${settlementInScope}`,
  disputes: firstDaySql({ table: 'contestations', day: 'dispute_ends', where: openContestation }),
};

/**
 * The first day on or after one on which a source holds a deadline; null when there is none. Nothing
 * may be at stake any more of what it finds there.
 */
export async function firstDayOf(
  transaction: Transaction,
  wanted: { readonly source: DeadlineSource; readonly scope: DeadlineScope; readonly from: string },
): Promise<string | null> {
  const { source, scope, from } = wanted;
  const [row] = await transaction.query<{ day: string | null }>(firstDays[source], [
    scope.state,
    scope.visible,
    from,
  ]);
  return row?.day ?? null;
}

/** Which deadlines are wanted: those of one day and source behind a place. */
export interface DayWish {
  readonly source: DeadlineSource;
  readonly scope: DeadlineScope;
  readonly day: string;
  readonly after: InnerPlace;
  readonly limit: number;
}

/** Deadlines of a day, in the order of their places. */
export async function readDay(transaction: Transaction, wish: DayWish): Promise<FoundDeadlines> {
  if (wish.source === 'statements') return readStatements(transaction, wish);
  const { source, scope, day, after, limit } = wish;
  const { kind, sql } = claimSources[source];
  const rows = await transaction.query<ClaimRow>(sql, [
    scope.state,
    scope.visible,
    day,
    after.group,
    after.id,
    ...(source === 'replies' ? [limit, after.version] : [limit]),
  ]);
  const found = rows.map(({ group, id, version, contestation, amount, ...row }): PlacedDeadline => {
    const place = { group, id, version };
    if (amount === null) return { place, deadline: null };
    const stake = contestation === null ? { part: '' } : { part: contestation, contestation };
    return { place, deadline: { ...row, ...stake, kind, amount, on: day, about: id } };
  });
  return { found, isAll: rows.length < limit };
}

interface ClaimRow extends Record<string, unknown> {
  readonly group: string;
  readonly id: string;
  readonly version: string;
  readonly institution: string;
  readonly reference: string;
  readonly instrument: string;
  readonly instrumentPart: string;
  readonly currency: string;
  /** Null where the claim is listed elsewhere. */
  readonly amount: string | null;
  readonly contestation: string | null;
}

type ClaimSource = Exclude<DeadlineSource, 'statements'>;

/** Claims from behind the place on: in the place's own group behind its claim, in later ones all. */
const behindClaim = 'case when ledger_accounts.account_id = $4 then $5::bigint else 0 end';

/** Account by account, as far as the limit goes: what lies behind it is not read. */
function byAccount(inner: string, order = 'claim_id'): string {
  return `
    select account_id as place_group, item.*
    from ledger_accounts cross join lateral (${inner} limit $6) as item
    where account_id >= $4 and ${inScope}
    order by account_id, ${order} limit $6`;
}

function claimsSql(found: string, stake: string): string {
  return `
    select place_group::text as "group", claim_id::text as id, version::text as version,
      creditor as institution, claims.reference, instrument, part as "instrumentPart", currency,
      stake.amount::text as amount, found.contestation
    from (${found}) as found join claims using (claim_id)
      join ledger_accounts on ledger_accounts.account_id = claims.account_id
      cross join lateral (${stake}) as stake
    order by place_group, claim_id, version`;
}

const claimSources: Readonly<
  Record<ClaimSource, { readonly kind: BookedDeadline['kind']; readonly sql: string }>
> = {
  replies: {
    kind: 'replyBy',
    sql: claimsSql(
      byAccount(
        `select claim_id, version, reference as contestation from contestations
        where contestations.account_id = ledger_accounts.account_id and reply_by = $3
          and ${openContestation}
          and (claim_id, version) > (${behindClaim},
            case when ledger_accounts.account_id = $4 then $7::int else 0 end)
        order by claim_id, version`,
        'claim_id, version',
      ),
      `select contested + disputed as amount from contestations
       where contestations.claim_id = found.claim_id
         and contestations.reference = found.contestation`,
    ),
  },
  'open-items': {
    kind: 'payBy',
    sql: claimsSql(
      byAccount(`
        select claim_id, 0 as version, null as contestation from open_items
        where open_items.account_id = ledger_accounts.account_id and pay_by = $3
          and claim_id > ${behindClaim}
        order by claim_id`),
      toPayOf('found'),
    ),
  },
  'settlement-items': {
    kind: 'payBy',
    // What is open too is listed there; what lies in several settlements, in the first one.
    sql: claimsSql(
      `select settlement_no as place_group, item.*
       from settlements cross join lateral (
         select claim_id, 0 as version, null as contestation from settlement_items
         where settlement_items.settlement_no = settlements.settlement_no and pay_by = $3
           and claim_id > case when settlements.settlement_no = $4 then $5::bigint else 0 end
         order by claim_id limit $6) as item
       where settlement_no >= $4 and ${settlementInScope}
       order by settlement_no, claim_id limit $6`,
      `select case when exists (select from open_items where open_items.claim_id = found.claim_id)
           or exists (select from settlement_items join settlements using (settlement_no)
             where settlement_items.claim_id = found.claim_id
               and settlement_no < found.place_group and ${unpaidSettlement})
         then null else (${toPayOf('found')}) end as amount`,
    ),
  },
  disputes: {
    kind: 'disputeEnds',
    sql: claimsSql(
      byAccount(`
        select claim_id, 0 as version, null as contestation from contestations
        where contestations.account_id = ledger_accounts.account_id and dispute_ends = $3
          and ${openContestation} and claim_id > ${behindClaim}
        group by claim_id order by claim_id`),
      inDisputeOf('found'),
    ),
  },
};

const statementsSql = `
  select distinct statement_id as id
  from statement_months join ledger_accounts using (account_id)
  where down_payment_by = $3 and statement_id >= $4::int and ${inScope}
  order by statement_id limit $5`;

async function readStatements(
  transaction: Transaction,
  { scope, day, after, limit }: DayWish,
): Promise<FoundDeadlines> {
  const rows = await transaction.query<{ id: number }>(statementsSql, [
    scope.state,
    scope.visible,
    day,
    after.id,
    // One more, since the first one may have been read already.
    limit + 1,
  ]);
  const ids = rows.map(({ id }) => id);
  const candidates = [...(await readMonths(transaction, ids))].flatMap(([id, stored]) =>
    monthDeadlinesOf(
      { id, name: stored.name },
      unshieldedMonthsOf(stored).filter(
        ({ downPaymentBy, debtorState }) =>
          downPaymentBy === day && isSeen(scope, [stateOf(stored.name.institution), debtorState]),
      ),
    ).map((deadline, index) => ({ id, version: index + 1, deadline })),
  );
  const left = new Set(
    await withSomethingLeft(
      transaction,
      candidates.map(({ deadline }) => deadline),
    ),
  );
  const found = candidates
    .filter(
      ({ id, version }) => String(id) !== after.id || version > Number.parseInt(after.version, 10),
    )
    .map(({ id, version, deadline }): PlacedDeadline => ({
      place: { group: '0', id: String(id), version: String(version) },
      deadline: left.has(deadline) ? deadline : null,
    }));
  const last = ids.at(-1);
  const end = { group: '0', id: String(last), version: lastVersion };
  return {
    found: last === undefined ? found : [...found, { place: end, deadline: null }],
    isAll: rows.length <= limit,
  };
}

function isSeen({ state, visible }: DeadlineScope, states: readonly string[]): boolean {
  return [state, visible].every((wanted) => wanted === null || states.includes(wanted));
}
