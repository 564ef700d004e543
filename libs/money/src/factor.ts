import { PreciseDecimal } from './decimal.js';
import { moneyLimits } from './limits.js';

const decimalText = /^-?\d+(?:\.\d+)?$/;

/**
 * A factor, rate or percentage as exact decimal.
 *
 * @param text optional minus, digits, optionally a dot and digits
 * @throws RangeError for anything else, exponents included: such a value never comes from valid data
 */
export function readFactor(text: string): PreciseDecimal {
  if (text.length > moneyLimits.factorLengthMax || !decimalText.test(text)) {
    throw new RangeError(`not a decimal number: "${text.slice(0, moneyLimits.factorLengthMax)}"`);
  }
  return new PreciseDecimal(text);
}
