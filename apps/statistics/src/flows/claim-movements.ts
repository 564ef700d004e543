import { Money } from '@reciproca/money';
import type { Movement } from './claim-facts.js';

/** A movement in the currency of its claim. */
export interface ReadMovement {
  readonly sequence: number;
  readonly paidYear: number | null;
  readonly paid: Money;
  readonly toPay: Money;
  readonly contested: Money;
  /** Already counted in the flows. */
  readonly isFolded: boolean;
}

/** What not yet counted movements of one claim change in the flows. */
export interface MovementEffect {
  readonly paid: Money;
  readonly outstanding: Money;
  /** By year of payment: what was paid, and whether the claim joins (1), stays (0) or leaves (-1). */
  readonly years: readonly {
    readonly year: number;
    readonly paid: Money;
    readonly claims: number;
  }[];
}

/**
 * Reads the amounts of a movement.
 * @returns undefined when one of them is no amount of the claim's currency
 */
export function readMovement(
  movement: Omit<Movement, 'subject'> & { readonly isFolded: boolean },
  currency: string,
): ReadMovement | undefined {
  const paid = Money.parse(movement.paid, currency);
  const toPay = Money.parse(movement.toPay, currency);
  const contested = Money.parse(movement.contested, currency);
  if (!paid.ok || !toPay.ok || !contested.ok) return undefined;
  return {
    sequence: movement.sequence,
    paidYear: movement.paidYear,
    paid: paid.money,
    toPay: toPay.money,
    contested: contested.money,
    isFolded: movement.isFolded,
  };
}

/**
 * What the not yet counted movements of a claim change: the state behind all of them less the state
 * behind the counted ones. Since a state follows from a *set* of movements, the sum of the changes
 * is the same in whatever order and portions they come.
 *
 * A claim counts as settled in each year in which what was paid less what went back is not zero.
 */
export function effectOf(total: Money, movements: readonly ReadMovement[]): MovementEffect {
  const counted = movements.filter((movement) => movement.isFolded);
  const before = paidByYear(total, counted);
  const after = paidByYear(total, movements);
  const nothing = Money.zero(total.currency);
  const years = [...after].map(([year, paid]) => {
    const paidBefore = before.get(year) ?? nothing;
    const claims = (paid.isZero() ? 0 : 1) - (paidBefore.isZero() ? 0 : 1);
    return { year, paid: paid.minus(paidBefore), claims };
  });
  return {
    paid: paidOf(total, movements).minus(paidOf(total, counted)),
    outstanding: outstandingOf(total, movements).minus(outstandingOf(total, counted)),
    years: years.filter(({ paid }) => !paid.isZero()),
  };
}

function paidOf(total: Money, movements: readonly ReadMovement[]): Money {
  return Money.sum(
    movements.map((movement) => movement.paid),
    total.currency,
  );
}

function paidByYear(total: Money, movements: readonly ReadMovement[]): Map<number, Money> {
  const years = new Map<number, Money>();
  for (const { paidYear, paid } of movements) {
    if (paidYear === null) continue;
    years.set(paidYear, (years.get(paidYear) ?? Money.zero(total.currency)).plus(paid));
  }
  return years;
}

/** Summed from what the claim's newest event says, never from the movements between. */
function outstandingOf(total: Money, movements: readonly ReadMovement[]): Money {
  let newest: ReadMovement | undefined;
  for (const movement of movements) {
    if (newest === undefined || movement.sequence > newest.sequence) newest = movement;
  }
  return newest === undefined ? total : newest.toPay.plus(newest.contested);
}
