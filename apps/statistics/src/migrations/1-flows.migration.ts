import type { MigrationInterface, QueryRunner } from 'typeorm';
import { roleOf } from '@reciproca/database';
import { outboxTablesSql } from '@reciproca/messaging';

const role = roleOf('statistics');

/** What the events say about claims, and the flows made of it. */
export class Flows1790000000101 implements MigrationInterface {
  readonly name = 'Flows1790000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(outboxTablesSql(role));
    await runner.query(factsSql);
    await runner.query(flowsSql);
    await runner.query(appendOnlySql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table flow_statements, flows, movements, claim_changes, claims, claim_groups,
        outbox, outbox_batches, consumed, relay_lease;
      drop function refuse_change();
    `);
  }
}

/**
 * Consumers only append here, so that they never wait for each other on a row. There are no foreign
 * keys: an event may come before the claim it speaks of.
 *
 * - `claim_groups`: claims alike in all dimensions and of one statement.
 * - `claims`: one narrow row per introduced claim; its subject is what makes it count once.
 * - `claim_changes`: how many claims of a group one consumed batch brought; a queue that is folded
 *   into the flows and emptied.
 * - `movements`: what later events say about a claim; subject and sequence make one count once.
 *   `waiting` until it is folded into the flows, which needs the claim; `set-aside` when its amounts
 *   are none of the claim's currency.
 */
const factsSql = `
  create table claim_groups (
    group_id uuid not null constraint pk_claim_groups primary key,
    creditor text not null,
    debtor text not null,
    statement text not null,
    instrument text not null,
    basis text not null,
    entitlement text,
    care_type text,
    currency char(3) not null,
    care_year smallint,
    recorded_year smallint not null,
    introduced_year smallint not null,
    due_year smallint,
    is_folded boolean not null default false
  );

  create table claims (
    subject text collate "C" not null constraint pk_claims primary key,
    group_id uuid not null,
    total numeric not null
  );

  create table claim_changes (
    group_id uuid not null,
    claims integer not null,
    introduced numeric not null,
    constraint ck_claim_changes_claims check (claims > 0)
  ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

  create table movements (
    subject text collate "C" not null,
    sequence integer not null,
    paid_year smallint,
    paid numeric not null,
    to_pay numeric not null,
    contested numeric not null,
    status text not null default 'waiting',
    constraint pk_movements primary key (subject, sequence),
    constraint ck_movements_sequence check (sequence > 0),
    constraint ck_movements_status check (status in ('waiting', 'folded', 'set-aside'))
  ) with (fillfactor = 90);
  create index ix_movements_waiting on movements (subject) where status = 'waiting';

  grant select, insert on claim_groups, claims, movements to ${role};
  grant update (is_folded) on claim_groups to ${role};
  grant update (status) on movements to ${role};
  grant select, insert, delete on claim_changes to ${role};
`;

/**
 * - `flows`: one row per key of dimensions. `dirty_since` is set from a change until its figures are
 *   in the outbox.
 * - `flow_statements`: the statements behind a flow, so that each counts once however many of its
 *   claims stand there.
 */
const flowsSql = `
  create table flows (
    flow_id bigint generated always as identity constraint pk_flows primary key,
    flow_key text collate "C" not null constraint uq_flows_key unique,
    year smallint not null,
    time_basis text not null,
    reporter char(2) not null,
    counterpart char(2) not null,
    direction text not null,
    institution text not null,
    instrument text not null,
    basis text not null,
    entitlement text,
    care_type text,
    currency char(3) not null,
    version integer not null,
    claims integer not null,
    statements integer not null,
    introduced numeric not null,
    paid numeric not null,
    outstanding numeric not null,
    dirty_since timestamptz,
    constraint ck_flows_version check (version > 0)
  ) with (fillfactor = 80);
  create index ix_flows_reporter on flows (reporter, flow_key);
  create index ix_flows_dirty on flows (dirty_since, flow_id) where dirty_since is not null;

  create table flow_statements (
    flow_id bigint not null,
    statement_id uuid not null,
    members integer not null,
    constraint pk_flow_statements primary key (flow_id, statement_id)
  );

  grant select, insert, update on flows, flow_statements to ${role};
`;

/** Claims need no such trigger: they are made of the events and are made anew by a rebuild. */
const appendOnlySql = `
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% only appends', tg_table_name using errcode = 'insufficient_privilege';
  end $$;
  create trigger tr_outbox_appends before update or delete or truncate on outbox
    for each statement execute function refuse_change();
`;
