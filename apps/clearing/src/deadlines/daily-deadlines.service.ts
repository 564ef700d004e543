import type { Database } from '@reciproca/database';
import type { MessagingLog } from '@reciproca/messaging';
import { BackgroundWork } from '@reciproca/runtime';
import type { DeadlineRuns } from './deadline-runs.service.js';
import { isDayDone, markDayDone } from './due-deadlines.repository.js';

/** What the daily run works with. */
export interface DailyParts {
  readonly database: Pick<Database, 'query'>;
  readonly runs: Pick<DeadlineRuns, 'run'>;
  readonly clock: () => Date;
  readonly log: MessagingLog;
}

const lookEveryMs = 60_000;
const afterErrorMs = 10_000;

/**
 * Runs deadlines by itself, once a day (UTC), and at start when the day was not done. Nothing but the
 * saying depends on it: what the law attaches to a passing takes effect by its day.
 */
export class DailyDeadlines {
  private readonly work: BackgroundWork;
  private done: string | null = null;

  constructor(private readonly parts: DailyParts) {
    this.work = new BackgroundWork({
      pass: (signal) => this.pass(signal),
      afterErrorMs,
      log: parts.log,
      failed: 'saying deadlines failed; it is tried again',
    });
  }

  start(): void {
    this.work.start();
  }

  /** Resolves when the batch under way is done. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  private async pass(signal: AbortSignal): Promise<number> {
    const day = this.parts.clock().toISOString().slice(0, 10);
    if (this.done !== day) await this.sayDay(day, signal);
    this.done = day;
    return lookEveryMs;
  }

  private async sayDay(day: string, signal: AbortSignal): Promise<void> {
    const { database, runs, clock } = this.parts;
    if (await isDayDone(database, day)) return;
    const { approaching, passed } = await runs.run(day, signal);
    await markDayDone(database, { day, approaching, passed, now: clock().toISOString() });
  }
}
