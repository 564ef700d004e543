import { eventText, keyOf, topics } from '@reciproca/contracts';
import type { Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox, type OutboxRow } from '@reciproca/messaging';
import type { Batch } from './batch.js';
import { eventOf } from './batch-events.js';
import type { BatchStep } from './batch-step.types.js';
import { saveChanges, type BatchChange } from './batches.repository.js';

/** Writes what became of locked batches, with the events of their steps. */
export async function carryOut(
  transaction: Transaction,
  changes: readonly BatchChange[],
): Promise<void> {
  const changed = changes.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return;
  await saveChanges(transaction, changed);
  const rows = changed.flatMap(({ before, steps }) =>
    steps.map((step, index) => outboxRow(before, step, before.sequence + index + 1)),
  );
  if (rows.length > 0) await writeOutbox(transaction, await openOutboxBatch(transaction), rows);
}

/** The event's id follows from its place in the batch's history, which the batch's lock gave it. */
function outboxRow(batch: Batch, step: BatchStep, sequence: number): OutboxRow {
  const { type, data } = eventOf(batch, step, sequence);
  const id = keyOf(type, batch.id, String(sequence));
  return {
    messageKey: id,
    variant: 0,
    contentHash: null,
    topic: topics.settlements.name,
    subject: batch.id,
    sequence,
    about: null,
    type,
    event: eventText({
      id,
      source: 'urn:reciproca:settlement',
      type,
      time: step.at,
      subject: batch.id,
      data,
    }),
  };
}
