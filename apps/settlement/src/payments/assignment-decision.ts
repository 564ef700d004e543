import { Money } from '@reciproca/money';
import type { BankEntryView } from './bank-entry-views.repository.js';
import type { PayableSettlement } from './named-settlements.js';
import { standOf, type SettlementMoney, type Side } from './settlement-money.js';
import type { AssignmentRow } from './settlement-money.repository.js';

/** What a treasurer decides on an entry. */
export type EntryDecision =
  | { readonly kind: 'assign'; readonly settlement: string; readonly amount: string }
  | { readonly kind: 'undo'; readonly settlement: string }
  | { readonly kind: 'return' };

/** Why a decision on a bank entry is not carried out. */
export type AssignmentRefusal =
  | { readonly code: 'not-found' }
  | {
      readonly code: 'step-not-open' | 'currency-differs' | 'exceeds-entry' | 'exceeds-settlement';
      readonly detail: string;
    }
  | { readonly code: 'invalid-request'; readonly path: string; readonly detail: string };

/** What a decision is judged on. */
export interface AssignmentFacts {
  /** Whose entry it is. */
  readonly state: string;
  /** Settlements for which money may be seen, by id. */
  readonly payable: ReadonlyMap<string, PayableSettlement>;
  readonly money: ReadonlyMap<string, readonly SettlementMoney[]>;
}

/** The rows that a decision adds, or why it is refused. */
export type JudgedAssignment =
  | { readonly ok: true; readonly rows: readonly AssignmentRow[] }
  | { readonly ok: false; readonly refusal: AssignmentRefusal };

/**
 * Judges what a treasurer decides on an entry. An assignment takes a part of its rest: of a payment
 * at most what the settlement still lacks on that side, of a return at most what counts there. Undoing
 * gives back all that the entry has for a settlement. What is returned is the rest.
 */
export function judgeAssignment(
  entry: BankEntryView,
  decision: EntryDecision,
  facts: AssignmentFacts,
): JudgedAssignment {
  switch (decision.kind) {
    case 'assign':
      return assign(entry, decision, facts);
    case 'undo':
      return undo(entry, decision.settlement);
    case 'return':
      return giveBack(entry);
  }
}

function assign(
  entry: BankEntryView,
  { settlement: id, amount: said }: Extract<EntryDecision, { kind: 'assign' }>,
  { state, payable, money }: AssignmentFacts,
): JudgedAssignment {
  const read = Money.parse(said, entry.currency);
  if (!read.ok || !read.money.isPositive()) {
    const detail = `must be an amount in ${entry.currency} above zero`;
    return refused({ code: 'invalid-request', path: 'body.amount', detail });
  }
  const settlement = payable.get(id);
  if (settlement === undefined || (settlement.payer !== state && settlement.payee !== state)) {
    const detail = 'must be a released settlement of this State';
    return refused({ code: 'invalid-request', path: 'body.settlement', detail });
  }
  const { net, payer } = settlement;
  if (net.currency !== entry.currency) {
    const detail = `the entry is in ${entry.currency}, ${id} in ${net.currency}`;
    return refused({ code: 'currency-differs', detail });
  }
  const rest = Money.of(entry.rest, entry.currency);
  if (read.money.compare(rest) > 0) {
    return refused({ code: 'exceeds-entry', detail: `${entry.rest} of the entry is left` });
  }
  const side: Side = payer === state ? 'payer' : 'payee';
  const isReturn = (side === 'payer') === (entry.direction === 'credit');
  const stand = standOf(
    (money.get(id) ?? []).filter((each) => each.side === side),
    net.currency,
  );
  const most = isReturn ? stand : net.minus(stand);
  if (read.money.compare(most) > 0) {
    const what = isReturn ? 'counts for' : 'is missing of';
    return refused({ code: 'exceeds-settlement', detail: `${most.toString()} ${what} ${id}` });
  }
  const row = { entry: entry.id, settlement: id, amount: read.money, action: 'assigned' as const };
  return { ok: true, rows: [row] };
}

function undo(entry: BankEntryView, settlement: string): JudgedAssignment {
  const assigned = entry.assignments.find((each) => each.settlement === settlement);
  if (assigned === undefined) return refused({ code: 'not-found' });
  const amount = Money.of(assigned.amount, entry.currency).negated();
  return { ok: true, rows: [{ entry: entry.id, settlement, amount, action: 'undone' }] };
}

function giveBack(entry: BankEntryView): JudgedAssignment {
  if (entry.status === 'returned') return { ok: true, rows: [] };
  const amount = Money.of(entry.rest, entry.currency);
  if (!amount.isPositive()) {
    const detail = 'all of the entry is assigned; take an assignment back first';
    return refused({ code: 'step-not-open', detail });
  }
  return { ok: true, rows: [{ entry: entry.id, settlement: null, amount, action: 'returned' }] };
}

function refused(refusal: AssignmentRefusal): JudgedAssignment {
  return { ok: false, refusal };
}
