import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Transaction } from '@reciproca/database';
import { eventually, freshDatabase, type FreshDatabase } from '@reciproca/testing';
import { Ledger1790000000001 } from './migrations/1-ledger.migration.js';
import { sweepAlone, waitForSweeps } from './ledger/index.js';

/*
 * Goal: whoever moves many claims at once and whoever books messages about some never meet.
 * Method: one holds its turn until the other is seen to wait in the database.
 */

type Turn = (transaction: Transaction) => Promise<void>;

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = new Database({
    url: fresh.url,
    schema: 'clearing',
    migrations: [Ledger1790000000001],
  });
  await database.open();
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

async function waiting(): Promise<number> {
  const [row] = await fresh.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_locks
     where not granted and relation = 'clearing.claim_turns'::regclass`,
  );
  return row?.waiting ?? 0;
}

/** Lets one take its turn, the other one come while it lasts, and tells what happened. */
async function meet(
  first: Turn,
  second: Turn,
  whileHeld: () => Promise<unknown>,
): Promise<string[]> {
  const told: string[] = [];
  let end: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const one = database.transaction(async (transaction) => {
    await first(transaction);
    told.push('first begins');
    await held;
    told.push('first ends');
  });
  await eventually(() => told.length === 1);
  const other = database.transaction(async (transaction) => {
    await second(transaction);
    told.push('second');
  });
  try {
    await whileHeld();
  } finally {
    end();
    await Promise.all([one, other]);
  }
  return told;
}

const oneWaits = (): Promise<unknown> =>
  eventually(async () => (await waiting()) === 1, { what: 'somebody waits' });

describe('turns of claims', () => {
  it.each<[string, Turn, Turn]>([
    ['messages behind a sweep', sweepAlone, waitForSweeps],
    ['a sweep behind messages', waitForSweeps, sweepAlone],
    ['a sweep behind another one', sweepAlone, sweepAlone],
  ])('keep %s', async (_what, first, second) => {
    const told = await meet(first, second, oneWaits);
    expect(told).toEqual(['first begins', 'first ends', 'second']);
  });

  it('let messages go beside one another', async () => {
    const told: string[] = [];
    await meet(waitForSweeps, waitForSweeps, async () => {
      await database.transaction(waitForSweeps);
      told.push('third');
    });
    expect(told).toEqual(['third']);
  });
});
