import type { Database, Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import { lastDayToAccept, type Acceptance, type AcceptanceTerms } from './acceptance.js';
import { writeAudit } from './audit.repository.js';
import type { Batch, BatchSettlement, BatchStatus } from './batch.js';
import { evolve } from './batch-evolution.js';
import type { BatchStep } from './batch-step.types.js';

/** Anything that runs a statement: one transaction, or the pool. */
type Reader = Pick<Database | Transaction, 'query'>;

/** Which batches to give, and how many at most; what is undefined narrows nothing. */
export interface BatchQuery {
  readonly payer: string | undefined;
  readonly cycle: string | undefined;
  readonly status: BatchStatus | undefined;
  /** Only batches whose id stands behind this one. */
  readonly after: string | undefined;
  readonly limit: number;
}

interface BatchRow {
  readonly id: string;
  readonly cycle: string;
  readonly payer: string;
  readonly currency: string;
  readonly status: BatchStatus;
  readonly hash: string;
  readonly closed_by: string;
  readonly closed_at: string;
  readonly last_sequence: number;
  readonly settlements: readonly SettlementPart[];
  readonly approvals: readonly { readonly officer: string; readonly at: string }[];
}

interface SettlementPart {
  readonly id: string;
  readonly payee: string;
  readonly net: string;
  readonly officers: number;
  readonly hash: string;
  readonly status: BatchStatus;
  readonly arrangement: string | null;
  readonly days: number | null;
  readonly silence: AcceptanceTerms['silence'] | null;
  readonly accepted: Acceptance['accepted'];
}

const instant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * One statement, so that a reader beside a writer sees a batch, its settlements, acceptances and
 * approvals of the same moment. Approvals of an earlier hash have lapsed and are not read.
 */
const batchSql = `
  select b.id, b.cycle, b.payer, b.currency, b.status, b.hash, c.closed_by, b.last_sequence,
    ${instant('c.closed_at')} as closed_at,
    (select jsonb_agg(jsonb_build_object('id', s.id, 'payee', s.payee, 'net', s.net::text,
        'officers', s.officers, 'hash', s.hash, 'status', s.status, 'arrangement', s.arrangement,
        'days', s.acceptance_days, 'silence', s.acceptance_silence,
        'accepted', case when a.by is not null then
          jsonb_build_object('by', a.by, 'at', ${instant('a.at')}) end) order by s.id)
      from settlements s left join acceptances a on a.settlement = s.id
      where s.batch = b.id) as settlements,
    (select coalesce(jsonb_agg(jsonb_build_object('officer', a.officer,
        'at', ${instant('a.at')}) order by a.step), '[]')
      from approvals a where a.batch = b.id and a.hash = b.hash) as approvals
  from batches b join cycles c on c.id = b.cycle`;

/** One batch; undefined when it is not shown (yet). */
export async function findBatch(reader: Reader, id: string): Promise<Batch | undefined> {
  const [row] = await reader.query<BatchRow>(`${batchSql} where b.id = $1`, [id]);
  return row === undefined ? undefined : toBatch(row);
}

/** Batches by id in byte order. */
export async function findBatches(reader: Reader, query: BatchQuery): Promise<Batch[]> {
  const { payer, cycle, status, after, limit } = query;
  const rows = await reader.query<BatchRow>(
    `${batchSql}
     where ($1::text is null or b.payer = $1) and ($2::text is null or b.cycle = $2)
       and ($3::text is null or b.status = $3) and ($4::text is null or b.id > $4)
     order by b.id limit $5`,
    [payer ?? null, cycle ?? null, status ?? null, after ?? null, limit],
  );
  return rows.map(toBatch);
}

/** The batch that a settlement is shown in, and the State that gets its money. */
export interface SettlementPlace {
  readonly batch: string;
  readonly payee: string;
}

/** Where a settlement stands; undefined when its batch is not shown (yet). */
export async function findPlace(
  reader: Reader,
  settlement: string,
): Promise<SettlementPlace | undefined> {
  const [row] = await reader.query<SettlementPlace>(
    `select s.batch, s.payee from settlements s join batches b on b.id = s.batch where s.id = $1`,
    [settlement],
  );
  return row;
}

/**
 * The batches in which the silence of a payee State counts on a day and is not booked.
 *
 * @param day `YYYY-MM-DD`, in UTC
 */
export async function findSilent(reader: Reader, day: string): Promise<string[]> {
  const rows = await reader.query<{ batch: string }>(
    `select distinct s.batch
     from settlements s join cycles c on c.id = s.cycle join batches b on b.id = s.batch
     where s.acceptance_days is not null and s.status in ('proposed', 'approved')
       and (c.closed_at at time zone 'UTC')::date + s.acceptance_days < $1::date
       and not exists (select from acceptances a where a.settlement = s.id)
     order by s.batch`,
    [day],
  );
  return rows.map(({ batch }) => batch);
}

/**
 * Takes a batch for itself until the transaction ends: who decides on it next sees what was decided
 * here. The batch is read by a second statement, which sees what an earlier holder has written.
 */
export async function lockBatch(transaction: Transaction, id: string): Promise<Batch | undefined> {
  const [batch] = await lockBatches(transaction, [id]);
  return batch;
}

/** Takes batches for itself, in the order of their ids; those that are not there are left out. */
export async function lockBatches(
  transaction: Transaction,
  ids: readonly string[],
): Promise<Batch[]> {
  const locked = await transaction.query<{ id: string }>(
    'select id from batches where id = any($1) order by id for update',
    [ids],
  );
  if (locked.length === 0) return [];
  const rows = await transaction.query<BatchRow>(`${batchSql} where b.id = any($1) order by b.id`, [
    locked.map(({ id }) => id),
  ]);
  return rows.map(toBatch);
}

/** What became of a locked batch: the steps that were taken, and what it is after them. */
export interface BatchChange {
  readonly before: Batch;
  readonly after: Batch;
  readonly steps: readonly BatchStep[];
}

/** The change that steps make. */
export function changeBy(before: Batch, steps: readonly BatchStep[]): BatchChange {
  return { before, after: steps.reduce(evolve, before), steps };
}

/**
 * Writes what became of locked batches, each at most once: statuses, new approvals and acceptances,
 * and one audit row per step.
 */
export async function saveChanges(
  transaction: Transaction,
  changes: readonly BatchChange[],
): Promise<void> {
  await saveBatches(
    transaction,
    changes.map(({ after }) => after),
  );
  await saveStatuses(transaction, changes);
  const numbered = changes.flatMap(numberedSteps);
  await saveApprovals(transaction, numbered);
  await saveAcceptances(transaction, numbered);
  await writeAudit(
    transaction,
    numbered.map(({ step: { kind, by, at, ...details }, batch, number, before, after }) => ({
      batch,
      step: number,
      at,
      person: by,
      action: kind,
      before,
      after,
      details,
    })),
  );
}

/** A step with its number in the batch and what the batch was before and after it. */
interface NumberedStep {
  readonly batch: string;
  readonly step: BatchStep;
  readonly number: number;
  readonly before: BatchStatus;
  readonly after: BatchStatus;
}

function numberedSteps({ before, steps }: BatchChange): NumberedStep[] {
  let batch = before;
  return steps.map((step) => {
    const { status } = batch;
    batch = evolve(batch, step);
    return { batch: batch.id, step, number: batch.sequence, before: status, after: batch.status };
  });
}

async function saveBatches(transaction: Transaction, batches: readonly Batch[]): Promise<void> {
  await transaction.execute(
    `update batches set status = changed.status, hash = changed.hash,
       last_sequence = changed.sequence
     from unnest($1::text[], $2::text[], $3::text[], $4::integer[])
       as changed (id, status, hash, sequence)
     where batches.id = changed.id`,
    [
      batches.map(({ id }) => id),
      batches.map(({ status }) => status),
      batches.map(({ hash }) => hash),
      batches.map(({ sequence }) => sequence),
    ],
  );
}

async function saveStatuses(
  transaction: Transaction,
  changes: readonly BatchChange[],
): Promise<void> {
  const moved = changes.flatMap(({ before, after }) => {
    const former = new Map(before.settlements.map(({ id, status }) => [id, status]));
    return after.settlements.filter(({ id, status }) => former.get(id) !== status);
  });
  await transaction.execute(
    `update settlements set status = changed.status
     from unnest($1::text[], $2::text[]) as changed (id, status) where settlements.id = changed.id`,
    [moved.map(({ id }) => id), moved.map(({ status }) => status)],
  );
}

async function saveApprovals(
  transaction: Transaction,
  steps: readonly NumberedStep[],
): Promise<void> {
  await transaction.copy({
    table: 'approvals',
    columns: ['batch', 'hash', 'officer', 'step', 'at'],
    rows: steps.flatMap(({ step, batch, number }) =>
      step.kind === 'approved' ? [[batch, step.hash, step.by, number, step.at]] : [],
    ),
  });
}

async function saveAcceptances(
  transaction: Transaction,
  steps: readonly NumberedStep[],
): Promise<void> {
  await transaction.copy({
    table: 'acceptances',
    columns: ['settlement', 'batch', 'step', 'by', 'at'],
    rows: steps.flatMap(({ step, batch, number }) =>
      step.kind === 'accepted' ? [[step.settlement, batch, number, step.by, step.at]] : [],
    ),
  });
}

function toBatch(row: BatchRow): Batch {
  return {
    id: row.id,
    cycle: row.cycle,
    payer: row.payer,
    currency: row.currency,
    status: row.status,
    hash: row.hash,
    closedBy: row.closed_by,
    settlements: row.settlements.map((part) => toSettlement(row, part)),
    approvals: row.approvals,
    sequence: row.last_sequence,
  };
}

function toSettlement(row: BatchRow, part: SettlementPart): BatchSettlement {
  const { id, payee, officers, hash, status } = part;
  const net = Money.of(part.net, row.currency);
  return { id, payee, net, officers, hash, status, acceptance: acceptanceOf(row, part) };
}

/** The table lets terms stand only whole and beside an arrangement. */
function acceptanceOf(row: BatchRow, part: SettlementPart): Acceptance | null {
  const { arrangement, days, silence, accepted } = part;
  if (arrangement === null || days === null || silence === null) return null;
  return { arrangement, until: lastDayToAccept(row.closed_at, days), silence, accepted };
}
