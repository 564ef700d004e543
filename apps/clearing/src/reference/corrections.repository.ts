import type { Transaction } from '@reciproca/database';
import type { FixedAmountClaim } from './corrections.js';

/** Which claims are looked at. */
export interface FixedAmountQuery {
  /** States whose averages they go by. */
  readonly states: readonly string[];
  /** A State that must be creditor or debtor, as the client may see; null: every one. */
  readonly visible: string | null;
  /** Claims after this one. */
  readonly after: string;
  readonly limit: number;
}

/**
 * Introduced claims for fixed amounts in the order of their ids. What they are for stands in the
 * event that introduced them; it is looked up for those that were chosen alone, which `offset 0`
 * keeps the planner from turning round.
 */
export function readFixedAmountClaims(
  transaction: Pick<Transaction, 'query'>,
  query: FixedAmountQuery,
): Promise<FixedAmountClaim[]> {
  return transaction.query<FixedAmountClaim & Record<string, unknown>>(
    `select claim_id as "claimId", creditor, debtor, instrument, currency, reference, statement,
       recorded_on::text as "recordedOn", introduced_on::text as "introducedOn",
       message_day::text as "messageDay", institution_known_on::text as "institutionKnownOn",
       total::text as total, told.fixed as "fixedAmount"
     from (select * from claims join ledger_accounts using (account_id)
         where basis = 'fixed-amount' and claim_id > $1 and creditor_state = any($2)
           and ($3::text is null or $3 in (creditor_state, debtor_state))
         order by claim_id limit $4) as chosen
       join statements using (statement_id)
       cross join lateral (select event::json #> '{data,fixedAmount}' as fixed from outbox
         where subject = creditor || '/' || reference and about = claim_id offset 0) as told
     order by claim_id`,
    [query.after, query.states, query.visible, query.limit],
  );
}
