import { hashOfSettlements } from '../batches/index.js';

/** A closed cycle, and what is known of its settlements. */
export interface ClosedCycleFacts {
  /** How many settlements its close announced. */
  readonly announced: number;
  /** Over all its settlements, as its close gave it. */
  readonly hash: string;
  readonly settlements: readonly { readonly id: string; readonly hash: string }[];
}

/** Whether the batches of a closed cycle may be shown. */
export type CycleStanding =
  | { readonly kind: 'incomplete' | 'complete' }
  /** Close and settlements contradict each other: somebody wrote what clearing did not. */
  | { readonly kind: 'contradictory'; readonly problem: string };

/**
 * Tells whether all settlements of a closed cycle are there and are those that were announced. Only
 * then may officers see them: what they approve must be what clearing closed.
 */
export function standingOf({ announced, hash, settlements }: ClosedCycleFacts): CycleStanding {
  if (settlements.length < announced) return { kind: 'incomplete' };
  if (settlements.length > announced) {
    return { kind: 'contradictory', problem: 'more settlements than announced' };
  }
  return hashOfSettlements(settlements) === hash
    ? { kind: 'complete' }
    : { kind: 'contradictory', problem: 'its hash is not that of its settlements' };
}
