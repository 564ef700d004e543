import type { EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient, QueryResultRow } from 'pg';
import { CopyStatement } from './copy-statement.js';
import { copyRow, type CopyValue } from './copy-text.js';

/** Rows to write with one COPY. */
export interface CopyCommand {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CopyValue[])[];
}

/**
 * One open transaction. Statements run one after another on one connection; `numeric`, `bigint`
 * and `date` columns come back as strings.
 */
export interface Transaction {
  /** Runs one statement with `$1…` parameters and gives its rows. */
  query<Row extends QueryResultRow>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement and gives how many rows it touched. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
  /** Writes rows with COPY; no rows, no statement. */
  copy(command: CopyCommand): Promise<void>;
  /** TypeORM's manager on the same connection, for the paths where entities read better than SQL. */
  readonly manager: EntityManager;
}

/** @internal Binds a {@link Transaction} to the connection of a TypeORM query runner. */
export async function bindTransaction(runner: QueryRunner): Promise<Transaction> {
  const client = (await runner.connect()) as PoolClient;
  return {
    manager: runner.manager,
    async query<Row extends QueryResultRow>(sql: string, parameters: readonly unknown[] = []) {
      const result = await client.query<Row>(sql, [...parameters]);
      return result.rows;
    },
    async execute(sql, parameters = []) {
      const result = await client.query(sql, [...parameters]);
      return result.rowCount ?? 0;
    },
    async copy(command) {
      if (command.rows.length > 0) await copyInto(client, command);
    },
  };
}

function copyInto(client: PoolClient, command: CopyCommand): Promise<void> {
  const { table, columns, rows } = command;
  const sql = `COPY ${table} (${columns.join(', ')}) FROM STDIN`;
  return client.query(new CopyStatement(sql, rows.map(copyRow).join(''))).done;
}
