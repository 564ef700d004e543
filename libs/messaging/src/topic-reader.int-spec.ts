import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshWorld, type FreshWorld } from '@reciproca/testing';
import { KafkaConnection } from './kafka-connection.js';
import { readWholeTopic, TopicReader } from './topic-reader.js';

let world: FreshWorld;
let connection: KafkaConnection;

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Sends as the outbox relay does: a mark of the transaction then lies behind the messages. */
async function sendInTransaction(topic: string, values: readonly string[]): Promise<void> {
  const producer = connection.producer(`tx-${topic}`);
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({
    topic: connection.named(topic),
    messages: values.map((value) => ({ key: 'one', value })),
  });
  await transaction.commit();
  await producer.disconnect();
}

beforeAll(async () => {
  world = await freshWorld({ topics: false });
  await world.kafka.createTopics([
    { name: 'read', partitions: 3 },
    { name: 'empty', partitions: 2 },
    { name: 'once', partitions: 1 },
  ]);
  connection = new KafkaConnection({
    brokers: world.brokers,
    clientId: 'spec',
    topicPrefix: world.topicPrefix,
    log: quiet,
  });
});

afterAll(async () => {
  await connection.close();
  await world.end();
});

describe('TopicReader', () => {
  it('has taken all that was there when it has started, then follows', async () => {
    await sendInTransaction('read', ['a', 'b']);
    await world.kafka.send('read', [{ key: 'two', value: 'c' }]);
    const taken: string[] = [];
    const reader = new TopicReader(connection, {
      topic: 'read',
      name: 'spec',
      take: ({ messages }) => {
        taken.push(...messages.map(({ value }) => value?.toString() ?? ''));
      },
    });
    await reader.start();
    expect([...taken].sort()).toEqual(['a', 'b', 'c']);
    await sendInTransaction('read', ['d']);
    await eventually(() => taken.includes('d'));
    await reader.stop();
    await sendInTransaction('read', ['e']);
    expect(taken).toHaveLength(4);
  });

  it('starts on a topic that holds nothing', async () => {
    const reader = new TopicReader(connection, {
      topic: 'empty',
      name: 'spec',
      take: () => undefined,
    });
    await reader.start();
    await reader.stop();
  });

  it('fails to start when there is no such topic', async () => {
    const options = { topic: 'absent', name: 'spec', take: () => undefined };
    await expect(new TopicReader(connection, options).start()).rejects.toThrow();
  });
});

describe('readWholeTopic', () => {
  it('ends where the topic ended when it began', async () => {
    await sendInTransaction('once', ['1', '2']);
    const taken: string[] = [];
    const existed = await readWholeTopic(connection, {
      topic: 'once',
      name: 'spec',
      take: async ({ messages }) => {
        taken.push(...messages.map(({ value }) => value?.toString() ?? ''));
        // What the reading itself causes must not be read, or it might never end.
        if (taken.length < 10) await sendInTransaction('once', ['again']);
      },
    });
    expect([existed, taken]).toEqual([true, ['1', '2']]);
  });

  it('tells when there is no such topic, and reads nothing from an empty one', async () => {
    const take = (): never => {
      throw new Error('nothing to take');
    };
    expect(await readWholeTopic(connection, { topic: 'absent', name: 'spec', take })).toBe(false);
    expect(await readWholeTopic(connection, { topic: 'empty', name: 'spec', take })).toBe(true);
  });
});
