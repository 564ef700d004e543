import { Database, type CopyValue } from '@reciproca/database';
import { topics } from '@reciproca/contracts';
import type { KafkaConnection } from '@reciproca/messaging';
import { FloorTables1790000000001 } from './floor-tables.migration.js';

/** The parts of a claim event that the floor looks at. */
export interface BenchEvent {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly data: {
    readonly claim: { readonly reference: string; readonly statement: string };
    readonly creditor: { readonly institution: string };
    readonly debtor: { readonly institution: string };
    readonly total: { readonly amount: string; readonly currency: string };
  };
}

/** The least that an answer holds. */
export function plainOutcome(event: BenchEvent): string {
  const { id, source, subject, data } = event;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:bench',
    type: 'claim.introduced.v1',
    subject,
    data: { inReplyTo: { source, id }, ...data },
  });
}

/**
 * The floor: what remains of intake without any rule. Batch → parse → one transaction (inbox marks
 * by `unnest … on conflict`, claims and outcomes by COPY) → outcomes on Kafka → offset.
 */
export async function runFloor(connection: KafkaConnection, url: string): Promise<void> {
  const database = new Database({ url, schema: 'bench', migrations: [FloorTables1790000000001] });
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
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: async (payload) => {
      const { batch } = payload;
      const events = batch.messages.map(
        ({ value }) => JSON.parse(value?.toString() ?? '') as BenchEvent,
      );
      const outcomes = events.map(plainOutcome);
      await book(database, events, outcomes);
      await producer.send({
        topic: connection.named(topics.claimsOutcomes.name),
        acks: -1,
        messages: events.map((event, index) => ({
          key: event.subject,
          value: outcomes[index] ?? '',
        })),
      });
      payload.resolveOffset(batch.lastOffset());
      const offset = (BigInt(batch.lastOffset()) + 1n).toString();
      await payload.commitOffsetsIfNecessary({
        topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset }] }],
      });
    },
  });
}

async function book(
  database: Database,
  events: readonly BenchEvent[],
  outcomes: readonly string[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.execute(
      `insert into floor_inbox (source, id) select * from unnest($1::text[], $2::text[])
       on conflict do nothing`,
      [events.map(({ source }) => source), events.map(({ id }) => id)],
    );
    await transaction.copy({
      table: 'floor_claims',
      columns: ['subject', 'statement', 'debtor', 'amount', 'currency'],
      rows: events.map(({ subject, data }): CopyValue[] => [
        subject,
        data.claim.statement,
        data.debtor.institution,
        data.total.amount,
        data.total.currency,
      ]),
    });
    await transaction.copy({
      table: 'floor_outcomes',
      columns: ['subject', 'event'],
      rows: events.map(({ subject }, index): CopyValue[] => [subject, outcomes[index] ?? '']),
    });
  });
}
