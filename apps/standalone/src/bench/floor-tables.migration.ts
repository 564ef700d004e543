import type { MigrationInterface, QueryRunner } from 'typeorm';
import { roleOf } from '@reciproca/database';

/** The tables of the floor and of the naive way, in a schema of the benchmark's own. */
export class FloorTables1790000000001 implements MigrationInterface {
  readonly name = 'FloorTables1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table floor_inbox (source text, id text, constraint pk_floor_inbox primary key (source, id));
      create table floor_claims (subject text constraint pk_floor_claims primary key,
        statement text, debtor text, amount numeric, currency text);
      create table floor_outcomes (subject text, event text);
      create table naive_inbox (key text constraint pk_naive_inbox primary key);
      create table naive_claims (subject text constraint pk_naive_claims primary key,
        statement text not null, debtor text not null, amount numeric not null, currency text not null);
      create table naive_entries (subject text constraint pk_naive_entries primary key,
        amount numeric not null);
      create table naive_balances (pair text constraint pk_naive_balances primary key,
        amount numeric not null);
      create table naive_outcomes (subject text constraint pk_naive_outcomes primary key,
        event text not null);
      grant all on all tables in schema bench to ${roleOf('bench')};
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema bench cascade');
  }
}
