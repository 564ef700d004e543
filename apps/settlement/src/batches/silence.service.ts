import type { MessagingLog } from '@reciproca/messaging';
import { BackgroundWork } from '@reciproca/runtime';
import type { BatchesService } from './batches.service.js';

const afterErrorSeconds = 10;

/**
 * Books, at start and from time to time, what the silence of payee States has done, so that others
 * hear of it though nobody asks. Nothing depends on when: a silence counts from its own day.
 */
export class SilenceService {
  private readonly work: BackgroundWork;

  constructor(
    private readonly batches: Pick<BatchesService, 'bookSilence'>,
    private readonly log: MessagingLog,
    private readonly everySeconds: number,
  ) {
    this.work = new BackgroundWork({
      pass: () => this.pass(),
      afterErrorMs: Math.min(everySeconds, afterErrorSeconds) * 1_000,
      log,
      failed: 'booking silence failed; it is tried again',
    });
  }

  start(): void {
    this.work.start();
  }

  /** Resolves when what was under way is done. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  private async pass(): Promise<number> {
    const batches = await this.batches.bookSilence();
    if (batches > 0) this.log.info({ batches }, 'the silence of payee States is booked');
    return this.everySeconds * 1_000;
  }
}
