import type { QueryRunner } from 'typeorm';
import type { QueryResultRow } from 'pg';
import { failureKind } from './errors.js';
import { bindTransaction, type Transaction } from './transaction.js';

/**
 * One state of the database, however long it is read and whatever others write meanwhile. It holds a
 * connection until {@link close}.
 */
export class Reading {
  private isOpen = true;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly bound: Transaction,
    private readonly closed: () => void,
  ) {}

  /** @internal @param closed told once it is closed */
  static async open(runner: QueryRunner, closed: () => void): Promise<Reading> {
    try {
      const bound = await bindTransaction(runner);
      await bound.execute('begin isolation level repeatable read, read only');
      // All rows of a cursor are wanted, not the first ones soon.
      await bound.execute('set local cursor_tuple_fraction = 1');
      return new Reading(runner, bound, closed);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** Runs one statement and gives its rows. */
  query<Row extends QueryResultRow>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return this.bound.query<Row>(sql, parameters);
  }

  /**
   * The rows of one statement, so many at a time, each chunk read when it is asked for: memory is
   * flat however many there are. One statement at a time.
   */
  async *chunks<Row extends QueryResultRow>(
    statement: { readonly sql: string; readonly parameters: readonly unknown[] },
    size: number,
  ): AsyncGenerator<Row[]> {
    await this.bound.execute(`declare chunks no scroll cursor for ${statement.sql}`, [
      ...statement.parameters,
    ]);
    for (;;) {
      const rows = await this.bound.query<Row>(`fetch ${String(size)} from chunks`);
      if (rows.length > 0) yield rows;
      if (rows.length < size) break;
    }
    await this.bound.execute('close chunks');
  }

  /** Gives the connection back; calling it again changes nothing. */
  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.isOpen = false;
    try {
      await this.bound.execute('rollback');
    } catch (error) {
      // A line that is broken has nothing to roll back: the server did it when the line broke.
      if (failureKind(error) !== 'unavailable') throw error;
    } finally {
      await this.runner.release();
      this.closed();
    }
  }
}
