import { currencyOf } from './currency.js';
import type { EuroQuotation } from './currency.types.js';
import { PreciseDecimal } from './decimal.js';
import { readFactor } from './factor.js';
import { Money } from './money.js';
import { roundToMinorUnits } from './rounding.js';
import type { RoundingMode } from './rounding.js';

/** What a conversion needs besides the amount. */
export interface ConversionOptions {
  /** ISO 4217 code of the currency wanted. */
  readonly to: string;
  /** What the euro is worth in the amount's currency on the day of the rate; `1` for EUR. */
  readonly sourceQuotation: EuroQuotation;
  /** What the euro is worth in the wanted currency on the same day; `1` for EUR. */
  readonly targetQuotation: EuroQuotation;
  /** Half-up by rule for settlements and views; named at the call as everywhere. */
  readonly mode: RoundingMode;
}

/**
 * A market rate in the form of the ECB: so many units of the currency for one euro.
 *
 * @param unitsPerEuro decimal text such as `0.8995`
 */
export function quotedPerEuro(unitsPerEuro: string): EuroQuotation {
  return { units: unitsPerEuro, euros: '1' };
}

/** Decimals that a rate shown in another form than its own is cut to. */
const shownDecimals = 12;

/**
 * A rate as one decimal number, units of the currency for one euro: as it was fixed or quoted where
 * that is its form, otherwise half-up to twelve decimals. It is for people; amounts go by the
 * quotation itself.
 *
 * @throws RangeError for a quotation that is not a positive decimal number
 */
export function unitsPerEuro(quotation: EuroQuotation): string {
  if (quotation.euros === '1') {
    return quotation.units;
  }
  const { units, euros } = readQuotation(quotation);
  return units.dividedBy(euros).toDecimalPlaces(shownDecimals).toFixed();
}

/**
 * Converts an amount through the euro. The euro in between is never rounded; the only rounding is the
 * last one, to the decimals of the wanted currency. Into its own currency an amount stays as it is.
 *
 * @returns the amount in the wanted currency
 * @throws RangeError for an unknown currency or a quotation that is not a positive decimal number
 */
export function convert(money: Money, options: ConversionOptions): Money {
  const target = currencyOf(options.to);
  if (target === undefined) {
    throw new RangeError(`unknown-currency: ${options.to.slice(0, 10)}`);
  }
  const source = readQuotation(options.sourceQuotation);
  const wanted = readQuotation(options.targetQuotation);
  if (money.currency === target.code) {
    return money;
  }
  // All factors first, one division last: nothing is lost before the final rounding.
  const minorUnits = new PreciseDecimal(money.toMinorUnits().toString())
    .times(new PreciseDecimal(10).pow(target.decimals - money.decimals))
    .times(source.euros)
    .times(wanted.units)
    .dividedBy(source.units.times(wanted.euros));
  return Money.ofMinorUnits(roundToMinorUnits(minorUnits, options.mode), target.code);
}

function readQuotation(quotation: EuroQuotation): {
  readonly units: PreciseDecimal;
  readonly euros: PreciseDecimal;
} {
  const units = readFactor(quotation.units);
  const euros = readFactor(quotation.euros);
  if (!units.isPositive() || !euros.isPositive() || units.isZero() || euros.isZero()) {
    throw new RangeError(`not a rate: ${quotation.units} for ${quotation.euros} EUR`);
  }
  return { units, euros };
}
