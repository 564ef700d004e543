import {
  convert,
  currencyOf,
  fixedEuroQuotationOf,
  quotedPerEuro,
  unitsPerEuro,
} from '@reciproca/money';
import type { EuroQuotation, IsoDate, Money } from '@reciproca/money';
import { datedValues } from './dated-values.js';
import type { DatedValue, DatedValues } from './dated-values.js';
import type { ExchangeRateRecord } from './rates.schema.js';

/** What a currency is worth in euro on a day, and who says so. */
export interface ExchangeRate {
  readonly currency: string;
  /** Units for one euro; of a parity in another form its decimal, see `source` for the parity. */
  readonly value: string;
  /** The day of the quotation; the day asked for where the law fixes the rate. */
  readonly day: IsoDate;
  /** `ECB` for a quotation, otherwise what fixes the rate: `parity 1000 XPF = 8.38 EUR`. */
  readonly source: string;
  /** By which amounts are converted, exact where `value` is not. */
  readonly quotation: EuroQuotation;
}

/** Rates of the euro by currency and day. */
export interface ExchangeRateTable {
  /** The records it was made from. */
  readonly records: readonly ExchangeRateRecord[];
  /**
   * What a currency is worth on a day: the last quotation on or before it; after the currency's end
   * the conversion rate fixed for it; a parity where the law fixes one. Undefined when none is known.
   */
  rateOn(currency: string, day: IsoDate): ExchangeRate | undefined;
}

/** What {@link exchange} is asked. */
export interface ExchangeQuestion {
  readonly amount: Money;
  /** ISO 4217 code of the currency wanted. */
  readonly to: string;
  /** The day of the rate. */
  readonly day: IsoDate;
  readonly rates: Pick<ExchangeRateTable, 'rateOn'>;
}

/** What {@link exchange} gives. */
export type Exchanged =
  | {
      readonly ok: true;
      readonly money: Money;
      /** The rates used: none within a currency, one from or to the euro, two across it. */
      readonly rates: readonly ExchangeRate[];
    }
  | { readonly ok: false; readonly missing: { readonly currency: string; readonly day: IsoDate } };

/**
 * @param records checked, in the order in which they were made known; of two that quote a currency on
 * a day the last one stands
 */
export function exchangeRateTable(records: readonly ExchangeRateRecord[]): ExchangeRateTable {
  const quoted = new Map<string, DatedValue[]>();
  for (const record of records) {
    for (const currency of Object.keys(record)) {
      const value = record[currency];
      if (currency !== 'date' && value !== undefined) {
        const ofCurrency = quoted.get(currency) ?? [];
        ofCurrency.push({ day: record.date, value });
        quoted.set(currency, ofCurrency);
      }
    }
  }
  const quotations = new Map(
    [...quoted].map(([currency, values]) => [currency, datedValues(values)]),
  );
  return {
    records,
    rateOn: (currency, day) => fixedRate(currency, day) ?? quotedRate(quotations, currency, day),
  };
}

/**
 * An amount in another currency at the rates of a day, through the unrounded euro, rounded once, half-up
 * to the decimals of the currency wanted (IR 987/2009 Art 90).
 */
export function exchange({ amount, to, day, rates }: ExchangeQuestion): Exchanged {
  if (amount.currency === to) {
    return { ok: true, money: amount, rates: [] };
  }
  const source = rates.rateOn(amount.currency, day);
  const target = rates.rateOn(to, day);
  if (source === undefined || target === undefined) {
    const currency = source === undefined ? amount.currency : to;
    return { ok: false, missing: { currency, day } };
  }
  const money = convert(amount, {
    to,
    sourceQuotation: source.quotation,
    targetQuotation: target.quotation,
    mode: 'half-up',
  });
  return { ok: true, money, rates: [source, target].filter(({ currency }) => currency !== 'EUR') };
}

/**
 * An amount in a currency that the euro replaced, or in a currency of a fixed parity, in another such
 * one, whatever the market; undefined when one of the two is none.
 */
export function exchangeAtFixedRates(amount: Money, to: string): Money | undefined {
  const sourceQuotation = fixedEuroQuotationOf(amount.currency);
  const targetQuotation = fixedEuroQuotationOf(to);
  return sourceQuotation === undefined || targetQuotation === undefined
    ? undefined
    : convert(amount, { to, sourceQuotation, targetQuotation, mode: 'half-up' });
}

/** The euro itself, a parity, or after its end a currency that the euro replaced. */
function fixedRate(code: string, day: IsoDate): ExchangeRate | undefined {
  const currency = currencyOf(code);
  const quotation = fixedEuroQuotationOf(code);
  if (currency === undefined || quotation === undefined) {
    return undefined;
  }
  if (currency.euroRate === null) {
    const { units, euros } = quotation;
    const source = code === 'EUR' ? 'euro' : `parity ${units} ${code} = ${euros} EUR`;
    return rateOf({ currency: code, quotation, day, source });
  }
  const hasEnded = currency.to !== null && currency.to < day;
  return hasEnded
    ? rateOf({ currency: code, quotation, day, source: 'Regulation (EC) 2866/98' })
    : undefined;
}

function quotedRate(
  quotations: ReadonlyMap<string, DatedValues>,
  currency: string,
  day: IsoDate,
): ExchangeRate | undefined {
  const quoted = quotations.get(currency)?.lastOn(day);
  return quoted === undefined
    ? undefined
    : rateOf({
        currency,
        quotation: quotedPerEuro(quoted.value),
        day: quoted.day,
        source: 'ECB',
      });
}

function rateOf(rate: Omit<ExchangeRate, 'value'>): ExchangeRate {
  return { ...rate, value: unitsPerEuro(rate.quotation) };
}
