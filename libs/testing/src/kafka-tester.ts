import { randomBytes } from 'node:crypto';
import kafkajs from 'kafkajs';
import type { Admin, Consumer, Kafka, Producer } from 'kafkajs';
import { eventually } from './eventually.js';

type TopicOffsets = Awaited<ReturnType<Admin['fetchTopicOffsets']>>;

/** A topic as a spec wants it. */
export interface TopicWish {
  readonly name: string;
  readonly partitions: number;
  readonly configuration?: Readonly<Record<string, string>>;
}

/** A message of any kind, also one that no honest client would send. */
export interface RawMessage {
  readonly key?: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
  readonly partition?: number;
}

/** An event as a CloudEvent object. */
export interface SentEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly data?: unknown;
  readonly [attribute: string]: unknown;
}

/** A message as it was found. */
export interface FoundMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Messages that go on coming until `stop`. */
export interface Following {
  readonly messages: readonly FoundMessage[];
  stop(): Promise<void>;
}

const { CompressionCodecs, CompressionTypes } = kafkajs;
const compressions = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
} as const;

/** Like many clients the tester writes a codec that kafkajs does not read, and still does not. */
const cannotRead = Object.assign(new Error('Snappy compression not implemented'), {
  name: 'KafkaJSNotImplemented',
});
CompressionCodecs[CompressionTypes.Snappy] = () => ({
  compress: ({ buffer }: { readonly buffer: Buffer }) => Promise.resolve(asSnappy(buffer)),
  decompress: () => Promise.reject(cannotRead),
});

/** Bytes in Snappy's format without making them any smaller: literals of at most 65 536 bytes. */
function asSnappy(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let rest = bytes.length;
  const length: number[] = [];
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  parts.push(Buffer.from([...length, rest]));
  for (let from = 0; from < bytes.length; from += 0x10000) {
    const literal = bytes.subarray(from, from + 0x10000);
    const least = literal.length - 1;
    parts.push(Buffer.from([61 << 2, least & 0xff, least >>> 8]), literal);
  }
  return Buffer.concat(parts);
}

/** An outsider's Kafka client: topics, messages of every kind, reading to the end. Names are without prefix. */
export class KafkaTester {
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private producer: Promise<Producer> | null = null;
  private readonly consumers = new Set<Consumer>();

  constructor(
    brokers: readonly string[],
    readonly topicPrefix: string,
  ) {
    this.kafka = new kafkajs.Kafka({
      clientId: 'outsider',
      brokers: [...brokers],
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000 },
    });
    this.admin = this.kafka.admin();
  }

  /** Makes topics that do not exist yet. */
  async createTopics(wishes: readonly TopicWish[]): Promise<void> {
    await this.admin.connect();
    await this.admin.createTopics({
      // Not kafkajs's own waiting: it gives up when a busy broker does not know the topic yet.
      waitForLeaders: false,
      topics: wishes.map(({ name, partitions, configuration = {} }) => ({
        topic: this.topicPrefix + name,
        numPartitions: partitions,
        configEntries: Object.entries(configuration).map(([key, value]) => ({ name: key, value })),
      })),
    });
    const topics = wishes.map(({ name }) => this.topicPrefix + name);
    if (topics.length > 0) await eventually(() => this.haveLeaders(topics), { what: 'new topics' });
  }

  private async haveLeaders(topics: string[]): Promise<boolean> {
    const found = await this.admin.fetchTopicMetadata({ topics }).catch(() => undefined);
    const partitions = found?.topics.flatMap((topic) => topic.partitions) ?? [];
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
  }

  /** Removes every topic with this tester's prefix. */
  async deleteTopics(): Promise<void> {
    await this.admin.connect();
    const topics = (await this.admin.listTopics()).filter((topic) =>
      topic.startsWith(this.topicPrefix),
    );
    if (topics.length > 0) await this.admin.deleteTopics({ topics });
  }

  /** Sends messages as they are, in order, acknowledged by the broker. */
  async send(
    topic: string,
    messages: readonly RawMessage[],
    how: { readonly compression?: 'gzip' | 'snappy' } = {},
  ): Promise<void> {
    this.producer ??= this.connectProducer();
    const producer = await this.producer;
    await producer.send({
      topic: this.topicPrefix + topic,
      acks: -1,
      compression: compressions[how.compression ?? 'none'],
      messages: messages.map(({ key = null, headers = {}, ...rest }) => ({
        key,
        headers: { ...headers },
        ...rest,
      })),
    });
  }

  /** Sends CloudEvents keyed by their subject, in structured mode or with their attributes as headers. */
  async sendEvents(
    topic: string,
    events: readonly SentEvent[],
    how: { readonly mode?: 'structured' | 'binary'; readonly partition?: number } = {},
  ): Promise<void> {
    const place = how.partition === undefined ? {} : { partition: how.partition };
    const encode = how.mode === 'binary' ? binaryMessage : structuredMessage;
    await this.send(
      topic,
      events.map((event) => ({ ...encode(event), ...place })),
    );
  }

  /** The next offset of each partition. */
  async endOffsets(topic: string): Promise<Map<number, bigint>> {
    const offsets = await this.offsetsOf(topic);
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  }

  /** What a group has committed per partition; −1: nothing. */
  async committedOffsets(group: string, topic: string): Promise<Map<number, bigint>> {
    await this.admin.connect();
    const [found] = await this.admin.fetchOffsets({
      groupId: this.topicPrefix + group,
      topics: [this.topicPrefix + topic],
    });
    return new Map(found?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }

  /** All committed messages from the beginning to what is the end now, in order per partition. */
  async readToEnd(topic: string): Promise<FoundMessage[]> {
    const open = await this.unreadPartitions(topic);
    const found: FoundMessage[] = [];
    if (open.size === 0) return found;
    const consumer = await this.consume([topic], found);
    await new Promise<void>((resolve) => {
      // Unlike `eachBatch` this event also tells of stretches without any visible message.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
        const last = open.get(payload.partition);
        if (last !== undefined && BigInt(payload.lastOffset) >= last)
          open.delete(payload.partition);
        if (open.size === 0) resolve();
      });
    });
    await this.end(consumer);
    return found;
  }

  /** Reads topics from the beginning and goes on as messages come. */
  async follow(topics: readonly string[]): Promise<Following> {
    const messages: FoundMessage[] = [];
    const consumer = await this.consume(topics, messages);
    return { messages, stop: () => this.end(consumer) };
  }

  /** Closes everything that this tester opened. */
  async close(): Promise<void> {
    for (const consumer of [...this.consumers]) await this.end(consumer);
    const producer = await this.producer;
    await producer?.disconnect();
    await this.admin.disconnect();
  }

  private async connectProducer(): Promise<Producer> {
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      // A new topic's partitions come to life one by one: what one of them refuses is sent again for
      // all, and those that had it must not take it twice.
      idempotent: true,
      retry: { retries: 8 },
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  /** The last offset of each partition that holds anything. */
  private async unreadPartitions(topic: string): Promise<Map<number, bigint>> {
    const offsets = await this.offsetsOf(topic);
    const holding = offsets.filter(({ low, high }) => BigInt(high) > BigInt(low));
    return new Map(holding.map(({ partition, high }) => [partition, BigInt(high) - 1n]));
  }

  /** A broker may name itself leader of a new partition a moment before it acts as such. */
  private async offsetsOf(topic: string): Promise<TopicOffsets> {
    await this.admin.connect();
    return eventually(() => this.admin.fetchTopicOffsets(this.topicPrefix + topic), {
      what: `the offsets of ${topic}`,
    });
  }

  private async consume(topics: readonly string[], found: FoundMessage[]): Promise<Consumer> {
    const consumer = this.kafka.consumer({
      groupId: `${this.topicPrefix}outsider-${randomBytes(6).toString('hex')}`,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 100,
      readUncommitted: false,
    });
    this.consumers.add(consumer);
    // A group that comes together anew begins anew: what was found once is not found twice.
    const places = new Set<string>();
    await consumer.connect();
    await consumer.subscribe({
      topics: topics.map((topic) => this.topicPrefix + topic),
      fromBeginning: true,
    });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ topic, partition, message }) => {
        const place = `${topic} ${partition.toString()} ${message.offset}`;
        if (places.has(place)) return Promise.resolve();
        places.add(place);
        found.push({
          topic: topic.slice(this.topicPrefix.length),
          partition,
          offset: message.offset,
          key: message.key?.toString() ?? null,
          value: message.value,
          headers: Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          ),
        });
        return Promise.resolve();
      },
    });
    return consumer;
  }

  private async end(consumer: Consumer): Promise<void> {
    if (this.consumers.delete(consumer)) await consumer.disconnect();
  }
}

/** CloudEvents Kafka Protocol Binding 1.0.2, section 3.3. */
export function structuredMessage(event: SentEvent): RawMessage {
  return {
    key: event.subject ?? null,
    value: JSON.stringify(event),
    headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
  };
}

/** CloudEvents Kafka Protocol Binding 1.0.2, section 3.2: attributes as `ce_` headers, the data as value. */
export function binaryMessage(event: SentEvent): RawMessage {
  const { data, datacontenttype, ...attributes } = event;
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)]);
  return {
    key: event.subject ?? null,
    value: JSON.stringify(data),
    headers: {
      ...(Object.fromEntries(headers) as Record<string, string>),
      'content-type': typeof datacontenttype === 'string' ? datacontenttype : 'application/json',
    },
  };
}
