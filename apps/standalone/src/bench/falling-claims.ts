import { Database, type CopyValue } from '@reciproca/database';
import { benchInstitutions } from './events.js';

/** A day on which a tenth of the payments has passed, and no other has come near. */
export const fallingUntil = '2026-02-10';

const first = 5_000_000_000;
const pieceSize = 20_000;

/** The months at whose ends payments fall, first to last: one claim of ten in each. */
const lastDays = [
  ...['2026-01-31', '2026-04-30', '2026-06-30', '2026-08-31', '2026-10-31'],
  ...['2026-12-31', '2027-02-28', '2027-04-30', '2027-06-30', '2027-08-31'],
];

/**
 * Loads open claims between all States of the benchmark, each with its journal row, past intake: the
 * same rows, by COPY. The claims are known to nobody else.
 */
export async function loadFallingClaims(url: string, count: number): Promise<void> {
  const database = new Database({ url, schema: 'clearing', migrations: [], poolSize: 1 });
  await database.open();
  try {
    const accounts = await makeAccounts(database);
    for (let from = 0; from < count; from += pieceSize) {
      const numbers = Array.from(
        { length: Math.min(pieceSize, count - from) },
        (_, at) => from + at,
      );
      await database.transaction(async (transaction) => {
        await transaction.copy({
          table: 'claims',
          columns: claimColumns,
          rows: numbers.map((number) => claimRow(number, accountOf(accounts, number))),
        });
        await transaction.copy({
          table: 'journal',
          columns: journalColumns,
          rows: numbers.map(journalRow),
        });
        await transaction.copy({
          table: 'open_items',
          columns: ['claim_id', 'account_id', 'version', 'introduced_on', 'pay_by', 'amount'],
          rows: numbers.map((number) => openItemRow(number, accountOf(accounts, number))),
        });
      });
    }
  } finally {
    await database.close();
  }
}

/** One ledger account for every direction between two States, under an instrument of its own. */
async function makeAccounts(database: Database): Promise<number[]> {
  const names = benchInstitutions.map(({ id }) => id);
  const pairs = names.flatMap((creditor) =>
    names.filter((name) => name !== creditor).map((debtor) => ({ creditor, debtor })),
  );
  const rows = await database.query<{ account_id: number }>(
    `insert into ledger_accounts (creditor, debtor, instrument, currency)
     select creditor, debtor, 'EFTA', 'EUR'
     from unnest($1::text[], $2::text[]) as pair (creditor, debtor) returning account_id`,
    [pairs.map(({ creditor }) => creditor), pairs.map(({ debtor }) => debtor)],
  );
  return rows.map(({ account_id: account }) => account);
}

function accountOf(accounts: readonly number[], number: number): number {
  // Neighbours lie in different accounts, as they come in.
  const account = accounts[(number * 7_919) % accounts.length];
  if (account === undefined) throw new Error('there is no account');
  return account;
}

function payByOf(number: number): string {
  return lastDays[number % lastDays.length] ?? '';
}

const claimColumns = [
  ...['claim_id', 'account_id', 'statement_id', 'twin', 'recorded_on', 'introduced_on'],
  ...['message_day', 'pay_by', 'reference_version', 'content_hash', 'reference', 'basis'],
  ...['part', 'total'],
];

function claimRow(number: number, account: number): CopyValue[] {
  const hash = number.toString(16).padStart(32, '0');
  const day = '2024-07-15';
  return [
    ...[first + number, account, 0, 0, day, day, day, payByOf(number), 1, hash],
    ...[`D-${String(number)}`, 'actual-expenditure', '2', '100.00'],
  ];
}

const journalColumns = [
  ...['claim_id', 'batch_id', 'cause', 'booked_at', 'version', 'day', 'from_bucket'],
  ...['to_bucket', 'amount', 'rule'],
];

function journalRow(number: number): CopyValue[] {
  const cause = '00000000-0000-0000-0000-000000000000';
  const day = '2024-07-15';
  return [
    ...[first + number, 0, cause, `${day}T00:00:00Z`, 1, day, 'claimed', 'open', '100.00', 'bench'],
  ];
}

function openItemRow(number: number, account: number): CopyValue[] {
  return [first + number, account, 1, '2024-07-15', payByOf(number), '100.00'];
}
