import { z } from 'zod';
import {
  countSchema,
  currencySchema,
  institutionSchema,
  stateSchema,
  sumSchema,
} from '../primitives.js';
import { careTypes, claimBases, entitlementDocuments } from './inbound.js';

/** The day by which a flow is counted into its year. */
export const timeBases = ['care', 'recorded', 'introduced', 'due', 'settled'] as const;
/** Whether the reporter is the creditor (`receivable`) or the debtor (`payable`). */
export const flowDirections = ['receivable', 'payable'] as const;

/** The dimensions of a flow, in the order of its key. */
export const flowDimensionsShape = {
  year: z.int().min(1900).max(2199),
  timeBasis: z.enum(timeBases),
  reporter: stateSchema,
  counterpart: stateSchema,
  direction: z.enum(flowDirections),
  institution: institutionSchema,
  instrument: z.string().min(1),
  basis: z.enum(claimBases),
  entitlement: z.enum(entitlementDocuments).nullable(),
  careType: z.enum(careTypes).nullable(),
  currency: currencySchema,
};

/** The measures of a flow: counts, and amounts in the currency of the flow. */
export const flowMeasuresShape = {
  claims: countSchema,
  statements: countSchema,
  persons: z.exactOptional(countSchema),
  introduced: sumSchema,
  contested: sumSchema,
  refused: sumSchema,
  credited: sumSchema,
  waived: sumSchema,
  writtenOff: sumSchema,
  paid: sumSchema,
  interest: sumSchema,
  fee: sumSchema,
  outstanding: sumSchema,
};

/** The dimensions of a flow. */
export type FlowDimensions = z.infer<z.ZodObject<typeof flowDimensionsShape>>;

/** The names of the dimensions, in the order of the key. */
export const flowDimensions = Object.freeze(
  Object.keys(flowDimensionsShape) as (keyof FlowDimensions)[],
);
/** The names of the measures, in the order of the columns. */
export const flowMeasures = Object.freeze(
  Object.keys(flowMeasuresShape) as (keyof typeof flowMeasuresShape)[],
);

/** Absolute figures of one flow; a later version replaces an earlier one. */
export const flowUpdatedSchema = z.object({
  ...flowDimensionsShape,
  version: z.int().min(1),
  ...flowMeasuresShape,
});

/** The data schema of every type on `statistics.flows.v1`. */
export const flowSchemas = { 'flow.updated.v1': flowUpdatedSchema } as const;

/** The Kafka key of a flow: its dimensions in order, joined by `|`; a missing one is empty. */
export function flowKey(dimensions: FlowDimensions): string {
  return flowDimensions.map((name) => String(dimensions[name] ?? '')).join('|');
}
