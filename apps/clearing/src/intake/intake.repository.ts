import type { CopyValue, Transaction } from '@reciproca/database';
import { accountKeyOf, type LedgerAccount } from '../ledger/index.js';
import type { IntroducedClaim, IntroducedData, KnownClaim } from '../claims/index.js';
import { recordKeyOf, type Arrival, type StoredAnswer } from '../messages/index.js';
import type { StatementName } from '../statements/index.js';

/** What the database knows about a batch's messages, subjects and fingerprints. */
export interface Known {
  readonly answers: Map<string, StoredAnswer[]>;
  readonly sequences: Map<string, number>;
  /** Introduced claims by subject. */
  readonly claims: Map<string, KnownClaim>;
  /** Their ids, decimal strings, by subject. */
  readonly claimIds: Map<string, string>;
  readonly twins: Map<string, string[]>;
  /** What was answered before under its subject, by {@link recordKeyOf}. */
  readonly said: Set<string>;
}

/** Keys to look up; each list without repeats. */
export interface Wanted {
  /** Empty unless messages under other subjects are to be found too. */
  readonly messageKeys: readonly string[];
  readonly subjects: readonly string[];
  /** Fingerprints whose earlier bearers are to be found. */
  readonly fingerprints: readonly string[];
  /** What is said of each subject: where it was said before, the first introduction is loaded. */
  readonly contents: readonly Pick<Arrival, 'subject' | 'contentHash'>[];
}

/**
 * Reads what a batch is decided on. A first attempt looks up the subjects alone: a message said
 * before stands under its subject, and what hides elsewhere (the same id under another subject, an
 * earlier bill for the same care) meets a unique constraint. After such a conflict all is read.
 */
export async function loadKnown(transaction: Transaction, wanted: Wanted): Promise<Known> {
  const twins = await loadTwins(transaction, wanted.fingerprints);
  const told = await loadTold(transaction, {
    messageKeys: wanted.messageKeys,
    subjects: [...new Set([...wanted.subjects, ...[...twins.values()].flat()])],
  });
  const known = {
    answers: new Map<string, StoredAnswer[]>(),
    sequences: new Map<string, number>(),
    claims: new Map<string, KnownClaim>(),
    claimIds: new Map<string, string>(),
    said: new Set<string>(),
  };
  for (const row of told) {
    noteAnswer(known, row);
    noteSubject(known, row);
  }
  await loadIntroductions(transaction, known.claims, wanted.contents);
  return { ...known, twins };
}

interface ToldRow {
  readonly subject: string;
  readonly message_key: string;
  readonly variant: number;
  readonly content_hash: string | null;
  readonly sequence: number;
  readonly about: string | null;
}

const toldColumns = 'subject, message_key, variant, content_hash, sequence, about';

/**
 * One look into an index per wanted key. `= any(…)` with thousands of keys makes the planner read the
 * whole table instead, batch after batch, once it holds some ten thousand rows; `offset 0` keeps it
 * from turning this form into that one.
 */
function lookUp(rows: { readonly columns: string; readonly from: string; readonly where: string }) {
  const { columns, from, where } = rows;
  return `from unnest($1::text[]) as wanted (key)
    cross join lateral (select ${columns} from ${from} where ${where} offset 0) as found`;
}

async function loadTold(
  transaction: Transaction,
  keys: Pick<Wanted, 'messageKeys' | 'subjects'>,
): Promise<ToldRow[]> {
  const bySubject = await transaction.query<ToldRow>(
    `select found.* ${lookUp({ columns: toldColumns, from: 'outbox', where: 'subject = wanted.key' })}`,
    [keys.subjects],
  );
  if (keys.messageKeys.length === 0) return bySubject;
  const byMessage = await transaction.query<ToldRow>(
    `select found.* ${lookUp({ columns: toldColumns, from: 'outbox', where: 'message_key = wanted.key::uuid' })}
     where not exists (select from unnest($2::text[]) as known (subject)
       where known.subject = found.subject)`,
    [keys.messageKeys, keys.subjects],
  );
  // A message under another subject says nothing about this batch's subjects but that it was said.
  return [...bySubject, ...byMessage.map((row) => ({ ...row, sequence: 0, about: null }))];
}

function noteAnswer({ answers, said }: Pick<Known, 'answers' | 'said'>, row: ToldRow): void {
  if (row.content_hash === null) return;
  said.add(recordKeyOf({ subject: row.subject, contentHash: row.content_hash }));
  const stored = answers.get(row.message_key) ?? [];
  stored.push({ variant: row.variant, contentHash: row.content_hash });
  answers.set(row.message_key, stored);
}

function noteSubject(known: Pick<Known, 'sequences' | 'claims' | 'claimIds'>, row: ToldRow): void {
  const { subject, sequence, about, content_hash: contentHash } = row;
  if (sequence === 0) return;
  known.sequences.set(subject, Math.max(known.sequences.get(subject) ?? 0, sequence));
  if (about === null || contentHash === null) return;
  known.claims.set(subject, { contentHash, introduced: null });
  known.claimIds.set(subject, about);
}

async function loadTwins(
  transaction: Transaction,
  fingerprints: readonly string[],
): Promise<Map<string, string[]>> {
  if (fingerprints.length === 0) return new Map();
  const rows = await transaction.query<{ fingerprint: string; subject: string }>(
    `select fingerprint, creditor || '/' || reference as subject
     ${lookUp({ columns: 'fingerprint, twin, account_id, reference', from: 'claims', where: 'fingerprint = wanted.key::uuid' })}
       join ledger_accounts using (account_id)
     order by fingerprint, twin`,
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
  claims: Map<string, KnownClaim>,
  contents: Wanted['contents'],
): Promise<void> {
  const again = contents
    .filter(({ subject, contentHash }) => claims.get(subject)?.contentHash === contentHash)
    .map(({ subject }) => subject);
  if (again.length === 0) return;
  const rows = await transaction.query<{ subject: string; event: string; content_hash: string }>(
    `select found.* ${lookUp({
      columns: 'subject, event, content_hash',
      from: 'outbox',
      where: 'subject = wanted.key and about is not null',
    })}`,
    [[...new Set(again)]],
  );
  for (const row of rows) {
    const { data } = JSON.parse(row.event) as { data: IntroducedData };
    claims.set(row.subject, { contentHash: row.content_hash, introduced: data });
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
  /** Number of a claim's statement. */
  readonly statementOf: (name: StatementName) => number;
}

const claimColumns = [
  'claim_id',
  'account_id',
  'statement_id',
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
  'basis',
  'part',
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

/** The number of the ledger account that a claim is booked on. */
export function claimAccountOf(claim: IntroducedClaim, booking: Pick<Booking, 'accounts'>): number {
  const account = booking.accounts.get(accountKeyOf(ledgerAccountOf(claim.data)));
  if (account === undefined) throw new Error('a claim is booked without its ledger account');
  return account;
}

function claimRow(claim: IntroducedClaim, booking: Booking): CopyValue[] {
  const { data, submitted } = claim;
  return [
    claim.claimId,
    claimAccountOf(claim, booking),
    booking.statementOf(data.claim),
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
    data.basis,
    claim.part,
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
    claimAccountOf(claim, booking),
    1,
    claim.data.introducedOn,
    claim.data.due.payBy,
    claim.data.total.amount,
  ];
}
