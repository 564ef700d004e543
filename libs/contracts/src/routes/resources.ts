import { z } from 'zod';
import {
  claimIntroducedSchema,
  dueSchema,
  obligationSchema,
  claimReasonSchema,
} from '../events/outcomes.js';
import { flowDimensionsShape, flowMeasuresShape } from '../events/flows.js';
import { referenceUpdatedSchema } from '../events/reference.js';
import { personSchema, netSchema, settlementProposedSchema } from '../events/settlements.js';
import { limits } from '../limits.js';
import {
  amountSchema,
  batchIdSchema,
  countSchema,
  currencySchema,
  cycleIdSchema,
  hashSchema,
  institutionSchema,
  instantSchema,
  isoDateSchema,
  moneySchema,
  referenceSchema,
  settlementIdSchema,
  stateSchema,
  textSchema,
} from '../primitives.js';

/** A page of items: `next` is the cursor of the following page, null on the last. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** The query parameters of every list. */
export const pageQueryShape = {
  limit: z.coerce.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
  cursor: z.exactOptional(
    z
      .string()
      .min(1)
      .max(limits.cursorLengthMax)
      .regex(/^[A-Za-z0-9_-]+$/),
  ),
};

/** Where a claim stands; the first that fits, see the claim's route. */
export const claimStatuses = [
  'rejected',
  'settled',
  'closed',
  'contested',
  'in-settlement',
  'introduced',
] as const;
export const claimStatusSchema = z.enum(claimStatuses);

/** Where a batch stands. */
export const batchStatuses = [
  'proposed',
  'approved',
  'released',
  'partial',
  'settled',
  'rejected',
] as const;
export const batchStatusSchema = z.enum(batchStatuses);

const claimNameSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: referenceSchema.nullable(),
});

/** A claim in a list. A rejected claim has no instrument, clocks or obligation. */
export const claimSummarySchema = z.object({
  claim: claimNameSchema,
  status: claimStatusSchema,
  creditor: institutionSchema,
  debtor: institutionSchema.nullable(),
  instrument: claimIntroducedSchema.shape.instrument.nullable(),
  introducedOn: isoDateSchema.nullable(),
  due: dueSchema.nullable(),
  total: moneySchema.nullable(),
  obligation: obligationSchema.nullable(),
});

/** A claim with its history and the rules that were applied to it. */
export const claimViewSchema = claimSummarySchema.extend({
  settlements: z.array(
    z.object({ settlement: settlementIdSchema, amount: amountSchema, status: batchStatusSchema }),
  ),
  history: z.array(
    z.object({
      at: instantSchema,
      type: z.string().min(1),
      id: z.string().min(1),
      source: z.string().min(1),
    }),
  ),
  why: z.array(
    z.object({
      rule: z.string().min(1),
      text: z.string().min(1),
      inputs: z.record(z.string(), z.string()),
    }),
  ),
  /** Why it was rejected; empty unless it was. */
  reasons: z.array(claimReasonSchema),
});

const positionLineSchema = z.object({
  creditor: stateSchema,
  debtor: stateSchema,
  open: amountSchema,
  notDue: amountSchema,
  due: amountSchema,
  overdue: amountSchema,
  contested: amountSchema,
  underCorrection: amountSchema,
  inSettlement: amountSchema,
  claims: countSchema,
});

/** What two States owe each other in one currency. */
export const positionSchema = z.object({
  states: z.tuple([stateSchema, stateSchema]),
  currency: currencySchema,
  gross: z.array(positionLineSchema).min(1).max(2),
  net: netSchema,
});

/** How far a partition is read: what a close waits for, or how old a preview is. */
export const partitionProgressSchema = z.object({
  topic: z.string().min(1),
  partition: countSchema,
  /** Messages that are not booked yet. */
  behind: countSchema,
});

/** A clearing cycle. */
export const cycleSchema = z.object({
  id: cycleIdSchema,
  cutoff: isoDateSchema,
  status: z.enum(['closing', 'closed']),
  waitsFor: z.array(partitionProgressSchema),
  settlements: z.array(settlementIdSchema),
  claims: countSchema,
  hash: hashSchema.nullable(),
  closedBy: personSchema,
});

const previewSettlementSchema = settlementProposedSchema.omit({ sequence: true });

/** What a close would give now. */
export const cyclePreviewSchema = z.object({
  id: cycleIdSchema,
  cutoff: isoDateSchema,
  dryRun: z.literal(true),
  settlements: z.array(previewSettlementSchema),
  claims: countSchema,
  hash: hashSchema,
  lag: z.array(partitionProgressSchema),
});

/** A settlement as proposed, and where it stands. */
export const settlementViewSchema = previewSettlementSchema.extend({ status: batchStatusSchema });

/** A claim behind a net: `amount` is what the settlement takes of it, signed, in its currency. */
export const settlementClaimSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: referenceSchema.nullable(),
  debtor: institutionSchema,
  amount: amountSchema,
  currency: currencySchema,
});

/** The columns of a settlement's claims as CSV, in order. */
export const settlementClaimColumns = Object.freeze(
  Object.keys(settlementClaimSchema.shape) as (keyof z.infer<typeof settlementClaimSchema>)[],
);

/** One version of a reference record. */
export const referenceVersionSchema = referenceUpdatedSchema;

/** What a payer State pays in one cycle and currency; what officers approve. */
export const batchSchema = z.object({
  id: batchIdSchema,
  cycle: cycleIdSchema,
  payer: stateSchema,
  currency: currencySchema,
  total: amountSchema,
  status: batchStatusSchema,
  hash: hashSchema,
  settlements: z.array(
    z.object({
      settlement: settlementIdSchema,
      payee: stateSchema,
      amount: amountSchema,
      status: batchStatusSchema,
    }),
  ),
  approvals: z.array(z.object({ officer: personSchema, at: instantSchema })),
  /** How many different officers must approve. */
  approvalsRequired: z.int().min(1),
});

/** A row of the flows: its dimensions, version and measures. */
export const flowSchema = z.object({
  ...flowDimensionsShape,
  version: z.int().min(1),
  ...flowMeasuresShape,
});

/** The columns of the flows as CSV, in order. */
export const flowColumns = Object.freeze(
  Object.keys(flowSchema.shape) as (keyof z.infer<typeof flowSchema>)[],
);

/** The answer to submitted events: how many are on Kafka, and which lines were refused and why. */
export const submissionSchema = z.object({
  accepted: countSchema,
  refused: z.array(
    z.object({ line: z.int().min(1), code: z.string().min(1), detail: z.string().min(1) }),
  ),
});

/**
 * A name in a path. It is not held to the form of its kind: a name that cannot exist is simply not
 * found.
 */
export const pathNameSchema = textSchema(limits.attributeLengthMax);

/** The path of a claim. */
export const claimPathSchema = z.object({
  institution: pathNameSchema,
  reference: pathNameSchema,
});

/** Whether an app can work, and which of its parts answer. */
export const readinessSchema = z.object({
  status: z.enum(['ready', 'waiting']),
  checks: z.array(
    z.object({ name: z.string(), ready: z.boolean(), detail: z.exactOptional(z.string()) }),
  ),
});
