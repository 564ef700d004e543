import { instrumentSchema } from '@reciproca/agreements';
import { z } from 'zod';
import { limits } from '../limits.js';
import { isState } from '../states.js';
import {
  amountSchema,
  currencySchema,
  institutionSchema,
  isoDateSchema,
  stateSchema,
  textSchema,
} from '../primitives.js';

/** The kinds of reference data that can be imported; instruments are shipped and only read. */
export const referenceKinds = [
  'institutions',
  'arrangements',
  'average-costs',
  'exchange-rates',
  'reference-rates',
] as const;
/** A kind of reference data. */
export type ReferenceKind = (typeof referenceKinds)[number];

const accountSchema = z.object({
  currency: currencySchema,
  iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{4,30}$/, 'must be an IBAN without spaces'),
  bic: z.exactOptional(
    z.string().regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'must be a BIC'),
  ),
  from: isoDateSchema,
});

const existingState = 'must be a State by ISO 3166-1 (GB, not UK; GR, not EL)';
const knownStateSchema = stateSchema.refine(isState, existingState);
const knownInstitutionSchema = institutionSchema.refine(
  (institution) => isState(institution.slice(0, 2)),
  existingState,
);

/** An institution as it stood from a day on. */
export const institutionRecordSchema = z.object({
  id: knownInstitutionSchema,
  name: textSchema(limits.textLengthMax),
  from: isoDateSchema,
  to: isoDateSchema.nullable().default(null),
  liaisonBody: knownInstitutionSchema.nullable().default(null),
  accounts: z.array(accountSchema).max(limits.accountsMax).default([]),
});

const approvalsSchema = z.object({
  officers: z.int().min(2).max(10).default(2),
  threshold: amountSchema.nullable().default(null),
  officersAbove: z.int().min(2).max(10).default(3),
});

/**
 * The acceptance that an arrangement asks of the payee State: it may accept through the last of so
 * many days after the UTC day of `cycle.closed`; from the next day on its silence counts as told.
 */
export const acceptanceSchema = z.object({
  days: z.int().min(1).max(limits.acceptanceDaysMax),
  silence: z.enum(['accepted', 'rejected']),
});

/** The clearing arrangement of two States as it stood from a day on. */
export const arrangementRecordSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9.-]{1,32}$/, 'must be 1 to 32 of A-Z a-z 0-9 . -'),
  states: z.tuple([knownStateSchema, knownStateSchema]),
  instruments: z
    .array(
      z.string().regex(/^[A-Z0-9]+(?:-[A-Z0-9]+)*$/, 'must be an instrument, e.g. EU-987-2009'),
    )
    .min(1, 'must name an instrument'),
  from: isoDateSchema,
  to: isoDateSchema.nullable().default(null),
  offsetting: z.boolean(),
  eligibility: z.enum(['introduced', 'due']).default('introduced'),
  calendar: z.array(isoDateSchema).nullable().default(null),
  settlementCurrency: currencySchema.nullable().default(null),
  rate: z
    .object({ source: z.literal('ECB'), day: z.literal('cutoff') })
    .nullable()
    .default(null),
  approvals: approvalsSchema.default({ officers: 2, threshold: null, officersAbove: 3 }),
  acceptance: acceptanceSchema.nullable().default(null),
  fee: z
    .object({
      percent: z.string().regex(/^\d{1,3}(?:\.\d{1,4})?$/, 'must be per cent, e.g. "1.00"'),
    })
    .nullable()
    .default(null),
});

const publishedAmountSchema = z
  .string()
  .regex(/^\d{1,15}(?:\.\d{1,3})?$/, 'must be an amount as a string, digits with a dot');

/** A row of the published average costs, with the names of its columns. */
export const averageCostRecordSchema = z.object({
  year: z.int().min(1900).max(2999).describe('Reference year'),
  state: knownStateSchema.describe('Whose costs they are; an import may say UK and EL'),
  group: z.enum(['all', 'family', 'pensioner']).describe('all serves families and pensioners'),
  age_group: z
    .string()
    .min(1)
    .max(32)
    .nullable()
    .default(null)
    .describe('Null where the publication has none'),
  annual_average: publishedAmountSchema,
  currency: currencySchema,
  monthly_x20: publishedAmountSchema.describe('A month of cover, X = 0.20'),
  monthly_x15: publishedAmountSchema
    .nullable()
    .default(null)
    .describe('X = 0.15; null: what the formula gives'),
  decimals: z.int().min(0).max(3).describe('Decimals of the monthly amounts'),
  oj: z
    .string()
    .min(1)
    .max(200)
    .describe('The Official Journal with its day, e.g. C 251, 28.6.2021, p. 4: the publication'),
  note: z.string().max(500).nullable().default(null),
});

/** The reference rates of the euro on a day: units of each currency for one euro. */
export const exchangeRateRecordSchema = z
  .object({ date: isoDateSchema })
  .catchall(
    z
      .string()
      .regex(/^\d{1,12}(?:\.\d{1,12})?$/, 'must be units per euro as a string, digits with a dot'),
  )
  .describe('A field per quoted currency, named by its ISO 4217 code');

/** A step of the rate of the main refinancing operations of the European Central Bank. */
export const referenceRateRecordSchema = z.object({
  effective_from: isoDateSchema,
  rate_percent: z
    .string()
    .regex(/^\d{1,3}(?:\.\d{1,4})?$/, 'must be per cent as a string, digits with a dot'),
});

/** An institution record, defaults filled in. */
export type InstitutionRecordData = z.infer<typeof institutionRecordSchema>;
/** An arrangement record, defaults filled in. */
export type ArrangementRecordData = z.infer<typeof arrangementRecordSchema>;

/** The record schema of each kind. */
export const referenceRecordSchemas = {
  institutions: institutionRecordSchema,
  arrangements: arrangementRecordSchema,
  'average-costs': averageCostRecordSchema,
  'exchange-rates': exchangeRateRecordSchema,
  'reference-rates': referenceRateRecordSchema,
} as const satisfies Record<ReferenceKind, z.ZodType>;

const updateShape = {
  key: z.string().min(1),
  version: z.int().min(1),
  from: isoDateSchema,
  to: isoDateSchema.nullable(),
};

export const referenceUpdatedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('institutions'), ...updateShape, record: institutionRecordSchema }),
  z.object({ kind: z.literal('arrangements'), ...updateShape, record: arrangementRecordSchema }),
  z.object({ kind: z.literal('average-costs'), ...updateShape, record: averageCostRecordSchema }),
  z.object({ kind: z.literal('exchange-rates'), ...updateShape, record: exchangeRateRecordSchema }),
  z.object({
    kind: z.literal('reference-rates'),
    ...updateShape,
    record: referenceRateRecordSchema,
  }),
  z.object({
    kind: z.literal('instruments'),
    ...updateShape,
    from: isoDateSchema.nullable().describe('Days of recording to which it applies'),
    record: instrumentSchema
      .nullable()
      .describe('A newer version takes the place of one with its id and part; null: withdrawn'),
    part: z.string().min(1).describe('Tells apart the texts that share an id'),
  }),
]);

/** The data schema of every type on `reference.v1`. */
export const referenceSchemas = { 'reference.updated.v1': referenceUpdatedSchema } as const;
