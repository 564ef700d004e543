import { z } from 'zod';
import {
  batchIdSchema,
  countSchema,
  currencySchema,
  cycleIdSchema,
  hashSchema,
  institutionSchema,
  instantSchema,
  isoDateSchema,
  settlementIdSchema,
  stateSchema,
  sumMoneySchema,
  sumNotNegativeSchema,
  sumSchema,
  textSchema,
} from '../primitives.js';
import { limits } from '../limits.js';
import { sequenceSchema } from './outcomes.js';
import { acceptanceSchema } from './reference.js';

const optionalSequence = z.exactOptional(sequenceSchema);

/** A person as the identity provider names it, `iss` and `sub`. */
export const personSchema = textSchema(512);

/** A rate by which a gross amount was converted, and the day on which it was fixed. */
export const rateSchema = z.object({
  value: z
    .string()
    .regex(
      new RegExp(`^\\d{1,${limits.rateDigitsMax}}(?:\\.\\d{1,${limits.rateDigitsMax}})?$`),
      'must be units per euro as a string, digits with a dot',
    )
    .describe(
      'Units for one euro; of a parity in another form its decimal, half-up: the amount goes by the parity in source',
    ),
  day: isoDateSchema.describe(
    'The day of the quotation; of a currency that the euro replaced its last day; of a parity the cut-off',
  ),
  source: z
    .string()
    .min(1)
    .describe('ECB, or what fixes the rate by law, e.g. parity 1000 XPF = 8.38 EUR'),
});

/**
 * One direction and currency of claims of a settlement: what the creditor State's institutions take
 * into this cycle. Where the claims are in another currency than the settlement, `original` is their
 * sum and `rate` what it was converted by: that of the claims' currency, or of the settlement's when
 * the claims are in euro. Where neither is the euro, `settlementRate` is that of the settlement's.
 */
export const grossLineSchema = z.object({
  creditor: stateSchema,
  debtor: stateSchema,
  amount: sumSchema,
  claims: countSchema,
  original: z.exactOptional(sumMoneySchema),
  rate: z.exactOptional(rateSchema),
  settlementRate: z.exactOptional(rateSchema),
});

/** Who pays whom how much; the amount is never negative. */
export const netSchema = z.object({
  payer: stateSchema,
  payee: stateSchema,
  amount: sumNotNegativeSchema,
});

/**
 * A settlement that leaves a cycle. `officers`: how many different officers of the payer must approve
 * a batch with this settlement in it, by the arrangement in force on the cut-off day; a batch needs
 * the greatest number of its settlements. Absent: two. `acceptance`: what the same arrangement asks of
 * the payee State before the release. Absent: nothing.
 */
export const settlementProposedSchema = z.object({
  sequence: optionalSequence,
  cycle: cycleIdSchema,
  settlement: settlementIdSchema,
  states: z.tuple([stateSchema, stateSchema]),
  currency: currencySchema,
  cutoff: isoDateSchema,
  arrangement: z.string().min(1).nullable(),
  batch: batchIdSchema,
  hash: hashSchema,
  gross: z.array(grossLineSchema).min(1),
  net: netSchema,
  officers: z.exactOptional(z.int().min(2).max(10)),
  acceptance: z.exactOptional(acceptanceSchema),
  fees: z.exactOptional(
    z
      .array(
        z.object({
          creditor: stateSchema,
          debtor: stateSchema,
          percent: z.string().regex(/^\d{1,2}(?:\.\d{1,4})?$/),
          amount: sumSchema,
        }),
      )
      .describe(
        'The management fee of the arrangement, per direction, on what is settled under the instruments that it names, in the currency of the settlement: a figure of the report, in no net',
      ),
  ),
  byInstitution: z.array(
    z.object({
      creditor: institutionSchema,
      debtor: institutionSchema,
      amount: sumSchema,
      claims: countSchema,
    }),
  ),
});

export const cycleClosedSchema = z.object({
  sequence: optionalSequence,
  cycle: cycleIdSchema,
  cutoff: isoDateSchema,
  settlements: countSchema,
  claims: countSchema,
  hash: hashSchema,
  closedBy: personSchema,
});

const batchDecisionShape = {
  sequence: optionalSequence,
  batch: batchIdSchema,
  hash: hashSchema,
  settlements: z.array(settlementIdSchema).min(1),
  by: personSchema,
  at: instantSchema,
};

/** One approval of one officer, bound to the hash that was shown. */
export const batchApprovedSchema = z.object({
  ...batchDecisionShape,
  approvals: z.int().min(1),
  of: z.int().min(1),
});

/** A rejection; `settlements` are those rejected, `hash` the one shown before. */
export const batchRejectedSchema = z.object({
  ...batchDecisionShape,
  reason: textSchema(limits.noteLengthMax),
});

export const batchReleasedSchema = z.object({
  ...batchDecisionShape,
  approvals: z.exactOptional(z.int().min(1)),
  of: z.exactOptional(z.int().min(1)),
});

/**
 * The payee State accepted. Where its silence did, `by` is the URN `urn:reciproca:silence:` with the
 * arrangement, and `at` the beginning of the day from which silence counts; likewise in the
 * `batch.rejected` of a silence that rejects.
 */
export const settlementAcceptedSchema = z.object({
  sequence: optionalSequence,
  settlement: settlementIdSchema,
  by: personSchema,
  at: instantSchema,
});

export const settlementSettledSchema = z.object({
  sequence: optionalSequence,
  settlement: settlementIdSchema,
  batch: batchIdSchema,
  net: sumSchema,
  amount: sumSchema,
  settledOn: isoDateSchema,
  received: z.array(
    z.object({
      amount: sumSchema,
      on: isoDateSchema,
      endToEndId: textSchema(limits.textLengthMax),
      bankReference: textSchema(limits.textLengthMax),
    }),
  ),
});

export const settlementReversedSchema = z.object({
  sequence: optionalSequence,
  settlement: settlementIdSchema,
  batch: batchIdSchema,
  amount: sumSchema,
  on: isoDateSchema,
  reason: textSchema(limits.noteLengthMax),
});

/** The data schema of every type on `clearing.cycles.v1`. */
export const cycleSchemas = {
  'settlement.proposed.v1': settlementProposedSchema,
  'cycle.closed.v1': cycleClosedSchema,
} as const;

/** The data schema of every type on `settlements.v1`. */
export const settlementSchemas = {
  'batch.approved.v1': batchApprovedSchema,
  'batch.rejected.v1': batchRejectedSchema,
  'batch.released.v1': batchReleasedSchema,
  'settlement.accepted.v1': settlementAcceptedSchema,
  'settlement.settled.v1': settlementSettledSchema,
  'settlement.reversed.v1': settlementReversedSchema,
} as const;
