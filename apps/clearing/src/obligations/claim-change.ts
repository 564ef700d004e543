import { afterSteps, type ClaimBook, type Step } from './claim-book.js';

/** An introduced claim as it is booked on. */
export interface BookedClaim {
  /** Decimal string. */
  readonly claimId: string;
  /** Institutions. */
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  /** Which part of the instrument. */
  readonly part: string;
  readonly introducedOn: string;
  readonly disputeEnds: string | null;
  /** Counts its changes. */
  readonly version: number;
  /** The credit notes and waivers recorded, as their journal rows name them. */
  readonly recorded: ReadonlySet<string>;
  readonly book: ClaimBook;
}

/** One row for the journal. */
export interface BookedStep extends Step {
  readonly version: number;
  readonly day: string;
  /** Id of the event that caused it. */
  readonly cause: string;
  /** What it is: the message and its reference. */
  readonly rule: string;
}

/** What a batch changes about a claim. */
export interface ClaimChange {
  readonly before: BookedClaim;
  readonly after: BookedClaim;
  readonly steps: readonly BookedStep[];
}

/** What the journal says of steps beside what moves. */
export interface StepReason {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly cause: string;
  readonly rule: string;
}

/**
 * A change of one claim.
 *
 * @param after the book with the steps; given where more than amounts has changed
 */
export function changeOf(
  before: BookedClaim,
  steps: readonly Step[],
  { after, ...reason }: StepReason & { readonly after?: ClaimBook },
): ClaimChange {
  const version = before.version + steps.length;
  const recorded = new Set(before.recorded).add(reason.rule);
  return {
    before,
    after: { ...before, version, recorded, book: after ?? afterSteps(before.book, steps) },
    steps: steps.map((step, index) => ({
      ...step,
      ...reason,
      version: before.version + 1 + index,
    })),
  };
}

/** Two changes of one claim, one after the other. */
export function followed(first: ClaimChange, second: ClaimChange): ClaimChange {
  return { before: first.before, after: second.after, steps: [...first.steps, ...second.steps] };
}
