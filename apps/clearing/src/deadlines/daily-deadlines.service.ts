import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@reciproca/database';
import type { MessagingLog } from '@reciproca/messaging';
import type { DeadlineRuns } from './deadline-runs.service.js';
import { isDayDone, markDayDone } from './due-deadlines.repository.js';

/** What the daily run works with. */
export interface DailyParts {
  readonly database: Pick<Database, 'query'>;
  readonly runs: Pick<DeadlineRuns, 'run'>;
  readonly clock: () => Date;
  readonly log: MessagingLog;
}

const lookEverySeconds = 60;
const afterErrorSeconds = 10;

/**
 * Runs deadlines by itself, once a day (UTC), and at start when the day was not done. Nothing but the
 * saying depends on it: what the law attaches to a passing takes effect by its day.
 */
export class DailyDeadlines {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private done: string | null = null;

  constructor(private readonly parts: DailyParts) {}

  start(): void {
    this.running = this.loop();
  }

  /** Resolves when the batch under way is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const isDone = await this.pass();
      await this.pause(isDone ? lookEverySeconds : afterErrorSeconds);
    }
  }

  private async pass(): Promise<boolean> {
    const { clock, log } = this.parts;
    try {
      const day = clock().toISOString().slice(0, 10);
      if (this.done !== day) await this.sayDay(day);
      this.done = day;
      return true;
    } catch (error) {
      if (this.stopping.signal.aborted) return false;
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ error: reason }, 'saying deadlines failed; it is tried again');
      return false;
    }
  }

  private async sayDay(day: string): Promise<void> {
    const { database, runs, clock } = this.parts;
    if (await isDayDone(database, day)) return;
    const { approaching, passed } = await runs.run(day, this.stopping.signal);
    await markDayDone(database, { day, approaching, passed, now: clock().toISOString() });
  }

  private async pause(seconds: number): Promise<void> {
    const { signal } = this.stopping;
    try {
      await delay(seconds * 1_000, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
