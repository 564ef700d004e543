import { Money } from '@reciproca/money';
import type { Account } from '../institutions/index.js';
import { orderPayments, type PaymentOrder } from '../payment-files/index.js';
import { silenceDay } from './acceptance.js';
import { acceptors, officersRequired, remaining, unaccepted, type Batch } from './batch.js';
import { evolve } from './batch-evolution.js';
import type { BatchStep } from './batch-step.types.js';

/** What an officer or a treasurer of the payer, or an officer of a payee, asks for. */
export type BatchCommand =
  | { readonly kind: 'approve'; readonly hash: string }
  | {
      readonly kind: 'reject';
      readonly reason: string;
      /** Single settlements; absent: the whole batch. */
      readonly settlements?: readonly string[];
    }
  | { readonly kind: 'release'; readonly hash?: string }
  /** For the payee State of this settlement of the batch. */
  | { readonly kind: 'accept'; readonly settlement: string };

/** Who asks, and when. */
export interface BatchContext {
  /** Issuer and subject of the token: equal exactly for the same person. */
  readonly person: string;
  /** RFC 3339 instant in UTC. */
  readonly at: string;
  /** For a release: the account of a State in the currency of the batch on that day. */
  readonly accountOf: (state: string) => Account | undefined;
}

/** Why a command is not carried out. */
export interface BatchRefusal {
  readonly code:
    | 'hash-changed'
    | 'step-not-open'
    | 'acceptance-missing'
    | 'four-eyes'
    | 'account-missing'
    | 'unknown-settlement';
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
      /** What the bank is to pay because of them. */
      readonly orders: readonly PaymentOrder[];
    }
  | { readonly ok: false; readonly refusal: BatchRefusal };

/**
 * Decides a command on a batch in which every silence up to now is booked. Roles and State were
 * checked before. Of several reasons to refuse, the first of this order is told:
 *
 * - approve: rejected (`step-not-open`), another hash than shown (`hash-changed`), no more open
 *   (`step-not-open`), `four-eyes`. The same officer on the same hash again changes nothing, whatever
 *   the status is by then.
 * - reject: no more open (`step-not-open`), a settlement the batch does not have
 *   (`unknown-settlement`), one that was rejected before (`step-not-open`).
 * - release: as approve, when a hash is named; a payee State that is asked has not accepted
 *   (`acceptance-missing`) comes before `four-eyes`, a State without an account (`account-missing`)
 *   behind it.
 * - accept: asks for none, or rejected (`step-not-open`). What is accepted gives the same acceptance
 *   again and changes nothing: to the person who gave it always, to another one until the release.
 *   Then no more open (`step-not-open`), `four-eyes`.
 */
export function decide(batch: Batch, command: BatchCommand, context: BatchContext): BatchDecision {
  switch (command.kind) {
    case 'approve':
      return approve(batch, command.hash, context);
    case 'reject':
      return reject(batch, command, context);
    case 'release':
      return release(batch, command.hash, context);
    case 'accept':
      return accept(batch, command.settlement, context);
  }
}

function approve(batch: Batch, hash: string, { person, at }: BatchContext): BatchDecision {
  if (batch.status === 'rejected') return notOpen(batch, 'approved');
  if (hash !== batch.hash) return hashChanged();
  if (batch.approvals.some(({ officer }) => officer === person)) return taken(batch, []);
  if (batch.status !== 'proposed') return notOpen(batch, 'approved');
  if (person === batch.closedBy) return fourEyes('who closed the cycle approves none of it');
  if (acceptors(batch).includes(person)) {
    return fourEyes('who accepted for a payee State does not approve the batch');
  }
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

function release(batch: Batch, hash: string | undefined, context: BatchContext): BatchDecision {
  if (batch.status === 'rejected') return notOpen(batch, 'released');
  if (hash !== undefined && hash !== batch.hash) return hashChanged();
  if (batch.status !== 'approved') return notOpen(batch, 'released');
  if (unaccepted(batch).length > 0) return acceptanceMissing(batch);
  return releaseBy(batch, context);
}

function releaseBy(batch: Batch, { person, at, accountOf }: BatchContext): BatchDecision {
  if (person === batch.closedBy) return fourEyes('who closed the cycle releases none of it');
  if (batch.approvals.some(({ officer }) => officer === person)) {
    return fourEyes('who approved the batch does not release it');
  }
  if (acceptors(batch).includes(person)) {
    return fourEyes('who accepted for a payee State does not release the batch');
  }
  const settlements = remaining(batch);
  const ordering = orderPayments(batch.payer, settlements, accountOf);
  if (!ordering.ok) return accountMissing(batch, ordering.lacking);
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
      received: [],
    }));
  return { ...taken(batch, [released, ...settled]), orders: ordering.orders };
}

function accept(batch: Batch, settlement: string, { person, at }: BatchContext): BatchDecision {
  const isOpen = batch.status === 'proposed' || batch.status === 'approved';
  const found = batch.settlements.find(({ id }) => id === settlement);
  if (found === undefined) {
    return refused('unknown-settlement', `${settlement} is not a settlement of ${batch.id}`);
  }
  const { acceptance, status } = found;
  if (acceptance === null) {
    return refused('step-not-open', `the arrangement asks for no acceptance of ${settlement}`);
  }
  if (status === 'rejected') return notOpen(found, 'accepted');
  const { accepted } = acceptance;
  if (accepted !== null && (isOpen || accepted.by === person)) return taken(batch, []);
  if (!isOpen) return notOpen(found, 'accepted');
  if (person === batch.closedBy) return fourEyes('who closed the cycle accepts none of it');
  if (batch.approvals.some(({ officer }) => officer === person)) {
    return fourEyes('who approved the batch accepts none of it');
  }
  return taken(batch, [{ kind: 'accepted', by: person, at, settlement }]);
}

function acceptanceMissing(batch: Batch): BatchDecision {
  const awaited = unaccepted(batch).map(({ id, payee, acceptance }) => {
    const consequence = acceptance.silence === 'accepted' ? 'accepts' : 'rejects';
    return `${id} waits for ${payee}, whose silence ${consequence} from ${silenceDay(acceptance)}`;
  });
  return refused('acceptance-missing', awaited.join('; '));
}

function accountMissing({ currency }: Batch, states: readonly string[]): BatchDecision {
  const which = states.map((state) => `the liaison body of ${state} has no account in ${currency}`);
  return refused('account-missing', `${which.join('; ')}; import it as reference data first`);
}

function taken(
  batch: Batch,
  steps: readonly BatchStep[],
): Extract<BatchDecision, { readonly ok: true }> {
  return { ok: true, steps, batch: steps.reduce(evolve, batch), orders: [] };
}

function refused(code: BatchRefusal['code'], detail: string): BatchDecision {
  return { ok: false, refusal: { code, detail } };
}

function notOpen({ id, status }: Pick<Batch, 'id' | 'status'>, asked: string): BatchDecision {
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
