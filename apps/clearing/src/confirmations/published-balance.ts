import {
  splitSubject,
  subjectOf,
  type balanceStatuses,
  type EventData,
  type Input,
  type Output,
  type routes,
} from '@reciproca/contracts';

/** Where a published balance stands. */
export type BalanceStatus = (typeof balanceStatuses)[number];
/** A published balance as a client sees it. */
export type BalanceView = Output<typeof routes.readBalance>;
/** The same in a list. */
export type BalanceSummary = Output<typeof routes.listBalances>['items'][number];
/** A claim in a published balance. */
export type BalanceClaim = Output<typeof routes.listBalanceClaims>['items'][number];
/** What a State holds otherwise of a claim, as it was listed. */
export type ListedDifference = Input<typeof routes.disputeBalance>['body']['differences'][number];
/** The same beside what the balance holds. */
export type Difference = BalanceView['differences'][number];
type ToldDifference = EventData<'balance.disputed.v1'>['differences'][number];

/** A balance that one State published; all but status and answers is frozen. */
export interface PublishedBalance {
  /** Of its row. */
  readonly number: number;
  readonly id: string;
  /** In alphabetical order. */
  readonly states: readonly [string, string];
  readonly currency: string;
  readonly on: string;
  /** Positive: the second State owes the first. */
  readonly closing: string;
  /** Claims of which something was left. */
  readonly claims: number;
  readonly hash: string;
  readonly publishedBy: string;
  /** Instant, RFC 3339. */
  readonly publishedAt: string;
  readonly status: BalanceStatus;
  readonly supersededBy: string | null;
  readonly differences: readonly Difference[];
  /** Another one stands in its place, but nothing has closed its differences. */
  readonly isStillOpen: boolean;
  /** Of the last event about it. */
  readonly lastSequence: number;
}

/** Something that was done about a balance. */
export interface BalanceStep {
  readonly at: string;
  readonly action: BalanceStatus;
  readonly state: string;
  /** `iss` and `sub`. */
  readonly person: string;
}

/** What balances are published of. */
export interface BalanceSubject {
  readonly states: readonly [string, string];
  readonly currency: string;
  readonly on: string;
}

/** `STATE-STATE/CURRENCY/DAY/NUMBER`: id of a balance, key and subject of its events. */
export function balanceIdOf({ states, currency, on }: BalanceSubject, number: number): string {
  return `${states.join('-')}/${currency}/${on}/${String(number)}`;
}

/** The States that an id names; undefined for what is no id of a balance. */
export function statesOfBalance(id: string): readonly [string, string] | undefined {
  const [, one, other] =
    /^([A-Z]{2})-([A-Z]{2})\/[A-Z]{3}\/\d{4}-\d\d-\d\d\/[1-9]\d{0,8}$/.exec(id) ?? [];
  return one === undefined || other === undefined ? undefined : [one, other];
}

/**
 * A balance in a list. It shows as disputed as long as its differences are open, also where another
 * one stands in its place: who publishes anew must not make them vanish.
 */
export function summaryOf(balance: PublishedBalance): BalanceSummary {
  const { number: _number, lastSequence: _sequence, isStillOpen, ...rest } = balance;
  const { differences, states, ...shown } = rest;
  const status = isStillOpen ? 'disputed' : balance.status;
  const openDifferences = status === 'disputed' ? differences.length : 0;
  return { ...shown, states: [...states], status, openDifferences };
}

/**
 * A balance with what was said and done about it.
 *
 * @param mayKnow whether the reader may know the persons of a State
 */
export function viewOf(
  balance: PublishedBalance,
  steps: readonly BalanceStep[],
  mayKnow: (state: string) => boolean,
): BalanceView {
  return {
    ...summaryOf(balance),
    differences: [...balance.differences],
    history: steps.map(({ at, action, state, person }) => ({
      at,
      action,
      state,
      by: mayKnow(state) ? person : null,
    })),
  };
}

/** What an event tells of a difference: free text stays out of events. */
export function toldDifferences(differences: readonly Difference[]): ToldDifference[] {
  return differences.map(({ note: _note, ...told }) => told);
}

/** The text under which a claim of a list is looked up. */
export function claimKeyOf(claim: ListedDifference['claim']): string {
  return subjectOf(claim);
}

/** The State of a claim's creditor. */
export function creditorStateOf(claim: ListedDifference['claim']): string | undefined {
  return splitSubject(subjectOf(claim))?.institution.slice(0, 2);
}
