import type { Transaction } from '@reciproca/database';

/** Makes everything the transaction reads from here on one state of the books. */
export async function readOneState(transaction: Transaction): Promise<void> {
  await transaction.execute('set transaction isolation level repeatable read, read only');
}

/** The same for a transaction that writes too; it is redone when another one was first. */
export async function holdOneState(transaction: Transaction): Promise<void> {
  await transaction.execute('set transaction isolation level repeatable read');
}
