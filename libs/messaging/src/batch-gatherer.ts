import type { EachBatchPayload } from 'kafkajs';
import type { PartitionPosition } from './batch-handler.js';
import type { KafkaMessage } from './cloud-event.js';
import { messagingLimits } from './limits.js';

/** A stretch of one partition on its way to its handler. */
export interface Piece {
  readonly payload: EachBatchPayload;
  readonly messages: readonly KafkaMessage[];
  readonly position: PartitionPosition;
}

/** What one unit of work consists of: at most one piece of each partition. */
export type Pieces = readonly [Piece, ...Piece[]];

interface Waiting {
  readonly piece: Piece;
  readonly resolve: (done: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts the pieces that several partitions have in hand together into units of work. A unit costs a
 * transaction and a commit whatever its size, and a fetch at a calm hour brings a few messages of
 * each partition.
 */
export class BatchGatherer {
  private readonly waiting: Waiting[] = [];
  private running = 0;
  private begins = false;

  /** @param work books a unit; false when the consumer must let go of it */
  constructor(private readonly work: (pieces: Pieces) => Promise<boolean>) {}

  /** True once the piece is booked; one partition must not give its next piece before. */
  take(piece: Piece): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ piece, resolve, reject });
      if (this.begins) return;
      this.begins = true;
      // All partitions of a fetch come in one turn of the event loop.
      setImmediate(() => {
        this.begins = false;
        this.begin();
      });
    });
  }

  private begin(): void {
    while (this.running < messagingLimits.concurrentUnits && this.waiting.length > 0) {
      void this.run(this.nextUnit());
    }
  }

  private nextUnit(): Waiting[] {
    let messages = 0;
    let pieces = 0;
    for (const { piece } of this.waiting) {
      messages += piece.messages.length;
      if (pieces > 0 && messages > messagingLimits.batchMessages) break;
      pieces += 1;
    }
    return this.waiting.splice(0, pieces);
  }

  private async run(unit: readonly Waiting[]): Promise<void> {
    this.running += 1;
    try {
      const [first, ...rest] = unit.map(({ piece }) => piece);
      const done = first === undefined || (await this.work([first, ...rest]));
      for (const { resolve } of unit) resolve(done);
    } catch (error) {
      for (const { reject } of unit) reject(error);
    } finally {
      this.running -= 1;
      this.begin();
    }
  }
}
