import { freshDatabase, type FreshDatabase } from '@reciproca/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Database, roleOf } from './database.js';
import type { Transaction } from './transaction.js';

/** A table to play with. */
class Things1700000000001 implements MigrationInterface {
  readonly name = 'Things1700000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table things (id integer constraint pk_things primary key, name text, amount numeric);
      create table kept (id integer);
      create table turns ();
      grant update on turns to ${roleOf('things')};
      grant select, insert, update on things to ${roleOf('things')};
      grant select on kept to ${roleOf('things')};`);
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}

let outside: FreshDatabase;
let database: Database;

const newDatabase = (poolSize?: number): Database =>
  new Database({
    url: outside.url,
    schema: 'things',
    migrations: [Things1700000000001],
    ...(poolSize === undefined ? {} : { poolSize }),
  });

beforeAll(async () => {
  outside = await freshDatabase();
  database = newDatabase();
  await database.open();
});

beforeEach(async () => {
  await outside.query('truncate things.things');
});

afterAll(async () => {
  await database.close();
  await outside.drop();
});

const names = async (): Promise<(string | null)[]> =>
  (await outside.query<{ name: string | null }>('select name from things.things order by id')).map(
    (row) => row.name,
  );

const put = (transaction: Transaction, id: number, name: string): Promise<number> =>
  transaction.execute('insert into things (id, name) values ($1, $2)', [id, name]);

/** Waits until somebody waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await outside.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (row !== undefined && row.waiting > 0) return;
  }
}

describe('a database that is not open', () => {
  it('is unavailable', async () => {
    await expect(newDatabase().query('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('may be opened by many at once, and again', async () => {
    const many = [newDatabase(), newDatabase(), newDatabase()];
    await Promise.all(many.map((one) => one.open()));
    await Promise.all(many.map((one) => one.open()));
    await Promise.all(many.map((one) => one.ping()));
    await Promise.all(many.map((one) => one.close()));
  });
});

describe('the role of an app', () => {
  it('works in its own schema, with its grants and no more', async () => {
    const [row] = await database.query<{ role: string; schema: string }>(
      'select current_user as role, current_schema() as schema',
    );
    expect(row).toEqual({ role: 'reciproca_things', schema: 'things' });
    await expect(database.query('insert into kept values (1)')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(database.query('create table more (id integer)')).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('gets numbers and days as text', async () => {
    const [row] = await database.query(
      `select 1.10::numeric as amount, 9007199254740993::bigint as big, '2026-03-02'::date::text as day`,
    );
    expect(row).toEqual({ amount: '1.10', big: '9007199254740993', day: '2026-03-02' });
  });
});

describe('a unit of work', () => {
  it('may see one snapshot, which begins once it has the lock of a table', async () => {
    const count = async (transaction: Transaction): Promise<number> =>
      (await transaction.query('select from things')).length;
    const first = database.transaction(async (transaction) => {
      await transaction.execute('lock table turns in exclusive mode');
      await somebodyWaits();
      await put(transaction, 1, 'while it waits');
    });
    const seen = database.transaction(
      async (transaction) => {
        await transaction.execute('lock table turns in share mode');
        const before = await count(transaction);
        await outside.query(`insert into things.things (id) values (2)`);
        return [before, await count(transaction)];
      },
      { inOneSnapshot: true },
    );
    await first;
    expect(await seen).toEqual([1, 1]);
  });

  it('is written whole or not at all', async () => {
    const failing = database.transaction(async (transaction) => {
      await put(transaction, 1, 'a');
      throw new RangeError('thought better of it');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(await names()).toEqual([]);
    await database.transaction((transaction) => put(transaction, 1, 'b'));
    expect(await names()).toEqual(['b']);
  });

  it('is redone as a whole after a conflict and then sees who was first', async () => {
    const conflicts: number[] = [];
    const seen: (string | null)[][] = [];
    await database.transaction(
      async (transaction) => {
        const rows = await transaction.query<{ name: string }>('select name from things');
        seen.push(rows.map((row) => row.name));
        if (rows.length === 0) await outside.query(`insert into things.things values (1, 'first')`);
        await put(transaction, rows.length + 1, 'second');
      },
      { onConflict: (_error, attempt) => conflicts.push(attempt) },
    );
    expect(conflicts).toEqual([1]);
    expect(seen).toEqual([[], ['first']]);
    expect(await names()).toEqual(['first', 'second']);
  });

  it('is not redone for ever', async () => {
    await outside.query(`insert into things.things values (1, 'first')`);
    let runs = 0;
    const stubborn = database.transaction(
      (transaction) => {
        runs += 1;
        return put(transaction, 1, 'again');
      },
      { attempts: 3 },
    );
    await expect(stubborn).rejects.toMatchObject({ code: '23505' });
    expect(runs).toBe(3);
  });

  it('is redone when two lock each other out', async () => {
    await outside.query(`insert into things.things values (1, 'x'), (2, 'y')`);
    let conflicts = 0;
    const swap = (first: number, second: number): Promise<void> =>
      database.transaction(
        async (transaction) => {
          const change = `update things set name = name || '!' where id = $1`;
          await transaction.execute(change, [first]);
          await transaction.query('select pg_sleep(0.2)');
          await transaction.execute(change, [second]);
        },
        { onConflict: () => (conflicts += 1) },
      );
    await Promise.all([swap(1, 2), swap(2, 1)]);
    expect(conflicts).toBeGreaterThan(0);
    expect(await names()).toEqual(['x!!', 'y!!']);
  });

  it.each([
    [
      'its own mistake',
      async (transaction: Transaction): Promise<void> => {
        await transaction.query('select 1 / 0');
      },
      '22012',
    ],
    [
      'a statement that was cut off',
      async (transaction: Transaction) => {
        await transaction.execute('set local statement_timeout = 50');
        await transaction.query('select pg_sleep(10)');
      },
      '57014',
    ],
  ])('gives its connection back clean after %s', async (_what, work, code) => {
    const narrow = newDatabase(1);
    await narrow.open();
    await expect(narrow.transaction(work)).rejects.toMatchObject({ code });
    await narrow.transaction((transaction) => put(transaction, 1, 'after'));
    await narrow.close();
    expect(await names()).toEqual(['after']);
  });

  it('whose connection breaks fails as unavailable, and the next one gets another', async () => {
    const broken = database.transaction(async (transaction) => {
      await put(transaction, 1, 'lost');
      const [own] = await transaction.query<{ pid: number }>('select pg_backend_pid() as pid');
      await outside.query('select pg_terminate_backend($1)', [own?.pid]);
      await put(transaction, 2, 'lost');
    });
    await expect(broken).rejects.toThrow(/terminat|not queryable/i);
    await database.transaction((transaction) => put(transaction, 1, 'kept'));
    expect(await names()).toEqual(['kept']);
  });

  it('that stands still is ended by the server, so that its locks hold nobody up', async () => {
    const [row] = await database.query<{ idle_in_transaction_session_timeout: string }>(
      'show idle_in_transaction_session_timeout',
    );
    expect(row).toEqual({ idle_in_transaction_session_timeout: '10s' });
  });
});

describe('COPY', () => {
  const copy = (...rows: (readonly [number, string | null, string | null])[]): Promise<void> =>
    database.transaction((transaction) =>
      transaction.copy({ table: 'things', columns: ['id', 'name', 'amount'], rows }),
    );

  it('writes rows as they are, whatever their texts hold', async () => {
    const texts = [
      'a\tb',
      'a\nb\r\n',
      'a\\N\\.',
      '\\.',
      '',
      "'; drop table things; --",
      '€ 𝕏 \u2028',
    ];
    await copy(...texts.map((text, index) => [index, text, '1.50'] as const), [99, null, null]);
    expect(await names()).toEqual([...texts, null]);
    const [row] = await outside.query('select amount::text from things.things where id = 0');
    expect(row).toEqual({ amount: '1.50' });
  });

  it('of nothing does nothing', async () => {
    await copy();
    expect(await names()).toEqual([]);
  });

  it('takes more than any buffer holds', async () => {
    const long = 'x'.repeat(1_000);
    await copy(...Array.from({ length: 20_000 }, (_, index) => [index, long, '1'] as const));
    const [row] = await outside.query('select count(*)::int as rows from things.things');
    expect(row).toEqual({ rows: 20_000 });
  });

  it('fails whole with the code of the server, and the connection can go on', async () => {
    await expect(copy([1, 'a', '1'], [2, 'b', 'not a number'])).rejects.toMatchObject({
      code: '22P02',
    });
    await expect(copy([1, 'a\u0000b', '1'])).rejects.toMatchObject({ code: '22021' });
    const forbidden = database.transaction((transaction) =>
      transaction.copy({ table: 'kept', columns: ['id'], rows: [[1], [2]] }),
    );
    await expect(forbidden).rejects.toMatchObject({ code: '42501' });
    expect(await names()).toEqual([]);
    await copy([1, 'a', '1']);
    expect(await names()).toEqual(['a']);
  });

  it('that waits for another and loses its connection fails as unavailable', async () => {
    let released: () => void = () => undefined;
    const holding = database.transaction(async (transaction) => {
      await put(transaction, 1, 'first');
      await new Promise<void>((resolve) => {
        released = resolve;
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const waiting = copy([1, 'second', '1']);
    const failed = expect(waiting).rejects.toThrow(/terminat/i);
    await somebodyWaits();
    // The other connection lives on: when it ended first, the copy would have its turn.
    await outside.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where wait_event_type = 'Lock' and datname = current_database()`,
    );
    await failed;
    released();
    await holding;
    expect(await names()).toEqual(['first']);
  });

  it('that comes second to the same key is redone', async () => {
    const appendOne = async (transaction: Transaction): Promise<void> => {
      const [row] = await transaction.query<{ next: number }>(
        'select coalesce(max(id), 0) + 1 as next from things',
      );
      const rows = [[row?.next ?? 0, 'one of five', null] as const];
      await transaction.copy({ table: 'things', columns: ['id', 'name', 'amount'], rows });
    };
    const atOnce = [1, 2, 3, 4, 5].map(() => database.transaction(appendOne));
    await Promise.all(atOnce);
    expect(await names()).toEqual(Array.from({ length: 5 }, () => 'one of five'));
  });
});
