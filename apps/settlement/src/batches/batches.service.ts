import { eventText, keyOf, topics } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox, type OutboxRow } from '@reciproca/messaging';
import { answerOnce } from '../idempotency/index.js';
import type { Batch } from './batch.js';
import { decide, type BatchCommand, type BatchRefusal } from './batch-decision.js';
import { eventOf } from './batch-events.js';
import { viewOf, type BatchView } from './batch-view.js';
import {
  findBatch,
  findBatches,
  lockBatch,
  saveSteps,
  type BatchQuery,
} from './batches.repository.js';
import type { BatchStep } from './batch-step.types.js';

/** A command of one person on one batch. */
export interface BatchRequest {
  readonly batch: string;
  readonly command: BatchCommand;
  /** Issuer and subject of the token. */
  readonly person: string;
  /** The client's own name for this request, if any: the same again gets the first answer again. */
  readonly idempotencyKey: string | undefined;
}

/** What a command gave. `changed` is false when it had been carried out before. */
export type BatchAnswer =
  | { readonly ok: true; readonly changed: boolean; readonly batch: BatchView }
  | { readonly ok: false; readonly refusal: BatchRefusal }
  | { readonly ok: false; readonly refusal: { readonly code: CallRefusal } };

/** Refusals that are about the call and not about the batch. */
type CallRefusal = 'not-found' | 'idempotency-key-reused';

/** The officers' side: shows batches and carries out what is decided on them. */
export class BatchesService {
  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  /** Batches by id in byte order. */
  async list(query: BatchQuery): Promise<BatchView[]> {
    return (await findBatches(this.database, query)).map(viewOf);
  }

  /** One batch; undefined while it is not shown. */
  async read(id: string): Promise<BatchView | undefined> {
    const batch = await findBatch(this.database, id);
    return batch === undefined ? undefined : viewOf(batch);
  }

  /**
   * Decides and carries out a command in one transaction with its audit rows, its events and the
   * answer kept under its key. The batch is locked first, so commands on it happen one after
   * another, each decided on what the one before left.
   */
  async carryOut(request: BatchRequest): Promise<BatchAnswer> {
    return this.database.transaction(async (transaction) => {
      const batch = await lockBatch(transaction, request.batch);
      if (batch === undefined) return { ok: false, refusal: { code: 'not-found' } };
      const kept = await answerOnce(transaction, onceOf(request), () =>
        this.decideOn(transaction, batch, request),
      );
      return kept.ok ? kept.answer : { ok: false, refusal: { code: 'idempotency-key-reused' } };
    });
  }

  private async decideOn(
    transaction: Transaction,
    batch: Batch,
    { command, person }: BatchRequest,
  ): Promise<BatchAnswer> {
    const decision = decide(batch, command, { person, at: this.clock().toISOString() });
    if (!decision.ok) return decision;
    const { steps } = decision;
    if (steps.length > 0) {
      await saveSteps(transaction, batch, steps);
      await publish(transaction, batch, steps);
    }
    return { ok: true, changed: steps.length > 0, batch: viewOf(decision.batch) };
  }
}

function onceOf({ person, idempotencyKey, batch, command }: BatchRequest) {
  return { person, key: idempotencyKey, request: { batch, command } };
}

async function publish(
  transaction: Transaction,
  batch: Batch,
  steps: readonly BatchStep[],
): Promise<void> {
  const outboxBatch = await openOutboxBatch(transaction);
  const rows = steps.map((step, index) => outboxRow(batch, step, batch.sequence + index + 1));
  await writeOutbox(transaction, outboxBatch, rows);
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
