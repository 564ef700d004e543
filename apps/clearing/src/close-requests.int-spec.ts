import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, type Transaction } from '@reciproca/database';
import { freshDatabase, type FreshDatabase } from '@reciproca/testing';
import { Ledger1790000000001 } from './migrations/1-ledger.migration.js';
import { ReferenceStore } from './reference/index.js';
import { CloseService, type CloseParts } from './netting/index.js';

/*
 * Goal: the same id and cut-off always give the same cycle, whoever else asks meanwhile.
 * Method: a second request is carried out whole between two statements of the first one, at each
 * place where it can come.
 */

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

afterEach(async () => {
  await fresh.query(`update clearing.cycles set status = 'closed'`);
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const silent = (): void => undefined;

function closing(over: CloseParts['database']): CloseService {
  return new CloseService({
    database: over,
    relay: { published: () => Promise.resolve() },
    kafka: { endOffsets: () => Promise.resolve(new Map()) },
    reference: new ReferenceStore(),
    clock: () => new Date('2026-07-10T10:00:00Z'),
    log: { debug: silent, info: silent, warn: silent, error: silent },
    closed: silent,
  });
}

/** The database, in which something else is done once before a statement, counted from 1. */
function meddled(statement: number, meddle: () => Promise<unknown>): CloseParts['database'] {
  let statements = 0;
  const next = async (): Promise<void> => {
    statements += 1;
    if (statements === statement) await meddle();
  };
  const watched = (transaction: Transaction): Transaction => ({
    ...transaction,
    query: async (sql, parameters) => {
      await next();
      return transaction.query(sql, parameters);
    },
    execute: async (sql, parameters) => {
      await next();
      return transaction.execute(sql, parameters);
    },
  });
  return {
    query: (sql, parameters) => database.query(sql, parameters),
    transaction: (work, options) =>
      database.transaction((transaction, attempt) => work(watched(transaction), attempt), options),
  };
}

const asked = { by: 'https://id.example#dora' };

describe('a cycle that somebody else asks for meanwhile', () => {
  it.each([1, 2, 3, 4])('is the same cycle before statement %i', async (statement) => {
    const wanted = { id: `C${String(statement)}`, cutoff: `2026-03-0${String(statement)}` };
    let other: unknown;
    const meddle = async (): Promise<void> => {
      other = await closing(database).request({ ...wanted, by: 'https://id.example#dan' });
    };
    const cycle = await closing(meddled(statement, meddle)).request({ ...wanted, ...asked });
    expect(cycle).toMatchObject({ ...wanted, status: 'closing' });
    expect(cycle).toEqual(other);
  });

  it.each([1, 2, 3, 4])('refuses another one before statement %i', async (statement) => {
    const day = String(statement);
    const meddle = (): Promise<unknown> =>
      closing(database).request({ ...asked, id: `D${day}`, cutoff: `2026-04-0${day}` });
    const request = closing(meddled(statement, meddle)).request({
      ...asked,
      id: `E${day}`,
      cutoff: `2026-05-0${day}`,
    });
    await expect(request).rejects.toMatchObject({ code: 'cycle-closing' });
  });
});
