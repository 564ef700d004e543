import type { Transaction } from '@reciproca/database';
import type { BucketSums } from '../ledger/index.js';
import type { ClaimHistory, ClaimSettlement, RejectedRow, StoredClaim } from './claim-view.js';

/** The columns of a claim with its account and what the journal holds of it; days as text. */
const claimColumns = `
  claims.claim_id as "claimId", creditor, debtor, instrument, currency, reference, statement,
  introduced_on::text as "introducedOn", message_day::text as "messageDay",
  institution_known_on::text as "institutionKnownOn", reference_version as "referenceVersion",
  down_payment_by::text as "downPaymentBy", pay_by::text as "payBy",
  dispute_ends::text as "disputeEnds",
  (select json_object_agg(bucket, amount)
   from (select bucket, sum(amount)::text as amount
         from (select to_bucket as bucket, amount from journal
               where journal.claim_id = claims.claim_id
               union all
               select from_bucket, -amount from journal
               where journal.claim_id = claims.claim_id) as moved
         group by bucket) as sums) as buckets`;

type ClaimRow = StoredClaim & { readonly claimId: string; readonly buckets: BucketSums };

/** Makes everything the transaction reads from here on one state of the books. */
export async function readOneState(transaction: Transaction): Promise<void> {
  await transaction.execute('set transaction isolation level repeatable read, read only');
}

/** The introduced claim of a subject with the event that introduced it. */
export async function findIntroduced(
  transaction: Transaction,
  subject: string,
): Promise<(ClaimRow & { readonly event: string }) | undefined> {
  const [row] = await transaction.query<ClaimRow & { event: string }>(
    `select ${claimColumns}, told.event
     from outbox as told join claims on claims.claim_id = told.about
       join ledger_accounts using (account_id)
     where told.subject = $1 and told.about is not null`,
    [subject],
  );
  return row;
}

/** The latest rejection of a subject. */
export async function findRejected(
  transaction: Transaction,
  subject: string,
): Promise<RejectedRow | undefined> {
  const [row] = await transaction.query<RejectedRow>(
    `select subject, event from outbox
     where subject = $1 and type = 'claim.rejected.v1' order by sequence desc limit 1`,
    [subject],
  );
  return row;
}

/** Every event about a subject, in the order in which they left. */
export function readHistory(transaction: Transaction, subject: string): Promise<ClaimHistory[]> {
  return transaction.query<ClaimHistory & Record<string, unknown>>(
    `select envelope ->> 'time' as at, envelope ->> 'type' as type, envelope ->> 'id' as id,
       envelope ->> 'source' as source
     from (select sequence, event::json as envelope from outbox where subject = $1) as told
     order by sequence`,
    [subject],
  );
}

/** The settlements that a claim is or was in, oldest first. */
export function readSettlements(
  transaction: Transaction,
  claimId: string,
): Promise<ClaimSettlement[]> {
  return transaction.query<ClaimSettlement & Record<string, unknown>>(
    `select id as settlement, amount::text as amount, status
     from settlement_items join settlements using (settlement_no)
     where claim_id = $1 order by settlement_no`,
    [claimId],
  );
}

/** Which claims a list holds. */
export interface ClaimQuery {
  /** A State or an institution. */
  readonly creditor: string | null;
  readonly debtor: string | null;
  /** Due before this day: by the day to pay by, without one by the day of introduction. */
  readonly dueBefore: string | null;
  /** A State that must be creditor or debtor, as the client may see; null: every one. */
  readonly visible: string | null;
}

/** Ledger accounts whose claims a list may hold. */
export async function findAccounts(
  transaction: Transaction,
  { creditor, debtor, visible }: ClaimQuery,
): Promise<number[]> {
  const rows = await transaction.query<{ account_id: number }>(
    `select account_id from ledger_accounts
     where ($1::text is null or $1 in (creditor, creditor_state))
       and ($2::text is null or $2 in (debtor, debtor_state))
       and ($3::text is null or $3 in (creditor_state, debtor_state))`,
    [creditor, debtor, visible],
  );
  return rows.map((row) => row.account_id);
}

/** Introduced claims of accounts in the order of their ids, from after one of them. */
export function readClaims(
  transaction: Transaction,
  given: {
    readonly accounts: readonly number[];
    readonly dueBefore: string | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<ClaimRow[]> {
  return transaction.query<ClaimRow & Record<string, unknown>>(
    `select ${claimColumns} from claims join ledger_accounts using (account_id)
     where claims.claim_id > $1 and account_id = any($2::int[])
       and ($3::date is null or coalesce(pay_by, introduced_on) < $3)
     order by claims.claim_id limit $4`,
    [given.after, given.accounts, given.dueBefore, given.limit],
  );
}

/** Rejected claims that were never introduced, by subject, each with its latest rejection. */
export function readRejected(
  transaction: Transaction,
  given: {
    /** A State or an institution. */
    readonly creditor: string | null;
    readonly visible: string | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<RejectedRow[]> {
  return transaction.query<RejectedRow & Record<string, unknown>>(
    `select distinct on (subject collate "C") subject, event from outbox as rejected
     where type = 'claim.rejected.v1' and subject collate "C" > $1
       and ($2::text is null or $2 in (left(subject, 2), split_part(subject, '/', 1)))
       and ($3::text is null or left(subject, 2) = $3)
       and not exists (select from outbox as told
         where told.subject = rejected.subject and told.about is not null)
     order by subject collate "C", sequence desc limit $4`,
    [given.after, given.creditor, given.visible, given.limit],
  );
}
