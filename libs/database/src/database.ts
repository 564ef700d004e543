import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type EntitySchema, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { QueryResultRow } from 'pg';
import { DatabaseUnavailableError, failureKind } from './errors.js';
import { databaseLimits } from './limits.js';
import { Reading } from './reading.js';
import { Turns } from './turns.js';
import { bindTransaction, type Transaction } from './transaction.js';

/** A class, as TypeORM takes entities and migrations. */
type ClassOf<T> = new (...args: never[]) => T;

/** A change of an app's schema: a class that TypeORM runs once, in the order of their names. */
export type Migration = MigrationInterface;

/** What one app says about its part of the database. */
export interface DatabaseOptions {
  /** `postgres://…`; its user may create the schema and the role when they are missing. */
  readonly url: string;
  /** The app's own schema, e.g. `clearing`. */
  readonly schema: string;
  readonly entities?: readonly (ClassOf<object> | EntitySchema)[];
  readonly migrations: readonly ClassOf<MigrationInterface>[];
  readonly poolSize?: number;
}

/** How a unit of work is redone. */
export interface UnitOfWorkOptions {
  /** Attempts in all; a conflict after the last one is thrown. */
  readonly attempts?: number;
  /** Told about each conflict, e.g. to count it. */
  readonly onConflict?: (error: unknown, attempt: number) => void;
  /**
   * All statements see the database as it was at the first that reads or writes (REPEATABLE READ); a
   * `lock table` before it is taken first. Without it each sees what was committed before itself.
   */
  readonly inOneSnapshot?: boolean;
}

/** The name of the restricted role that an app works under. */
export function roleOf(schema: string): string {
  return `reciproca_${schema}`;
}

/**
 * One app's door to PostgreSQL: its own schema, under a role that owns nothing there. Made
 * unconnected; every call before {@link open} has succeeded fails as `unavailable`.
 */
export class Database {
  private readonly dataSource: DataSource;
  private readonly readings = new Turns(databaseLimits.readingsMax);

  constructor(private readonly options: DatabaseOptions) {
    this.dataSource = new DataSource({
      ...base(options),
      poolSize: options.poolSize ?? databaseLimits.poolSize,
      extra: {
        options: sessionOptions(options.schema),
        connectionTimeoutMillis: databaseLimits.connectionTimeoutMs,
        application_name: `reciproca-${options.schema}`,
      },
    });
  }

  /**
   * Creates schema and role when missing, brings the schema up to date (one process at a time) and
   * opens the pool under the restricted role. May be called again after a failure.
   *
   * @throws when the server cannot be reached or the URL's user may not do this
   */
  async open(): Promise<void> {
    await migrate(this.options);
    if (!this.dataSource.isInitialized) await this.dataSource.initialize();
  }

  /**
   * Runs one unit of work in one transaction. On a conflict (serialization,
   * deadlock, unique violation: somebody else was first) the whole unit is redone with a jittered
   * pause, at most `attempts` times; so `work` must have no effect outside the transaction. It is
   * told which attempt it is, counted from 1, so that it may look closer after a conflict.
   *
   * @throws the last conflict when the attempts are used up; any other error at once
   */
  async transaction<T>(
    work: (transaction: Transaction, attempt: number) => Promise<T>,
    options: UnitOfWorkOptions = {},
  ): Promise<T> {
    const { attempts = databaseLimits.transactionAttempts, inOneSnapshot = false } = options;
    const isolation = inOneSnapshot ? 'REPEATABLE READ' : 'READ COMMITTED';
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(isolation, (transaction) => work(transaction, attempt));
      } catch (error) {
        if (failureKind(error) !== 'conflict' || attempt >= attempts) throw error;
        options.onConflict?.(error, attempt);
        await delay(jitter(attempt));
      }
    }
  }

  /** Runs one statement outside a transaction and gives its rows. */
  async query<Row extends QueryResultRow>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    const runner = this.runner();
    try {
      const bound = await bindTransaction(runner);
      return await bound.query<Row>(sql, parameters);
    } finally {
      await runner.release();
    }
  }

  /**
   * Holds the database as it is now, to read more of it than fits into memory. Only so many are open
   * at once; the next one waits for its turn. Close it whatever happens; the server ends one from
   * which nothing is read for `idleInTransactionTimeoutMs`, and its next read fails.
   */
  async read(): Promise<Reading> {
    const giveBack = await this.readings.take();
    try {
      return await Reading.open(this.runner(), giveBack);
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** Throws when the server does not answer; for the readiness check. */
  async ping(): Promise<void> {
    await this.query('select 1');
  }

  /** Gives back every connection. */
  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async once<T>(
    isolation: 'READ COMMITTED' | 'REPEATABLE READ',
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const runner = this.runner();
    try {
      const bound = await bindTransaction(runner);
      await runner.startTransaction(isolation);
      const result = await work(bound);
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await rollBack(runner, error);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private runner(): QueryRunner {
    if (!this.dataSource.isInitialized) throw new DatabaseUnavailableError(this.options.schema);
    return this.dataSource.createQueryRunner();
  }
}

/** A connection goes back to the pool without its transaction, or not at all. */
async function rollBack(runner: QueryRunner, cause: unknown): Promise<void> {
  if (!runner.isTransactionActive) return;
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    // A line that is broken has nothing to roll back: the server did it when the line broke.
    if (failureKind(cause) !== 'unavailable') throw error;
  }
}

function jitter(attempt: number): number {
  const ceiling = Math.min(databaseLimits.retryDelayMsMax, 10 * 2 ** attempt);
  return randomInt(ceiling / 2, ceiling);
}

/** The app works under its restricted role; what it forgets to qualify is found in its own schema. */
function sessionOptions(schema: string): string {
  return [
    `-c role=${roleOf(schema)}`,
    `-c search_path=${schema}`,
    `-c statement_timeout=${String(databaseLimits.statementTimeoutMs)}`,
    `-c idle_in_transaction_session_timeout=${String(databaseLimits.idleInTransactionTimeoutMs)}`,
  ].join(' ');
}

function base(options: DatabaseOptions) {
  return {
    type: 'postgres' as const,
    url: options.url,
    schema: options.schema,
    entities: [...(options.entities ?? [])] as ClassOf<object>[],
    migrations: [...options.migrations] as ClassOf<MigrationInterface>[],
    migrationsTableName: 'migrations',
    synchronize: false,
    logging: false as const,
  };
}

/** Runs the migrations as the URL's own user; a session lock lets one process through at a time. */
async function migrate(options: DatabaseOptions): Promise<void> {
  const dataSource = new DataSource({
    ...base(options),
    poolSize: 2,
    extra: {
      options: `-c search_path=${options.schema}`,
      connectionTimeoutMillis: databaseLimits.connectionTimeoutMs,
    },
  });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`select pg_advisory_lock(hashtext($1))`, [`migrate:${options.schema}`]);
    await lock.query(preparationSql(options.schema));
    await dataSource.runMigrations({ transaction: 'each' });
    await lock.query(`select pg_advisory_unlock(hashtext($1))`, [`migrate:${options.schema}`]);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}

/** Schema and role; grants on tables are each migration's own business. */
function preparationSql(schema: string): string {
  const role = roleOf(schema);
  return `
    create schema if not exists ${schema};
    do $$
    begin
      if not exists (select from pg_roles where rolname = '${role}') then
        create role ${role} nologin;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$;
    grant ${role} to current_user;
    grant usage on schema ${schema} to ${role};
  `;
}
