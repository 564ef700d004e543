import { z } from 'zod';
import { claimBases, subjectReferenceSchema } from '../events/inbound.js';
import { claimIntroducedSchema, obligationSchema } from '../events/outcomes.js';
import {
  amountSchema,
  countSchema,
  currencySchema,
  institutionSchema,
  isoDateSchema,
  moneySchema,
  referenceSchema,
  stateSchema,
} from '../primitives.js';

/** What the creditor has said of a down payment. */
export const downPaymentStatuses = ['made', 'accepted', 'declined'] as const;

/** What must come before all of a down payment can be allocated. */
export const downPaymentWaits = [
  'answer',
  'statement',
  'debtor',
  'currency',
  'cycle',
  'claims',
  'contestations',
] as const;

const receivedSchema = z.object({
  introduced: countSchema,
  rejected: countSchema.describe('Rejected and not introduced since'),
  totals: z.array(moneySchema).describe('Of what is introduced, one per currency'),
});

const downPaymentSchema = z.object({
  reference: referenceSchema,
  payer: institutionSchema,
  amount: moneySchema,
  paidOn: isoDateSchema,
  day: isoDateSchema.describe('UTC day of the message'),
  status: z.enum(downPaymentStatuses),
  allocated: amountSchema,
  waiting: amountSchema.describe('What is neither allocated nor declined'),
  waitsFor: z
    .enum(downPaymentWaits)
    .nullable()
    .describe(
      'answer: of the creditor; statement: neither announced nor any claim of it introduced; debtor: the payer is not known as debtor of it, so that nothing is allocated; currency: no claim of it is in this currency; cycle: the next one; claims: it is not complete; contestations: something of it is contested',
    ),
});

const monthSchema = z.object({
  month: z.string().regex(/^\d{4}-\d\d$/),
  debtorState: stateSchema,
  basis: z.enum(claimBases),
  instrument: claimIntroducedSchema.shape.instrument,
  claims: countSchema,
  total: moneySchema,
  downPaymentBy: isoDateSchema.nullable(),
  needed: amountSchema
    .nullable()
    .describe('What shields from interest; null where the instrument knows none'),
  covered: amountSchema.describe('Paid in time and not used for an earlier month'),
  shielded: z.boolean(),
});

/** A statement with everything that came for it. */
export const statementViewSchema = z.object({
  statement: subjectReferenceSchema,
  announced: z
    .object({
      on: isoDateSchema,
      debtorState: stateSchema,
      basis: z.enum(claimBases),
      claims: countSchema,
      total: moneySchema,
    })
    .nullable(),
  complete: z.boolean(),
  received: receivedSchema,
  mismatching: receivedSchema,
  obligations: z.array(
    z.object({ currency: currencySchema, claims: countSchema, ...obligationSchema.shape }),
  ),
  downPayments: z.array(downPaymentSchema).describe('In the order in which they were recorded'),
  months: z.array(monthSchema).describe('By month of introduction'),
});
