import { z } from 'zod';
import { currencySchema, isoDateSchema, referenceSchema, sumSchema } from '../primitives.js';
import { subjectReferenceSchema } from './inbound.js';
import { sequenceSchema } from './outcomes.js';

/**
 * What may fall: the last day of a down payment that shields from interest, of payment in time, of
 * the creditor's answer to a contestation, and of the settlement of disputes.
 */
export const deadlineKinds = ['downPaymentBy', 'payBy', 'replyBy', 'disputeEnds'] as const;

const deadlineShape = {
  on: isoDateSchema.describe('The last day in time'),
  kind: z.enum(deadlineKinds),
  claim: z.exactOptional(subjectReferenceSchema),
  statement: z.exactOptional(
    subjectReferenceSchema.describe('Of downPaymentBy, which is of a statement and month'),
  ),
  amount: sumSchema.describe(
    'At stake: of downPaymentBy what is missing of the share that shields, of payBy toPay, of replyBy and disputeEnds what is contested and disputed',
  ),
  currency: currencySchema,
  consequence: z
    .string()
    .min(1)
    .describe('What the law attaches to the passing of the day, with instrument and article'),
};

/** A deadline that something is still at stake of. */
export const deadlineSchema = z.object({
  ...deadlineShape,
  contestation: z.exactOptional(referenceSchema.describe('Of replyBy, its reference')),
  month: z.exactOptional(
    z
      .string()
      .regex(/^\d{4}-\d\d$/)
      .describe('Of downPaymentBy, the month of introduction, YYYY-MM'),
  ),
});

const deadlineEventSchema = z.object({ sequence: sequenceSchema, ...deadlineSchema.shape });

/** The data schema of what clearing says of deadlines on `claims.outcomes.v1`. */
export const deadlineSchemas = {
  'deadline.approaching.v1': deadlineEventSchema,
  'deadline.passed.v1': deadlineEventSchema,
} as const;
