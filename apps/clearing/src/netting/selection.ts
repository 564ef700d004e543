import type { ArrangementRecord } from '@reciproca/agreements';
import { currencyOf, isCurrencyInUse } from '@reciproca/money';
import { applying } from './netting.js';

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
 * eligibility. Accounts without an arrangement are taken as they are. Nothing is paid in a currency
 * that has ended: its claims wait for their conversion at the fixed rate. Accounts are named, not
 * left out: one that is made while a cycle closes was never looked at and waits for the next.
 */
export function select(
  accounts: readonly SelectableAccount[],
  cutoff: string,
  arrangementOf: (stateA: string, stateB: string) => ArrangementRecord | undefined,
): Selection {
  const all: number[] = [];
  const dueOnly: number[] = [];
  for (const account of accounts) {
    const found = arrangementOf(account.creditor_state, account.debtor_state);
    const arrangement = applying(found, account.instrument);
    if (arrangement?.calendar?.includes(cutoff) === false) continue;
    if (!isPayable(account.currency, cutoff)) continue;
    (arrangement?.eligibility === 'due' ? dueOnly : all).push(account.account_id);
  }
  return { all, dueOnly };
}

/** Whether money of this currency can still be paid on the day. */
function isPayable(code: string, day: string): boolean {
  const currency = currencyOf(code);
  return currency !== undefined && isCurrencyInUse(currency, day);
}
