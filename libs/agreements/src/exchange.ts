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
import { redenominations } from './instruments/redenominations.data.js';
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
  // Of some twenty currencies most are never asked for, and a table is made anew with every import.
  const asked = new Map<string, DatedValues>();
  const quotationsOf = (currency: string): DatedValues => {
    const quotations = asked.get(currency) ?? datedValues(quotedIn(records, currency));
    asked.set(currency, quotations);
    return quotations;
  };
  return {
    records,
    rateOn: (currency, day) =>
      currencyOf(currency) === undefined
        ? undefined
        : (fixedRate(currency, day) ?? quotedRate(quotationsOf(currency), currency, day)),
  };
}

function quotedIn(records: readonly ExchangeRateRecord[], currency: string): DatedValue[] {
  const quoted: DatedValue[] = [];
  for (const { date: day, [currency]: value } of records) {
    if (value !== undefined) {
      quoted.push({ day, value });
    }
  }
  return quoted;
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

/** An amount in another currency at a rate that the law fixes. */
export interface FixedExchange {
  readonly money: Money;
  /** What fixes the value, e.g. `30.1260 SKK = 1 EUR`; two of them across the euro. */
  readonly rate: string;
}

/**
 * An amount in a currency that the euro replaced, or in a currency of a fixed parity, in another such
 * one, whatever the market; likewise between a national currency and the one that replaced it at a
 * fixed rate. Undefined where the law fixes no rate. Rounded half-up.
 */
export function exchangeAtFixedRates(amount: Money, to: string): FixedExchange | undefined {
  const source = fixedEuroQuotationOf(amount.currency);
  const target = fixedEuroQuotationOf(to);
  if (source === undefined || target === undefined) {
    return exchangeRedenominated(amount, to);
  }
  const quoted = [
    { code: amount.currency, quotation: source },
    { code: to, quotation: target },
  ];
  return {
    money: convert(amount, {
      to,
      sourceQuotation: source,
      targetQuotation: target,
      mode: 'half-up',
    }),
    rate: quoted
      .filter(({ code }) => code !== 'EUR')
      .map(({ code, quotation: { units, euros } }) => `${units} ${code} = ${euros} EUR`)
      .join(', '),
  };
}

/** Here the new currency is the unit in which the old one is quoted, as the euro is elsewhere. */
function exchangeRedenominated(amount: Money, to: string): FixedExchange | undefined {
  const pair = [amount.currency, to];
  const found = redenominations.find(
    ({ before, after }) => pair.includes(before) && pair.includes(after),
  );
  if (found === undefined) {
    return undefined;
  }
  const { before, after, units } = found;
  const quotationOf = (code: string): EuroQuotation => quotedPerEuro(code === before ? units : '1');
  return {
    money: convert(amount, {
      to,
      sourceQuotation: quotationOf(amount.currency),
      targetQuotation: quotationOf(to),
      mode: 'half-up',
    }),
    rate: `${units} ${before} = 1 ${after}`,
  };
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
  quotations: DatedValues,
  currency: string,
  day: IsoDate,
): ExchangeRate | undefined {
  const quoted = quotations.lastOn(day);
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
