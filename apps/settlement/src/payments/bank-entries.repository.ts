import type { Database, Transaction } from '@reciproca/database';
import { Money } from '@reciproca/money';
import type { BankEntry } from '../bank-files/index.js';
import type { BankClaim, PayableSettlement } from './named-settlements.js';

type Reader = Pick<Database | Transaction, 'query'>;

/** A file that was imported. */
export interface ImportedFile {
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
  /** Whose accounts it is about. */
  readonly state: string;
  readonly by: string;
  /** RFC 3339 instant in UTC. */
  readonly at: string;
}

/**
 * Takes turns with everybody else who changes which money counts for what: there are few of them, and
 * each may touch settlements of many batches.
 */
export async function lockMoney(transaction: Transaction): Promise<void> {
  await transaction.query(`select pg_advisory_xact_lock(hashtext('settlement money'))`);
}

/** Keeps a file and those of its entries that no file told before; gives the ids of these. */
export async function keepFile(
  transaction: Transaction,
  { digest, state, by, at }: ImportedFile,
  entries: readonly BankEntry[],
): Promise<ReadonlySet<string>> {
  const isNew = await transaction.execute(
    `insert into bank_statements (digest, state, imported_by, imported_at)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [digest, state, by, at],
  );
  if (isNew === 0) return new Set();
  const rows = await transaction.query<{ id: string }>(
    `insert into bank_entries (id, state, account, statement, direction, currency, amount,
       instructed_amount, instructed_currency, booked_on, end_to_end_id, remittance, counterpart,
       bank_reference, return_reason)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
       $7::numeric[], $8::numeric[], $9::text[], $10::date[], $11::text[], $12::text[], $13::text[],
       $14::text[], $15::text[])
     on conflict do nothing returning id`,
    columnsOf(entries, state),
  );
  await transaction.execute(
    `insert into bank_statement_entries (digest, entry)
     select $1, unnest($2::uuid[]) on conflict do nothing`,
    [digest, entries.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}

function columnsOf(entries: readonly BankEntry[], state: string): unknown[] {
  return [
    entries.map(({ id }) => id),
    entries.map(() => state),
    entries.map(({ account }) => account),
    entries.map(({ statement }) => statement),
    entries.map(({ direction }) => direction),
    entries.map(({ amount }) => amount.currency),
    entries.map(({ amount }) => amount.toString()),
    entries.map(({ instructed }) => instructed?.toString() ?? null),
    entries.map(({ instructed }) => instructed?.currency ?? null),
    entries.map(({ on }) => on),
    entries.map(({ endToEndId }) => endToEndId),
    entries.map(({ remittance }) => remittance),
    entries.map(({ counterpart }) => counterpart),
    entries.map(({ bankReference }) => bankReference),
    entries.map(({ returnReason }) => returnReason),
  ];
}

/** Keeps what entries say they are for. */
export async function keepClaims(
  transaction: Transaction,
  claims: readonly BankClaim[],
): Promise<void> {
  await transaction.copy({
    table: 'bank_claims',
    columns: ['entry', 'settlement', 'portion'],
    rows: claims.map(({ entry, settlement, portion }) => [entry, settlement, portion.toString()]),
  });
}

/** Those of some settlements for which money may be seen: they are released. */
export async function payableAmong(
  reader: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PayableSettlement>> {
  const rows = await reader.query<{
    id: string;
    payer: string;
    payee: string;
    currency: string;
    net: string;
  }>(
    `select id, payer, payee, currency, net::text from settlements
     where id = any($1) and status in ('released', 'partial', 'settled')`,
    [ids],
  );
  return new Map(
    rows.map(({ net, currency, ...row }) => [row.id, { ...row, net: Money.of(net, currency) }]),
  );
}
