import type { MigrationInterface, QueryRunner } from 'typeorm';
import { roleOf } from '@reciproca/database';
import { outboxTablesSql } from '@reciproca/messaging';

const role = roleOf('clearing');

/** The book of record: what was said, what is owed, and why. */
export class Ledger1790000000001 implements MigrationInterface {
  readonly name = 'Ledger1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(outboxTablesSql(role));
    await runner.query(referenceSql);
    await runner.query(claimsSql);
    await runner.query(statementsSql);
    await runner.query(ledgerSql);
    await runner.query(cyclesSql);
    await runner.query(publishedBalancesSql);
    await runner.query(requestsSql);
    await runner.query(appendOnlySql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a ledger is not taken back; restore the backup instead'));
  }
}

/**
 * A version is one record, in the order in which they were made known; both rows are written by one
 * transaction. \`record\` is json and not jsonb, so that it is read as it was written; null:
 * withdrawn. \`shipments\`: which of the data that come with the product have been taken over.
 */
const referenceSql = `
  create table reference_versions (
    version integer generated always as identity constraint pk_reference_versions primary key,
    kind text not null,
    imported_at timestamptz not null,
    imported_by text not null
  );
  create table reference_records (
    kind text not null,
    key text not null,
    valid_from date not null,
    version integer not null constraint uq_reference_records_version unique,
    valid_to date,
    record json not null,
    constraint pk_reference_records primary key (kind, key, valid_from, version)
  );
  create index ix_reference_records_from on reference_records (kind, valid_from);
  create table shipments (
    shipment integer generated always as identity constraint pk_shipments primary key,
    release integer not null,
    digest text not null,
    loaded_at timestamptz not null
  );
  grant select, insert on reference_versions, reference_records, shipments to ${role};
`;

/**
 * Claims are written once and never changed: what becomes of them stands in the journal. There are
 * no foreign keys on this path: every row of a claim is written by one transaction.
 */
const claimsSql = `
  create sequence claim_ids increment by 10000;
  create table ledger_accounts (
    account_id integer generated always as identity constraint pk_ledger_accounts primary key,
    creditor text collate "C" not null,
    debtor text collate "C" not null,
    instrument text collate "C" not null,
    currency char(3) not null,
    creditor_state char(2) not null generated always as (left(creditor, 2)) stored,
    debtor_state char(2) not null generated always as (left(debtor, 2)) stored,
    constraint uq_ledger_accounts unique (creditor, debtor, instrument, currency)
  );
  create table claims (
    claim_id bigint not null constraint pk_claims primary key,
    account_id integer not null,
    statement_id integer not null,
    twin integer not null,
    recorded_on date not null,
    introduced_on date not null,
    message_day date not null,
    institution_known_on date,
    care_from date,
    care_to date,
    down_payment_by date,
    pay_by date,
    dispute_ends date,
    reference_version integer not null,
    content_hash uuid not null,
    fingerprint uuid,
    reference text collate "C" not null,
    basis text not null,
    part text collate "C" not null,
    entitlement text,
    care_type text,
    person text,
    total numeric not null,
    constraint uq_claims_fingerprint unique (fingerprint, twin)
  );
  create index ix_claims_account on claims (account_id, claim_id);
  create index ix_claims_statement on claims (statement_id);
  create index ix_claims_fixed_amounts on claims (claim_id) where basis = 'fixed-amount';
  grant select, insert on ledger_accounts, claims to ${role};
  grant usage on sequence claim_ids to ${role};
`;

/**
 * `statements` numbers what creditors call their statements; a number alone means nothing.
 * `statement_months` sums what was introduced, striped like balances; `rejected_claims` holds a claim
 * from its rejection until it is introduced after all; what of it could not be read is null.
 * A down payment's `for_state` says that its payer spoke for the whole debtor State.
 */
const statementsSql = `
  create table statements (
    statement_id integer generated always as identity constraint pk_statements primary key,
    institution text collate "C" not null,
    statement text collate "C" not null,
    constraint uq_statements unique (institution, statement)
  );
  create table announcements (
    statement_id integer not null constraint pk_announcements primary key,
    day date not null,
    debtor_state char(2) not null,
    basis text not null,
    claims integer not null,
    total numeric not null,
    currency char(3) not null
  );
  create table statement_months (
    statement_id integer not null,
    account_id integer not null,
    basis text not null,
    month date not null,
    down_payment_by date not null,
    stripe smallint not null,
    claims bigint not null,
    total numeric not null,
    constraint pk_statement_months
      primary key (statement_id, account_id, basis, month, down_payment_by, stripe)
  ) with (fillfactor = 70);
  create index ix_statement_months_by on statement_months (down_payment_by, statement_id);
  create table rejected_claims (
    subject text collate "C" not null constraint pk_rejected_claims primary key,
    statement_id integer not null,
    debtor_state char(2),
    basis text,
    currency text
  );
  create index ix_rejected_claims_statement on rejected_claims (statement_id);
  create table down_payments (
    payment_no integer generated always as identity constraint pk_down_payments primary key,
    statement_id integer not null,
    reference text collate "C" not null,
    payer text collate "C" not null,
    for_state boolean not null,
    amount numeric not null,
    currency char(3) not null,
    paid_on date not null,
    day date not null,
    status text not null
      constraint ck_down_payments_status check (status in ('made', 'accepted', 'declined')),
    allocated numeric not null default 0
      constraint ck_down_payments_allocated check (allocated between 0 and amount),
    constraint uq_down_payments unique (statement_id, reference)
  );
  create index ix_down_payments_waiting on down_payments (payment_no)
    where status = 'accepted' and allocated < amount;

  grant select, insert on statements, announcements to ${role};
  grant select, insert, update on statement_months to ${role};
  grant select, insert, update, delete on rejected_claims to ${role};
  grant select, insert on down_payments to ${role};
  grant update (status, allocated) on down_payments to ${role};
`;

/**
 * One journal row moves an amount of one claim from one bucket to another, so every entry balances
 * by its shape. \`version\` counts the changes of a claim: of two that start from the same version
 * the second one fails and is decided anew. \`open_items\` holds the open part of each claim, what
 * the next cycle may take; \`contestations\` what debtors object to and what is left of it;
 * \`balances\` the sums per State pair, striped so that consumers do not wait for each other: they
 * fall on the day to pay by, in the bucket \`contested\` on the day to answer by, and count claims in
 * \`claimed\` as long as something of them is left. \`entries\` counts journal entries from or to a
 * bucket outside of what is owed.
 */
const ledgerSql = `
  create type bucket as enum ('claimed', 'open', 'in-settlement', 'settled', 'contested',
    'credited', 'refused', 'waived', 'written-off', 'down-paid', 'undisputed', 'disputed');
  create table journal (
    claim_id bigint not null,
    batch_id bigint not null,
    cause uuid not null,
    booked_at timestamptz not null,
    version integer not null,
    day date not null,
    from_bucket bucket not null,
    to_bucket bucket not null,
    amount numeric not null,
    rule text not null,
    constraint pk_journal primary key (claim_id, version),
    constraint ck_journal_moves check (from_bucket <> to_bucket and amount <> 0)
  );
  create index ix_journal_batch on journal using brin (batch_id)
    with (pages_per_range = 16, autosummarize = on);

  -- Holds nothing: it is locked by whoever changes claims.
  create table claim_turns ();
  create table open_items (
    claim_id bigint not null constraint pk_open_items primary key,
    account_id integer not null,
    version integer not null,
    introduced_on date not null,
    pay_by date,
    amount numeric not null
  );
  create index ix_open_items_pay_by on open_items (account_id, pay_by, claim_id)
    where pay_by is not null;

  create table contestations (
    claim_id bigint not null,
    account_id integer not null,
    reference text collate "C" not null,
    version integer not null,
    day date not null,
    reply_by date,
    dispute_ends date,
    contested numeric not null,
    disputed numeric not null,
    answered boolean not null,
    constraint pk_contestations primary key (claim_id, reference)
  );
  create index ix_contestations_reply_by on contestations (account_id, reply_by, claim_id, version)
    where not answered and contested + disputed > 0;
  create index ix_contestations_dispute_ends on contestations (account_id, dispute_ends, claim_id)
    where not answered and contested + disputed > 0;

  create table balances (
    creditor char(2) not null,
    debtor char(2) not null,
    currency char(3) not null,
    bucket bucket not null,
    stripe smallint not null,
    falls_on date not null,
    day date not null,
    amount numeric not null,
    claims bigint not null,
    entries bigint not null default 0,
    constraint pk_balances primary key (creditor, debtor, currency, bucket, falls_on, day, stripe)
  ) with (fillfactor = 70);

  grant select, insert on journal to ${role};
  grant select, insert, update, delete on open_items to ${role};
  grant update on claim_turns to ${role};
  grant select, insert, update on balances, contestations to ${role};
`;

const cyclesSql = `
  create table cycles (
    id text not null constraint pk_cycles primary key,
    cutoff date not null constraint uq_cycles_cutoff unique,
    status text not null constraint ck_cycles_status check (status in ('closing', 'closed')),
    requested_by text not null,
    requested_at timestamptz not null,
    wait_for jsonb not null,
    closed_at timestamptz,
    claims bigint,
    settlements integer,
    hash text,
    reference_version integer,
    waiting jsonb not null default '[]'
  );
  create unique index uq_cycles_closing on cycles (status) where status = 'closing';
  create table settlements (
    settlement_no integer generated always as identity constraint pk_settlements primary key,
    id text not null constraint uq_settlements_id unique,
    cycle text not null constraint fk_settlements_cycle references cycles,
    batch text not null,
    status text not null constraint ck_settlements_status
      check (status in ('proposed', 'approved', 'rejected', 'released', 'settled')),
    hash text not null,
    proposal jsonb not null
  );
  create index ix_settlements_cycle on settlements (cycle);
  create index ix_settlements_unpaid on settlements (settlement_no)
    where status not in ('rejected', 'settled');
  create table settlement_items (
    settlement_no integer not null,
    claim_id bigint not null,
    account_id integer not null,
    version integer not null,
    introduced_on date not null,
    pay_by date,
    amount numeric not null,
    constraint pk_settlement_items primary key (settlement_no, claim_id)
  );
  create index ix_settlement_items_claim on settlement_items (claim_id);
  create index ix_settlement_items_pay_by on settlement_items (settlement_no, pay_by, claim_id)
    where pay_by is not null;

  grant select, insert, update on cycles, settlements to ${role};
  grant select, insert on settlement_items to ${role};
`;

/**
 * Balances that one State published for the other to confirm. What is frozen stands in rows of its
 * own, claim by claim: the journal goes on, and an entry that is booked late has an earlier day.
 */
const publishedBalancesSql = `
  create table published_balances (
    balance_no integer generated always as identity constraint pk_published_balances primary key,
    id text collate "C" not null constraint uq_published_balances_id unique,
    first_state char(2) not null,
    second_state char(2) not null,
    currency char(3) not null,
    on_day date not null,
    number integer not null,
    closing numeric not null,
    claims integer not null,
    hash text not null,
    published_by char(2) not null,
    published_at timestamptz not null,
    status text not null constraint ck_published_balances_status
      check (status in ('published', 'disputed', 'confirmed', 'superseded')),
    superseded_by text collate "C",
    differences json not null default '[]',
    last_sequence integer not null,
    constraint uq_published_balances unique (first_state, second_state, currency, on_day, number),
    constraint ck_published_balances_states check (first_state < second_state),
    constraint ck_published_balances_by check (published_by in (first_state, second_state)),
    constraint ck_published_balances_superseded
      check ((status = 'superseded') = (superseded_by is not null))
  );
  create table published_balance_claims (
    balance_no integer not null,
    claim_id bigint not null,
    amount numeric not null constraint ck_published_balance_claims_amount check (amount <> 0),
    constraint pk_published_balance_claims primary key (balance_no, claim_id)
  );
  create table balance_audit (
    balance_no integer not null
      constraint fk_balance_audit_balance references published_balances,
    step integer not null,
    at timestamptz not null,
    person text not null,
    state char(2) not null,
    action text not null constraint ck_balance_audit_action
      check (action in ('published', 'disputed', 'confirmed', 'superseded')),
    details jsonb not null,
    constraint pk_balance_audit primary key (balance_no, step)
  );

  grant select, insert on published_balances, published_balance_claims, balance_audit to ${role};
  grant update (status, superseded_by, differences, last_sequence) on published_balances to ${role};
`;

/**
 * `idempotency_keys` keeps what HTTP requests with a key asked for and were answered. Rejected
 * claims are in the outbox alone; the index holds only them, so it costs other events nothing.
 */
const requestsSql = `
  create table idempotency_keys (
    person text not null,
    key text not null,
    request_digest text not null,
    answer json not null,
    created_at timestamptz not null default now(),
    constraint pk_idempotency_keys primary key (person, key)
  );
  create index ix_outbox_rejected on outbox (subject collate "C", sequence)
    where type = 'claim.rejected.v1';

  grant select, insert on idempotency_keys to ${role};
`;

/** Not even the owner changes what was written. */
const appendOnlySql = `
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception '% only appends', tg_table_name using errcode = 'insufficient_privilege';
  end $$;
  create trigger tr_journal_appends before update or delete or truncate on journal
    for each statement execute function refuse_change();
  create trigger tr_claims_append before update or delete or truncate on claims
    for each statement execute function refuse_change();
  create trigger tr_reference_versions_append before update or delete or truncate
    on reference_versions for each statement execute function refuse_change();
  create trigger tr_reference_records_append before update or delete or truncate
    on reference_records for each statement execute function refuse_change();
  create trigger tr_shipments_append before update or delete or truncate
    on shipments for each statement execute function refuse_change();
  create trigger tr_published_balance_claims_append before update or delete or truncate
    on published_balance_claims for each statement execute function refuse_change();
  create trigger tr_balance_audit_appends before update or delete or truncate
    on balance_audit for each statement execute function refuse_change();
  create trigger tr_outbox_appends before update or delete or truncate on outbox
    for each statement execute function refuse_change();
`;
