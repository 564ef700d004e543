import type { CopyValue, Transaction } from '@reciproca/database';
import { accountKeyOf, type LedgerAccount } from '../ledger/index.js';
import type { IntroducedClaim, StoredAnswer, SubjectState } from './admission.js';
import type { IntroducedData } from './arrival.js';

/** What the database knows about a batch's messages, subjects and fingerprints. */
export interface Known {
  readonly answers: Map<string, StoredAnswer[]>;
  readonly subjects: Map<string, SubjectState>;
  readonly twins: Map<string, string[]>;
}

/** Keys to look up; each list without repeats. */
export interface Wanted {
  readonly messageKeys: readonly string[];
  readonly subjects: readonly string[];
  /** Fingerprints of all claims of the batch that may be introduced. */
  readonly fingerprints: readonly string[];
  /** Content hashes by subject: where they agree, the first introduction is loaded. */
  readonly contents: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads what a batch is decided on, in four statements whatever its size. */
export async function loadKnown(transaction: Transaction, wanted: Wanted): Promise<Known> {
  const answers = await loadAnswers(transaction, wanted.messageKeys);
  const twins = await loadTwins(transaction, wanted.fingerprints);
  const subjects = await loadSubjects(transaction, [
    ...new Set([...wanted.subjects, ...[...twins.values()].flat()]),
  ]);
  await loadIntroductions(transaction, subjects, wanted.contents);
  return { answers, subjects, twins };
}

async function loadAnswers(
  transaction: Transaction,
  messageKeys: readonly string[],
): Promise<Map<string, StoredAnswer[]>> {
  const rows = await transaction.query<{
    message_key: string;
    variant: number;
    content_hash: string;
  }>(
    `select message_key, variant, content_hash from outbox
     where message_key = any($1::uuid[]) and content_hash is not null order by variant`,
    [messageKeys],
  );
  const answers = new Map<string, StoredAnswer[]>();
  for (const row of rows) {
    const stored = answers.get(row.message_key) ?? [];
    stored.push({ variant: row.variant, contentHash: row.content_hash });
    answers.set(row.message_key, stored);
  }
  return answers;
}

async function loadSubjects(
  transaction: Transaction,
  subjects: readonly string[],
): Promise<Map<string, SubjectState>> {
  const rows = await transaction.query<{
    subject: string;
    sequence: number;
    content_hash: string | null;
  }>(
    `select told.subject, told.sequence, claims.content_hash
     from (select subject, max(sequence) as sequence, max(about) as about from outbox
           where subject = any($1) group by subject) as told
     left join claims on claims.claim_id = told.about`,
    [subjects],
  );
  return new Map(
    rows.map((row) => [
      row.subject,
      {
        sequence: row.sequence,
        claim:
          row.content_hash === null ? null : { contentHash: row.content_hash, introduced: null },
      },
    ]),
  );
}

async function loadTwins(
  transaction: Transaction,
  fingerprints: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await transaction.query<{ fingerprint: string; subject: string }>(
    `select fingerprint, creditor || '/' || reference as subject
     from claims join ledger_accounts using (account_id)
     where fingerprint = any($1::uuid[]) order by fingerprint, twin`,
    [fingerprints],
  );
  const twins = new Map<string, string[]>();
  for (const row of rows) {
    const subjects = twins.get(row.fingerprint) ?? [];
    subjects.push(row.subject);
    twins.set(row.fingerprint, subjects);
  }
  return twins;
}

/** Fills in the first introduction where the batch says the same about the same claim again. */
async function loadIntroductions(
  transaction: Transaction,
  subjects: Map<string, SubjectState>,
  contents: Wanted['contents'],
): Promise<void> {
  const again = [...subjects]
    .filter(([subject, { claim }]) => claim && contents.get(subject)?.has(claim.contentHash))
    .map(([subject]) => subject);
  if (again.length === 0) return;
  const rows = await transaction.query<{ subject: string; event: string; content_hash: string }>(
    `select subject, event, content_hash from outbox
     where subject = any($1) and about is not null`,
    [again],
  );
  for (const row of rows) {
    const { data } = JSON.parse(row.event) as { data: IntroducedData };
    const known = subjects.get(row.subject);
    if (known) known.claim = { contentHash: row.content_hash, introduced: data };
  }
}

/** What every row of a batch shares. */
export interface Booking {
  readonly batchId: string;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
  readonly referenceVersion: number;
  /** Ledger account of each claim, by {@link accountKeyOf}. */
  readonly accounts: ReadonlyMap<string, number>;
}

const claimColumns = [
  'claim_id',
  'account_id',
  'twin',
  'recorded_on',
  'introduced_on',
  'message_day',
  'institution_known_on',
  'care_from',
  'care_to',
  'down_payment_by',
  'pay_by',
  'dispute_ends',
  'reference_version',
  'content_hash',
  'fingerprint',
  'reference',
  'statement',
  'basis',
  'entitlement',
  'care_type',
  'person',
  'total',
] as const;

/** Writes introduced claims with their first journal entry and open item, by COPY. */
export async function writeClaims(
  transaction: Transaction,
  claims: readonly IntroducedClaim[],
  booking: Booking,
): Promise<void> {
  await transaction.copy({
    table: 'claims',
    columns: claimColumns,
    rows: claims.map((claim) => claimRow(claim, booking)),
  });
  await transaction.copy({
    table: 'journal',
    columns: [
      'claim_id',
      'batch_id',
      'cause',
      'booked_at',
      'version',
      'day',
      'from_bucket',
      'to_bucket',
      'amount',
      'rule',
    ],
    rows: claims.map((claim) => journalRow(claim, booking)),
  });
  await transaction.copy({
    table: 'open_items',
    columns: ['claim_id', 'account_id', 'version', 'introduced_on', 'pay_by', 'amount'],
    rows: claims.map((claim) => openItemRow(claim, booking)),
  });
}

/** The ledger account that a claim is booked on. */
export function ledgerAccountOf(data: IntroducedData): LedgerAccount {
  return {
    creditor: data.claim.institution,
    debtor: data.debtor,
    instrument: data.instrument,
    currency: data.total.currency,
  };
}

function accountOf(claim: IntroducedClaim, booking: Booking): number {
  const account = booking.accounts.get(accountKeyOf(ledgerAccountOf(claim.data)));
  if (account === undefined) throw new Error('a claim is booked without its ledger account');
  return account;
}

function claimRow(claim: IntroducedClaim, booking: Booking): CopyValue[] {
  const { data, submitted } = claim;
  return [
    claim.claimId,
    accountOf(claim, booking),
    claim.twin,
    data.recordedOn,
    data.introducedOn,
    claim.messageDay,
    submitted.competentInstitutionKnownOn ?? null,
    data.care?.from ?? null,
    data.care?.to ?? null,
    data.due.downPaymentBy,
    data.due.payBy,
    data.due.disputeEnds,
    booking.referenceVersion,
    claim.arrival.contentHash,
    claim.arrival.fingerprint,
    data.claim.reference,
    data.claim.statement,
    data.basis,
    data.entitlement,
    data.care?.type ?? null,
    data.person,
    data.total.amount,
  ];
}

function journalRow(claim: IntroducedClaim, booking: Booking): CopyValue[] {
  return [
    claim.claimId,
    booking.batchId,
    claim.cause,
    booking.now,
    1,
    claim.data.introducedOn,
    'claimed',
    'open',
    claim.data.total.amount,
    claim.rule,
  ];
}

function openItemRow(claim: IntroducedClaim, booking: Booking): CopyValue[] {
  return [
    claim.claimId,
    accountOf(claim, booking),
    1,
    claim.data.introducedOn,
    claim.data.due.payBy,
    claim.data.total.amount,
  ];
}
