import type { Database, Transaction } from '@reciproca/database';
import {
  openOutboxBatch,
  writeOutbox,
  type MessagingLog,
  type OutboxRelay,
  type OutboxRow,
} from '@reciproca/messaging';
import { answerOnce, findKept, type OnceRequest } from '../requests/index.js';
import { noticesOf, type RunDays } from './deadline-notices.js';
import { deadlineSources, type DeadlineSource } from './deadline-places.js';
import {
  beginnings,
  lockRuns,
  readDue,
  writeNotices,
  type RunPlace,
} from './due-deadlines.repository.js';

/** What runs work with. */
export interface RunParts {
  readonly database: Database;
  readonly relay: Pick<OutboxRelay, 'published'>;
  readonly clock: () => Date;
  readonly log: MessagingLog;
  /** So many days before its day a deadline approaches. */
  readonly approachDays: number;
}

/** What a run said. */
export interface RunFigures {
  readonly until: string;
  readonly approaching: number;
  readonly passed: number;
}

/** Who asks for a run. */
export interface RunRequest extends Pick<OnceRequest, 'person' | 'key'> {
  readonly until: string;
}

/** Deadlines that one transaction looks at: memory is flat and locks are short however many fall. */
const batchSize = 1_000;

/** Batches between two lines of the log. */
const batchesPerLine = 50;

interface BatchResult {
  readonly approaching: number;
  readonly passed: number;
  readonly next: RunPlace | null;
}

interface WrittenBatch extends BatchResult {
  readonly outbox: { readonly batchId: string; readonly rows: readonly OutboxRow[] } | null;
}

/**
 * Says what deadlines approach and have passed, in batches, each with its notices in one transaction
 * with its events. A run that is cut off loses nothing and repeats nothing: the next one finds what
 * is still unsaid.
 */
export class DeadlineRuns {
  constructor(private readonly parts: RunParts) {}

  /**
   * A run as it was asked for over HTTP.
   *
   * @throws ProblemError idempotency-key-reused
   */
  async answer({ until, person, key }: RunRequest): Promise<RunFigures> {
    const { database } = this.parts;
    const once = { person, key, request: { route: 'runDeadlines', until } };
    const kept = await findKept(database, once);
    if (kept !== undefined) return kept.answer as RunFigures;
    const figures = await this.run(until);
    return database.transaction((transaction) =>
      answerOnce(transaction, once, () => Promise.resolve(figures)),
    );
  }

  /**
   * Says everything up to a day that is not said yet.
   *
   * @param signal stops it between two batches, with an error
   */
  async run(until: string, signal?: AbortSignal): Promise<RunFigures> {
    let [approaching, passed, batches] = [0, 0, 0];
    for (const source of deadlineSources) {
      let after: RunPlace | null = beginnings[source];
      while (after !== null) {
        signal?.throwIfAborted();
        const done: BatchResult = await this.batch(source, { until, after });
        approaching += done.approaching;
        passed += done.passed;
        after = done.next;
        batches += 1;
        if (batches % batchesPerLine === 0) {
          this.parts.log.info({ until, source, approaching, passed }, 'deadlines are being said');
        }
      }
    }
    this.parts.log.info({ until, approaching, passed }, 'deadlines are said');
    return { until, approaching, passed };
  }

  private async batch(
    source: DeadlineSource,
    from: { readonly until: string; readonly after: RunPlace },
  ): Promise<BatchResult> {
    const { outbox, ...done } = await this.parts.database.transaction((transaction) =>
      this.say(transaction, source, from),
    );
    // They leave by themselves; a broker that is away must not hold up what takes effect by its day.
    if (outbox !== null) void this.parts.relay.published(outbox.batchId, outbox.rows);
    return done;
  }

  private async say(
    transaction: Transaction,
    source: DeadlineSource,
    { until, after }: { readonly until: string; readonly after: RunPlace },
  ): Promise<WrittenBatch> {
    const { approachDays, clock } = this.parts;
    const days = { until, approachDays } satisfies RunDays;
    await lockRuns(transaction);
    const { deadlines, next } = await readDue(transaction, {
      source,
      days,
      after,
      limit: batchSize,
    });
    const { notices, rows } = noticesOf(deadlines, { ...days, now: clock().toISOString() });
    const passed = notices.filter(({ said }) => said === 'passed').length;
    const said = { approaching: notices.length - passed, passed, next };
    if (rows.length === 0) return { ...said, outbox: null };
    await writeNotices(transaction, notices);
    const batchId = await openOutboxBatch(transaction);
    await writeOutbox(transaction, batchId, rows);
    return { ...said, outbox: { batchId, rows } };
  }
}
