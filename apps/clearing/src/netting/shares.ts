import { Money } from '@reciproca/money';

/**
 * Splits a converted amount among those whose amounts it was converted from, to the last minor unit.
 * Where refunds stand among them, what is owed and what is refunded are split apart, each in
 * proportion: otherwise a sum near zero would be split by weights that cancel each other out.
 *
 * @param amounts signed, in the currency before conversion
 * @param convert how their sum was converted; never falls where its argument rises
 * @returns as many parts as amounts, in their order, which add up to the conversion of their sum
 */
export function sharesOf(
  amounts: readonly Money[],
  convert: (amount: Money) => Money,
): readonly Money[] {
  const [first] = amounts;
  if (first === undefined) return [];
  const nothing = Money.zero(first.currency);
  const owed = amounts.map((amount) => (amount.isPositive() ? amount : nothing));
  const refunded = amounts.map((amount) => (amount.isNegative() ? amount.abs() : nothing));
  const convertedOwed = convert(Money.sum(owed, first.currency));
  const convertedRefunds = convertedOwed.minus(convert(Money.sum(amounts, first.currency)));
  const gains = split(convertedOwed, owed);
  const losses = split(convertedRefunds, refunded);
  return gains.map((gain, index) => gain.minus(losses[index] ?? Money.zero(gain.currency)));
}

/** In proportion; nothing has nothing to be split by, and then there is nothing to split either. */
function split(whole: Money, amounts: readonly Money[]): readonly Money[] {
  if (whole.isZero()) return amounts.map(() => whole);
  return whole.allocate(amounts.map((amount) => amount.toMinorUnits()));
}
