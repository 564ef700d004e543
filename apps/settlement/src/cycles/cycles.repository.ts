import type { Database, Transaction } from '@reciproca/database';
import type { CompleteCycle } from '../batches/index.js';
import type { CycleClose, Proposal } from './cycle-event.js';
import type { HiddenCycle } from './cycle-standing.js';

/**
 * Makes the cycles known and takes them until the transaction ends, in one order for all, so that of
 * two consumers that hold parts of one cycle the later one sees what the earlier one stored.
 *
 * @returns the cycles whose batches are shown already: nothing is added to those
 */
export async function lockCycles(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const sorted = [...new Set(ids)].sort();
  await transaction.execute(
    `insert into cycles (id) select id from unnest($1::text[]) as id order by id collate "C"
     on conflict do nothing`,
    [sorted],
  );
  const rows = await transaction.query<{ id: string; opened: boolean }>(
    'select id, opened from cycles where id = any($1) order by id for update',
    [sorted],
  );
  return new Set(rows.filter(({ opened }) => opened).map(({ id }) => id));
}

/** Keeps proposals; a settlement that is known stays as it is. */
export async function storeProposals(
  transaction: Transaction,
  proposals: readonly Proposal[],
): Promise<void> {
  await transaction.execute(
    `insert into settlements
       (id, cycle, batch, payer, payee, currency, net, officers, hash, arrangement, cutoff,
        acceptance_days, acceptance_silence)
     select id, cycle, batch, payer, payee, currency, net, officers, hash, arrangement, cutoff,
       (acceptance ->> 'days')::smallint, acceptance ->> 'silence'
     from jsonb_to_recordset($1::jsonb) as proposal (id text, cycle text, batch text, payer text,
       payee text, currency text, net numeric, officers smallint, hash text, arrangement text,
       cutoff date, acceptance jsonb)
     on conflict (id) do nothing`,
    [JSON.stringify(proposals)],
  );
}

/** Notes that cycles are closed, few as they are; what is known of a close stays as it is. */
export async function storeCloses(
  transaction: Transaction,
  closes: readonly CycleClose[],
): Promise<void> {
  for (const close of closes) {
    await transaction.execute(
      `update cycles set cutoff = $2, settlements = $3, claims = $4, hash = $5, closed_by = $6,
         closed_at = $7
       where id = $1 and closed_at is null`,
      [
        close.cycle,
        close.cutoff,
        close.settlements,
        close.claims,
        close.hash,
        close.closedBy,
        close.closedAt,
      ],
    );
  }
}

/** The stored form of these settlements, by id. */
export async function storedProposals(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Proposal>> {
  const rows = await transaction.query<Proposal>(
    `select id, cycle, batch, payer, payee, currency, net, officers, hash, arrangement,
       case when acceptance_days is not null then
         jsonb_build_object('days', acceptance_days, 'silence', acceptance_silence) end as acceptance,
       to_char(cutoff, 'YYYY-MM-DD') as cutoff
     from settlements where id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The stored form of these closes, by cycle; without the instant. */
export async function storedCloses(
  transaction: Transaction,
  cycles: readonly string[],
): Promise<ReadonlyMap<string, Omit<CycleClose, 'closedAt'>>> {
  const rows = await transaction.query<Omit<CycleClose, 'closedAt'>>(
    `select id as cycle, to_char(cutoff, 'YYYY-MM-DD') as cutoff, settlements,
       claims::float8 as claims, hash, closed_by as "closedBy"
     from cycles where id = any($1) and closed_at is not null`,
    [cycles],
  );
  return new Map(rows.map((row) => [row.cycle, row]));
}

/** A closed cycle whose batches are not shown yet, with the settlements known so far. */
export interface ClosedCycle extends CompleteCycle {
  /** How many settlements its close announced. */
  readonly announced: number;
  readonly hash: string;
}

/** The cycles among these that are closed and not opened yet. */
export async function closedCycles(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ClosedCycle[]> {
  return transaction.query<ClosedCycle>(
    `select c.id, c.closed_by as "closedBy", c.settlements as announced, c.hash,
       to_char(c.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "closedAt",
       (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'batch', s.batch,
          'payer', s.payer, 'currency', s.currency, 'hash', s.hash) order by s.id), '[]')
        from settlements s where s.cycle = c.id) as settlements
     from cycles c
     where c.id = any($1) and c.closed_at is not null and not c.opened
     order by c.id`,
    [ids],
  );
}

/** The cycles of which something is known and whose batches are not shown. */
export async function hiddenCycles(from: Pick<Database, 'query'>): Promise<HiddenCycle[]> {
  return from.query<HiddenCycle & Record<string, unknown>>(
    `select id, settlements as announced,
       (select count(*)::int from settlements s where s.cycle = c.id) as known
     from cycles c where not opened order by id`,
  );
}

/** Notes that the batches of these cycles are shown from now on. */
export async function markOpened(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await transaction.execute('update cycles set opened = true where id = any($1)', [ids]);
}
