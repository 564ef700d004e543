import type { CycleFacts } from './placement.js';

/** A ledger account as the selection looks at it. */
export interface SelectableAccount {
  readonly account_id: number;
  readonly creditor_state: string;
  readonly debtor_state: string;
  readonly instrument: string;
  readonly currency: string;
}

/** Ledger accounts that a cycle takes claims of; an account in neither list is left alone. */
export interface Selection {
  /** Every claim. */
  readonly all: readonly number[];
  /** Only claims whose `payBy` is on or before the cut-off, and refunds. */
  readonly dueOnly: readonly number[];
}

/**
 * What a cycle may take: by the arrangement of each pair on the cut-off day, its calendar and its
 * eligibility. These are the pair's, so that they hold for all its claims, also under an instrument
 * that the arrangement does not name. Pairs without an arrangement are taken as they are. Accounts are named, not left
 * out: one that is made while a cycle closes was never looked at and waits for the next.
 */
export function select(
  accounts: readonly SelectableAccount[],
  cycle: Pick<CycleFacts, 'cutoff' | 'arrangementOf'>,
): Selection {
  const all: number[] = [];
  const dueOnly: number[] = [];
  for (const account of accounts) {
    const arrangement = cycle.arrangementOf(account.creditor_state, account.debtor_state);
    if (arrangement?.calendar?.includes(cycle.cutoff) === false) continue;
    (arrangement?.eligibility === 'due' ? dueOnly : all).push(account.account_id);
  }
  return { all, dueOnly };
}

/** The part of a selection that is of these accounts. */
export function only(selection: Selection, accountIds: ReadonlySet<number>): Selection {
  const isMeant = (accountId: number): boolean => accountIds.has(accountId);
  return { all: selection.all.filter(isMeant), dueOnly: selection.dueOnly.filter(isMeant) };
}

/** A selection without these accounts. */
export function without(selection: Selection, accountIds: ReadonlySet<number>): Selection {
  const stays = (accountId: number): boolean => !accountIds.has(accountId);
  return { all: selection.all.filter(stays), dueOnly: selection.dueOnly.filter(stays) };
}
