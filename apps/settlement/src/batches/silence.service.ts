import { setTimeout as delay } from 'node:timers/promises';
import type { MessagingLog } from '@reciproca/messaging';
import type { BatchesService } from './batches.service.js';

const afterErrorSeconds = 10;

/**
 * Books, at start and from time to time, what the silence of payee States has done, so that others
 * hear of it though nobody asks. Nothing depends on when: a silence counts from its own day.
 */
export class SilenceService {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly batches: Pick<BatchesService, 'bookSilence'>,
    private readonly log: MessagingLog,
    private readonly everySeconds: number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when what was under way is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const done = await this.pass();
      await this.pause(done ? this.everySeconds : Math.min(this.everySeconds, afterErrorSeconds));
    }
  }

  private async pass(): Promise<boolean> {
    try {
      const batches = await this.batches.bookSilence();
      if (batches > 0) this.log.info({ batches }, 'the silence of payee States is booked');
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.warn({ error: reason }, 'booking silence failed; it is tried again');
      return false;
    }
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
