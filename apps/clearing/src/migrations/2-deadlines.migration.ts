import type { MigrationInterface, QueryRunner } from 'typeorm';
import { roleOf } from '@reciproca/database';

const role = roleOf('clearing');

/** What clearing has said of deadlines. */
export class Deadlines1790000000002 implements MigrationInterface {
  readonly name = 'Deadlines1790000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(deadlinesSql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('what was said is not taken back; restore the backup instead'));
  }
}

/**
 * What was said of deadlines, so that nothing is said twice. `about` is a claim or a statement;
 * `part` the contestation, or the month and whom it concerns, and empty where neither is needed.
 * `deadline_days` holds the days of which clearing by itself has said everything.
 */
const deadlinesSql = `
  create table deadline_notices (
    about bigint not null,
    kind text collate "C" not null constraint ck_deadline_notices_kind
      check (kind in ('downPaymentBy', 'payBy', 'replyBy', 'disputeEnds')),
    part text collate "C" not null,
    said text collate "C" not null constraint ck_deadline_notices_said
      check (said in ('approaching', 'passed')),
    constraint pk_deadline_notices primary key (about, kind, part, said)
  );
  create table deadline_days (
    day date not null constraint pk_deadline_days primary key,
    approaching bigint not null,
    passed bigint not null,
    done_at timestamptz not null
  );

  create trigger tr_deadline_notices_append before update or delete or truncate
    on deadline_notices for each statement execute function refuse_change();
  grant select, insert on deadline_notices, deadline_days to ${role};
`;
