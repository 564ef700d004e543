import kafkajs from 'kafkajs';
import type {
  Admin,
  Consumer,
  ITopicConfig,
  Kafka,
  KafkaConfig,
  LogEntry,
  Producer,
  SASLOptions,
  SeekEntry,
} from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import type { MessagingLog } from './log.js';
import { messagingLimits } from './limits.js';

/** How to reach the brokers. */
export interface KafkaConnectionOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Stands before every topic, group and transactional id; lets environments share a broker. */
  readonly topicPrefix?: string;
  readonly sasl?: { mechanism: string; username: string; password: string };
  readonly ssl?: ConnectionOptions | boolean;
  readonly log: MessagingLog;
}

/** A topic as the product wants it to exist. */
export interface TopicSpecification {
  readonly name: string;
  readonly partitions: number;
  /** Kafka topic configuration, e.g. `{ 'cleanup.policy': 'compact' }`. */
  readonly configuration: Readonly<Record<string, string>>;
}

/** Where a group goes on in a partition, and what it noted with it. */
export interface CommittedOffset {
  readonly offset: bigint;
  readonly metadata: string;
}

/** kafkajs warns of a choice made on purpose: the relay bounds its retries and starts anew. */
const knownWarning = /Limiting retries for the idempotent producer/;

/**
 * What kafkajs calls an error although it tries again by itself. When it gives up, its caller gets the
 * error, or it reports the crash of a consumer.
 */
const triedAgain =
  /^(?:Response |Failed to send messages: |The producer attempted to update a transaction while another|The coordinator is loading|Connection (?:error|timeout)|Failed to connect to (?:seed )?broker)/;

/** One process's way to Kafka; the only place that knows kafkajs. */
export class KafkaConnection {
  private readonly kafka: Kafka;
  private readonly prefix: string;
  private adminClient: Promise<Admin> | undefined;

  constructor(private readonly options: KafkaConnectionOptions) {
    this.prefix = options.topicPrefix ?? '';
    this.kafka = new kafkajs.Kafka(clientConfiguration(options));
  }

  /** The broker's name of a topic, group or transactional id. */
  named(name: string): string {
    return this.prefix + name;
  }

  /** The product's name of a broker's topic. */
  plain(topic: string): string {
    return topic.slice(this.prefix.length);
  }

  get log(): MessagingLog {
    return this.options.log;
  }

  /** A consumer of one group, unconnected. */
  consumer(group: string): Consumer {
    return this.kafka.consumer({
      groupId: this.named(group),
      sessionTimeout: messagingLimits.sessionTimeoutMs,
      heartbeatInterval: messagingLimits.heartbeatIntervalMs,
      rebalanceTimeout: messagingLimits.rebalanceTimeoutMs,
      maxBytesPerPartition: messagingLimits.fetchBytesPerPartition,
      maxBytes: messagingLimits.fetchBytes,
      maxWaitTimeInMs: messagingLimits.fetchWaitMs,
      allowAutoTopicCreation: false,
      retry: { retries: 8, initialRetryTime: 200, maxRetryTime: 5_000 },
    });
  }

  /** A producer, unconnected; with a transactional id it fences every earlier one of that id. */
  producer(transactionalId?: string): Producer {
    return this.kafka.producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: transactionalId === undefined ? 5 : 1,
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
      ...(transactionalId === undefined
        ? {}
        : { transactionalId: this.named(transactionalId), transactionTimeout: 30_000 }),
    });
  }

  /**
   * Creates the topics that do not exist yet and waits until they can be used; leaves the others as
   * their operator made them.
   */
  async ensureTopics(topics: readonly TopicSpecification[]): Promise<void> {
    const admin = await this.admin();
    const existing = new Set(await admin.listTopics());
    const missing = topics
      .filter((topic) => !existing.has(this.named(topic.name)))
      .map((topic) => this.topicConfiguration(topic));
    // Not kafkajs's own waiting: it gives up when a broker does not know the new topic yet ("This server
    // does not host this topic-partition"), and it does not wait for what another process is making.
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false });
    const names = topics.map((topic) => this.named(topic.name));
    await untilLeaders(() => admin.fetchTopicMetadata({ topics: names }));
  }

  /** The end offset of each partition of a topic: the next message will get it. */
  async endOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    const offsets = await this.topicOffsets(topic);
    return new Map(offsets.map((entry) => [entry.partition, BigInt(entry.high)]));
  }

  /** The first offset that each partition of a topic still holds, or would get. */
  async startOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    const offsets = await this.topicOffsets(topic);
    return new Map(offsets.map((entry) => [entry.partition, BigInt(entry.low)]));
  }

  /** Whether the broker knows a topic. */
  async hasTopic(topic: string): Promise<boolean> {
    const admin = await this.admin();
    return (await admin.listTopics()).includes(this.named(topic));
  }

  /** What a group committed on a topic, per partition; a partition without is not in the map. */
  async committedOffsets(
    group: string,
    topic: string,
  ): Promise<ReadonlyMap<number, CommittedOffset>> {
    const admin = await this.admin();
    const [found] = await admin.fetchOffsets({
      groupId: this.named(group),
      topics: [this.named(topic)],
    });
    const committed = (found?.partitions ?? []).filter(({ offset }) => BigInt(offset) >= 0n);
    return new Map(
      committed.map(({ partition, offset, metadata }) => [
        partition,
        { offset: BigInt(offset), metadata: metadata ?? '' },
      ]),
    );
  }

  /** Commits offsets for a group that consumes nothing; it must have no other member. */
  async commitOffsets(
    group: string,
    topic: string,
    offsets: ReadonlyMap<number, CommittedOffset>,
  ): Promise<void> {
    const consumer = this.consumer(group);
    const named = this.named(topic);
    // The first fetch comes after joining, and kafkajs cannot be stopped cleanly before it.
    const joined = new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.FETCH, () => resolve());
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    });
    await consumer.connect();
    try {
      await consumer.subscribe({ topics: [named] });
      // Only a member of the group may commit; it is paused before it fetches anything.
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: () => Promise.resolve(),
      });
      consumer.pause([{ topic: named }]);
      await joined;
      await consumer.commitOffsets(
        [...offsets].map(([partition, { offset, metadata }]) => ({
          topic: named,
          partition,
          offset: offset.toString(),
          metadata,
        })),
      );
    } finally {
      await consumer.disconnect();
    }
  }

  /** Throws when no broker answers; for the readiness check. */
  async ping(): Promise<void> {
    const admin = await this.admin();
    await admin.describeCluster();
  }

  /** Closes what this connection opened itself. */
  async close(): Promise<void> {
    const admin = this.adminClient;
    this.adminClient = undefined;
    if (admin !== undefined) await (await admin).disconnect();
  }

  /** A topic that was just made has no leader for a moment, which the admin client does not retry. */
  private async topicOffsets(
    topic: string,
  ): Promise<(SeekEntry & { high: string; low: string })[]> {
    const admin = await this.admin();
    try {
      return await untilLeaders(() => admin.fetchTopicOffsets(this.named(topic)));
    } catch (error) {
      // kafkajs goes on asking for a topic that it was asked for once, and fails each time when there is
      // none; a new client has forgotten it.
      await this.close();
      throw error;
    }
  }

  private admin(): Promise<Admin> {
    this.adminClient ??= this.connectAdmin();
    return this.adminClient;
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin({ retry: { retries: 2 } });
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      this.adminClient = undefined;
      throw error;
    }
  }

  private topicConfiguration(topic: TopicSpecification): ITopicConfig {
    return {
      topic: this.named(topic.name),
      numPartitions: topic.partitions,
      configEntries: Object.entries(topic.configuration).map(([name, value]) => ({ name, value })),
    };
  }
}

/** Asks until the broker knows the topics and their partitions have leaders, for a while. */
async function untilLeaders<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= messagingLimits.leaderAttempts || !isKafkaError(error)) throw error;
      await delay(messagingLimits.retryDelayMsMin * attempt);
    }
  }
}

function clientConfiguration(options: KafkaConnectionOptions): KafkaConfig {
  return {
    clientId: options.clientId,
    brokers: [...options.brokers],
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 3_000 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => {
      writeLog(options.log, entry);
    },
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
    ...(options.sasl === undefined ? {} : { sasl: options.sasl as SASLOptions }),
  };
}

/** Passes on what kafkajs says, with the weight that it has for an operator. */
export function writeLog(log: MessagingLog, entry: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _logger, ...details } = entry.log;
  if (knownWarning.test(message)) return;
  const { stack: _stack, retryTime: _retryTime, ...told } = details as Record<string, unknown>;
  if (triedAgain.test(message)) log.debug(told, message);
  else if (entry.level === kafkajs.logLevel.ERROR) log.error(told, message);
  else log.warn(told, message);
}

/** True when the broker has no room for a message of this size. */
export function isTooLarge(error: unknown): boolean {
  return (
    error instanceof kafkajs.KafkaJSError &&
    'type' in error &&
    (error.type === 'MESSAGE_TOO_LARGE' || error.type === 'RECORD_LIST_TOO_LARGE')
  );
}

/** True for every error that kafkajs makes: the broker's or the network's, never the message's. */
export function isKafkaError(error: unknown): boolean {
  return error instanceof kafkajs.KafkaJSError;
}
