import type { ArrangementRecord } from '@reciproca/agreements';
import { applying } from './netting.js';

/** A ledger account as the selection looks at it. */
export interface SelectableAccount {
  readonly account_id: number;
  readonly creditor_state: string;
  readonly debtor_state: string;
  readonly instrument: string;
}

/** Ledger accounts whose claims a cycle does not take, or takes only once they are due. */
export interface Selection {
  /** The pair's calendar does not name this cut-off. */
  readonly excluded: readonly number[];
  /** Only claims whose `payBy` is on or before the cut-off, and refunds. */
  readonly dueOnly: readonly number[];
}

/**
 * What a cycle may take: by the arrangement of each pair on the cut-off day, its calendar and its
 * eligibility. Accounts without an arrangement are taken as they are.
 */
export function select(
  accounts: readonly SelectableAccount[],
  cutoff: string,
  arrangementOf: (stateA: string, stateB: string) => ArrangementRecord | undefined,
): Selection {
  const excluded: number[] = [];
  const dueOnly: number[] = [];
  for (const account of accounts) {
    const found = arrangementOf(account.creditor_state, account.debtor_state);
    const arrangement = applying(found, account.instrument);
    if (arrangement?.calendar?.includes(cutoff) === false) excluded.push(account.account_id);
    else if (arrangement?.eligibility === 'due') dueOnly.push(account.account_id);
  }
  return { excluded, dueOnly };
}
