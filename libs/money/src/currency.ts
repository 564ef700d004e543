import { currencyTable } from './currencies.data.js';
import type { Currency, EuroQuotation, IsoDate } from './currency.types.js';

const byCode: ReadonlyMap<string, Currency> = new Map(
  currencyTable.map((currency) => [currency.code, Object.freeze(currency)]),
);

/**
 * The currency of an ISO 4217 code, upper case; undefined when there is none.
 * Retired currencies are found too: whether a day lies in their time is the caller's question.
 */
export function currencyOf(code: string): Currency | undefined {
  return byCode.get(code);
}

/** Every currency known here, sorted by code. */
export function allCurrencies(): readonly Currency[] {
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Whether the currency's last day lies before `day`. */
export function hasCurrencyEnded(currency: Currency, day: IsoDate): boolean {
  return currency.to !== null && currency.to < day;
}

/** Whether `day` lies between the currency's first and last day, both included. */
export function isCurrencyInUse(currency: Currency, day: IsoDate): boolean {
  return (
    (currency.from === null || currency.from <= day) && (currency.to === null || day <= currency.to)
  );
}

/**
 * What the law itself fixes between a currency and the euro: 1 for the euro, the fixed rate of a
 * currency that the euro replaced, the parity of XPF, XOF and XAF. Undefined where the market decides.
 */
export function fixedEuroQuotationOf(code: string): EuroQuotation | undefined {
  if (code === 'EUR') {
    return { units: '1', euros: '1' };
  }
  const currency = byCode.get(code);
  if (currency === undefined) {
    return undefined;
  }
  if (currency.euroRate !== null) {
    return { units: currency.euroRate, euros: '1' };
  }
  return currency.euroParity ?? undefined;
}
