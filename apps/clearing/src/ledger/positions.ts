import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';

/** What two States owe each other in one currency. */
export type Position = Output<typeof routes.listPositions>['items'][number];
type GrossLine = Position['gross'][number];

/** The balances of one direction, summed up to a day; amounts as decimal strings. */
export interface BalanceLine {
  /** States. */
  readonly creditor: string;
  readonly debtor: string;
  readonly currency: string;
  /** The open bucket, split by the day to pay by. */
  readonly notDue: string;
  readonly due: string;
  readonly overdue: string;
  readonly contested: string;
  /** The part of it whose answer is not late yet. */
  readonly underCorrection: string;
  readonly inSettlement: string;
  /** Contested without moving money: a part of the others. */
  readonly disputed: string;
  /** Claims of which something is open. */
  readonly claims: number;
}

/** Two States in alphabetical order and a currency: what a position is about. */
export interface PositionKey {
  readonly states: readonly [string, string];
  readonly currency: string;
}

/**
 * The position of two States from the balances of its directions; undefined when nothing was ever
 * booked between them. The net is that of the two `open`; of 0.00 the first State is the payer.
 *
 * @param lines of this pair and currency, at most one per direction
 */
export function positionOf(
  { states, currency }: PositionKey,
  lines: readonly BalanceLine[],
): Position | undefined {
  if (lines.length === 0) return undefined;
  const gross = lines
    .map(grossLineOf)
    .sort((left, right) => (left.creditor < right.creditor ? -1 : 1));
  const [first, second] = states;
  const owedByFirst = gross.reduce((sum, line) => {
    const open = Money.of(line.open, currency);
    return line.creditor === second ? sum.plus(open) : sum.minus(open);
  }, Money.zero(currency));
  const amount = owedByFirst.abs().toString();
  return {
    states: [first, second],
    currency,
    gross,
    net: owedByFirst.isNegative()
      ? { payer: second, payee: first, amount }
      : { payer: first, payee: second, amount },
  };
}

/** One direction of a position; its `open` is the sum of its parts. */
export function grossLineOf(line: BalanceLine): GrossLine {
  const { creditor, debtor, currency, claims } = line;
  const money = (amount: string): Money => Money.of(amount, currency);
  const notDue = money(line.notDue);
  const due = money(line.due);
  const overdue = money(line.overdue);
  const contested = money(line.contested);
  const inSettlement = money(line.inSettlement);
  const open = Money.sum([notDue, due, overdue, contested, inSettlement], currency);
  return {
    creditor,
    debtor,
    open: open.toString(),
    notDue: notDue.toString(),
    due: due.toString(),
    overdue: overdue.toString(),
    contested: contested.toString(),
    underCorrection: money(line.underCorrection).toString(),
    inSettlement: inSettlement.toString(),
    claims,
  };
}
