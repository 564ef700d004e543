import { setTimeout as delay } from 'node:timers/promises';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { Consumer, EachBatchPayload, Producer } from 'kafkajs';
import { failureKind } from '@reciproca/database';
import { lastValueFrom } from 'rxjs';
import { BatchGatherer, type Piece, type Pieces } from './batch-gatherer.js';
import type { BatchContext, BatchPattern, MessageBatch } from './batch-handler.js';
import type { KafkaMessage } from './cloud-event.js';
import { sendDeadLetters, type DeadLetter } from './dead-letters.js';
import { isKafkaError, type KafkaConnection } from './kafka-connection.js';
import { toMessage } from './kafka-message.js';
import { messagingLimits } from './limits.js';

/** Told when no handler took a stretch of a partition: control records, aborted ones, parked ones. */
export type EmptyStretchListener = (stretch: {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}) => void;

/** Handlers by the broker's topic name. */
type Handlers = ReadonlyMap<string, MessageHandler>;

interface GroupConsumer {
  readonly group: string;
  readonly consumer: Consumer;
  readonly handlers: Handlers;
  /** By the broker's topic name. */
  readonly gatherers: ReadonlyMap<string, BatchGatherer>;
}

/** Pieces of one topic and the handler that books them together. */
interface Work {
  readonly group: string;
  readonly handler: MessageHandler;
  readonly pieces: Pieces;
}

/**
 * Nest transport that hands whole Kafka batches to methods marked with `@BatchHandler`. One
 * consumer per group; what its partitions have in hand is booked together. A batch ends in exactly
 * one of: booked (offsets committed), waited for (the database or the broker is away: the same batch
 * again after a pause, for ever), or parked (it failed for its own reasons: each partition alone,
 * then cut in two until the guilty message stands alone, which then goes to the dead letters). A
 * neighbour is never skipped.
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

  override unwrap(): never {
    throw new Error('the batch transport does not give its consumers away');
  }

  /** Asked anew after every wait: the compiler would take the field for what it was before. */
  private isStopping(): boolean {
    return this.stopping;
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

  private async join(group: string, handlers: Handlers): Promise<void> {
    const consumer = this.connection.consumer(group);
    const joined = { group, consumer, handlers, gatherers: this.gatherersOf(group, handlers) };
    this.consumers.push(joined);
    this.watchEmptyStretches(group, consumer);
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) void this.joinAgain(joined);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...handlers.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: messagingLimits.gatheredPartitions,
      eachBatch: (payload) => this.consume(joined, payload),
    });
  }

  /** kafkajs starts anew by itself after what it calls retriable; after all else we do. */
  private async joinAgain(crashed: GroupConsumer): Promise<void> {
    const { group, handlers } = crashed;
    this.consumers.splice(this.consumers.indexOf(crashed), 1);
    for (let attempt = 1; !this.stopping; attempt += 1) {
      this.connection.log.error({ group, attempt }, 'the consumer gave up; it joins anew');
      await delay(pauseMs(attempt));
      if (this.isStopping()) return;
      const before = this.consumers.length;
      try {
        await this.join(group, handlers);
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.connection.log.error({ group, error: reason }, 'joining failed');
        const [failed] = this.consumers.splice(before, 1);
        await failed?.consumer.disconnect();
      }
    }
  }

  private watchEmptyStretches(group: string, consumer: Consumer): void {
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return;
      const nextOffset = BigInt(payload.lastOffset) + 1n;
      const topic = this.connection.plain(payload.topic);
      this.passedOver({ group, topic, partition: payload.partition, nextOffset });
    });
  }

  private passedOver(stretch: Parameters<EmptyStretchListener>[0]): void {
    for (const listener of this.emptyStretchListeners) listener(stretch);
  }

  private gatherersOf(group: string, handlers: Handlers): Map<string, BatchGatherer> {
    return new Map(
      [...handlers].map(([topic, handler]) => [
        topic,
        new BatchGatherer((pieces) => this.book({ group, handler, pieces })),
      ]),
    );
  }

  private async consume({ gatherers }: GroupConsumer, payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const gatherer = gatherers.get(batch.topic);
    if (gatherer === undefined) throw new Error(`no handler for ${batch.topic}`);
    const { partition } = batch;
    const messages = batch.messages.map((message) => toMessage(message, partition));
    for (let from = 0; from < messages.length; from += messagingLimits.batchMessages) {
      const piece = messages.slice(from, from + messagingLimits.batchMessages);
      const last = from + piece.length >= messages.length;
      const nextOffset = last ? BigInt(batch.lastOffset()) + 1n : after(piece);
      const position = { partition, nextOffset };
      if (!(await gatherer.take({ payload, messages: piece, position }))) return;
    }
  }

  private async book(work: Work): Promise<boolean> {
    const done = await this.handle(work);
    if (done) await commit(work.pieces);
    return done;
  }

  private mayGoOn(pieces: Pieces): boolean {
    return (
      !this.stopping && pieces.every(({ payload }) => payload.isRunning() && !payload.isStale())
    );
  }

  /** True once all pieces are booked or parked; false when the consumer must let go of them. */
  private async handle(work: Work): Promise<boolean> {
    const { pieces } = work;
    let failures = 0;
    for (let attempt = 1; this.mayGoOn(pieces); attempt += 1) {
      const error = await this.attempt(work);
      if (error === undefined) return true;
      failures += isOutside(error) ? 0 : 1;
      this.tell(pieces, error, attempt);
      if (failures >= messagingLimits.poisonAttempts) return this.divide(work);
      await pause(pieces, attempt);
    }
    return false;
  }

  private async attempt({ handler, pieces }: Work): Promise<Error | undefined> {
    const [{ payload }] = pieces;
    const { topic } = payload.batch;
    const letters: DeadLetter[] = [];
    const context: BatchContext = {
      deadLetter: (message, code, detail) => letters.push({ message, code, detail }),
    };
    const beating = setInterval(() => void this.beat(payload), messagingLimits.heartbeatIntervalMs);
    try {
      const result: unknown = await handler(batchOf(this.connection.plain(topic), pieces), context);
      await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
      await sendDeadLetters(this.deadLetterProducer, topic, letters);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      clearInterval(beating);
    }
  }

  /**
   * Tells the group that the consumer lives while a long transaction works or waits for its turn. Where
   * the partition was taken away meanwhile, its next reader finds the batch booked.
   */
  private async beat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat();
    } catch (error) {
      const { topic, partition } = payload.batch;
      this.connection.log.warn(
        { topic: this.connection.plain(topic), partition, error: String(error) },
        'the group went on without this consumer',
      );
    }
  }

  /** What fails for its own reasons becomes smaller, until a single message is put aside. */
  private async divide(work: Work): Promise<boolean> {
    const [piece, ...others] = work.pieces;
    if (others.length === 0) return this.cut(work, piece);
    for (const each of work.pieces) {
      if (!(await this.handle({ ...work, pieces: [each] }))) return false;
    }
    return true;
  }

  private async cut(work: Work, piece: Piece): Promise<boolean> {
    const { payload, messages, position } = piece;
    const [first] = messages;
    if (messages.length === 1 && first !== undefined) {
      const { topic } = payload.batch;
      const letter = { message: first, code: 'handler-failed', detail: 'see the log' } as const;
      await sendDeadLetters(this.deadLetterProducer, topic, [letter]);
      this.passedOver({ group: work.group, topic: this.connection.plain(topic), ...position });
      return true;
    }
    const middle = Math.ceil(messages.length / 2);
    const left = messages.slice(0, middle);
    const leftPosition = { ...position, nextOffset: after(left) };
    const leftPiece = { payload, messages: left, position: leftPosition };
    if (!(await this.handle({ ...work, pieces: [leftPiece] }))) return false;
    return this.handle({ ...work, pieces: [{ ...piece, messages: messages.slice(middle) }] });
  }

  private tell(pieces: Pieces, error: Error, attempt: number): void {
    const positions = pieces.map(
      ({ position }) => `${position.partition.toString()}@${position.nextOffset.toString()}`,
    );
    const topic = this.connection.plain(pieces[0].payload.batch.topic);
    this.connection.log.warn(
      { topic, positions, attempt, error: error.message },
      isOutside(error) ? 'batch waits for database or broker' : 'batch failed',
    );
  }
}

/** What the handler sees of a unit of work. */
function batchOf(topic: string, pieces: Pieces): MessageBatch {
  const [first, ...others] = pieces;
  return {
    topic,
    messages: others.length === 0 ? first.messages : pieces.flatMap((piece) => [...piece.messages]),
    positions: [first.position, ...others.map(({ position }) => position)],
  };
}

async function commit(pieces: Pieces): Promise<void> {
  const [{ payload }] = pieces;
  for (const piece of pieces) {
    piece.payload.resolveOffset((piece.position.nextOffset - 1n).toString());
  }
  const partitions = pieces.map(({ position }) => ({
    partition: position.partition,
    offset: position.nextOffset.toString(),
  }));
  await payload.commitOffsetsIfNecessary({ topics: [{ topic: payload.batch.topic, partitions }] });
}

async function pause([{ payload }]: Pieces, attempt: number): Promise<void> {
  await delay(pauseMs(attempt));
  await payload.heartbeat();
}

function pauseMs(attempt: number): number {
  const { retryDelayMsMin, retryDelayMsMax } = messagingLimits;
  return Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** Math.min(attempt, 10));
}

/** Database and broker come back by themselves; a conflict passes; all else is the batch's own. */
function isOutside(error: Error): boolean {
  return isKafkaError(error) || failureKind(error) !== 'other';
}

function after(messages: readonly KafkaMessage[]): bigint {
  return BigInt(messages[messages.length - 1]?.offset ?? '-1') + 1n;
}
