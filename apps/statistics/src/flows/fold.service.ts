import type { Database, Transaction } from '@reciproca/database';
import type { OutboxRelay } from '@reciproca/messaging';
import { BackgroundWork, type Logger } from '@reciproca/runtime';
import { statisticsLimits } from '../limits.js';
import { publishDirty, type Publication } from './flow.repository.js';
import { applyChanges, lockFolding, takeIntroduced, takeMoved } from './fold.repository.js';
import { foldFlows } from './fold.js';

/** What folding needs. */
export interface FoldParts {
  readonly database: Database;
  readonly relay: OutboxRelay;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/** What one pass did. */
interface Pass {
  /** True when there is more to fold, or more to publish while nothing is left to fold. */
  readonly hasMore: boolean;
  readonly publication: Publication | null;
}

/**
 * Makes flows of what the consumers appended, and publishes those that changed. One process at a
 * time does it, in the background: consumers never touch a flow, so they wait for no row that all
 * of them would update, and a flow that many batches change is written and published once per pass.
 */
export class FoldService {
  private readonly work: BackgroundWork;
  private isPublishing = false;

  constructor(private readonly parts: FoldParts) {
    this.work = new BackgroundWork({
      pass: () => this.passAndPause(),
      afterErrorMs: statisticsLimits.passPauseMs,
      log: parts.logger,
      failed: 'folding failed; it is done again',
    });
  }

  start(): void {
    this.work.start();
  }

  /** Resolves when the pass under way is done. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  /**
   * Without a backlog it works at most a quarter of the time and over one half of it, so that the
   * consumers keep the rest; the longer the pause, the more changes of a flow become one.
   */
  private async passAndPause(): Promise<number> {
    const { passPauseMs, backlogPauseMs } = statisticsLimits;
    const startedAt = performance.now();
    const hasMore = await this.pass();
    const tookMs = performance.now() - startedAt;
    return hasMore ? Math.max(backlogPauseMs, tookMs) : Math.max(passPauseMs, 3 * tookMs);
  }

  /**
   * Folds and publishes once.
   * @returns true when there is more to do at once
   */
  async pass(): Promise<boolean> {
    const { hasMore, publication } = await this.parts.database.transaction((transaction) =>
      this.foldAndPublish(transaction),
    );
    if (publication !== null) this.follow(publication);
    return hasMore;
  }

  private async foldAndPublish(transaction: Transaction): Promise<Pass> {
    if (!(await lockFolding(transaction))) return { hasMore: false, publication: null };
    const { foldGroups, foldClaims, publishFlows } = statisticsLimits;
    const { introduced, taken, left } = await takeIntroduced(transaction, foldGroups);
    const { moved, setAside } = await takeMoved(transaction, foldClaims);
    for (const movement of setAside) {
      this.parts.logger.error({ ...movement }, 'an amount is none of the claim’s currency');
    }
    await applyChanges(transaction, foldFlows({ introduced, moved }));
    const hasBacklog = left > 0 || moved.length >= foldClaims;
    // While the broker is away, flows go on changing without a version more in the outbox.
    if (this.isPublishing) return { hasMore: hasBacklog, publication: null };
    const now = this.parts.clock().toISOString();
    const publication = await publishDirty(transaction, { limit: publishFlows, now });
    const isQuiet = taken === 0 && moved.length === 0;
    const hasMore = hasBacklog || (isQuiet && publication?.rows.length === publishFlows);
    return { hasMore, publication };
  }

  private follow({ batchId, rows }: Publication): void {
    this.isPublishing = true;
    void this.parts.relay.published(batchId, rows).then(() => {
      this.isPublishing = false;
    });
  }
}
