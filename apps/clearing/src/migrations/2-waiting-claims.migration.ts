import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a closed cycle left for a later one, and why, as it was known at the close. */
export class WaitingClaims1790000000002 implements MigrationInterface {
  readonly name = 'WaitingClaims1790000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table cycles add column waiting jsonb not null default '[]'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a ledger is not taken back; restore the backup instead'));
  }
}
