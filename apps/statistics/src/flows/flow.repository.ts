import { flowKey, keyOf, eventText, topics, type FlowDimensions } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox, type OutboxRow } from '@reciproca/messaging';
import { statisticsLimits } from '../limits.js';
import { flowOf, type Flow, type FlowFigures, type FlowFilter } from './flow-view.js';

interface FlowRow {
  readonly year: number;
  readonly time_basis: FlowDimensions['timeBasis'];
  readonly reporter: string;
  readonly counterpart: string;
  readonly direction: FlowDimensions['direction'];
  readonly institution: string;
  readonly instrument: string;
  readonly basis: FlowDimensions['basis'];
  readonly entitlement: FlowDimensions['entitlement'];
  readonly care_type: FlowDimensions['careType'];
  readonly currency: string;
  readonly version: number;
  readonly claims: number;
  readonly statements: number;
  readonly introduced: string;
  readonly paid: string;
  readonly outstanding: string;
}

const columns = `year, time_basis, reporter, counterpart, direction, institution, instrument, basis,
  entitlement, care_type, currency, version, claims, statements, introduced, paid, outstanding`;

const columnOf: Readonly<Record<keyof FlowFilter, string>> = {
  year: 'year',
  timeBasis: 'time_basis',
  reporter: 'reporter',
  counterpart: 'counterpart',
  direction: 'direction',
  institution: 'institution',
  instrument: 'instrument',
  basis: 'basis',
  entitlement: 'entitlement',
  careType: 'care_type',
  currency: 'currency',
};

/** Which flows, from where, and how many at most. */
export interface FlowQuestion {
  readonly filter: FlowFilter;
  /** The key behind which the page begins; null: at the first. */
  readonly after: string | null;
  readonly limit: number;
}

/**
 * Flows in the order of their keys. A flow in which no claim is left, since all that was paid in its
 * year went back, is the same as one that never was.
 */
export async function findFlows(
  database: Pick<Database, 'query'>,
  { filter, after, limit }: FlowQuestion,
): Promise<Flow[]> {
  const parameters: unknown[] = [limit];
  const conditions = ['claims > 0'];
  for (const [name, column] of Object.entries(columnOf)) {
    const value = filter[name as keyof FlowFilter];
    if (value !== undefined) conditions.push(`${column} = $${String(parameters.push(value))}`);
  }
  if (after !== null) conditions.push(`flow_key > $${String(parameters.push(after))}`);
  const rows = await database.query<FlowRow>(
    `select ${columns} from flows where ${conditions.join(' and ')} order by flow_key limit $1`,
    parameters,
  );
  return rows.map(read);
}

/**
 * All flows of a filter in the order of their keys, chunk by chunk as they are asked for, so that
 * memory is flat however many there are. No transaction is held open for a slow reader: each flow
 * comes once, with its figures of when its chunk was read.
 */
export async function* allFlows(
  database: Pick<Database, 'query'>,
  filter: FlowFilter,
): AsyncGenerator<Flow[]> {
  const limit = statisticsLimits.readFlows;
  let after: string | null = null;
  for (;;) {
    const found: Flow[] = await findFlows(database, { filter, after, limit });
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < limit) return;
    after = flowKey(last);
  }
}

/** A written outbox batch. */
export interface Publication {
  readonly batchId: string;
  readonly rows: readonly OutboxRow[];
}

/**
 * Puts the flows that changed longest ago into the outbox, each with its figures of now.
 * @returns null when no flow waits
 */
export async function publishDirty(
  transaction: Transaction,
  given: { readonly limit: number; readonly now: string },
): Promise<Publication | null> {
  const rows = await transaction.query<FlowRow>(
    `update flows set dirty_since = null
     where flow_id in (
       select flow_id from flows where dirty_since is not null
       order by dirty_since, flow_id limit $1
     )
     returning ${columns}`,
    [given.limit],
  );
  if (rows.length === 0) return null;
  const outbox = rows.map((row) => flowUpdated(read(row), given.now));
  const batchId = await openOutboxBatch(transaction);
  await writeOutbox(transaction, batchId, outbox);
  return { batchId, rows: outbox };
}

/** The event of one version of a flow; the version counts the events of the key. */
function flowUpdated(flow: Flow, now: string): OutboxRow {
  const type = 'flow.updated.v1';
  const subject = flowKey(flow);
  const id = keyOf(type, subject, String(flow.version));
  return {
    messageKey: id,
    variant: 0,
    contentHash: null,
    topic: topics.statisticsFlows.name,
    subject,
    sequence: flow.version,
    about: null,
    type,
    event: eventText({
      id,
      source: 'urn:reciproca:statistics',
      type,
      time: now,
      subject,
      data: flow,
    }),
  };
}

function read(row: FlowRow): Flow {
  const { time_basis: timeBasis, care_type: careType, ...same } = row;
  const figures: FlowFigures = { ...same, timeBasis, careType };
  return flowOf(figures);
}
