import { freshDatabase, type FreshDatabase } from '@reciproca/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from './database.js';
import { databaseLimits } from './limits.js';
import type { Reading } from './reading.js';

let outside: FreshDatabase;
let database: Database;
let open: Reading[] = [];

beforeAll(async () => {
  outside = await freshDatabase();
  database = new Database({ url: outside.url, schema: 'things', migrations: [] });
  await database.open();
  await outside.query(`create table things.numbers (n integer);
    grant select on things.numbers to reciproca_things;
    insert into things.numbers select generate_series(1, 25)`);
});

afterEach(async () => {
  for (const reading of open) await reading.close();
  open = [];
});

afterAll(async () => {
  await database.close();
  await outside.drop();
});

async function read(): Promise<Reading> {
  const reading = await database.read();
  open.push(reading);
  return reading;
}

const numbers = {
  sql: 'select n from numbers where n > $1 order by n',
  parameters: [5],
};

describe('a reading', () => {
  it('gives the rows of a statement in chunks, as they were when it was opened', async () => {
    const reading = await read();
    const [first] = await reading.query<{ count: string }>('select count(*) from numbers');
    await outside.query('insert into things.numbers values (100)');
    const found: number[][] = [];
    for await (const rows of reading.chunks<{ n: number }>(numbers, 8)) {
      await outside.query('insert into things.numbers values (100), (0)');
      found.push(rows.map(({ n }) => n));
    }
    expect(first?.count).toBe('25');
    expect(found.map(({ length }) => length)).toEqual([8, 8, 4]);
    expect(found.flat()).toEqual(Array.from({ length: 20 }, (_, index) => index + 6));
    await outside.query('delete from things.numbers where n in (0, 100)');
  });

  it('reads no further than it is asked for', async () => {
    const reading = await read();
    const rows = reading.chunks({ sql: 'select 1 / (21 - n) from numbers', parameters: [] }, 10);
    await rows.next();
    await rows.next();
    await expect(rows.next()).rejects.toThrow('division by zero');
  });

  it('writes nothing', async () => {
    const reading = await read();
    await outside.query('grant insert on things.numbers to reciproca_things');
    await expect(reading.query('insert into numbers values (1)')).rejects.toThrow('read-only');
  });

  it('waits for its turn, and leaves work its connections', async () => {
    for (let each = 0; each < databaseLimits.readingsMax; each += 1) await read();
    let isOpen = false;
    const next = read().then(() => {
      isOpen = true;
    });
    expect(await database.transaction(async (work) => work.query('select 1'))).toHaveLength(1);
    expect(isOpen).toBe(false);
    await open[0]?.close();
    await open[0]?.close();
    await next;
    expect(isOpen).toBe(true);
  });

  it('that the server ended fails, and is closed all the same', async () => {
    const reading = await read();
    await outside.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where state = 'idle in transaction' and application_name = 'reciproca-things'`);
    await expect(reading.query('select 1')).rejects.toThrow();
    await reading.close();
    expect(await database.query('select 1')).toHaveLength(1);
  });
});
