import { Money } from '@reciproca/money';
import { officersRequired, remaining, type Batch } from './batch.js';
import { evolve } from './batch-evolution.js';
import type { BatchStep } from './batch-step.types.js';

/** What an officer or a treasurer asks for. */
export type BatchCommand =
  | { readonly kind: 'approve'; readonly hash: string }
  | {
      readonly kind: 'reject';
      readonly reason: string;
      /** Single settlements; absent: the whole batch. */
      readonly settlements?: readonly string[];
    }
  | { readonly kind: 'release'; readonly hash?: string };

/** Who asks, and when. */
export interface BatchContext {
  /** Issuer and subject of the token: equal exactly for the same person. */
  readonly person: string;
  /** RFC 3339 instant in UTC. */
  readonly at: string;
}

/** Why a command is not carried out. */
export interface BatchRefusal {
  readonly code: 'hash-changed' | 'step-not-open' | 'four-eyes' | 'unknown-settlement';
  /** The particulars, as a sentence without a full stop. */
  readonly detail: string;
}

/** What becomes of a command. */
export type BatchDecision =
  | {
      readonly ok: true;
      /** What happens, in order; nothing when it had happened before. */
      readonly steps: readonly BatchStep[];
      /** The batch after these steps. */
      readonly batch: Batch;
    }
  | { readonly ok: false; readonly refusal: BatchRefusal };

/**
 * Decides a command on a batch. Roles and State were checked before. Of several reasons to refuse,
 * the first of this order is told:
 *
 * - approve: rejected (`step-not-open`), another hash than shown (`hash-changed`), no more open
 *   (`step-not-open`), `four-eyes`. The same officer on the same hash again changes nothing, whatever
 *   the status is by then.
 * - reject: no more open (`step-not-open`), a settlement the batch does not have
 *   (`unknown-settlement`), one that was rejected before (`step-not-open`).
 * - release: as approve, when a hash is named.
 */
export function decide(batch: Batch, command: BatchCommand, context: BatchContext): BatchDecision {
  switch (command.kind) {
    case 'approve':
      return approve(batch, command.hash, context);
    case 'reject':
      return reject(batch, command, context);
    case 'release':
      return release(batch, command.hash, context);
  }
}

function approve(batch: Batch, hash: string, { person, at }: BatchContext): BatchDecision {
  if (batch.status === 'rejected') return notOpen(batch, 'approved');
  if (hash !== batch.hash) return hashChanged();
  if (batch.approvals.some(({ officer }) => officer === person)) return taken(batch, []);
  if (batch.status !== 'proposed') return notOpen(batch, 'approved');
  if (person === batch.closedBy) return fourEyes('who closed the cycle approves none of it');
  const step: BatchStep = {
    kind: 'approved',
    by: person,
    at,
    hash: batch.hash,
    settlements: idsOf(remaining(batch)),
    approvals: batch.approvals.length + 1,
    of: officersRequired(batch),
  };
  return taken(batch, [step]);
}

function reject(
  batch: Batch,
  command: Extract<BatchCommand, { kind: 'reject' }>,
  { person, at }: BatchContext,
): BatchDecision {
  if (batch.status !== 'proposed' && batch.status !== 'approved') {
    return notOpen(batch, 'rejected');
  }
  const rest = idsOf(remaining(batch));
  const named = new Set(command.settlements ?? rest);
  const all = new Set(idsOf(batch.settlements));
  const unknown = [...named].find((id) => !all.has(id));
  if (unknown !== undefined) {
    return refused('unknown-settlement', `${unknown} is not a settlement of ${batch.id}`);
  }
  const gone = [...named].find((id) => !rest.includes(id));
  if (gone !== undefined) return refused('step-not-open', `${gone} was rejected before`);
  const step: BatchStep = {
    kind: 'rejected',
    by: person,
    at,
    hash: batch.hash,
    settlements: rest.filter((id) => named.has(id)),
    reason: command.reason,
  };
  return taken(batch, [step]);
}

function release(
  batch: Batch,
  hash: string | undefined,
  { person, at }: BatchContext,
): BatchDecision {
  if (batch.status === 'rejected') return notOpen(batch, 'released');
  if (hash !== undefined && hash !== batch.hash) return hashChanged();
  if (batch.status !== 'approved') return notOpen(batch, 'released');
  if (person === batch.closedBy) return fourEyes('who closed the cycle releases none of it');
  if (batch.approvals.some(({ officer }) => officer === person)) {
    return fourEyes('who approved the batch does not release it');
  }
  const settlements = remaining(batch);
  const released: BatchStep = {
    kind: 'released',
    by: person,
    at,
    hash: batch.hash,
    settlements: idsOf(settlements),
  };
  // No money will come for a net of nothing, so nothing is waited for.
  const settled = settlements
    .filter(({ net }) => net.isZero())
    .map(({ id }): BatchStep => ({
      kind: 'settled',
      by: person,
      at,
      settlement: id,
      amount: Money.zero(batch.currency),
      on: at.slice(0, 'YYYY-MM-DD'.length),
    }));
  return taken(batch, [released, ...settled]);
}

function taken(batch: Batch, steps: readonly BatchStep[]): BatchDecision {
  return { ok: true, steps, batch: steps.reduce(evolve, batch) };
}

function refused(code: BatchRefusal['code'], detail: string): BatchDecision {
  return { ok: false, refusal: { code, detail } };
}

function notOpen({ id, status }: Batch, asked: string): BatchDecision {
  return refused('step-not-open', `${id} is ${status} and cannot be ${asked} now`);
}

function hashChanged(): BatchDecision {
  return refused('hash-changed', 'the batch changed since that hash was shown; look at it again');
}

function fourEyes(detail: string): BatchDecision {
  return refused('four-eyes', detail);
}

function idsOf(settlements: readonly { readonly id: string }[]): string[] {
  return settlements.map(({ id }) => id);
}
