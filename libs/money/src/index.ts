export { Money } from './money.js';
export type { MoneyFaultCode, MoneyParseResult } from './money.js';
export { allCurrencies, currencyOf, fixedEuroQuotationOf, isCurrencyInUse } from './currency.js';
export type { Currency, EuroQuotation, IsoDate } from './currency.types.js';
export type { RoundingMode } from './rounding.js';
export { convert, quotedPerEuro, unitsPerEuro } from './conversion.js';
export type { ConversionOptions } from './conversion.js';
export { moneyLimits } from './limits.js';
