import { Database, type Transaction } from '@reciproca/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClearingBooks } from '../hosted-clearing.fixture.js';
import { loadKnown } from './intake.repository.js';

const keys = Array.from({ length: 2_000 }, (_, index) => index);
const uuids = keys.map((index) => `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}`);
const subjects = keys.map((index) => `FR:CNAM/${index.toString()}`);

let books: ClearingBooks;
let database: Database;

beforeAll(async () => {
  books = await ClearingBooks.open();
  const { world } = books;
  database = new Database({ url: world.database.url, schema: 'clearing', migrations: [] });
  await database.open();
  // A table that is small against the batch would rightly be read as a whole.
  await world.database.query(
    `insert into clearing.outbox
       (message_key, content_hash, batch_id, topic, subject, sequence, about, type, event)
     select gen_random_uuid(), gen_random_uuid(), 1, 't', 'FR:CNAM/' || row, 1, row, 't',
       '{"data":{}}'
     from generate_series(1, 60000) as row`,
  );
  await world.database.query('analyze clearing.outbox');
});

afterAll(async () => {
  await database.close();
  await books.end();
});

describe('what a batch is decided on', () => {
  it('is looked up key by key, however much there is', async () => {
    const plans: string[] = [];
    await database.transaction(async (transaction) => {
      const explaining: Transaction = {
        ...transaction,
        query: async (sql: string, parameters?: readonly unknown[]) => {
          const lines = await transaction.query(`explain ${sql}`, parameters);
          plans.push(JSON.stringify(lines));
          return transaction.query(sql, parameters);
        },
      };
      const known = await loadKnown(explaining, {
        messageKeys: uuids,
        subjects,
        fingerprints: uuids,
        contents: subjects.map((subject) => ({ subject, contentHash: '' })),
      });
      expect(known.sequences.size).toBe(subjects.length - 1);
    });
    expect(plans.length).toBeGreaterThanOrEqual(3);
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on outbox/);
  });
});
