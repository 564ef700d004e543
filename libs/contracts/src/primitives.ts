import { z } from 'zod';
import { limits } from './limits.js';

// Whether a date exists is decided by the pattern alone (month lengths, leap years of 1900-2199),
// so that the generated JSON Schema says the same as the code and the hot path stays one regex.
const YEARS = '(?:19|20|21)\\d\\d';
const LEAP_YEARS = '(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)';
const MONTH_DAYS =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const DATE = `(?:${YEARS}-${MONTH_DAYS}|${LEAP_YEARS}-02-29)`;

const decimals = `(?:\\.\\d{1,${limits.amountDecimalsMax}})?`;
const amountPattern = `^-?\\d{1,${limits.amountIntegerDigitsMax}}${decimals}$`;
const sumPattern = `\\d{1,${limits.sumIntegerDigitsMax}}${decimals}$`;
const referencePattern = `[A-Za-z0-9._/-]{1,${limits.referenceLengthMax}}`;
const institutionPattern = '[A-Z]{2}:[A-Z0-9-]{1,32}';

/** The forms of single fields, for the schemas and for the quick reader of usual claims. */
export const patterns = {
  date: new RegExp(`^${DATE}$`),
  instant: new RegExp(
    `^${DATE}[Tt](?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)$`,
  ),
  amount: new RegExp(amountPattern),
  currency: /^[A-Z]{3}$/,
  reference: new RegExp(`^${referencePattern}$`),
  institution: new RegExp(`^${institutionPattern}$`),
  // eslint-disable-next-line no-control-regex -- control characters are what is refused here
  text: /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/,
} as const;

function digitsUpTo(integerDigitsMax: number): string {
  return `at most ${integerDigitsMax} digits, a dot, at most ${limits.amountDecimalsMax} decimals, no exponent`;
}

/** A calendar day, `YYYY-MM-DD`, that exists, from 1900 to 2199. */
export const isoDateSchema = z
  .string()
  .regex(patterns.date, 'must be a day that exists, YYYY-MM-DD, from 1900 to 2199')
  .describe('A day, YYYY-MM-DD');

/** An instant by RFC 3339, with its offset. */
export const instantSchema = z
  .string()
  .regex(patterns.instant, 'must be an RFC 3339 instant with its offset, e.g. 2026-03-02T09:00:00Z')
  .describe('An RFC 3339 instant; the day of a message is the UTC day of its time');

/**
 * An amount: a string with a dot, no exponent, no plus sign. A minus sign fits the shape, because
 * a negative claim is a decision and not a matter of form.
 */
export const amountSchema = z
  .string()
  .regex(
    patterns.amount,
    `must be a string like "1134.56": ${digitsUpTo(limits.amountIntegerDigitsMax)}`,
  )
  .describe('An amount as a string; at most as many decimals as its currency has');

/**
 * What amounts come to: a sum of them, or one that was converted. It may be longer than any amount
 * that a message may hold, so that no settlement or flow is ever too large to be told.
 */
export const sumSchema = z
  .string()
  .regex(
    new RegExp(`^-?${sumPattern}`),
    `must be a string like "1134.56": ${digitsUpTo(limits.sumIntegerDigitsMax)}`,
  )
  .describe(
    'A sum or a converted amount as a string; at most as many decimals as its currency has',
  );

/** A sum that is never negative. */
export const sumNotNegativeSchema = z
  .string()
  .regex(
    new RegExp(`^${sumPattern}`),
    `must be a string like "1134.56", not negative: ${digitsUpTo(limits.sumIntegerDigitsMax)}`,
  );

/** An ISO 4217 alphabetic code by its shape; whether it exists is checked where it matters. */
export const currencySchema = z
  .string()
  .regex(patterns.currency, 'must be an ISO 4217 code of three capital letters');

/** `{ amount, currency }`. */
export const moneySchema = z.object({ amount: amountSchema, currency: currencySchema });

/** `{ amount, currency }` of a sum. */
export const sumMoneySchema = z.object({ amount: sumSchema, currency: currencySchema });

/** A reference given by an institution: case-sensitive, 1-64 of `A-Z a-z 0-9 . _ / -`. */
export const referenceSchema = z
  .string()
  .regex(patterns.reference, `must be 1 to ${limits.referenceLengthMax} of A-Z a-z 0-9 . _ / -`)
  .describe('Case-sensitive; 1 to 64 of A-Z a-z 0-9 . _ / -');

/** A State: ISO 3166-1 alpha-2, or the code of a territory with its own social security. */
export const stateSchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be a State code of two capital letters');

/** An institution, `STATE:CODE`. That the State exists is a question of reference data. */
export const institutionSchema = z
  .string()
  .regex(patterns.institution, 'must be STATE:CODE, the code of 1 to 32 of A-Z 0-9 -')
  .describe('STATE:CODE, e.g. FR:CNAM');

/** The subject of a message about a claim or a statement: `STATE:CODE/reference`. */
export const subjectSchema = z
  .string()
  .regex(new RegExp(`^${institutionPattern}/${referencePattern}$`), 'must be STATE:CODE/reference');

/** A cycle id: 1-16 of `A-Z a-z 0-9 . -`. */
export const cycleIdSchema = z
  .string()
  .regex(
    new RegExp(`^[A-Za-z0-9.-]{1,${limits.cycleLengthMax}}$`),
    `must be 1 to ${limits.cycleLengthMax} of A-Z a-z 0-9 . -`,
  );

/** A settlement id: `cycle/STATE-STATE/CURRENCY`, and the creditor when it is settled gross. */
export const settlementIdSchema = z
  .string()
  .regex(
    new RegExp(
      `^[A-Za-z0-9.-]{1,${limits.cycleLengthMax}}/[A-Z]{2}-[A-Z]{2}/[A-Z]{3}(?:/[A-Z]{2})?$`,
    ),
    'must be CYCLE/STATE-STATE/CURRENCY, with /CREDITOR when settled gross',
  );

/** A batch id: `cycle/PAYER/CURRENCY`. */
export const batchIdSchema = z
  .string()
  .regex(
    new RegExp(`^[A-Za-z0-9.-]{1,${limits.cycleLengthMax}}/[A-Z]{2}/[A-Z]{3}$`),
    'must be CYCLE/PAYER/CURRENCY',
  );

/** The id of a published balance: `STATE-STATE/CURRENCY/DAY/NUMBER`. */
export const balanceIdSchema = z
  .string()
  .regex(
    new RegExp(`^[A-Z]{2}-[A-Z]{2}/[A-Z]{3}/${DATE}/[1-9]\\d{0,8}$`),
    'must be STATE-STATE/CURRENCY/DAY/NUMBER',
  )
  .describe(
    'STATE-STATE/CURRENCY/DAY/NUMBER, the States in alphabetical order; numbers count from 1',
  );

/** `sha256:` and 64 lower-case hexadecimal digits. */
export const hashSchema = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'must be sha256: and 64 lower-case hexadecimal digits');

/** A number of things, 0 or more. */
export const countSchema = z.int().min(0);

/**
 * Text without control characters (a tab and a line end are allowed), so that every text can be
 * stored, logged and shown as it is.
 * @param lengthMax longest text in UTF-16 units
 */
export function textSchema(lengthMax: number): z.ZodString {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .regex(patterns.text, 'must hold no control characters');
}
