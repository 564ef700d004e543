import { z } from 'zod';
import { amountSchema, isoDateSchema } from '../primitives.js';
import {
  actualExpenditureClaimSchema,
  claimContestedSchema,
  fixedAmountClaimSchema,
} from './inbound.js';

const { reference, reason } = claimContestedSchema.shape.contestation.shape;
const { beneficiary, benefits, care, entitlement } = actualExpenditureClaimSchema.shape;

/** What an open item says beside the claim; amounts in its currency. */
const openingShape = {
  introducedOn: isoDateSchema.describe('The original day: the clocks start with it'),
  settled: z.exactOptional(amountSchema.describe('Paid so far; absent: nothing')),
  credited: z.exactOptional(
    amountSchema.describe('Credited, accepted or waived so far; absent: nothing'),
  ),
  contestation: z.exactOptional(
    z
      .object({ reference, reason, amount: amountSchema, day: isoDateSchema })
      .describe('What is contested now and waits for its answer; day: when it was contested'),
  ),
};

/** A claim that an old system holds open: what it does not know of the care may be left out. */
export const openItemSchema = z.discriminatedUnion(
  'basis',
  [
    actualExpenditureClaimSchema.extend({
      entitlement: z.exactOptional(entitlement),
      beneficiary: z.exactOptional(beneficiary),
      care: z.exactOptional(care),
      benefits: z.exactOptional(benefits),
      ...openingShape,
    }),
    fixedAmountClaimSchema.extend(openingShape),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null && !Array.isArray(input)
        ? 'must be actual-expenditure or fixed-amount'
        : 'must be an object',
  },
);

/** A claim that an old system holds open. */
export type OpenItem = z.infer<typeof openItemSchema>;
