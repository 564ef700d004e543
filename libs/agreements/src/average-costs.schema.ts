import { Money, currencyOf } from '@reciproca/money';
import * as z from 'zod';
import { isRealDate } from './dates.js';
import {
  absentAsNull,
  besideOtherFaults,
  knownCurrencySchema,
  stateSchema,
  wholeNumberSchema,
} from './fields.schema.js';
import { agreementLimits } from './limits.js';

/** The reductions X for which monthly amounts are published (IR 987/2009 Art 64(3)). */
const publishedReductions = { monthly_x20: '0.20', monthly_x15: '0.15' } as const;

const amountTextSchema = z
  .string()
  .regex(/^\d{1,15}(?:\.\d{1,3})?$/, { message: 'not an amount, digits with a dot' });

/** The published table writes EL and UK, as the institutions of the Union do. */
const publishedStateSchema = z.preprocess(
  (state) => (state === 'EL' ? 'GR' : state === 'UK' ? 'GB' : state),
  stateSchema,
);

/**
 * One row of the published average costs, with the columns of the published table; key: year, state,
 * group and age group. The monthly amounts are authoritative, the formula is a check of them.
 */
export const averageCostRecordSchema = z
  .object({
    /** Reference year. */
    year: wholeNumberSchema({
      min: agreementLimits.yearMin,
      max: agreementLimits.yearMax,
      message: 'not a year',
    }),
    /** The State that claims by it. */
    state: publishedStateSchema,
    /** Whom it is for; `all` serves families and pensioners. */
    group: z.enum(['all', 'family', 'pensioner']),
    /** Null where the publication has no age groups. */
    age_group: absentAsNull(z.string().min(1).max(32)),
    annual_average: amountTextSchema,
    currency: knownCurrencySchema,
    /** Per month of cover, X = 0.20. */
    monthly_x20: amountTextSchema,
    /** Per month of cover, X = 0.15; null: what the formula gives. */
    monthly_x15: absentAsNull(amountTextSchema),
    /** Decimals to which the monthly amounts are rounded. */
    decimals: wholeNumberSchema({ min: 0, max: 3, message: 'not a number of decimals, 0 to 3' }),
    /** The Official Journal that published it, with its day: `C 251, 28.6.2021, p. 4`. */
    oj: z
      .string()
      .max(200)
      .refine((oj) => publicationDayOf(oj) !== null, { message: 'names no day, as 28.6.2021' }),
    note: absentAsNull(z.string().max(500)),
  })
  .superRefine((record, context) => {
    for (const { path, message } of [...amountFaults(record), ...dayFaults(record)]) {
      context.addIssue({ code: 'custom', path: [path], message });
    }
  }, besideOtherFaults);
export type AverageCostRecord = Readonly<z.infer<typeof averageCostRecordSchema>>;

/** The parts of a record that its amounts consist of. */
type Amounts = Pick<
  AverageCostRecord,
  'annual_average' | 'currency' | 'monthly_x20' | 'monthly_x15' | 'decimals'
>;

const dayInText = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/;

/** The day that a reference to the Official Journal names, `28.6.2021` as 2021-06-28; null when it names none. */
export function publicationDayOf(oj: string): string | null {
  const [, day = '', month = '', year = ''] = dayInText.exec(oj) ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isRealDate(written) ? written : null;
}

/**
 * The monthly amount that the formula gives: yearly average × 1/12 × (1 − X), rounded half-up to the
 * decimals of the publication (IR 987/2009 Art 64(1) to (3); 574/72 Arts 94 and 95).
 *
 * @param reduction X, e.g. `0.20`
 */
export function monthlyByFormula(record: Amounts, reduction: string): Money {
  const kept = Money.of(record.annual_average, record.currency);
  const hundredths = BigInt(reduction.replace('.', '').padEnd(shareDigits, '0'));
  const share = (shareOne - hundredths).toString();
  return kept.timesRatio(
    { times: [share], dividedBy: [shareOne.toString(), '12'] },
    { mode: 'half-up', decimals: record.decimals },
  );
}

/** A share is written `0.` and up to four digits. */
const shareDigits = 5;
const shareOne = 10_000n;

interface AmountFault {
  readonly path: keyof AverageCostRecord;
  readonly message: string;
}

/** The averages of a year are known when it is over. */
function dayFaults({ year, oj }: Pick<AverageCostRecord, 'year' | 'oj'>): AmountFault[] {
  const publishedOn = publicationDayOf(oj);
  if (publishedOn === null || !Number.isInteger(year) || publishedOn > `${String(year)}-12-31`) {
    return [];
  }
  const message = `published on ${publishedOn}, before the reference year ${String(year)} was over`;
  return [{ path: 'oj', message }];
}

/** Runs also beside faults of single fields, which are named there already. */
function amountFaults(record: Amounts): AmountFault[] {
  const currency = currencyOf(record.currency);
  if (currency === undefined || !Number.isInteger(record.decimals)) {
    return [];
  }
  if (record.decimals > currency.decimals) {
    const message = `${currency.code} has ${String(currency.decimals)} decimals`;
    return [{ path: 'decimals', message }];
  }
  const faults: AmountFault[] = [];
  const isText = typeof record.annual_average === 'string';
  const yearly = isText
    ? Money.parse(record.annual_average, currency.code)
    : { ok: false as const };
  if (isText && !(yearly.ok && yearly.money.isPositive())) {
    faults.push({ path: 'annual_average', message: `not an amount of ${currency.code}` });
  }
  for (const [path, reduction] of Object.entries(publishedReductions) as [
    keyof typeof publishedReductions,
    string,
  ][]) {
    const message = monthlyFault(record, path, yearly.ok ? reduction : null);
    if (message !== null) {
      faults.push({ path, message });
    }
  }
  return faults;
}

function monthlyFault(
  record: Amounts,
  path: keyof typeof publishedReductions,
  reduction: string | null,
): string | null {
  const text: unknown = record[path];
  if (typeof text !== 'string') {
    return null;
  }
  const parsed = Money.parse(text, record.currency);
  const given = text.split('.')[1]?.length ?? 0;
  if (!parsed.ok || given > record.decimals) {
    return `not an amount of ${record.currency} with ${String(record.decimals)} decimals`;
  }
  if (reduction === null) {
    return null;
  }
  const formula = monthlyByFormula(record, reduction);
  const unit = 10n ** BigInt(parsed.money.decimals - record.decimals);
  const distance = parsed.money.minus(formula).abs().toMinorUnits();
  return distance <= unit
    ? null
    : `${text} is more than one unit of the last decimal away from ${formula.toString()}, which ${record.annual_average} gives with X = ${reduction}`;
}
