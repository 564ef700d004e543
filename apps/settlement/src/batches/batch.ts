import type { batchStatuses } from '@reciproca/contracts';
import type { Money } from '@reciproca/money';
import type { Acceptance } from './acceptance.js';

/** Where a batch, or one settlement of it, stands. */
export type BatchStatus = (typeof batchStatuses)[number];

/** One settlement as a part of its batch. */
export interface BatchSettlement {
  /** `CYCLE/STATE-STATE/CURRENCY`, with `/CREDITOR` when settled gross. */
  readonly id: string;
  /** The State that gets the money. */
  readonly payee: string;
  /** Never negative, in the currency of the batch. */
  readonly net: Money;
  /** How many different officers its batch needs because of it. */
  readonly officers: number;
  /** Hash over the claims behind the net, `sha256:…`. */
  readonly hash: string;
  /** What the arrangement asks of the payee State before the release; null: nothing. */
  readonly acceptance: Acceptance | null;
  /** `rejected` once it has left the batch; otherwise as far as its money is. */
  readonly status: BatchStatus;
}

/** One officer's approval of the batch as it is shown now. */
export interface Approval {
  /** The person: issuer and subject of the token. */
  readonly officer: string;
  /** RFC 3339 instant in UTC. */
  readonly at: string;
}

/** What one State pays in one cycle and one currency: what officers approve. */
export interface Batch {
  /** `CYCLE/PAYER/CURRENCY`. */
  readonly id: string;
  readonly cycle: string;
  readonly payer: string;
  readonly currency: string;
  readonly status: BatchStatus;
  /** Over the settlements that are not rejected; of a rejected batch the one shown last. */
  readonly hash: string;
  /** The person who closed the cycle. */
  readonly closedBy: string;
  /** All that the cycle gave it, by id in byte order; rejected ones stay to be seen. */
  readonly settlements: readonly BatchSettlement[];
  /** Approvals of the present `hash`, in their order; earlier ones have lapsed. */
  readonly approvals: readonly Approval[];
  /** Steps taken so far; the last event carries this number. */
  readonly sequence: number;
}

/** The settlements that are still a part of the batch. */
export function remaining(batch: Pick<Batch, 'settlements'>): readonly BatchSettlement[] {
  return batch.settlements.filter(({ status }) => status !== 'rejected');
}

/** What a batch is about: its remaining settlements; once wholly rejected, all that it had. */
export function counted(batch: Pick<Batch, 'settlements' | 'status'>): readonly BatchSettlement[] {
  return batch.status === 'rejected' ? batch.settlements : remaining(batch);
}

/**
 * How many different officers must approve a batch: as many as the one of its settlements that needs
 * most. None of them may have closed the cycle, and the one who releases is yet another person.
 */
export function officersRequired(batch: Pick<Batch, 'settlements' | 'status'>): number {
  return Math.max(...counted(batch).map(({ officers }) => officers));
}

/** A settlement whose payee State is asked for its acceptance. */
export type AskingSettlement = BatchSettlement & { readonly acceptance: Acceptance };

/** The settlements that are still a part of the batch and wait for their payee States. */
export function unaccepted(batch: Pick<Batch, 'settlements'>): readonly AskingSettlement[] {
  return asking(batch).filter(({ acceptance }) => acceptance.accepted === null);
}

/** Who accepted settlements that are still a part of the batch. */
export function acceptors(batch: Pick<Batch, 'settlements'>): readonly string[] {
  return asking(batch).flatMap(({ acceptance: { accepted } }) =>
    accepted === null ? [] : [accepted.by],
  );
}

function asking(batch: Pick<Batch, 'settlements'>): AskingSettlement[] {
  return remaining(batch).flatMap((settlement) => {
    const { acceptance } = settlement;
    return acceptance === null ? [] : [{ ...settlement, acceptance }];
  });
}
