import type { EventData } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import type { SettlementView } from './settlement-view.js';

/** A settlement as the books know it when the word comes that its money is there. */
export interface StandingSettlement {
  /** Its key in the books. */
  readonly number: number;
  readonly status: SettlementView['status'];
  readonly currency: string;
  /** What the payer pays, a decimal string that is never negative. */
  readonly net: string;
}

/** Money of one day that pays for lines in the payee's favour. */
export interface DayOfMoney {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly amount: Money;
}

/** What becomes of the word that a settlement is settled. */
export type Settling =
  /** It is booked: the days on which the net was paid, in their order; of a net of 0.00 none. */
  | { readonly kind: 'settles'; readonly number: number; readonly days: readonly DayOfMoney[] }
  /** It was booked before. */
  | { readonly kind: 'known' }
  /** It contradicts the books: somebody said what cannot be. `detail` is a sentence without full stop. */
  | { readonly kind: 'contradicts'; readonly detail: string };

/**
 * Judges `settlement.settled` against the books. A settlement is settled as a whole when the money
 * received reaches its net; what passes the net stays unmatched and pays for nothing.
 *
 * @param standing undefined when clearing knows no such settlement
 */
export function judgeSettled(
  said: EventData<'settlement.settled.v1'>,
  standing: StandingSettlement | undefined,
): Settling {
  if (standing === undefined) return contradicts('it is no settlement of any cycle');
  const { status, currency } = standing;
  if (status === 'settled') return { kind: 'known' };
  if (status === 'rejected') return contradicts('it was rejected');
  const net = Money.of(standing.net, currency);
  const saidNet = Money.parse(said.net, currency);
  if (!saidNet.ok || !saidNet.money.equals(net)) {
    return contradicts(`its net is ${net.toString()}, not ${said.net}`);
  }
  const received: DayOfMoney[] = [];
  for (const { on, amount } of said.received) {
    const read = Money.parse(amount, currency);
    if (!read.ok) return contradicts(`${amount} is no amount in ${currency}`);
    received.push({ on, amount: read.money });
  }
  const sum = Money.sum(
    received.map(({ amount }) => amount),
    currency,
  );
  if (sum.compare(net) < 0) {
    return contradicts(`received is ${sum.toString()}, less than its net of ${net.toString()}`);
  }
  return { kind: 'settles', number: standing.number, days: daysOfNet(received, net) };
}

/**
 * The days on which a net was paid. A part of it is paid on the day from which on the money that was
 * there by then, what went back taken off, never fell below it again.
 *
 * @param received in any order; what went back is negative; at least `net` in all
 */
function daysOfNet(received: readonly DayOfMoney[], net: Money): DayOfMoney[] {
  const days: DayOfMoney[] = [];
  let stays = net;
  let there = Money.sum(
    received.map(({ amount }) => amount),
    net.currency,
  );
  // Backwards: what a day leaves is the least that was there on it or later, the net at most.
  for (const { on, amount } of sumsByDay(received).reverse()) {
    there = there.minus(amount);
    const before = stays.atMost(there).atLeast(Money.zero(net.currency));
    const paid = stays.minus(before);
    if (paid.isPositive()) days.push({ on, amount: paid });
    stays = before;
  }
  return days.reverse();
}

/** One sum per day, in the order of the days. */
function sumsByDay(received: readonly DayOfMoney[]): DayOfMoney[] {
  const sums = new Map<string, Money>();
  for (const { on, amount } of received) sums.set(on, sums.get(on)?.plus(amount) ?? amount);
  return [...sums]
    .map(([on, amount]) => ({ on, amount }))
    .sort((left, right) => (left.on < right.on ? -1 : 1));
}

/** What becomes of the word that money of a settled settlement went back. */
export type Reversing =
  | { readonly kind: 'reverses'; readonly number: number }
  | { readonly kind: 'contradicts'; readonly detail: string };

/**
 * Judges `settlement.reversed` against the books: only what is settled can be reversed.
 *
 * @param standing undefined when clearing knows no such settlement
 */
export function judgeReversed(standing: StandingSettlement | undefined): Reversing {
  if (standing === undefined) return contradicts('it is no settlement of any cycle');
  const { status, number } = standing;
  if (status !== 'settled') return contradicts(`it is ${status} and cannot be reversed`);
  return { kind: 'reverses', number };
}

function contradicts(detail: string): { readonly kind: 'contradicts'; readonly detail: string } {
  return { kind: 'contradicts', detail };
}
