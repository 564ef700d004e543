import type { Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox } from '@reciproca/messaging';
import { accountKeyOf, type LedgerAccount, type LedgerAccounts } from '../ledger/index.js';
import { writeChanges, type BookedClaim } from '../obligations/index.js';
import {
  numberIn,
  statementsIn,
  writeStatements,
  type StatementName,
  type StatementNumbers,
} from '../statements/index.js';
import type { BatchResult } from './batch-decision.js';
import { claimAccountOf, ledgerAccountOf, writeClaims } from './intake.repository.js';

/** What a batch is written with. */
export interface BatchWriting {
  readonly accounts: LedgerAccounts;
  readonly statements: StatementNumbers;
  /** Instant of the decision, RFC 3339. */
  readonly now: string;
  readonly referenceVersion: number;
  /** Which of the rows that sum up the same it adds to. */
  readonly stripe: number;
}

/**
 * Writes what a batch came to, all but its balances: whoever writes several batches in one transaction
 * adds those up first.
 *
 * @returns the outbox batch
 */
export async function writeBatch(
  transaction: Transaction,
  result: BatchResult,
  writing: BatchWriting,
): Promise<string> {
  const { introduced, changes } = result;
  const { now, referenceVersion, stripe } = writing;
  const accounts = await writing.accounts.numbersOf([
    ...introduced.map(({ data }) => ledgerAccountOf(data)),
    ...changes.map(({ after }) => accountOf(after)),
  ]);
  const numbers = await writing.statements.numbersOf(statementsIn(result));
  const statementOf = (name: StatementName): number => numberIn(numbers, name);
  const batchId = await openOutboxBatch(transaction, result.resends);
  await writeOutbox(transaction, batchId, result.rows);
  const booking = { batchId, now, referenceVersion, accounts, statementOf };
  await writeClaims(transaction, introduced, booking);
  await writeStatements(transaction, result, {
    numberOf: statementOf,
    accountOf: (claim) => claimAccountOf(claim, booking),
    stripe,
  });
  await writeChanges(transaction, changes, {
    batchId,
    now,
    accountOf: (claim) => accountIn(accounts, claim),
  });
  return batchId;
}

function accountOf({ creditor, debtor, instrument, book }: BookedClaim): LedgerAccount {
  return { creditor, debtor, instrument, currency: book.currency };
}

function accountIn(accounts: ReadonlyMap<string, number>, claim: BookedClaim): number {
  const account = accounts.get(accountKeyOf(accountOf(claim)));
  if (account === undefined) throw new Error('a claim is changed without its ledger account');
  return account;
}
