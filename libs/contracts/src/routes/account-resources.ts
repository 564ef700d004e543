import { z } from 'zod';
import {
  balanceDifferenceReasons,
  balanceDifferenceSchema,
  balanceHashForm,
} from '../events/balances.js';
import { subjectReferenceSchema } from '../events/inbound.js';
import { personSchema } from '../events/settlements.js';
import { limits } from '../limits.js';
import {
  amountSchema,
  balanceIdSchema,
  countSchema,
  currencySchema,
  hashSchema,
  institutionSchema,
  instantSchema,
  isoDateSchema,
  referenceSchema,
  stateSchema,
  textSchema,
} from '../primitives.js';
import { positionLineSchema } from './resources.js';

/** What moves the balance between two States, in the order in which movements are shown. */
export const movementCauses = [
  'opening',
  'introduced',
  'credited',
  'refused',
  'waived',
  'written-off',
  'down-paid',
  'settled',
] as const;
export const movementCauseSchema = z
  .enum(movementCauses)
  .describe(
    'opening: an open item of an old system, by its total less what was settled and credited; refused: credited by an accepted contestation; credited: by a credit note',
  );

const signed = 'Signed: positive is in favour of state';

/** What happened between two States for one cause: entries of both directions together. */
export const movementSchema = z.object({
  cause: movementCauseSchema,
  amount: amountSchema.describe(signed),
  count: countSchema.describe('Lines behind it'),
  directions: z
    .array(
      z.object({
        creditor: stateSchema,
        debtor: stateSchema,
        amount: amountSchema.describe(signed),
        count: countSchema,
      }),
    )
    .min(1)
    .max(2),
});

/** Opening, movements and closing between two States in one currency. */
export const accountStatementSchema = z.object({
  state: stateSchema,
  counterpart: stateSchema,
  currency: currencySchema,
  from: isoDateSchema,
  to: isoDateSchema,
  opening: amountSchema.describe('At the end of the day before from; positive: counterpart owes'),
  movements: z.array(movementSchema),
  closing: amountSchema.describe('At the end of to; opening and movements together'),
  figures: z
    .array(
      positionLineSchema.extend({
        disputed: amountSchema.describe(
          'Contested too late to be taken out of a cycle: moves no money, and is part of the others',
        ),
      }),
    )
    .max(2)
    .describe('What the closing is made of, per direction, each apart; due is the month of to'),
});

/** One line behind an account statement. */
export const accountStatementClaimSchema = z.object({
  day: isoDateSchema,
  cause: movementCauseSchema,
  institution: institutionSchema.describe('The creditor of the claim'),
  reference: referenceSchema,
  statement: referenceSchema.nullable(),
  debtor: institutionSchema,
  amount: amountSchema.describe(signed),
  currency: currencySchema,
  rule: z.string().min(1).describe('What booked it: a rule, or a message with its reference'),
});

/** The columns of an account statement's lines as CSV, in order. */
export const accountStatementColumns = Object.freeze(
  Object.keys(accountStatementClaimSchema.shape) as (keyof z.infer<
    typeof accountStatementClaimSchema
  >)[],
);

/** Where a published balance stands. */
export const balanceStatuses = ['published', 'disputed', 'confirmed', 'superseded'] as const;
export const balanceStatusSchema = z
  .enum(balanceStatuses)
  .describe(
    'disputed: differences are open, also where supersededBy names a balance that stands in its place; superseded: a later balance of the pair and currency stands in its place, and no difference is open',
  );

/** A balance that one State published and the other one answers, in a list. */
export const balanceSummarySchema = z.object({
  id: balanceIdSchema,
  states: z.tuple([stateSchema, stateSchema]),
  currency: currencySchema,
  on: isoDateSchema,
  closing: amountSchema.describe('Positive: the second State owes the first'),
  claims: countSchema,
  hash: hashSchema.describe(balanceHashForm),
  status: balanceStatusSchema,
  publishedBy: stateSchema,
  publishedAt: instantSchema,
  supersededBy: balanceIdSchema.nullable(),
  openDifferences: countSchema.describe('Differences that nothing has closed yet'),
});

const noteSchema = z.exactOptional(
  textSchema(limits.noteLengthMax).describe('Stays here; events hold no free text'),
);

/** The same with its differences and what was done about it. */
export const balanceSchema = balanceSummarySchema.extend({
  differences: z
    .array(balanceDifferenceSchema.extend({ note: noteSchema }))
    .describe('The list that was said last; open while the balance is disputed'),
  history: z.array(
    z.object({
      at: instantSchema,
      action: balanceStatusSchema,
      state: stateSchema.describe('Who did it'),
      by: personSchema
        .nullable()
        .describe('The person; null to readers of the other State, who see the State alone'),
    }),
  ),
});

/** One difference as it is listed. */
export const listedDifferenceSchema = z.object({
  claim: subjectReferenceSchema,
  amount: amountSchema.describe('What you hold of it, signed, in favour of its creditor'),
  reason: z.enum(balanceDifferenceReasons),
  note: noteSchema,
});

/** A claim in a published balance: `amount` is what was open, contested or in settlement of it. */
export const balanceClaimSchema = z.object({
  institution: institutionSchema,
  reference: referenceSchema,
  statement: referenceSchema.nullable(),
  debtor: institutionSchema,
  amount: amountSchema.describe('Signed, in favour of the creditor, as in the hash'),
  currency: currencySchema,
});

/** The columns of a balance's claims as CSV, in order. */
export const balanceClaimColumns = Object.freeze(
  Object.keys(balanceClaimSchema.shape) as (keyof z.infer<typeof balanceClaimSchema>)[],
);
