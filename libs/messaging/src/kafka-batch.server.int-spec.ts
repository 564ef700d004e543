import { setTimeout as delay } from 'node:timers/promises';
import { eventually, type RawMessage } from '@reciproca/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import type { BatchContext, MessageBatch } from './batch-handler.js';
import { KafkaBatchServer } from './kafka-batch.server.js';
import { messagingLimits } from './limits.js';
import { MessagingWorld } from './messaging-world.fixture.js';

type Handler = (batch: MessageBatch, context: BatchContext) => Promise<void>;

const topics = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

let world: MessagingWorld;
let topic: string;
let server: KafkaBatchServer;
let passedOver: { partition: number; nextOffset: bigint }[];

beforeAll(async () => {
  world = await MessagingWorld.open(
    topics.flatMap((name) => [
      {
        name: `${name}.v1`,
        partitions: 2,
        configuration: { 'max.message.bytes': '4000000' },
      },
      {
        name: `${name}.v1.dead-letter`,
        partitions: 1,
        configuration: { 'max.message.bytes': '1000000' },
      },
    ]),
  );
});

afterAll(async () => {
  await world.end();
});

beforeEach(() => {
  topic = `${topics.shift() ?? ''}.v1`;
  passedOver = [];
});

afterEach(async () => {
  await server.close();
});

/** Starts a server with this handler in a group of this topic's own. */
async function serve(handler: Handler): Promise<void> {
  server = new KafkaBatchServer(world.connection());
  const pattern = { group: `group-of-${topic}`, topic };
  server.addHandler(pattern, handler as never, true, pattern);
  server.onEmptyStretch(({ partition, nextOffset }) => passedOver.push({ partition, nextOffset }));
  await new Promise<void>((resolve, reject) => {
    void server.listen((error) => {
      if (error === undefined) resolve();
      else reject(new Error('it does not listen', { cause: error }));
    });
  });
}

const send = (...messages: readonly RawMessage[]): Promise<void> =>
  world.outside.kafka.send(
    topic,
    messages.map((message) => ({ partition: 0, ...message })),
  );

const valuesOf = ({ messages }: MessageBatch): string[] =>
  messages.map(({ value }) => value?.toString() ?? '');

async function committed(partition: number, offset: bigint, timeoutMs?: number): Promise<void> {
  await eventually(
    async () => {
      const offsets = await world.outside.kafka.committedOffsets(`group-of-${topic}`, topic);
      expect(offsets.get(partition)).toBe(offset);
      return true;
    },
    { what: `offset ${offset.toString()}`, ...(timeoutMs !== undefined && { timeoutMs }) },
  );
}

describe('the batch server', () => {
  it('hands a partition on in its order and commits behind what is done', async () => {
    const seen: string[][] = [[], []];
    await serve((batch) => {
      expect(batch.topic).toBe(topic);
      for (const { partition, value } of batch.messages) {
        seen[partition]?.push(value?.toString() ?? '');
      }
      return Promise.resolve();
    });
    await send({ value: 'a' }, { value: 'b' }, { value: 'x', partition: 1 }, { value: 'c' });
    await committed(0, 3n);
    await committed(1, 1n);
    expect(seen).toEqual([['a', 'b', 'c'], ['x']]);
  });

  it('hands over together what several partitions have in hand', async () => {
    await send({ value: 'a' }, { value: 'b' }, { value: 'x', partition: 1 });
    const batches: MessageBatch[] = [];
    await serve((batch) => {
      batches.push(batch);
      return Promise.resolve();
    });
    await committed(0, 2n);
    await committed(1, 1n);
    const together = batches.find(({ messages }) => messages.length === 3);
    expect(together && valuesOf(together).sort()).toEqual(['a', 'b', 'x']);
    expect(together?.positions).toEqual(
      expect.arrayContaining([
        { partition: 0, nextOffset: 2n },
        { partition: 1, nextOffset: 1n },
      ]),
    );
  });

  it('stays in its group while a batch takes longer than a session', async () => {
    const taken: string[][] = [];
    await serve(async (batch) => {
      taken.push(valuesOf(batch));
      await delay(messagingLimits.sessionTimeoutMs + 2_500);
    });
    await send({ value: 'a' });
    await committed(0, 1n, 2 * messagingLimits.sessionTimeoutMs);
    expect(taken).toEqual([['a']]);
  });

  it('gives the same batch again while a part of the house is away, however long', async () => {
    let attempts = 0;
    await serve((batch) => {
      attempts += 1;
      if (attempts < 6) return Promise.reject(Object.assign(new Error('away'), { code: '57P03' }));
      expect(valuesOf(batch)).toEqual(['a', 'b']);
      return Promise.resolve();
    });
    await send({ value: 'a' }, { value: 'b' });
    await committed(0, 2n);
    // A group that comes together anew may have it once more.
    expect(attempts).toBeGreaterThanOrEqual(6);
    expect(await world.outside.kafka.readToEnd(`${topic}.dead-letter`)).toEqual([]);
  });

  it('puts aside the one message that breaks its handler, and none of its neighbours', async () => {
    const booked = new Set<string>();
    const values = ['a', 'b', 'c', 'poison', 'd', 'e', 'poison'];
    await send(...values.map((value) => ({ key: 'k', value, headers: { mark: 'kept' } })), {
      value: 'elsewhere',
      partition: 1,
    });
    await serve((batch) => {
      const values = valuesOf(batch);
      if (values.includes('poison')) return Promise.reject(new TypeError('a bug'));
      for (const value of values) booked.add(value);
      return Promise.resolve();
    });
    await committed(0, 7n);
    await committed(1, 1n);
    expect([...booked].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'elsewhere']);
    const letters = await world.outside.kafka.readToEnd(`${topic}.dead-letter`);
    expect(letters.map(({ value, headers }) => [value?.toString(), headers])).toEqual(
      ['3', '6'].map((offset) => [
        'poison',
        {
          mark: 'kept',
          'error-code': 'handler-failed',
          'error-detail': 'see the log',
          'source-topic': world.outside.topicPrefix + topic,
          'source-partition': '0',
          'source-offset': offset,
        },
      ]),
    );
    // Whoever waits for everything to be booked must hear of them.
    expect(passedOver.map(({ nextOffset }) => nextOffset)).toEqual([4n, 7n]);
  });

  it('writes dead letters before the offset moves, without the value where it has no room', async () => {
    await serve((batch, context) => {
      for (const message of batch.messages) context.deadLetter(message, 'not-json', 'why');
      return Promise.resolve();
    });
    const large = 'x'.repeat(2_000_000);
    await send({ key: 'k', value: 'small' }, { key: 'k', value: large, headers: { mark: 'x' } });
    await committed(0, 2n);
    const letters = await world.outside.kafka.readToEnd(`${topic}.dead-letter`);
    expect(letters.map(({ value }) => value?.length)).toEqual([5, undefined]);
    expect(letters[1]?.headers).toMatchObject({
      'error-code': 'not-json',
      'error-detail': 'why; its 2000000 bytes do not fit here, see source-offset',
      'source-offset': '1',
    });
  });

  it('tells of stretches that hold nothing but marks of transactions', async () => {
    await serve(() => Promise.resolve());
    const producer = world.connection().producer('spec');
    await producer.connect();
    const transaction = await producer.transaction();
    const name = world.outside.topicPrefix + topic;
    await transaction.send({ topic: name, messages: [{ partition: 1, value: 'aborted' }] });
    await transaction.abort();
    await producer.disconnect();
    await eventually(() => passedOver.some(({ nextOffset }) => nextOffset === 2n));
    expect(passedOver.at(-1)).toEqual({ partition: 1, nextOffset: 2n });
  });

  it('takes up a batch that was not finished when it stopped', async () => {
    let finish: () => void = () => undefined;
    const began = new Promise<void>((resolve) => {
      void serve(async () => {
        resolve();
        await new Promise<void>((done) => {
          finish = done;
        });
        throw Object.assign(new Error('stopped meanwhile'), { code: '57P01' });
      }).then(() => send({ value: 'a' }));
    });
    await began;
    const closing = server.close();
    finish();
    await closing;
    const seen: string[] = [];
    await serve((batch) => {
      seen.push(...valuesOf(batch));
      return Promise.resolve();
    });
    await committed(0, 1n);
    expect(seen).toEqual(['a']);
  });

  it('joins anew after a failure that its client takes for final', async () => {
    const seen: string[] = [];
    await serve((batch) => {
      seen.push(...valuesOf(batch));
      return Promise.resolve();
    });
    await send({ value: 'before' });
    await committed(0, 1n);
    // kafkajs has no codec for this and gives up for good.
    await world.outside.kafka.send(topic, [{ partition: 0, value: 'y' }], {
      compression: 'snappy',
    });
    await eventually(() => world.log.lines.some((line) => line.startsWith('the consumer gave up')));
    const { brokers, topicPrefix } = world.outside;
    const { NOTHING: logLevel } = kafkajs.logLevel;
    const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel }).admin();
    await admin.connect();
    // Without the offsets it does not know the topic's leaders.
    await admin.fetchTopicOffsets(topicPrefix + topic);
    await admin.deleteTopicRecords({
      topic: topicPrefix + topic,
      partitions: [{ partition: 0, offset: '2' }],
    });
    await admin.disconnect();
    await send({ value: 'after' });
    await committed(0, 3n);
    expect(seen).toEqual(['before', 'after']);
  });
});
