import { roleOf } from '@reciproca/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const role = roleOf('clearing');

/** What settlement said, word for word, and by which word a settlement is settled. */
export class SettlementNews1790000000004 implements MigrationInterface {
  readonly name = 'SettlementNews1790000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(newsSql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the books rest on what was said; restore the backup instead'));
  }
}

/**
 * Every event of `settlements.v1` that was booked, once: one that comes again is known by its id.
 * `event` is the message as it came. `settled_by`: the event whose payments are in force.
 */
const newsSql = `
  create table settlement_news (
    news_no bigint generated always as identity constraint pk_settlement_news primary key,
    event_id text collate "C" not null constraint uq_settlement_news_event unique,
    batch text collate "C" not null,
    sequence integer,
    type text not null,
    settlements text[] not null,
    booked_at timestamptz not null,
    event text not null
  );
  create index ix_settlement_news_settlements on settlement_news using gin (settlements);
  create trigger tr_settlement_news_append before update or delete or truncate
    on settlement_news for each statement execute function refuse_change();
  alter table settlements add column settled_by uuid;
  grant select, insert on settlement_news to ${role};
`;
