import type { Transaction } from '@reciproca/database';
import type { BatchStatus } from './batch.js';
import type { BatchStep } from './batch-step.types.js';

/** One thing that somebody did to a batch, as it is kept for good. */
export interface AuditEntry {
  readonly batch: string;
  /** Its number in the batch, from 0: the proposal. */
  readonly step: number;
  /** RFC 3339 instant. */
  readonly at: string;
  /** Issuer and subject of the token. */
  readonly person: string;
  readonly action: 'proposed' | BatchStep['kind'];
  /** Null before the proposal. */
  readonly before: BatchStatus | null;
  readonly after: BatchStatus;
  /** What else there is to say, as plain data. */
  readonly details: object;
}

/** Adds to the audit, which is never changed. */
export async function writeAudit(
  transaction: Transaction,
  entries: readonly AuditEntry[],
): Promise<void> {
  await transaction.copy({
    table: 'audit',
    columns: [
      'batch',
      'step',
      'at',
      'person',
      'action',
      'status_before',
      'status_after',
      'details',
    ],
    rows: entries.map(({ batch, step, at, person, action, before, after, details }) => [
      batch,
      step,
      at,
      person,
      action,
      before,
      after,
      JSON.stringify(details),
    ]),
  });
}
