import type { Transaction } from '@reciproca/database';

/**
 * Waits until nobody moves many claims at once, and keeps such a one waiting until the end of the
 * transaction. For whoever books messages about claims, before it reads what it decides on; others of
 * this kind go on beside it.
 */
export async function waitForSweeps(transaction: Pick<Transaction, 'execute'>): Promise<void> {
  await transaction.execute('lock table claim_turns in share mode');
}

/**
 * Waits until nobody changes claims, and keeps all others waiting until the end of the transaction;
 * claims are introduced meanwhile. For whoever moves many claims at once, before it reads them: it would
 * meet messages about some of them in another order than theirs, wait for them in a circle, and be
 * begun again as long as they come. A transaction in one snapshot sees what was there once it was alone.
 */
export async function sweepAlone(transaction: Pick<Transaction, 'execute'>): Promise<void> {
  await transaction.execute('lock table claim_turns in exclusive mode');
}
