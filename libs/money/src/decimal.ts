import { Decimal } from 'decimal.js';
import { moneyLimits } from './limits.js';

/**
 * The one decimal type of the product: a private clone, so that nobody else's settings reach it.
 * Its precision holds every product of an amount and two rates exactly, see the limits.
 */
export const PreciseDecimal = Decimal.clone({
  precision: moneyLimits.decimalPrecision,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  minE: -9e15,
  maxE: 9e15,
});

export type PreciseDecimal = Decimal;
