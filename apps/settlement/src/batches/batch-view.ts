import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { silenceOf } from './acceptance.js';
import { counted, officersRequired, type Batch, type BatchSettlement } from './batch.js';

/** A batch as officers and auditors see it. */
export type BatchView = Output<typeof routes.readBatch, 200>;

/** The acceptance of a settlement as its payee State sees it. */
export type AcceptanceView = Output<typeof routes.acceptSettlement, 200>;

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
      ...acceptanceViewOf(settlement),
    })),
    approvals: batch.approvals.map(({ officer, at }) => ({ officer, at })),
    approvalsRequired: officersRequired(batch),
  };
}

/**
 * The acceptance of a settlement of the batch.
 * @throws Error when it is not accepted: then there is nothing to show
 */
export function acceptanceOf(batch: Batch, settlement: string): AcceptanceView {
  const found = batch.settlements.find(({ id }) => id === settlement)?.acceptance?.accepted ?? null;
  if (found === null) throw new Error(`${settlement} of ${batch.id} is not accepted`);
  return { settlement, by: found.by, at: found.at };
}

/** The payer sees whether and how, not which officer of the other State it was. */
function acceptanceViewOf({
  acceptance,
}: BatchSettlement): Pick<BatchView['settlements'][number], 'acceptance'> {
  if (acceptance === null) return {};
  const { until, silence, accepted } = acceptance;
  if (accepted === null) return { acceptance: { until, silence, accepted } };
  const how = accepted.by === silenceOf(acceptance) ? 'silence' : 'officer';
  return { acceptance: { until, silence, accepted: { how, at: accepted.at } } };
}

function totalOf(batch: Batch): Money {
  return Money.sum(
    counted(batch).map(({ net }) => net),
    batch.currency,
  );
}
