/** Limits of this library; amounts beyond them are refused, never cut. */
export const moneyLimits = {
  /** Digits before the decimal point that an amount may have, leading zeros counted. */
  integerDigitsMax: 18,
  /** Most decimals of any currency in the table, those of TND and its like. */
  decimalsMax: 3,
  /** Digits by which a sum of such amounts may grow: a thousand million of them. */
  sumGrowthDigitsMax: 9,
  /** Characters of a factor, rate or percentage given as text. */
  factorLengthMax: 30,
  /** Factors, and divisors, of one ratio. */
  ratioFactorsMax: 2,
  /** Parts into which one amount may be split. */
  allocationPartsMax: 1_000_000,
  /** Significant digits of decimal arithmetic. */
  decimalPrecision: 120,
} as const;

const productDigitsMax =
  moneyLimits.integerDigitsMax +
  moneyLimits.sumGrowthDigitsMax +
  moneyLimits.decimalsMax +
  moneyLimits.ratioFactorsMax * moneyLimits.factorLengthMax;

// A sum times two rates is exact; what a division then cuts off lies 30 digits behind the last one
// that rounding looks at.
if (productDigitsMax + moneyLimits.factorLengthMax > moneyLimits.decimalPrecision) {
  throw new Error(
    'the precision of decimals does not hold every product of an amount and two rates',
  );
}
