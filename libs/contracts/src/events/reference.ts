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

/** The kinds of reference data that can be imported. */
export const referenceKinds = ['institutions', 'arrangements'] as const;
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
  acceptance: z
    .object({ days: z.int().min(1).max(366), silence: z.enum(['accepted', 'rejected']) })
    .nullable()
    .default(null),
  fee: z
    .object({
      percent: z.string().regex(/^\d{1,3}(?:\.\d{1,4})?$/, 'must be per cent, e.g. "1.00"'),
    })
    .nullable()
    .default(null),
});

/** An institution record, defaults filled in. */
export type InstitutionRecordData = z.infer<typeof institutionRecordSchema>;
/** An arrangement record, defaults filled in. */
export type ArrangementRecordData = z.infer<typeof arrangementRecordSchema>;

/** The record schema of each kind. */
export const referenceRecordSchemas = {
  institutions: institutionRecordSchema,
  arrangements: arrangementRecordSchema,
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
]);

/** The data schema of every type on `reference.v1`. */
export const referenceSchemas = { 'reference.updated.v1': referenceUpdatedSchema } as const;
