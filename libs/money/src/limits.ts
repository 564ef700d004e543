/** Limits of this library; amounts beyond them are refused, never cut. */
export const moneyLimits = {
  /**
   * Digits before the decimal point that an amount may have, leading zeros counted. Wide enough for
   * every sum and conversion of what a message may hold: 15 digits, nine more for a thousand million
   * of them, twelve for the rate of each of two currencies. That a claim has at most 15 is a matter
   * of its message.
   */
  integerDigitsMax: 48,
  /** Most decimals of any currency in the table, those of TND and its like. */
  decimalsMax: 3,
  /** Characters of a factor, rate or percentage given as text. */
  factorLengthMax: 30,
  /** Factors, and divisors, of one ratio. */
  ratioFactorsMax: 2,
  /** Parts into which one amount may be split. */
  allocationPartsMax: 1_000_000,
  /** Significant digits of decimal arithmetic. */
  decimalPrecision: 150,
} as const;

const productDigitsMax =
  moneyLimits.integerDigitsMax +
  moneyLimits.decimalsMax +
  moneyLimits.ratioFactorsMax * moneyLimits.factorLengthMax;

// A sum times two rates is exact; what a division then cuts off lies 30 digits behind the last one
// that rounding looks at.
if (productDigitsMax + moneyLimits.factorLengthMax > moneyLimits.decimalPrecision) {
  throw new Error(
    'the precision of decimals does not hold every product of an amount and two rates',
  );
}
