import type { Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import type { ClaimGroup } from './claim-group.js';
import { readMovement, type ReadMovement } from './claim-movements.js';
import { arraysOf, namesOf, valuesOf, type Column } from './columns.js';
import type { FlowChange, IntroducedClaims, MovedClaim } from './fold.js';

interface GroupRow {
  readonly group_id: string;
  readonly creditor: string;
  readonly debtor: string;
  readonly statement: string;
  readonly instrument: string;
  readonly basis: ClaimGroup['basis'];
  readonly entitlement: ClaimGroup['entitlement'];
  readonly care_type: ClaimGroup['careType'];
  readonly currency: string;
  readonly care_year: number | null;
  readonly recorded_year: number;
  readonly introduced_year: number;
  readonly due_year: number | null;
}

const groupColumns = `groups.group_id, creditor, debtor, statement, instrument, basis, entitlement,
  care_type, currency, care_year, recorded_year, introduced_year, due_year`;

/**
 * Lets one process fold at a time, until the transaction ends.
 * @returns false when another one does
 */
export async function lockFolding(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('statistics.fold')) as locked`,
  );
  return row?.locked === true;
}

/** What {@link takeIntroduced} found. */
export interface TakenChanges {
  readonly introduced: readonly IntroducedClaims[];
  readonly taken: number;
  /** How many changes are left in the queue. */
  readonly left: number;
}

interface TakenRow extends GroupRow {
  readonly claims: number;
  readonly introduced: string;
  readonly is_folded: boolean;
  readonly taken: number;
  readonly queued: number;
}

/**
 * Takes the changes of at most `limit` groups out of their queue, summed per group: those of the
 * groups that wait in front, and all that wait for the same groups behind them.
 */
export async function takeIntroduced(
  transaction: Transaction,
  limit: number,
): Promise<TakenChanges> {
  const rows = await transaction.query<TakenRow>(
    `with taken as (
       delete from claim_changes where group_id in (select group_id from claim_changes limit $1)
       returning group_id, claims, introduced
     ), summed as (
       select group_id, sum(claims)::int as claims, sum(introduced) as introduced,
         count(*)::int as taken
       from taken group by group_id
     )
     select ${groupColumns}, is_folded, claims, introduced, taken,
       (select count(*)::int from claim_changes) as queued
     from summed join claim_groups groups using (group_id)`,
    [limit],
  );
  await transaction.execute(
    'update claim_groups set is_folded = true where group_id = any($1) and not is_folded',
    [rows.filter((row) => !row.is_folded).map((row) => row.group_id)],
  );
  const taken = rows.reduce((sum, row) => sum + row.taken, 0);
  // Every part of a statement sees the same rows, so what it deletes is still counted as queued.
  return { introduced: rows.map(introducedOf), taken, left: (rows[0]?.queued ?? 0) - taken };
}

function introducedOf(row: TakenRow): IntroducedClaims {
  return {
    group: groupOf(row),
    isFirst: !row.is_folded,
    claims: row.claims,
    introduced: Money.of(row.introduced, row.currency),
  };
}

interface MovementRow extends GroupRow {
  readonly subject: string;
  readonly total: string;
  readonly sequence: number;
  readonly paid_year: number | null;
  readonly paid: string;
  readonly to_pay: string;
  readonly contested: string;
  readonly status: 'waiting' | 'folded';
}

/** A movement by its key. */
export interface MovementKey {
  readonly subject: string;
  readonly sequence: number;
}

/** What {@link takeMoved} found. */
export interface MovedClaims {
  readonly moved: readonly MovedClaim[];
  /** Movements with an amount that is none of the claim's currency; they count nowhere. */
  readonly setAside: readonly MovementKey[];
}

/**
 * Marks the waiting movements of at most `limit` known claims as folded and gives these claims with
 * all of their movements. Movements of claims that are not introduced yet go on waiting.
 */
export async function takeMoved(transaction: Transaction, limit: number): Promise<MovedClaims> {
  const rows = await transaction.query<MovementRow>(
    `with waiting as materialized (
       select distinct subject from movements
       where status = 'waiting' and exists (select from claims where claims.subject = movements.subject)
       limit $1
     )
     select ${groupColumns}, subject, total, sequence, paid_year, paid, to_pay, contested, status
     from waiting join claims using (subject) join claim_groups groups using (group_id)
       join movements using (subject)
     where status <> 'set-aside'`,
    [limit],
  );
  const found = readMoved(rows);
  const waiting = rows.filter((row) => row.status === 'waiting');
  await mark(transaction, 'folded', waiting);
  await mark(transaction, 'set-aside', found.setAside);
  return found;
}

function readMoved(rows: readonly MovementRow[]): MovedClaims {
  const moved = new Map<string, MovedClaim & { readonly movements: ReadMovement[] }>();
  const setAside: MovementKey[] = [];
  for (const row of rows) {
    const { subject, sequence, currency } = row;
    const movement = readMovement(
      {
        sequence,
        paidYear: row.paid_year,
        paid: row.paid,
        toPay: row.to_pay,
        contested: row.contested,
        isFolded: row.status === 'folded',
      },
      currency,
    );
    if (movement === undefined) {
      setAside.push({ subject, sequence });
      continue;
    }
    const claim = moved.get(subject);
    if (claim === undefined) {
      const total = Money.of(row.total, currency);
      moved.set(subject, { group: groupOf(row), total, movements: [movement] });
    } else claim.movements.push(movement);
  }
  return { moved: [...moved.values()], setAside };
}

async function mark(
  transaction: Transaction,
  status: 'folded' | 'set-aside',
  keys: readonly MovementKey[],
): Promise<void> {
  if (keys.length === 0) return;
  await transaction.execute(
    `update movements set status = $1
     from unnest($2::text[], $3::int[]) as given (subject, sequence)
     where movements.subject = given.subject and movements.sequence = given.sequence`,
    [status, keys.map(({ subject }) => subject), keys.map(({ sequence }) => sequence)],
  );
}

const flowColumns: readonly Column<FlowChange>[] = [
  ['flow_key', 'text', (change) => change.key],
  ['year', 'smallint', (change) => change.dimensions.year],
  ['time_basis', 'text', (change) => change.dimensions.timeBasis],
  ['reporter', 'text', (change) => change.dimensions.reporter],
  ['counterpart', 'text', (change) => change.dimensions.counterpart],
  ['direction', 'text', (change) => change.dimensions.direction],
  ['institution', 'text', (change) => change.dimensions.institution],
  ['instrument', 'text', (change) => change.dimensions.instrument],
  ['basis', 'text', (change) => change.dimensions.basis],
  ['entitlement', 'text', (change) => change.dimensions.entitlement],
  ['care_type', 'text', (change) => change.dimensions.careType],
  ['currency', 'text', (change) => change.dimensions.currency],
  ['claims', 'int', (change) => change.claims],
  ['introduced', 'numeric', (change) => change.introduced.toString()],
  ['paid', 'numeric', (change) => change.paid.toString()],
  ['outstanding', 'numeric', (change) => change.outstanding.toString()],
];

const flowNames = namesOf(flowColumns);
const upsertFlowsSql = `
  insert into flows (${flowNames}, version, statements, dirty_since)
  select given.*, 1, 0, now() from unnest(${arraysOf(flowColumns)}) as given (${flowNames})
  on conflict (flow_key) do update set
    version = flows.version + 1,
    claims = flows.claims + excluded.claims,
    introduced = flows.introduced + excluded.introduced,
    paid = flows.paid + excluded.paid,
    outstanding = flows.outstanding + excluded.outstanding,
    dirty_since = coalesce(flows.dirty_since, excluded.dirty_since)
  returning flow_key, flow_id`;

/** Adds changes to the flows; each changed flow gets a new version and waits to be published. */
export async function applyChanges(
  transaction: Transaction,
  changes: readonly FlowChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = await transaction.query<{ flow_key: string; flow_id: string }>(
    upsertFlowsSql,
    valuesOf(flowColumns, changes),
  );
  await applyStatements(
    transaction,
    changes,
    new Map(rows.map((row) => [row.flow_key, row.flow_id])),
  );
}

async function applyStatements(
  transaction: Transaction,
  changes: readonly FlowChange[],
  flowIds: ReadonlyMap<string, string>,
): Promise<void> {
  const given = changes.flatMap(({ key, statements }) =>
    [...statements].map(([statement, members]) => ({ flow: flowIds.get(key), statement, members })),
  );
  if (given.length === 0) return;
  await transaction.execute(
    `with given as (
       select * from unnest($1::bigint[], $2::uuid[], $3::int[]) as row (flow_id, statement_id, members)
     ), written as (
       insert into flow_statements as known (flow_id, statement_id, members) select * from given
       on conflict (flow_id, statement_id) do update set members = known.members + excluded.members
       returning flow_id, statement_id, members
     ), crossed as (
       select flow_id,
         sum((written.members > 0)::int - (written.members - given.members > 0)::int) as statements
       from written join given using (flow_id, statement_id) group by flow_id
     )
     update flows set statements = flows.statements + crossed.statements
     from crossed where flows.flow_id = crossed.flow_id and crossed.statements <> 0`,
    [
      given.map(({ flow }) => flow),
      given.map(({ statement }) => statement),
      given.map(({ members }) => members),
    ],
  );
}

function groupOf(row: GroupRow): ClaimGroup {
  return {
    id: row.group_id,
    creditor: row.creditor,
    debtor: row.debtor,
    statement: row.statement,
    instrument: row.instrument,
    basis: row.basis,
    entitlement: row.entitlement,
    careType: row.care_type,
    currency: row.currency,
    careYear: row.care_year,
    recordedYear: row.recorded_year,
    introducedYear: row.introduced_year,
    dueYear: row.due_year,
  };
}
