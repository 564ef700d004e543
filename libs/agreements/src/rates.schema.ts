import { currencyOf } from '@reciproca/money';
import * as z from 'zod';
import { dateSchema } from './fields.schema.js';
import { isRealDate } from './dates.js';

const rateTextForm = /^\d{1,12}(?:\.\d{1,12})?$/;
const isPositive = /[1-9]/;

/**
 * The reference rates of the euro on a day, key `date`: a column per currency with its units for one
 * euro. A column that is absent, empty or null says nothing about that currency.
 */
export const exchangeRateRecordSchema = z
  .unknown()
  .transform((given, context): ExchangeRateRecord => {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      context.addIssue({ code: 'custom', message: 'not a record' });
      return { date: '' };
    }
    const { date } = given as { readonly date?: unknown };
    const isDay = typeof date === 'string' && isRealDate(date);
    if (!isDay) {
      context.addIssue({ code: 'custom', path: ['date'], message: 'not a day of the calendar' });
    }
    return { date: isDay ? date : '', ...quotationsOf(given, context) };
  });

/** `date` and the units of each quoted currency for one euro, as decimal text. */
export type ExchangeRateRecord = Readonly<{ date: string } & Record<string, string>>;

/**
 * A step of the rate of the ECB's main refinancing operations: per cent a year from a day on; key
 * `effective_from`.
 */
export const referenceRateRecordSchema = z.object({
  effective_from: dateSchema,
  rate_percent: z
    .string()
    .regex(/^\d{1,3}(?:\.\d{1,4})?$/, { message: 'not per cent, digits with a dot' }),
});
export type ReferenceRateRecord = Readonly<z.infer<typeof referenceRateRecordSchema>>;

function quotationsOf(given: object, context: z.RefinementCtx): Record<string, string> {
  const quotations: Record<string, string> = {};
  for (const [currency, units] of Object.entries(given) as [string, unknown][]) {
    const fault = currency === 'date' ? null : quotationFault(currency, units);
    if (fault !== null) {
      context.addIssue({ code: 'custom', path: [currency], message: fault });
    } else if (currency !== 'date' && typeof units === 'string' && units !== '') {
      quotations[currency] = units;
    }
  }
  return quotations;
}

function quotationFault(currency: string, units: unknown): string | null {
  if (currency === 'EUR' || currencyOf(currency) === undefined) {
    return 'not a currency that the euro is quoted in';
  }
  if (units === null || units === undefined || units === '') {
    return null;
  }
  return typeof units === 'string' && rateTextForm.test(units) && isPositive.test(units)
    ? null
    : 'not units per euro: a decimal number above zero, as text';
}
