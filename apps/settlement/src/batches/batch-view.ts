import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { counted, officersRequired, type Batch } from './batch.js';

/** A batch as officers and auditors see it. */
export type BatchView = Output<typeof routes.readBatch, 200>;

/**
 * A batch as it is shown. Total and number of officers are those of the settlements that are not
 * rejected; of a wholly rejected batch those of all: what would have been paid, and by whose word.
 */
export function viewOf(batch: Batch): BatchView {
  const { id, cycle, payer, currency, status, hash } = batch;
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
    approvalsRequired: officersRequired(batch),
  };
}

function totalOf(batch: Batch): Money {
  return Money.sum(
    counted(batch).map(({ net }) => net),
    batch.currency,
  );
}
