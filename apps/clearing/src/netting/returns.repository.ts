import type { Transaction } from '@reciproca/database';
import { openOutboxBatch } from '@reciproca/messaging';
import { BalanceChanges } from '../ledger/index.js';
import {
  changeOf,
  contestedAfterReturn,
  loadBookedClaims,
  movementsOf,
  writeChanges,
} from '../obligations/index.js';
import { inSettlementOf, isContested } from './in-settlement.js';

/** A decision of the officers as the books see it. */
export interface BatchDecision {
  /** Id of the event: the cause of what is booked. */
  readonly eventId: string;
  readonly settlements: readonly string[];
  /** UTC day of the decision. */
  readonly day: string;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
}

/** Where a settlement stands, in the order in which it may move on. */
const stepsBefore = {
  approved: ['proposed'],
  released: ['proposed', 'approved'],
  rejected: ['proposed', 'approved'],
} as const satisfies Record<string, readonly string[]>;

/** Notes where settlements stand; one that is further already stays there. */
export async function advance(
  transaction: Transaction,
  settlements: readonly string[],
  to: keyof typeof stepsBefore,
): Promise<number[]> {
  const rows = await transaction.query<{ settlement_no: number }>(
    `update settlements set status = $2 where id = any($1) and status = any($3)
     returning settlement_no`,
    [settlements, to, stepsBefore[to]],
  );
  return rows.map((row) => row.settlement_no);
}

/**
 * Takes the claims of rejected settlements out of them again: they are open for the next cycle. A
 * settlement that was returned before is left alone, so the same event twice changes nothing.
 */
export async function returnClaims(
  transaction: Transaction,
  decision: BatchDecision,
): Promise<void> {
  const numbers = await advance(transaction, decision.settlements, 'rejected');
  if (numbers.length === 0) return;
  await transaction.execute(
    `create temporary table returned on commit drop as
     select claim_id, item.account_id, item.introduced_on, item.pay_by, item.amount,
       coalesce(open_items.amount, 0) as open_before,
       (select max(version) from journal where journal.claim_id = item.claim_id) + 1 as version
     from settlement_items as item left join open_items using (claim_id)
     where settlement_no = any($1)`,
    [numbers],
  );
  const batchId = await openOutboxBatch(transaction);
  await transaction.execute(
    `insert into journal (claim_id, batch_id, cause, booked_at, version, day,
       from_bucket, to_bucket, amount, rule)
     select claim_id, $1, $2, $3, version, $4, 'in-settlement', 'open', amount, 'batch rejected'
     from returned`,
    [batchId, decision.eventId, decision.now, decision.day],
  );
  await transaction.execute(
    `insert into open_items (claim_id, account_id, version, introduced_on, pay_by, amount)
     select claim_id, account_id, version, introduced_on, pay_by, amount from returned
     on conflict on constraint pk_open_items do update
       set amount = open_items.amount + excluded.amount, version = excluded.version`,
  );
  await transaction.execute(
    `delete from open_items using returned
     where open_items.claim_id = returned.claim_id and open_items.amount = 0`,
  );
  await transaction.execute(balancesSql, [decision.day, returnStripe]);
  const disputed = await transaction.query<{ claim_id: string }>(
    `select distinct claim_id from returned join contestations using (claim_id)
     where disputed <> 0 order by claim_id`,
  );
  await transaction.execute('drop table returned');
  await contestAfterAll(
    transaction,
    disputed.map((row) => row.claim_id),
    { ...decision, batchId },
  );
}

/** What was disputed in time is contested after all, now that it is open again. */
async function contestAfterAll(
  transaction: Transaction,
  claimIds: readonly string[],
  decision: BatchDecision & { readonly batchId: string },
): Promise<void> {
  const { day, eventId: cause } = decision;
  const claims = await loadBookedClaims(transaction, claimIds);
  const changes = [...claims.values()].map(({ accountId: _, ...claim }) =>
    changeOf(claim, contestedAfterReturn(claim.book), { day, cause, rule: 'batch rejected' }),
  );
  await writeChanges(transaction, changes, {
    batchId: decision.batchId,
    now: decision.now,
    accountOf: ({ claimId }) => claims.get(claimId)?.accountId ?? 0,
  });
  const balances = new BalanceChanges();
  for (const movement of changes.flatMap(movementsOf)) balances.add(movement);
  await balances.write(transaction, returnStripe);
}

/** Returns write balances on a stripe of their own. */
const returnStripe = 101;

/**
 * What comes back may make up for what is to be refunded, so that nothing is left of the claim; one
 * that counted no more because another settlement held the opposite counts again.
 */
const balancesSql = `
  with moved as (
    select creditor_state, debtor_state, currency, bucket, falls_on, part as amount, 0 as claims
    from returned join ledger_accounts using (account_id)
      cross join lateral (values
        ('in-settlement'::bucket, case when amount < 0 then 'infinity' else coalesce(pay_by, 'infinity') end,
          -amount),
        ('open', coalesce(pay_by, 'infinity'),
          greatest(open_before + amount, 0) - greatest(open_before, 0)),
        ('open', 'infinity', least(open_before + amount, 0) - least(open_before, 0)))
        as side (bucket, falls_on, part)
    where part <> 0
    union all
    select creditor_state, debtor_state, currency, 'claimed', coalesce(pay_by, 'infinity'), 0,
      case open_before when 0 then 1 else -1 end
    from (select *, ${inSettlementOf('returned.claim_id')} as held from returned
      where not ${isContested('returned.claim_id')}) as rest
      join ledger_accounts using (account_id)
    where (open_before = 0 and held = -amount) or (open_before = -amount and held = 0))
  insert into balances (creditor, debtor, currency, bucket, falls_on, day, stripe, amount, claims)
  select creditor_state, debtor_state, currency, bucket, falls_on, $1::date, $2::smallint,
    sum(amount), sum(claims)
  from moved group by 1, 2, 3, 4, 5
  on conflict on constraint pk_balances do update
    set amount = balances.amount + excluded.amount, claims = balances.claims + excluded.claims`;
