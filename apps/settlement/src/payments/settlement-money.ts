import { Money } from '@reciproca/money';
import type { ReceivedMoney } from '../batches/index.js';

/** On whose account money is seen: debits of the payer, credits of the payee. */
export type Side = 'payer' | 'payee';

/** A part of a bank entry as it bears on one settlement. */
export interface SettlementMoney extends Omit<ReceivedMoney, 'amount'> {
  /** The bank entry. */
  readonly entry: string;
  readonly side: Side;
  /** It takes money away from the settlement: a credit at the payer, a debit at the payee. */
  readonly isReturn: boolean;
  /** What the entry names the settlement with at most; zero where it does not name it. */
  readonly portion: Money;
  /** How much of it counts now, never negative. */
  readonly used: Money;
  /** A treasurer decided on the entry: the machine leaves it as it is. */
  readonly isDecided: boolean;
}

/** How much more of an entry counts from now on; negative: how much less. */
export interface UseChange {
  readonly entry: string;
  readonly amount: Money;
}

/**
 * What the machine changes of how entries count for a settlement whose net is `net`. On each side all
 * that names the settlement counts, returns subtracted, up to the net: what passes it stays a rest of
 * the latest entries, by day and id. That depends on the set of entries alone, not on when they came.
 */
export function reconcile(money: readonly SettlementMoney[], net: Money): UseChange[] {
  return (['payer', 'payee'] as const).flatMap((side) =>
    reconcileSide(
      money.filter((each) => each.side === side),
      net,
    ),
  );
}

function reconcileSide(money: readonly SettlementMoney[], net: Money): UseChange[] {
  const zero = Money.zero(net.currency);
  const free = money.filter(({ isDecided }) => !isDecided).sort(byDay);
  const payments = free.filter(({ isReturn }) => !isReturn);
  const returns = free.filter(({ isReturn }) => isReturn);
  const paid = sumOf(payments, net.currency);
  const back = sumOf(returns, net.currency);
  const decided = standOf(
    money.filter(({ isDecided }) => isDecided),
    net.currency,
  );
  const wished = paid.minus(back).plus(decided).atMost(net).atLeast(zero).minus(decided);
  // Returns count in full wherever there is something that they take back.
  const usedBack = paid.minus(wished).atLeast(zero).atMost(back);
  const usedPaid = wished.plus(usedBack).atLeast(zero).atMost(paid);
  return [...spread(payments, usedPaid), ...spread(returns, usedBack)];
}

/** What counts on one side now: payments less what went back. */
export function standOf(money: readonly SettlementMoney[], currency: string): Money {
  return Money.sum(
    money.map(({ used, isReturn }) => (isReturn ? used.negated() : used)),
    currency,
  );
}

/** What counts for a settlement: the larger of its two sides; both alike, what the payee received. */
export function counted(
  money: readonly SettlementMoney[],
  currency: string,
): { readonly side: Side; readonly amount: Money } {
  const of = (side: Side): Money =>
    standOf(
      money.filter((each) => each.side === side),
      currency,
    );
  const [payer, payee] = [of('payer'), of('payee')];
  const isPayers = payer.compare(payee) > 0;
  return isPayers
    ? { side: 'payer', amount: payer.atLeast(Money.zero(currency)) }
    : { side: 'payee', amount: payee.atLeast(Money.zero(currency)) };
}

/** The money that counts on a side, by day and entry; what went back is negative. */
export function receivedOn(money: readonly SettlementMoney[], side: Side): ReceivedMoney[] {
  return money
    .filter((each) => each.side === side && each.used.isPositive())
    .sort(byDay)
    .map(({ used, isReturn, on, endToEndId, bankReference }) => ({
      amount: isReturn ? used.negated() : used,
      on,
      endToEndId,
      bankReference,
    }));
}

/** The money after changes of its use. */
export function changed(
  money: readonly SettlementMoney[],
  changes: readonly UseChange[],
): SettlementMoney[] {
  const by = new Map(changes.map(({ entry, amount }) => [entry, amount]));
  return money.map((each) => {
    const amount = by.get(each.entry);
    return amount === undefined ? each : { ...each, used: each.used.plus(amount) };
  });
}

/** Gives each entry its portion, in order, as long as there is something to give. */
function spread(money: readonly SettlementMoney[], total: Money): UseChange[] {
  let left = total;
  return money.flatMap(({ entry, portion, used }) => {
    const given = portion.atMost(left);
    left = left.minus(given);
    const amount = given.minus(used);
    return amount.isZero() ? [] : [{ entry, amount }];
  });
}

function sumOf(money: readonly SettlementMoney[], currency: string): Money {
  return Money.sum(
    money.map(({ portion }) => portion),
    currency,
  );
}

function byDay(one: SettlementMoney, other: SettlementMoney): number {
  const [left, right] = [one.on + one.entry, other.on + other.entry];
  return left < right ? -1 : 1;
}
