import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { KafkaMessage } from './cloud-event.js';
import { isKafkaError, type KafkaConnection } from './kafka-connection.js';
import { toMessage } from './kafka-message.js';
import { messagingLimits } from './limits.js';

/** A stretch of one partition, in its order. */
export interface TopicStretch {
  /** The product's name of the topic. */
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

/** What a reader reads and what it does with it. */
export interface TopicReaderOptions {
  readonly topic: string;
  /** Begins the name of the throw-away group, e.g. `gateway`. */
  readonly name: string;
  /** Takes every message at least once; after a broken connection it may begin anew. */
  readonly take: (stretch: TopicStretch) => void | Promise<void>;
}

/**
 * Reads the whole of a topic, from its first message, in this process alone, and follows it. For
 * what every process must know itself: nothing is committed, so each start reads all of it again.
 * Each reader is a group of its own (`<name>-reader-<uuid>`), which the broker forgets once it is
 * left.
 */
export class TopicReader {
  private readonly waiting = new Map<number, bigint>();
  private consumer: Consumer | undefined;
  private caughtUp: (() => void) | undefined;
  private failed: ((error: Error) => void) | undefined;
  private fetched = false;
  private started = false;
  private stopped = false;

  constructor(
    private readonly connection: KafkaConnection,
    private readonly options: TopicReaderOptions,
  ) {}

  /**
   * Resolves when everything that lay on the topic at the moment of the call was taken; it goes on
   * reading then.
   * @throws a Kafka error when no broker answers or the topic does not exist
   */
  async start(signal?: AbortSignal): Promise<void> {
    await this.stop();
    this.stopped = false;
    this.fetched = false;
    this.waiting.clear();
    const starts = await this.connection.startOffsets(this.options.topic);
    const ends = await this.connection.endOffsets(this.options.topic);
    for (const [partition, end] of ends) {
      if (end > (starts.get(partition) ?? 0n)) this.waiting.set(partition, end);
    }
    const arrival = new Promise<void>((resolve, reject) => {
      this.caughtUp = resolve;
      this.failed = reject;
      signal?.addEventListener('abort', () => reject(new Error('stopped while reading')));
    });
    try {
      await Promise.all([arrival, this.join()]);
      this.started = true;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Leaves the topic. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.started = false;
    const { consumer } = this;
    this.consumer = undefined;
    await consumer?.disconnect();
  }

  private async join(): Promise<void> {
    const consumer = this.connection.consumer(`${this.options.name}-reader-${randomUUID()}`);
    this.consumer = consumer;
    // The event speaks for stretches that hold nothing for us too: marks of transactions.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      this.passed(payload.partition, BigInt(payload.lastOffset) + 1n);
    });
    consumer.on(consumer.events.FETCH, () => {
      this.fetched = true;
      this.settle();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) void this.crashed(payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({
      topics: [this.connection.named(this.options.topic)],
      fromBeginning: true,
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: (payload) => this.read(payload),
    });
  }

  private async read(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    await this.options.take({
      topic: this.options.topic,
      partition: batch.partition,
      messages: batch.messages.map((message) => toMessage(message, batch.partition)),
    });
    await payload.heartbeat();
  }

  private passed(partition: number, nextOffset: bigint): void {
    const end = this.waiting.get(partition);
    if (end !== undefined && nextOffset >= end) this.waiting.delete(partition);
    this.settle();
  }

  /** Not before the first fetch: kafkajs goes on for ever when it is stopped earlier. */
  private settle(): void {
    if (this.fetched && this.waiting.size === 0) this.caughtUp?.();
  }

  /**
   * kafkajs restarts by itself after what it calls retriable; after the rest we do, once started:
   * a start that fails is its caller's to repeat.
   */
  private async crashed(error: Error): Promise<void> {
    if (!this.started) {
      this.failed?.(error);
      return;
    }
    const { topic } = this.options;
    for (let attempt = 1; !this.isStopped(); attempt += 1) {
      const details = { topic, attempt, error: error.message };
      this.connection.log.error(details, 'topic reader starts anew');
      const { retryDelayMsMax, retryDelayMsMin } = messagingLimits;
      await delay(Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** attempt));
      if (!this.isStopped() && (await this.startAnew())) return;
    }
  }

  private async startAnew(): Promise<boolean> {
    try {
      await this.consumer?.disconnect();
      await this.join();
      return true;
    } catch (error) {
      if (isKafkaError(error)) return false;
      throw error;
    }
  }

  /** A question of its own, since it changes while the caller waits. */
  private isStopped(): boolean {
    return this.stopped;
  }
}

/**
 * Reads a topic once, from its first message to where it ended when the reading began.
 * @returns false when there is no such topic
 * @throws a Kafka error when no broker answers
 */
export async function readWholeTopic(
  connection: KafkaConnection,
  options: TopicReaderOptions,
): Promise<boolean> {
  if (!(await connection.hasTopic(options.topic))) return false;
  const starts = await connection.startOffsets(options.topic);
  const ends = await connection.endOffsets(options.topic);
  if ([...ends].every(([partition, end]) => end <= (starts.get(partition) ?? 0n))) return true;
  const reader = new TopicReader(connection, {
    ...options,
    take: (stretch) => {
      const end = ends.get(stretch.partition) ?? 0n;
      const messages = stretch.messages.filter((message) => BigInt(message.offset) < end);
      return options.take({ ...stretch, messages });
    },
  });
  try {
    await reader.start();
  } finally {
    await reader.stop();
  }
  return true;
}
