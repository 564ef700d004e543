import { setTimeout as delay } from 'node:timers/promises';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Consumer, EachBatchPayload, Producer } from 'kafkajs';
import { failureKind } from '@reciproca/database';
import { lastValueFrom } from 'rxjs';
import type { BatchContext, BatchPattern, MessageBatch } from './batch-handler.js';
import type { KafkaMessage } from './cloud-event.js';
import { sendDeadLetters, type DeadLetter } from './dead-letters.js';
import { isKafkaError, type KafkaConnection } from './kafka-connection.js';
import { toMessage } from './kafka-message.js';
import { messagingLimits } from './limits.js';

/** Told when a stretch of a partition held nothing for a handler (control records, aborted ones). */
export type EmptyStretchListener = (stretch: {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}) => void;

interface GroupConsumer {
  readonly group: string;
  readonly consumer: Consumer;
  /** Handlers by the broker's topic name. */
  readonly handlers: ReadonlyMap<string, MessageHandler>;
}

/**
 * Nest transport that hands whole Kafka batches to methods marked with `@BatchHandler`. One
 * consumer per group; a batch ends in exactly one of: booked (offset committed), waited for (the
 * database or the broker is away: the same batch again after a pause, for ever), or parked (it
 * failed for its own reasons: cut in two until the guilty message stands alone, which then goes to
 * the dead letters). A neighbour is never skipped.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  private readonly consumers: GroupConsumer[] = [];
  private readonly deadLetterProducer: Producer;
  private readonly emptyStretchListeners: EmptyStretchListener[] = [];
  private stopping = false;

  constructor(private readonly connection: KafkaConnection) {
    super();
    this.deadLetterProducer = connection.producer();
  }

  /** Called by Nest: joins the groups. The callback gets the error when that fails. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.deadLetterProducer.connect();
      for (const [group, handlers] of this.handlersByGroup()) await this.join(group, handlers);
      callback();
    } catch (error) {
      await this.leave();
      callback(error);
    }
  }

  /** Leaves the groups once the batches in hand are done. */
  async close(): Promise<void> {
    this.stopping = true;
    await this.leave();
  }

  private async leave(): Promise<void> {
    const joined = this.consumers.splice(0);
    await Promise.all(joined.map(({ consumer }) => consumer.disconnect()));
    await this.deadLetterProducer.disconnect();
  }

  /** Registers a listener for stretches that no handler sees; a close waits for those too. */
  onEmptyStretch(listener: EmptyStretchListener): void {
    this.emptyStretchListeners.push(listener);
  }

  override on(): never {
    throw new Error('the batch transport has no events of its own; use onEmptyStretch');
  }

  override unwrap<T>(): T {
    return this.consumers as T;
  }

  private handlersByGroup(): Map<string, Map<string, MessageHandler>> {
    const groups = new Map<string, Map<string, MessageHandler>>();
    for (const handler of this.messageHandlers.values()) {
      const { group, topic } = handler.extras as unknown as BatchPattern;
      const handlers = groups.get(group) ?? new Map<string, MessageHandler>();
      handlers.set(this.connection.named(topic), handler);
      groups.set(group, handlers);
    }
    return groups;
  }

  private async join(group: string, handlers: Map<string, MessageHandler>): Promise<void> {
    const consumer = this.connection.consumer(group);
    this.consumers.push({ group, consumer, handlers });
    this.watchEmptyStretches(group, consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [...handlers.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: messagingLimits.concurrentPartitions,
      eachBatch: (payload) => this.consume(handlers, payload),
    });
  }

  private watchEmptyStretches(group: string, consumer: Consumer): void {
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return;
      const nextOffset = BigInt(payload.lastOffset) + 1n;
      const topic = this.connection.plain(payload.topic);
      for (const listener of this.emptyStretchListeners) {
        listener({ group, topic, partition: payload.partition, nextOffset });
      }
    });
  }

  private async consume(
    handlers: ReadonlyMap<string, MessageHandler>,
    payload: EachBatchPayload,
  ): Promise<void> {
    const { batch } = payload;
    const handler = handlers.get(batch.topic);
    if (handler === undefined) throw new Error(`no handler for ${batch.topic}`);
    const messages = batch.messages.map(toMessage);
    for (let from = 0; from < messages.length; from += messagingLimits.batchMessages) {
      if (!this.mayGoOn(payload)) return;
      const piece = messages.slice(from, from + messagingLimits.batchMessages);
      const last = from + piece.length >= messages.length;
      const nextOffset = last ? BigInt(batch.lastOffset()) + 1n : after(piece);
      const done = await this.handle(handler, payload, { messages: piece, nextOffset });
      if (!done) return;
      await this.commit(payload, nextOffset);
    }
  }

  private mayGoOn(payload: EachBatchPayload): boolean {
    return !this.stopping && payload.isRunning() && !payload.isStale();
  }

  private async commit(payload: EachBatchPayload, nextOffset: bigint): Promise<void> {
    const { topic, partition } = payload.batch;
    payload.resolveOffset((nextOffset - 1n).toString());
    await payload.commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: nextOffset.toString() }] }],
    });
  }

  /** True once the piece is booked or parked; false when the consumer must let go of it. */
  private async handle(
    handler: MessageHandler,
    payload: EachBatchPayload,
    piece: Pick<MessageBatch, 'messages' | 'nextOffset'>,
  ): Promise<boolean> {
    const batch: MessageBatch = {
      topic: this.connection.plain(payload.batch.topic),
      partition: payload.batch.partition,
      ...piece,
    };
    let failures = 0;
    for (let attempt = 1; this.mayGoOn(payload); attempt += 1) {
      const error = await this.attempt(handler, payload, batch);
      if (error === undefined) return true;
      failures += isOutside(error) ? 0 : 1;
      this.tell(batch, error, attempt);
      if (failures >= messagingLimits.poisonAttempts) return this.cut(handler, payload, batch);
      await this.pause(payload, attempt);
    }
    return false;
  }

  private async attempt(
    handler: MessageHandler,
    payload: EachBatchPayload,
    batch: MessageBatch,
  ): Promise<Error | undefined> {
    const letters: DeadLetter[] = [];
    const context: BatchContext = {
      heartbeat: () => payload.heartbeat(),
      deadLetter: (message, code, detail) => letters.push({ message, code, detail }),
    };
    try {
      const result: unknown = await handler(batch, context);
      await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
      await sendDeadLetters(this.deadLetterProducer, payload.batch, letters);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** A batch that fails for its own reasons is halved; a single message is put aside. */
  private async cut(
    handler: MessageHandler,
    payload: EachBatchPayload,
    batch: MessageBatch,
  ): Promise<boolean> {
    const [first] = batch.messages;
    if (batch.messages.length === 1 && first !== undefined) {
      const letter = { message: first, code: 'processing-failed', detail: 'see the log' };
      await sendDeadLetters(this.deadLetterProducer, payload.batch, [letter]);
      return true;
    }
    const middle = Math.ceil(batch.messages.length / 2);
    const left = batch.messages.slice(0, middle);
    const right = batch.messages.slice(middle);
    if (!(await this.handle(handler, payload, { messages: left, nextOffset: after(left) }))) {
      return false;
    }
    return this.handle(handler, payload, { messages: right, nextOffset: batch.nextOffset });
  }

  private tell(batch: MessageBatch, error: Error, attempt: number): void {
    const { topic, partition, nextOffset } = batch;
    this.connection.log.warn(
      { topic, partition, nextOffset: nextOffset.toString(), attempt, error: error.message },
      isOutside(error) ? 'batch waits for database or broker' : 'batch failed',
    );
  }

  private async pause(payload: EachBatchPayload, attempt: number): Promise<void> {
    const { retryDelayMsMin, retryDelayMsMax } = messagingLimits;
    await delay(Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** Math.min(attempt, 10)));
    await payload.heartbeat();
  }
}

/** Database and broker come back by themselves; a conflict passes; all else is the batch's own. */
function isOutside(error: Error): boolean {
  return isKafkaError(error) || failureKind(error) !== 'other';
}

function after(messages: readonly KafkaMessage[]): bigint {
  return BigInt(messages[messages.length - 1]?.offset ?? '-1') + 1n;
}
