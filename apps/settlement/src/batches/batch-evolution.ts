import { remaining, type Batch, type BatchSettlement, type BatchStatus } from './batch.js';
import { hashOfSettlements } from './batch-hash.js';
import type { AcceptedStep, ApprovedStep, BatchStep, RejectedStep } from './batch-step.types.js';

/** The life of a batch: from each status, those that may follow. Nothing jumps. */
export const batchTransitions = {
  /** An approval that is not the last, and a rejection that leaves a rest, stay here. */
  proposed: ['approved', 'rejected'],
  /** Back to `proposed` when single settlements are rejected: approvals start anew. */
  approved: ['proposed', 'released', 'rejected'],
  released: ['partial', 'settled'],
  partial: ['settled'],
  /** Money can go back. */
  settled: ['partial'],
  rejected: [],
} as const satisfies Record<BatchStatus, readonly BatchStatus[]>;

/**
 * The batch after a step that was decided.
 * @throws Error when the step cannot follow: that is a bug of who decided it
 */
export function evolve(batch: Batch, step: BatchStep): Batch {
  const counted = { ...batch, sequence: batch.sequence + 1 };
  switch (step.kind) {
    case 'approved':
      return afterApproval(counted, step);
    case 'accepted':
      return afterAcceptance(counted, step);
    case 'rejected':
      return afterRejection(counted, step);
    case 'released':
      return withStatus(counted, 'released');
    case 'settled':
      return withMoney(counted, step.settlement, 'settled');
    case 'reversed':
      return withMoney(counted, step.settlement, 'partial');
  }
}

/**
 * The status that the settlements' money gives a released batch. What nets to nothing is settled
 * without money, so it does not make the others `partial`.
 */
export function statusOfMoney(settlements: readonly BatchSettlement[]): BatchStatus {
  const rest = remaining({ settlements });
  if (rest.every(({ status }) => status === 'settled')) return 'settled';
  const moneyCame = rest.some(
    ({ status, net }) => status === 'partial' || (status === 'settled' && net.isPositive()),
  );
  return moneyCame ? 'partial' : 'released';
}

function afterApproval(batch: Batch, { by, at, approvals, of }: ApprovedStep): Batch {
  const approved = { ...batch, approvals: [...batch.approvals, { officer: by, at }] };
  return approvals >= of ? withStatus(approved, 'approved') : approved;
}

/** Accepting is of one settlement alone: neither the status nor the hash is another one after it. */
function afterAcceptance(batch: Batch, { settlement: id, by, at }: AcceptedStep): Batch {
  const asked = remaining(batch).find((settlement) => settlement.id === id)?.acceptance ?? null;
  const isOpen = batch.status === 'proposed' || batch.status === 'approved';
  if (!isOpen || asked === null || asked.accepted !== null) {
    throw new Error(`${id} of ${batch.id} is ${batch.status} and asks for no acceptance`);
  }
  const acceptance = { ...asked, accepted: { by, at } };
  const settlements = batch.settlements.map((settlement) =>
    settlement.id === id ? { ...settlement, acceptance } : settlement,
  );
  return { ...batch, settlements };
}

function afterRejection(batch: Batch, step: RejectedStep): Batch {
  const settlements = batch.settlements.map((settlement) =>
    step.settlements.includes(settlement.id)
      ? { ...settlement, status: 'rejected' as const }
      : settlement,
  );
  const rest = remaining({ settlements });
  // A wholly rejected batch keeps the hash and approvals it was rejected with, to be looked at.
  if (rest.length === 0) return { ...batch, settlements, status: moved(batch, 'rejected') };
  return withStatus(
    { ...batch, settlements, hash: hashOfSettlements(rest), approvals: [] },
    'proposed',
  );
}

/**
 * The batch once the money of a settlement gave it another status; that it is partly there is no
 * step of its own.
 */
export function withMoney(
  batch: Batch,
  id: string,
  status: Extract<BatchStatus, 'partial' | 'settled'>,
): Batch {
  const settlements = batch.settlements.map((settlement) =>
    settlement.id === id ? { ...settlement, status } : settlement,
  );
  return { ...batch, settlements, status: moved(batch, statusOfMoney(settlements)) };
}

/** The batch and the settlements that are still a part of it stand at the same point. */
function withStatus(batch: Batch, status: BatchStatus): Batch {
  const settlements = batch.settlements.map((settlement) =>
    settlement.status === 'rejected' ? settlement : { ...settlement, status },
  );
  return { ...batch, settlements, status: moved(batch, status) };
}

function moved({ id, status: from }: Batch, to: BatchStatus): BatchStatus {
  const next: readonly BatchStatus[] = batchTransitions[from];
  if (from !== to && !next.includes(to)) throw new Error(`${id} cannot go from ${from} to ${to}`);
  return to;
}
