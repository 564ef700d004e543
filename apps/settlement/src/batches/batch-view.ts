import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { remaining, type Batch } from './batch.js';

/** A batch as officers and auditors see it. */
export type BatchView = Output<typeof routes.readBatch, 200>;

/**
 * A batch as it is shown. `total` is the exact sum of the settlements that are not rejected; of a
 * wholly rejected batch the sum of all: what would have been paid.
 */
export function viewOf(batch: Batch): BatchView {
  const { id, cycle, payer, currency, status, hash, approvalsRequired } = batch;
  return {
    id,
    cycle,
    payer,
    currency,
    total: totalOf(batch).toString(),
    status,
    hash,
    settlements: batch.settlements.map((settlement) => ({
      settlement: settlement.id,
      payee: settlement.payee,
      amount: settlement.net.toString(),
      status: settlement.status,
    })),
    approvals: batch.approvals.map(({ officer, at }) => ({ officer, at })),
    approvalsRequired,
  };
}

function totalOf(batch: Batch): Money {
  const counted = batch.status === 'rejected' ? batch.settlements : remaining(batch);
  return Money.sum(
    counted.map(({ net }) => net),
    batch.currency,
  );
}
