import type { Fault } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import {
  claimKeyOf,
  creditorStateOf,
  type BalanceStatus,
  type Difference,
  type ListedDifference,
  type PublishedBalance,
} from './published-balance.js';

/** What the other State says of a published balance. */
export type BalanceCommand =
  | { readonly kind: 'confirm'; readonly hash?: string }
  | {
      readonly kind: 'dispute';
      readonly hash?: string;
      readonly differences: readonly Difference[];
    };

/** What becomes of it. */
export type BalanceDecision =
  | {
      readonly ok: true;
      /** False when it had happened before. */
      readonly changed: boolean;
      readonly balance: PublishedBalance;
    }
  | { readonly ok: false; readonly refusal: BalanceRefusal };

/** Why a command is not carried out. */
export interface BalanceRefusal {
  readonly code: 'forbidden' | 'hash-changed' | 'step-not-open';
  /** The particulars, as a sentence without a full stop. */
  readonly detail: string;
}

/** Where each command leads; null: it is not open any more. */
const machine = {
  published: { confirm: 'confirmed', dispute: 'disputed' },
  disputed: { confirm: 'confirmed', dispute: 'disputed' },
  confirmed: { confirm: 'confirmed', dispute: null },
  superseded: { confirm: null, dispute: null },
} as const satisfies Record<BalanceStatus, Record<BalanceCommand['kind'], BalanceStatus | null>>;

/**
 * Decides what an officer of one of the two States says of a balance. Of several reasons to refuse the
 * first is told: the State's own balance (`forbidden`), another hash than looked at (`hash-changed`),
 * no more open (`step-not-open`). The same again changes nothing.
 *
 * @param state for which the officer acts; one of the pair
 */
export function decideBalance(
  balance: PublishedBalance,
  command: BalanceCommand,
  state: string,
): BalanceDecision {
  if (state === balance.publishedBy) {
    return refused('forbidden', 'the State that published a balance does not answer it');
  }
  if (command.hash !== undefined && command.hash !== balance.hash) {
    return refused('hash-changed', `the hash of this balance is ${balance.hash}`);
  }
  const status = machine[balance.status][command.kind];
  if (status === null) return refused('step-not-open', notOpen(balance));
  const differences = command.kind === 'dispute' ? command.differences : balance.differences;
  if (status === balance.status && isSameList(differences, balance.differences)) {
    return { ok: true, changed: false, balance };
  }
  const lastSequence = balance.lastSequence + 1;
  return {
    ok: true,
    changed: true,
    balance: { ...balance, status, differences: inOrder(differences), lastSequence },
  };
}

function notOpen({ status, supersededBy }: PublishedBalance): string {
  return supersededBy === null
    ? `the balance is ${status}`
    : `${supersededBy} stands in place of the balance`;
}

function refused(code: BalanceRefusal['code'], detail: string): BalanceDecision {
  return { ok: false, refusal: { code, detail } };
}

function isSameList(one: readonly Difference[], other: readonly Difference[]): boolean {
  return (
    JSON.stringify(inOrder(one).map(fieldsOf)) === JSON.stringify(inOrder(other).map(fieldsOf))
  );
}

function fieldsOf({ claim, amount, reason, note }: Difference): readonly (string | null)[] {
  return [claimKeyOf(claim), amount, reason, note ?? null];
}

function inOrder(differences: readonly Difference[]): readonly Difference[] {
  return [...differences].sort((one, other) =>
    claimKeyOf(one.claim) < claimKeyOf(other.claim) ? -1 : 1,
  );
}

/** Differences beside what the balance holds, or what is wrong with their list. */
export type DifferencesReading =
  | { readonly ok: true; readonly differences: readonly Difference[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a list of differences: each claim once, of the pair, with an amount that is another one.
 *
 * @param published what the balance holds of claims, by `claimKeyOf`; of others nothing
 */
export function readDifferences(
  listed: readonly ListedDifference[],
  { states, currency }: Pick<PublishedBalance, 'states' | 'currency'>,
  published: ReadonlyMap<string, string>,
): DifferencesReading {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  const differences = listed.map((each, index): Difference => {
    const key = claimKeyOf(each.claim);
    const held = Money.of(published.get(key) ?? '0', currency);
    const parsed = Money.parse(each.amount, currency);
    const fault = (field: string, detail: string): void => {
      faults.push({ path: `body.differences.${String(index)}.${field}`, detail });
    };
    if (seen.has(key)) fault('claim', 'is listed before');
    seen.add(key);
    if (!states.some((state) => state === creditorStateOf(each.claim))) {
      fault('claim.institution', `must be of ${states.join(' or ')}`);
    }
    if (!parsed.ok) fault('amount', `is no amount in ${currency}`);
    else if (parsed.money.equals(held)) fault('amount', 'is what the balance holds of the claim');
    const amount = parsed.ok ? parsed.money.toString() : each.amount;
    return { ...each, published: held.toString(), amount };
  });
  return faults.length > 0 ? { ok: false, faults } : { ok: true, differences };
}
