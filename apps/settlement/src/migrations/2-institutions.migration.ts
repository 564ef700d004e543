import { roleOf } from '@reciproca/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const role = roleOf('settlement');

/** Where money is paid from and to, and what was ordered to be paid. */
export class Institutions1790000000002 implements MigrationInterface {
  readonly name = 'Institutions1790000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(institutionsSql);
    await runner.query(paymentOrdersSql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('payments are not taken back; restore the backup instead'));
  }
}

/** Every version of every record, as `reference.v1` tells them; which one holds is asked per day. */
const institutionsSql = `
  create table institution_records (
    id text collate "C" not null,
    version integer not null,
    state char(2) not null generated always as (left(id, 2)) stored,
    record json not null,
    constraint pk_institution_records primary key (id, version)
  );
  create index ix_institution_records_state on institution_records (state);
  create table institution_accounts (
    iban text collate "C" not null,
    state char(2) not null,
    constraint pk_institution_accounts primary key (iban, state)
  );
  create trigger tr_institution_records_append before update or delete or truncate
    on institution_records for each statement execute function refuse_change();
  grant select, insert on institution_records, institution_accounts to ${role};
`;

/**
 * What a release orders the bank to pay, with the accounts of that day: the payment file is made of
 * these rows alone, so that it has the same bytes whenever it is made.
 */
const paymentOrdersSql = `
  create table payment_orders (
    settlement text collate "C" not null constraint pk_payment_orders primary key
      constraint fk_payment_orders_settlement references settlements,
    batch text collate "C" not null constraint fk_payment_orders_batch references batches,
    end_to_end_id text collate "C" not null constraint uq_payment_orders_end_to_end_id unique,
    currency char(3) not null,
    amount numeric not null constraint ck_payment_orders_amount check (amount > 0),
    debtor_name text not null,
    debtor_iban text not null,
    debtor_bic text,
    creditor_name text not null,
    creditor_iban text not null,
    creditor_bic text,
    released_at timestamptz not null
  );
  create index ix_payment_orders_batch on payment_orders (batch);
  create trigger tr_payment_orders_append before update or delete or truncate
    on payment_orders for each statement execute function refuse_change();
  grant select, insert on payment_orders to ${role};
`;
