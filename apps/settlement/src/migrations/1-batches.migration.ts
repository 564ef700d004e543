import { roleOf } from '@reciproca/database';
import { outboxTablesSql } from '@reciproca/messaging';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const role = roleOf('settlement');

/** The officers' side: what clearing proposed, what was decided on it, and by whom. */
export class Batches1790000000001 implements MigrationInterface {
  readonly name = 'Batches1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(outboxTablesSql(role));
    await runner.query(proposalsSql);
    await runner.query(batchesSql);
    await runner.query(evidenceSql);
    await runner.query(appendOnlySql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('decisions are not taken back; restore the backup instead'));
  }
}

/**
 * A cycle is known from its first event on, whichever that is; \`closed_at\` and what belongs to it
 * come with \`cycle.closed\`, \`opened\` when every settlement is there. Ids sort by bytes whatever
 * the locale of the database is.
 */
const proposalsSql = `
  create table cycles (
    id text collate "C" not null constraint pk_cycles primary key,
    cutoff date,
    settlements integer constraint ck_cycles_settlements check (settlements >= 0),
    claims bigint,
    hash text,
    closed_by text,
    closed_at timestamptz,
    opened boolean not null default false,
    constraint ck_cycles_closed_whole
      check (num_nulls(cutoff, settlements, claims, hash, closed_by, closed_at) in (0, 6)),
    constraint ck_cycles_opened_after_close check (not opened or closed_at is not null)
  );
  create table settlements (
    id text collate "C" not null constraint pk_settlements primary key,
    cycle text collate "C" not null constraint fk_settlements_cycle references cycles,
    batch text collate "C" not null,
    payer text not null,
    payee text not null,
    currency text not null,
    net numeric not null constraint ck_settlements_net check (net >= 0),
    officers smallint not null constraint ck_settlements_officers check (officers >= 2),
    hash text not null,
    arrangement text,
    cutoff date not null,
    acceptance_days smallint constraint ck_settlements_acceptance_days check (acceptance_days >= 1),
    acceptance_silence text constraint ck_settlements_acceptance_silence
      check (acceptance_silence in ('accepted', 'rejected')),
    status text not null default 'proposed' constraint ck_settlements_status
      check (status in ('proposed', 'approved', 'released', 'partial', 'settled', 'rejected')),
    constraint ck_settlements_acceptance_whole
      check (num_nulls(acceptance_days, acceptance_silence) in (0, 2)
        and (acceptance_days is null or arrangement is not null))
  );
  create index ix_settlements_batch on settlements (batch, id);
  create index ix_settlements_cycle on settlements (cycle);
  create index ix_settlements_asking on settlements (batch)
    where acceptance_days is not null and status in ('proposed', 'approved');

  grant select, insert on cycles, settlements to ${role};
  grant update (cutoff, settlements, claims, hash, closed_by, closed_at, opened) on cycles to ${role};
  grant update (status) on settlements to ${role};
`;

const batchesSql = `
  create table batches (
    id text collate "C" not null constraint pk_batches primary key,
    cycle text collate "C" not null constraint fk_batches_cycle references cycles,
    payer text not null,
    currency text not null,
    status text not null constraint ck_batches_status
      check (status in ('proposed', 'approved', 'released', 'partial', 'settled', 'rejected')),
    hash text not null,
    last_sequence integer not null default 0
  );
  create index ix_batches_payer on batches (payer, id);

  create table idempotency_keys (
    person text not null,
    key text not null,
    request_digest text not null,
    answer json not null,
    created_at timestamptz not null default now(),
    constraint pk_idempotency_keys primary key (person, key)
  );

  grant select, insert on batches, idempotency_keys to ${role};
  grant update (status, hash, last_sequence) on batches to ${role};
`;

/**
 * An officer counts once for a hash, and a settlement is accepted once: the keys of \`approvals\` and
 * \`acceptances\` say so even if the code did not.
 */
const evidenceSql = `
  create table approvals (
    batch text collate "C" not null constraint fk_approvals_batch references batches,
    hash text not null,
    officer text not null,
    step integer not null,
    at timestamptz not null,
    constraint pk_approvals primary key (batch, hash, officer)
  );
  create table acceptances (
    settlement text collate "C" not null constraint pk_acceptances primary key
      constraint fk_acceptances_settlement references settlements,
    batch text collate "C" not null constraint fk_acceptances_batch references batches,
    step integer not null,
    by text not null,
    at timestamptz not null
  );
  create table audit (
    batch text collate "C" not null constraint fk_audit_batch references batches,
    step integer not null,
    at timestamptz not null,
    person text not null,
    action text not null constraint ck_audit_action
      check (action in ('proposed', 'approved', 'accepted', 'rejected', 'released', 'settled')),
    status_before text,
    status_after text not null,
    details jsonb not null,
    constraint pk_audit primary key (batch, step)
  );
  grant select, insert on approvals, acceptances, audit to ${role};
`;

/** Not even the owner changes what was written. */
const appendOnlySql = `
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% only appends', tg_table_name using errcode = 'insufficient_privilege';
  end $$;
  create trigger tr_approvals_append before update or delete or truncate on approvals
    for each statement execute function refuse_change();
  create trigger tr_acceptances_append before update or delete or truncate on acceptances
    for each statement execute function refuse_change();
  create trigger tr_audit_appends before update or delete or truncate on audit
    for each statement execute function refuse_change();
  create trigger tr_outbox_appends before update or delete or truncate on outbox
    for each statement execute function refuse_change();
`;
