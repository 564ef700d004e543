import { roleOf } from '@reciproca/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const role = roleOf('settlement');

/** What the banks said, and which money counts for which settlement. */
export class Payments1790000000003 implements MigrationInterface {
  readonly name = 'Payments1790000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(statementsSql);
    await runner.query(assignmentsSql);
    await runner.query(auditSql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('payments are not taken back; restore the backup instead'));
  }
}

/**
 * A file is known by its digest, an entry by the name that it has in every file. `state` is whose
 * account it is booked on. `bank_claims`: the settlements that an entry names, with how much of it
 * would be for each.
 */
const statementsSql = `
  create table bank_statements (
    digest text not null,
    state char(2) not null,
    imported_by text not null,
    imported_at timestamptz not null,
    constraint pk_bank_statements primary key (digest, state)
  );
  create table bank_statement_entries (
    digest text not null,
    entry uuid not null,
    constraint pk_bank_statement_entries primary key (digest, entry)
  );
  create table bank_entries (
    id uuid not null constraint pk_bank_entries primary key,
    state char(2) not null,
    account text not null,
    statement text not null,
    direction text not null
      constraint ck_bank_entries_direction check (direction in ('credit', 'debit')),
    currency char(3) not null,
    amount numeric not null constraint ck_bank_entries_amount check (amount >= 0),
    instructed_amount numeric,
    instructed_currency char(3),
    booked_on date not null,
    end_to_end_id text,
    remittance text not null,
    counterpart text,
    bank_reference text not null,
    return_reason text
  );
  create index ix_bank_entries_state on bank_entries (state, booked_on, id);
  create table bank_claims (
    entry uuid not null constraint fk_bank_claims_entry references bank_entries,
    settlement text collate "C" not null
      constraint fk_bank_claims_settlement references settlements,
    portion numeric not null constraint ck_bank_claims_portion check (portion > 0),
    constraint pk_bank_claims primary key (entry, settlement)
  );
  create index ix_bank_claims_settlement on bank_claims (settlement);
  grant select, insert on bank_statements, bank_statement_entries, bank_entries, bank_claims
    to ${role};
`;

/**
 * Every row uses so much of an entry for a settlement, or gives so much of it back; without a
 * settlement it marks the rest as returned to whom it came from. Whoever is not the machine is named.
 */
const assignmentsSql = `
  create table bank_assignments (
    assignment_no bigint generated always as identity constraint pk_bank_assignments primary key,
    entry uuid not null constraint fk_bank_assignments_entry references bank_entries,
    settlement text collate "C" constraint fk_bank_assignments_settlement references settlements,
    amount numeric not null constraint ck_bank_assignments_amount check (amount <> 0),
    action text not null constraint ck_bank_assignments_action
      check (action in ('matched', 'assigned', 'undone', 'returned')),
    by text not null,
    at timestamptz not null,
    constraint ck_bank_assignments_returned check ((action = 'returned') = (settlement is null))
  );
  create index ix_bank_assignments_entry on bank_assignments (entry);
  create index ix_bank_assignments_settlement on bank_assignments (settlement);
  create trigger tr_bank_statements_append before update or delete or truncate
    on bank_statements for each statement execute function refuse_change();
  create trigger tr_bank_entries_append before update or delete or truncate
    on bank_entries for each statement execute function refuse_change();
  create trigger tr_bank_assignments_append before update or delete or truncate
    on bank_assignments for each statement execute function refuse_change();
  grant select, insert on bank_assignments to ${role};
`;

const auditSql = `
  alter table audit drop constraint ck_audit_action;
  alter table audit add constraint ck_audit_action check (action in ('proposed', 'approved',
    'accepted', 'rejected', 'released', 'settled', 'reversed'));
`;
