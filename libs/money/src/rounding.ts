import { Decimal } from 'decimal.js';
import type { PreciseDecimal } from './decimal.js';

/**
 * How a result that has more decimals than its currency is cut. Every call names its mode.
 *
 * - `half-up`: nearest, ties away from zero (commercial rounding; the mode of claims, interest, fees)
 * - `half-even`: nearest, ties to the even digit
 * - `half-down`: nearest, ties towards zero
 * - `up`: away from zero
 * - `down`: towards zero
 * - `ceiling`: towards plus infinity
 * - `floor`: towards minus infinity
 *
 * All but the last two are symmetric: a refund rounds to the same figure as its claim.
 */
export type RoundingMode =
  'half-up' | 'half-even' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor';

const decimalModes = {
  'half-up': Decimal.ROUND_HALF_UP,
  'half-even': Decimal.ROUND_HALF_EVEN,
  'half-down': Decimal.ROUND_HALF_DOWN,
  up: Decimal.ROUND_UP,
  down: Decimal.ROUND_DOWN,
  ceiling: Decimal.ROUND_CEIL,
  floor: Decimal.ROUND_FLOOR,
} as const satisfies Record<RoundingMode, Decimal.Rounding>;

/**
 * Rounds a value in minor units (cents) to a whole number of them.
 *
 * @param minorUnits the unrounded value, in minor units of its currency
 * @param mode what happens to the part below one minor unit
 */
export function roundToMinorUnits(minorUnits: PreciseDecimal, mode: RoundingMode): bigint {
  return BigInt(minorUnits.toDecimalPlaces(0, decimalModes[mode]).toFixed(0));
}
