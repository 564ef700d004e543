import type { Transaction } from '@reciproca/database';
import type { BucketSums } from '../ledger/index.js';
import type { HistoryRow, JournalStep } from './claim-history.js';
import type { ClaimSettlement, RejectedRow, StoredClaim } from './claim-view.js';

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

/** The introduced claim of a subject with the event that introduced it. */
export async function findIntroduced(
  transaction: Transaction,
  subject: string,
): Promise<(ClaimRow & { readonly event: string }) | undefined> {
  const [row] = await transaction.query<ClaimRow & { event: string }>(
    `select ${claimColumns}, told.event
     from outbox as told join claims on claims.claim_id = told.about
       join ledger_accounts using (account_id) join statements using (statement_id)
     where told.subject = $1 and told.about is not null`,
    [subject],
  );
  return row;
}

/** Introduced claims by their ids, with the events that introduced them. */
export function findIntroducedByIds(
  transaction: Transaction,
  claimIds: readonly string[],
): Promise<(ClaimRow & { readonly event: string })[]> {
  return transaction.query<ClaimRow & { event: string }>(
    `select ${claimColumns}, told.event
     from claims join ledger_accounts using (account_id) join statements using (statement_id)
       join outbox as told on told.subject = creditor || '/' || reference
         and told.about = claims.claim_id
     where claims.claim_id = any($1)`,
    [claimIds],
  );
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

/** The `source` of what settlement says. */
const settlementSource = 'urn:reciproca:settlement';

/**
 * Every event that concerns a claim, in the order in which it was booked: what was said about it,
 * and what moved it in the journal later. A move into settlement has its event in the outbox under
 * the cycle; a move back was caused by the officers' rejection, of which the journal keeps the id.
 * What a close pays in advance it books before it takes the rest.
 *
 * @param claim `claimId`: null when it was never introduced, then nothing moved it
 */
export function readHistory(
  transaction: Transaction,
  claim: { readonly subject: string; readonly claimId: string | null },
): Promise<HistoryRow[]> {
  return transaction.query<HistoryRow & Record<string, unknown>>(
    `select envelope ->> 'time' as at, envelope ->> 'type' as type, envelope ->> 'id' as id,
       envelope ->> 'source' as source, envelope -> 'data' as data, moved::text as moved,
       day::text as day
     from (
       select batch_id, 0 as rank, sequence as place, event::json as envelope,
         null::numeric as moved, null::date as day
       from outbox where subject = $1
       union all
       select journal.batch_id, 1, version, event::json, amount, day
       from journal join outbox on message_key = cause and variant = 0
       where claim_id = $2 and from_bucket = 'open' and to_bucket = 'in-settlement'
       union all
       select batch_id, 1, version, json_build_object('time',
         to_char(booked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'type', 'batch.rejected.v1', 'id', cause, 'source', $3::text), amount, day
       from journal
       where claim_id = $2 and from_bucket = 'in-settlement' and to_bucket = 'open'
     ) as told
     order by batch_id, rank, place`,
    [claim.subject, claim.claimId, settlementSource],
  );
}

/** What the journal holds of a claim, in its order. */
export function readSteps(transaction: Transaction, claimId: string): Promise<JournalStep[]> {
  return transaction.query<JournalStep & Record<string, unknown>>(
    `select cause, from_bucket as "from", to_bucket as "to", amount::text as amount
     from journal where claim_id = $1 order by version`,
    [claimId],
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
       join statements using (statement_id)
     where claims.claim_id > $1 and account_id = any($2::int[])
       and ($3::date is null or coalesce(pay_by, introduced_on) < $3)
     order by claims.claim_id limit $4`,
    [given.after, given.accounts, given.dueBefore, given.limit],
  );
}

/**
 * Rejected claims that were never introduced, by subject, each with its latest rejection. The debtor
 * is the one of that rejection; where it could not be read the claim is its creditor's alone.
 */
export function readRejected(
  transaction: Transaction,
  given: {
    /** A State or an institution. */
    readonly creditor: string | null;
    readonly debtor: string | null;
    readonly visible: string | null;
    readonly after: string;
    readonly limit: number;
  },
): Promise<RejectedRow[]> {
  return transaction.query<RejectedRow & Record<string, unknown>>(
    `select subject, event
     from (select distinct on (subject collate "C") subject, event,
             event::json #>> '{data,debtor}' as debtor
           from outbox as rejected
           where type = 'claim.rejected.v1' and subject collate "C" > $1
             and ($2::text is null or $2 in (left(subject, 2), split_part(subject, '/', 1)))
             and not exists (select from outbox as told
               where told.subject = rejected.subject and told.about is not null)
           order by subject collate "C", sequence desc) as latest
     where ($3::text is null or $3 in (left(debtor, 2), debtor))
       and ($4::text is null or $4 in (left(subject, 2), left(debtor, 2)))
     order by subject collate "C" limit $5`,
    [given.after, given.creditor, given.debtor, given.visible, given.limit],
  );
}
