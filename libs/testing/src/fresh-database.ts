import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { keepsWorlds, sharedServers } from './shared-servers.js';

/** A database of one spec's own. */
export interface FreshDatabase {
  readonly name: string;
  /** The administrator's connection string. */
  readonly url: string;
  /** Asks as the administrator. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Throws it away, with whatever is still connected; with `KEEP=1` it stays and its name is told. */
  drop(): Promise<void>;
}

/** Makes an empty database on the shared server; in `beforeAll`, with `drop` in `afterAll`. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await asAdministrator(`create database ${name}`);
  const url = new URL(sharedServers().databaseUrl);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  // The end of a killed server is what some specs look for; the next query tells them.
  pool.on('error', () => undefined);
  return {
    name,
    url: url.href,
    query: async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
    drop: async () => {
      await pool.end();
      if (keepsWorlds()) process.stderr.write(`[reciproca] kept database ${name}\n`);
      else await asAdministrator(`drop database ${name} with (force)`);
    },
  };
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: sharedServers().databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
