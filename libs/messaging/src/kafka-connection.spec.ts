import { afterEach, describe, expect, it } from '@jest/globals';
import kafkajs, { type Admin, type LogEntry } from 'kafkajs';
import { KafkaConnection, writeLog } from './kafka-connection.js';

const { ERROR, WARN } = kafkajs.logLevel;

/** What reaches the log of what kafkajs says: `LEVEL MESSAGE`, and the details. */
function told(
  level: LogEntry['level'],
  message: string,
  details: object = {},
): (readonly [string, object])[] {
  const lines: (readonly [string, object])[] = [];
  const at = (name: string) => (given: object, text: string) => {
    lines.push([`${name} ${text}`, given]);
  };
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const entry = { level, label: '', namespace: '' };
  const timestamp = '2026-03-02T09:00:00Z';
  writeLog(log, { ...entry, log: { timestamp, message, ...details } } satisfies LogEntry);
  return lines;
}

const concurrent =
  'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing';
const loading = "The coordinator is loading and hence can't process requests for this group";

describe('what kafkajs says', () => {
  it.each([
    concurrent,
    loading,
    `Failed to send messages: ${concurrent}`,
    `Failed to send messages: ${loading}`,
    'Response AddPartitionsToTxn(key: 24, version: 1)',
    'Connection error: connect ECONNREFUSED 127.0.0.1:9092',
    'Failed to connect to seed broker, trying another broker from the list: Closed connection',
  ])('is of no concern where it is tried again: %s', (message) => {
    const details = { error: concurrent, retryCount: 1, retryTime: 211, stack: 'Error: at …' };
    expect(told(ERROR, message, details)).toEqual([
      [`debug ${message}`, { error: concurrent, retryCount: 1 }],
    ]);
  });

  it.each([
    `Crash: KafkaJSNumberOfRetriesExceeded: ${loading}`,
    `Crash: KafkaJSProtocolError: ${concurrent}`,
    'The producer is not authorized to use the transactional id',
    'Producer attempted an operation with an old epoch',
    'Error when calling eachBatch',
  ])('stays an error where it is given up: %s', (message) => {
    expect(told(ERROR, message)).toEqual([[`error ${message}`, {}]]);
  });

  it('keeps its warnings, but for the one about a choice made on purpose', () => {
    expect(told(WARN, 'The group is rebalancing, re-joining')).toEqual([
      ['warn The group is rebalancing, re-joining', {}],
    ]);
    const known = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';
    expect(told(WARN, known)).toEqual([]);
  });
});

describe('topics', () => {
  const original = Object.getOwnPropertyDescriptor(kafkajs.Kafka.prototype, 'admin');
  afterEach(() => {
    Object.defineProperty(kafkajs.Kafka.prototype, 'admin', original ?? {});
  });

  const unknown = new kafkajs.KafkaJSProtocolError(
    Object.assign(new Error('This server does not host this topic-partition'), {
      type: 'UNKNOWN_TOPIC_OR_PARTITION',
      code: 3,
      retriable: true,
    }),
  );

  /** A broker that knows its new topics only when it is asked for the third time. */
  function slowBroker(known: readonly string[]) {
    const asked = { created: [] as string[], times: 0 };
    const answer = (): Promise<{ topics: [] }> => {
      asked.times += 1;
      return asked.times < 3 ? Promise.reject(unknown) : Promise.resolve({ topics: [] });
    };
    kafkajs.Kafka.prototype.admin = () =>
      ({
        connect: () => Promise.resolve(),
        listTopics: () => Promise.resolve([...known]),
        createTopics: async ({ topics, waitForLeaders }: Parameters<Admin['createTopics']>[0]) => {
          asked.created.push(...topics.map(({ topic }) => topic));
          // As kafkajs does unless told otherwise.
          if (waitForLeaders !== false) await answer();
          return true;
        },
        fetchTopicMetadata: answer,
      }) as unknown as Admin;
    return asked;
  }

  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const connection = (): KafkaConnection =>
    new KafkaConnection({ brokers: ['localhost:1'], clientId: 'spec', topicPrefix: 'p.', log });
  const wanted = ['one', 'other'].map((name) => ({ name, partitions: 3, configuration: {} }));

  it('are there once they are made, although the broker does not know them at once', async () => {
    const asked = slowBroker(['p.one']);
    await connection().ensureTopics(wanted);
    expect(asked).toEqual({ created: ['p.other'], times: 3 });
  });

  it('are waited for when another process is making them', async () => {
    const asked = slowBroker(['p.one', 'p.other']);
    await connection().ensureTopics(wanted);
    expect(asked).toEqual({ created: [], times: 3 });
  });
});
