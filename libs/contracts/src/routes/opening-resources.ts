import { z } from 'zod';
import { limits } from '../limits.js';
import {
  amountSchema,
  countSchema,
  currencySchema,
  institutionSchema,
  referenceSchema,
  stateSchema,
} from '../primitives.js';
import { claimStatusSchema } from './resources.js';

/** What was taken over from an old system, summed per direction and currency. */
export const openedSchema = z.object({
  items: countSchema.describe('Open items taken over'),
  totals: z.array(
    z.object({
      creditor: stateSchema,
      debtor: stateSchema,
      currency: currencySchema,
      claims: countSchema,
      total: amountSchema,
      settled: amountSchema,
      credited: amountSchema,
      contested: amountSchema,
      open: amountSchema.describe('What the next cycle can take: the total less the three others'),
    }),
  ),
});

/** The columns of a list of open claims that is held against the books. */
export const mirrorUploadColumns = Object.freeze([
  'institution',
  'reference',
  'amount',
  'currency',
  'status',
] as const);

/** What a claim of such a list comes to. */
export const mirrorResults = ['differs', 'only-ours', 'only-yours', 'agrees'] as const;
const mirrorDifferences = ['amount', 'currency', 'status'] as const;

/** One claim of the comparison. */
export const mirrorLineSchema = z.object({
  result: z.enum(mirrorResults),
  institution: institutionSchema.describe('The creditor, as the claim is named'),
  reference: referenceSchema,
  differences: z.array(z.enum(mirrorDifferences)),
  ours: z
    .object({
      debtor: institutionSchema
        .nullable()
        .describe('Null for a rejected claim whose message could not be read'),
      amount: amountSchema.describe('toPay + contested'),
      currency: currencySchema,
      status: claimStatusSchema,
    })
    .nullable()
    .describe('What the books hold; null when they hold no such claim that the State may see'),
  yours: z
    .object({
      line: z.int().min(1),
      amount: amountSchema,
      currency: currencySchema,
      status: claimStatusSchema.nullable(),
    })
    .nullable()
    .describe('What the list says; null when the claim is not on it'),
});

/** The comparison of a list of open claims with the books. */
export const mirrorSchema = z.object({
  state: stateSchema,
  counts: z.object({
    agrees: countSchema,
    differs: countSchema,
    onlyOurs: countSchema,
    onlyYours: countSchema,
  }),
  omitted: countSchema.describe(
    `Claims that only the books hold and that are counted but not listed, beyond ${limits.mirrorOnlyOursMax}; narrow the question to see them`,
  ),
  items: z.array(mirrorLineSchema),
});

/** The columns of the comparison as CSV, in order. */
export const mirrorColumns = Object.freeze([
  'result',
  'institution',
  'reference',
  'differences',
  'debtor',
  'ourAmount',
  'ourCurrency',
  'ourStatus',
  'line',
  'yourAmount',
  'yourCurrency',
  'yourStatus',
] as const);
