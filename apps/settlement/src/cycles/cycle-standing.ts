import { hashOfSettlements } from '../batches/index.js';

/** A cycle whose batches are not shown, however little is known of it. */
export interface HiddenCycle {
  readonly id: string;
  /** How many settlements its close announced; null: its close is not known. */
  readonly announced: number | null;
  /** How many are known. */
  readonly known: number;
}

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

/**
 * Why cycles stay hidden, as a sentence for operators. One that was closed and has all its settlements
 * contradicts itself: what came last would have opened it had it agreed.
 *
 * @returns undefined when none is hidden
 */
export function hiddenText(cycles: readonly HiddenCycle[]): string | undefined {
  if (cycles.length === 0) return undefined;
  const told = cycles.slice(0, hiddenToldMax).map(whyHidden);
  const more = cycles.length - told.length;
  return [...told, ...(more === 0 ? [] : [`and ${more} more cycles`])].join('; ');
}

/** Cycles that one answer names. */
const hiddenToldMax = 20;

function whyHidden({ id, announced, known }: HiddenCycle): string {
  if (announced === null) return `${id} waits for its close, settlements known: ${known}`;
  return known < announced
    ? `${id} waits for ${announced - known} of its ${announced} settlements`
    : `${id} is not in agreement with itself`;
}
