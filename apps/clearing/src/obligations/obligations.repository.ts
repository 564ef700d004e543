import type { CopyValue, Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import type { Bucket } from '../ledger/index.js';
import { openOf, type Contestation } from './claim-book.js';
import type { BookedClaim, ClaimChange } from './claim-change.js';
import type { ObligationState } from './obligation-desk.js';

/**
 * Reads the claims that a batch speaks of, locked.
 *
 * @param claimIds of introduced claims by subject
 */
export async function loadClaims(
  transaction: Transaction,
  claimIds: ReadonlyMap<string, string>,
): Promise<ObligationState['claims']> {
  const booked = await loadBookedClaims(transaction, [...claimIds.values()]);
  const claims = new Map<string, BookedClaim>();
  for (const [subject, claimId] of claimIds) {
    const claim = booked.get(claimId);
    if (claim !== undefined) claims.set(subject, claim);
  }
  return claims;
}

/** A claim from the books, with its ledger account. */
export interface LoadedClaim extends BookedClaim {
  readonly accountId: number;
}

/**
 * Reads claims, and locks them against a close and against other batches until the end of the
 * transaction. Everybody locks in the order of the ids, open items first.
 *
 * @returns by id
 */
export async function loadBookedClaims(
  transaction: Transaction,
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, LoadedClaim>> {
  if (claimIds.length === 0) return new Map();
  await transaction.execute(
    `select from open_items where claim_id = any($1::bigint[]) order by claim_id for update`,
    [claimIds],
  );
  const contestations = new Map<string, ContestationRow[]>();
  for (const row of await transaction.query<ContestationRow>(contestationsSql, [claimIds])) {
    const known = contestations.get(row.claimId);
    if (known === undefined) contestations.set(row.claimId, [row]);
    else known.push(row);
  }
  const rows = await transaction.query<ClaimRow>(claimsSql, [claimIds]);
  return new Map(
    rows.map((row) => [row.claimId, loadedClaimOf(row, contestations.get(row.claimId) ?? [])]),
  );
}

interface ContestationRow extends Record<string, unknown> {
  readonly claimId: string;
  readonly reference: string;
  readonly day: string;
  readonly replyBy: string | null;
  readonly contested: string;
  readonly disputed: string;
  readonly answered: boolean;
}

const contestationsSql = `
  select claim_id as "claimId", reference, day::text, reply_by::text as "replyBy",
    contested::text, disputed::text, answered
  from contestations where claim_id = any($1::bigint[])
  order by claim_id, version for update`;

interface ClaimRow extends Record<string, unknown> {
  readonly claimId: string;
  readonly accountId: number;
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  readonly part: string;
  readonly currency: string;
  readonly introducedOn: string;
  readonly payBy: string | null;
  readonly disputeEnds: string | null;
  readonly version: number;
  /** A line per journal row: from, to, amount and rule. */
  readonly entries: string;
}

/**
 * One look into an index per claim: `offset 0` keeps the planner from reading whole tables instead.
 * Text is added up here, not there: a claim has few rows, and JSON of them costs both sides more.
 */
const claimsSql = `
  select claim_id as "claimId", account_id as "accountId", creditor, debtor, instrument, part, currency,
    introduced_on::text as "introducedOn", pay_by::text as "payBy",
    dispute_ends::text as "disputeEnds", booked.*
  from unnest($1::bigint[]) as wanted (id)
    cross join lateral (select * from claims where claim_id = wanted.id offset 0) as claim
    join ledger_accounts using (account_id)
    cross join lateral (
      select max(version) as version,
        string_agg(from_bucket || e'\\t' || to_bucket || e'\\t' || amount || e'\\t' || rule, e'\\n')
          as entries
      from journal where journal.claim_id = wanted.id offset 0) as booked`;

/** What the journal holds of a claim: what lies in its buckets, and the rules of its rows. */
function bookedOf({ entries, currency }: ClaimRow) {
  const buckets: Partial<Record<Bucket, Money>> = {};
  const zero = Money.zero(currency);
  const recorded = new Set<string>();
  for (const entry of entries.split('\n')) {
    const [from, to, text, rule] = entry.split('\t') as [Bucket, Bucket, string, string];
    const amount = Money.of(text, currency);
    buckets[from] = (buckets[from] ?? zero).minus(amount);
    buckets[to] = (buckets[to] ?? zero).plus(amount);
    recorded.add(rule);
  }
  return { buckets, recorded };
}

function loadedClaimOf(row: ClaimRow, contestations: readonly ContestationRow[]): LoadedClaim {
  const { claimId, accountId, creditor, debtor, instrument, part, currency, introducedOn } = row;
  const money = (amount: string): Money => Money.of(amount, currency);
  const { buckets, recorded } = bookedOf(row);
  return {
    claimId,
    accountId,
    creditor,
    debtor,
    instrument,
    part,
    introducedOn,
    disputeEnds: row.disputeEnds,
    version: row.version,
    recorded,
    book: {
      currency,
      payBy: row.payBy,
      buckets,
      contestations: contestations.map(
        ({ reference, day, replyBy, contested, disputed, answered }): Contestation => ({
          reference,
          day,
          replyBy,
          contested: money(contested),
          disputed: money(disputed),
          answered,
        }),
      ),
    },
  };
}

/** What every row of a booking shares. */
export interface ChangeBooking {
  readonly batchId: string;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
  /** The ledger account of a claim. */
  readonly accountOf: (claim: BookedClaim) => number;
}

/** Writes what a batch changes about claims: journal, contestations and open items. */
export async function writeChanges(
  transaction: Transaction,
  changes: readonly ClaimChange[],
  booking: ChangeBooking,
): Promise<void> {
  if (changes.length === 0) return;
  await writeContestations(transaction, changes, booking);
  await writeOpenItems(transaction, changes, booking);
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
    rows: changes.flatMap(({ after, steps }) =>
      steps.map((step): CopyValue[] => [
        after.claimId,
        booking.batchId,
        step.cause,
        booking.now,
        step.version,
        step.day,
        step.from,
        step.to,
        step.amount.toString(),
        step.rule,
      ]),
    ),
  });
}

async function writeContestations(
  transaction: Transaction,
  changes: readonly ClaimChange[],
  { accountOf }: ChangeBooking,
): Promise<void> {
  const rows = changes.flatMap(({ before, after }) => changedContestations(before, after));
  if (rows.length === 0) return;
  await transaction.execute(
    `insert into contestations (claim_id, account_id, reference, version, day, reply_by,
       dispute_ends, contested, disputed, answered)
     select * from unnest($1::bigint[], $2::int[], $3::text[], $4::int[], $5::date[], $6::date[],
       $7::date[], $8::numeric[], $9::numeric[], $10::boolean[])
     on conflict on constraint pk_contestations do update set contested = excluded.contested,
       disputed = excluded.disputed, answered = excluded.answered`,
    [
      rows.map(({ claim }) => claim.claimId),
      rows.map(({ claim }) => accountOf(claim)),
      rows.map(({ each }) => each.reference),
      rows.map(({ version }) => version),
      rows.map(({ each }) => each.day),
      rows.map(({ each }) => each.replyBy),
      rows.map(({ claim }) => claim.disputeEnds),
      rows.map(({ each }) => each.contested.toString()),
      rows.map(({ each }) => each.disputed.toString()),
      rows.map(({ each }) => each.answered),
    ],
  );
}

interface ChangedContestation {
  readonly claim: BookedClaim;
  readonly each: Contestation;
  /** Puts the contestations of a claim in their order. */
  readonly version: number;
}

function changedContestations(before: BookedClaim, after: BookedClaim): ChangedContestation[] {
  const known = before.book.contestations;
  return after.book.contestations
    .map((each, index) => ({ claim: after, each, version: index + 1 }))
    .filter(({ each, version }) => known[version - 1] !== each);
}

async function writeOpenItems(
  transaction: Transaction,
  changes: readonly ClaimChange[],
  { accountOf }: ChangeBooking,
): Promise<void> {
  const moved = changes.filter(({ steps }) => steps.length > 0).map(({ after }) => after);
  const open = moved.filter((claim) => !openOf(claim.book).isZero());
  const closed = moved.filter((claim) => openOf(claim.book).isZero());
  await transaction.execute(
    `insert into open_items (claim_id, account_id, version, introduced_on, pay_by, amount)
     select * from unnest($1::bigint[], $2::int[], $3::int[], $4::date[], $5::date[], $6::numeric[])
       as item (claim_id, account_id, version, introduced_on, pay_by, amount)
     order by claim_id
     on conflict on constraint pk_open_items do update
       set amount = excluded.amount, version = excluded.version`,
    [
      open.map(({ claimId }) => claimId),
      open.map((claim) => accountOf(claim)),
      open.map(({ version }) => version),
      open.map(({ introducedOn }) => introducedOn),
      open.map(({ book }) => book.payBy),
      open.map(({ book }) => openOf(book).toString()),
    ],
  );
  await transaction.execute('delete from open_items where claim_id = any($1::bigint[])', [
    closed.map(({ claimId }) => claimId),
  ]);
}
