import { topics } from '@reciproca/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { aClaim } from './claim.builder.js';
import { eventually } from './eventually.js';
import { freshWorld } from './fresh-world.js';
import type { FreshWorld } from './fresh-world.js';
import { sharedServers } from './shared-servers.js';

const inbound = topics.claimsInbound.name;

describe('a fresh world', () => {
  let world: FreshWorld;

  beforeAll(async () => {
    world = await freshWorld();
  });

  afterAll(async () => {
    await world.end();
  });

  it('has all topics of the product, with their partitions', async () => {
    for (const { name, partitions } of Object.values(topics)) {
      expect((await world.kafka.endOffsets(name)).size).toBe(partitions);
    }
  });

  it('gives back events of both modes and raw bytes', async () => {
    await world.kafka.sendEvents(inbound, [{ ...aClaim({ reference: 'A' }) }], { partition: 0 });
    await world.kafka.sendEvents(inbound, [{ ...aClaim({ reference: 'B' }) }], {
      mode: 'binary',
      partition: 0,
    });
    await world.kafka.send(inbound, [{ key: 'C', value: Buffer.from([0xff, 0x00]), partition: 0 }]);
    const found = await world.kafka.readToEnd(inbound);
    expect(found.map(({ key }) => key)).toEqual(['FR:CNAM/A', 'FR:CNAM/B', 'C']);
    expect(found[0]?.headers['content-type']).toMatch(/^application\/cloudevents\+json/);
    expect(found[1]?.headers).toMatchObject({
      ce_id: 'B#1',
      ce_type: 'claim.submitted.v1',
      'content-type': 'application/json',
    });
    expect(JSON.parse(found[1]?.value?.toString() ?? '')).toEqual(aClaim({ reference: 'B' }).data);
    expect(found[2]?.value).toEqual(Buffer.from([0xff, 0x00]));
  });

  it('reads past the marks of transactions and shows nothing of an aborted one', async () => {
    const name = topics.settlements.name;
    const producer = new kafkajs.Kafka({
      brokers: [...world.brokers],
      logLevel: kafkajs.logLevel.NOTHING,
    }).producer({
      transactionalId: `${world.topicPrefix}transaction`,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    for (const [value, verdict] of [
      ['seen', 'commit'],
      ['unseen', 'abort'],
    ] as const) {
      const transaction = await producer.transaction();
      await transaction.send({
        topic: world.topicPrefix + name,
        messages: [{ partition: 0, value }],
      });
      await transaction[verdict]();
    }
    await producer.disconnect();
    expect((await world.kafka.readToEnd(name)).map(({ value }) => value?.toString())).toEqual([
      'seen',
    ]);
  });

  it('follows a topic as messages come', async () => {
    const following = await world.kafka.follow([topics.reference.name]);
    await world.kafka.send(topics.reference.name, [{ value: 'one' }, { value: 'two' }]);
    await eventually(() => following.messages.length === 2);
    await following.stop();
  });

  it('refuses to give events that do not fit the AsyncAPI document', async () => {
    await world.kafka.send(topics.clearingCycles.name, [
      { value: JSON.stringify({ type: 'cycle.closed.v1' }) },
    ]);
    await expect(world.readEvents(topics.clearingCycles.name)).rejects.toThrow(
      /does not fit its schema/,
    );
  });

  it('is unknown to the next one, and gone when it ends', async () => {
    const other = await freshWorld({ topics: 1 });
    expect(await other.kafka.readToEnd(inbound)).toEqual([]);
    await other.database.query('create table own (value int)');
    await expect(world.database.query('select * from own')).rejects.toThrow(/does not exist/);
    await other.end();
    const client = new pg.Client({ connectionString: sharedServers().databaseUrl });
    await client.connect();
    const left = await client.query('select 1 from pg_database where datname = $1', [
      other.database.name,
    ]);
    await client.end();
    expect(left.rowCount).toBe(0);
  });
});
