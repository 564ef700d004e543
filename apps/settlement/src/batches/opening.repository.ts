import type { Transaction } from '@reciproca/database';
import { writeAudit } from './audit.repository.js';
import { hashOfSettlements } from './batch-hash.js';

/** A settlement as clearing proposed it, as far as its batch needs it. */
export interface ProposedSettlement {
  readonly id: string;
  readonly batch: string;
  readonly payer: string;
  readonly currency: string;
  readonly hash: string;
}

/** A closed cycle of which every settlement is known. */
export interface CompleteCycle {
  readonly id: string;
  /** The person who closed it. */
  readonly closedBy: string;
  /** RFC 3339 instant of the close. */
  readonly closedAt: string;
  readonly settlements: readonly ProposedSettlement[];
}

interface OpenedBatch {
  readonly cycle: CompleteCycle;
  readonly id: string;
  readonly payer: string;
  readonly currency: string;
  readonly hash: string;
  readonly settlements: readonly string[];
}

/**
 * Lets the batches of complete cycles be seen, and notes in the audit who proposed them: the person
 * who closed the cycle. Called once per cycle, in the transaction that found it complete.
 */
export async function openBatches(
  transaction: Transaction,
  cycles: readonly CompleteCycle[],
): Promise<void> {
  const opened = cycles.flatMap((cycle) => batchesOf(cycle));
  await transaction.copy({
    table: 'batches',
    columns: ['id', 'cycle', 'payer', 'currency', 'status', 'hash'],
    rows: opened.map(({ cycle, id, payer, currency, hash }) => [
      id,
      cycle.id,
      payer,
      currency,
      'proposed',
      hash,
    ]),
  });
  await writeAudit(
    transaction,
    opened.map(({ cycle, id, hash, settlements }) => ({
      batch: id,
      step: 0,
      at: cycle.closedAt,
      person: cycle.closedBy,
      action: 'proposed',
      before: null,
      after: 'proposed',
      details: { hash, settlements },
    })),
  );
}

function batchesOf(cycle: CompleteCycle): OpenedBatch[] {
  const groups = new Map<string, ProposedSettlement[]>();
  for (const settlement of cycle.settlements) {
    const group = groups.get(settlement.batch) ?? [];
    groups.set(settlement.batch, [...group, settlement]);
  }
  return [...groups].flatMap(([id, settlements]) => {
    const [first] = settlements;
    if (first === undefined) return [];
    return [
      {
        cycle,
        id,
        payer: first.payer,
        currency: first.currency,
        hash: hashOfSettlements(settlements),
        settlements: settlements.map((settlement) => settlement.id),
      },
    ];
  });
}
