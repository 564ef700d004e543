import { topics } from '@reciproca/contracts';
import { Database } from '@reciproca/database';
import type { KafkaConnection } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import { plainOutcome, type BenchEvent } from './floor.js';
import { FloorTables1790000000001 } from './floor-tables.migration.js';
import {
  NaiveBalance,
  NaiveClaim,
  NaiveEntry,
  NaiveInbox,
  NaiveOutcome,
} from './naive-tables.entity.js';

/**
 * The naive way: one transaction and one send per message, through TypeORM repositories. The same
 * rows as a plain implementation would write: inbox mark, claim, entry, balance, outcome.
 */
export async function runNaive(connection: KafkaConnection, url: string): Promise<void> {
  const database = new Database({
    url,
    schema: 'bench',
    entities: [NaiveInbox, NaiveClaim, NaiveEntry, NaiveBalance, NaiveOutcome],
    migrations: [FloorTables1790000000001],
  });
  await database.open();
  const producer = connection.producer();
  await producer.connect();
  const consumer = connection.consumer('clearing');
  await consumer.connect();
  await consumer.subscribe({
    topics: [connection.named(topics.claimsInbound.name)],
    fromBeginning: true,
  });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 3,
    eachMessage: async ({ topic, partition, message }) => {
      const event = JSON.parse(message.value?.toString() ?? '') as BenchEvent;
      const outcome = plainOutcome(event);
      await book(database, event, outcome);
      await producer.send({
        topic: connection.named(topics.claimsOutcomes.name),
        acks: -1,
        messages: [{ key: event.subject, value: outcome }],
      });
      const offset = (BigInt(message.offset) + 1n).toString();
      await consumer.commitOffsets([{ topic, partition, offset }]);
    },
  });
}

async function book(database: Database, event: BenchEvent, outcome: string): Promise<void> {
  const { subject, data } = event;
  const { amount, currency } = data.total;
  await database.transaction(async ({ manager }) => {
    const key = `${event.source} ${event.id}`;
    if (await manager.getRepository(NaiveInbox).existsBy({ key })) return;
    await manager.getRepository(NaiveInbox).insert({ key });
    const { statement } = data.claim;
    const debtor = data.debtor.institution;
    await manager
      .getRepository(NaiveClaim)
      .insert({ subject, statement, debtor, amount, currency });
    await manager.getRepository(NaiveEntry).insert({ subject, amount });
    await addToBalance(manager, { event, amount: Money.of(amount, currency) });
    await manager.getRepository(NaiveOutcome).insert({ subject, event: outcome });
  });
}

type Manager = Parameters<Parameters<Database['transaction']>[0]>[0]['manager'];

async function addToBalance(
  manager: Manager,
  given: { readonly event: BenchEvent; readonly amount: Money },
): Promise<void> {
  const { creditor, debtor } = given.event.data;
  const pair = `${creditor.institution.slice(0, 2)}-${debtor.institution.slice(0, 2)}`;
  const balances = manager.getRepository(NaiveBalance);
  await manager.query(
    'insert into naive_balances (pair, amount) values ($1, 0) on conflict do nothing',
    [pair],
  );
  const known = await balances.findOneOrFail({
    where: { pair },
    lock: { mode: 'pessimistic_write' },
  });
  const sum = Money.of(known.amount, given.amount.currency).plus(given.amount);
  await balances.update({ pair }, { amount: sum.toString() });
}
