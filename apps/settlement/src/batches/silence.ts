import { isSilent, silenceDay, silenceOf, type Acceptance } from './acceptance.js';
import { remaining, type Batch, type BatchSettlement } from './batch.js';
import { evolve } from './batch-evolution.js';
import type { BatchStep } from './batch-step.types.js';

/** What silence has made of a batch. */
export interface SilentSteps {
  /** In the order of the days from which they count, and of the settlements' ids. */
  readonly steps: readonly BatchStep[];
  /** The batch after these steps. */
  readonly batch: Batch;
}

interface Silent {
  readonly settlement: BatchSettlement;
  readonly acceptance: Acceptance;
}

/**
 * What the silence of payee States does to a batch up to an instant: it accepts, or it rejects the
 * settlement singly, so that hash and approvals of the rest start anew. A step counts from the
 * beginning of the day after the term, whenever it is booked: asking sooner or later gives the same.
 *
 * @param at instant, RFC 3339 in UTC
 */
export function silentSteps(batch: Batch, at: string): SilentSteps {
  const steps: BatchStep[] = [];
  let after = batch;
  for (const silent of silentOnes(batch, at)) {
    const step = stepOf(after, silent);
    steps.push(step);
    after = evolve(after, step);
  }
  return { steps, batch: after };
}

function silentOnes(batch: Batch, at: string): Silent[] {
  if (batch.status !== 'proposed' && batch.status !== 'approved') return [];
  return remaining(batch)
    .flatMap((settlement): Silent[] => {
      const { acceptance } = settlement;
      return acceptance !== null && isSilent(acceptance, at) ? [{ settlement, acceptance }] : [];
    })
    .sort((left, right) => compare(left.acceptance.until, right.acceptance.until));
}

function stepOf(batch: Batch, { settlement: { id, payee }, acceptance }: Silent): BatchStep {
  const taken = { by: silenceOf(acceptance), at: `${silenceDay(acceptance)}T00:00:00.000Z` };
  switch (acceptance.silence) {
    case 'accepted':
      return { kind: 'accepted', ...taken, settlement: id };
    case 'rejected':
      return {
        kind: 'rejected',
        ...taken,
        hash: batch.hash,
        settlements: [id],
        reason: `${payee} did not accept by ${acceptance.until}, and its silence rejects by the arrangement ${acceptance.arrangement}`,
      };
  }
}

/** Days of this form compare as texts; the sort is stable, so ids stay in their order. */
function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
