import { z } from 'zod';
import { limits } from '../limits.js';
import {
  amountSchema,
  balanceIdSchema,
  currencySchema,
  hashSchema,
  isoDateSchema,
  stateSchema,
} from '../primitives.js';
import { subjectReferenceSchema } from './inbound.js';
import { sequenceSchema } from './outcomes.js';

/**
 * Why a State holds something else of a claim than a published balance: neutral words, as for
 * contestations. `not-in-our-books`: it knows no such claim; `not-in-the-balance`: the balance lacks
 * a claim that it knows.
 */
export const balanceDifferenceReasons = [
  'not-in-our-books',
  'not-in-the-balance',
  'amount-differs',
  'already-settled',
  'already-credited',
  'rejected',
  'other',
] as const;

const inFavour = 'signed, in favour of the creditor of the claim';

/** One claim of which a State holds something else than the published balance. */
export const balanceDifferenceSchema = z.object({
  claim: subjectReferenceSchema,
  published: amountSchema.describe(`What the balance holds of the claim, ${inFavour}`),
  amount: amountSchema.describe(`What the other State holds of it, ${inFavour}`),
  reason: z.enum(balanceDifferenceReasons),
});

/** Claims in the amount of a balance, as its hash is made of them. */
export const balanceHashForm =
  'SHA-256, lower-case hex, over the UTF-8 lines, each ended by a line feed: first the id of the balance, then one line `institution TAB reference TAB amount TAB currency` per claim of which something was open, contested or in settlement on the day, sorted by bytes; amounts signed in favour of the creditor of the claim, with the decimals of the currency. Written sha256:…';

const balanceShape = {
  sequence: sequenceSchema,
  balance: balanceIdSchema,
  states: z.tuple([stateSchema, stateSchema]).describe('In alphabetical order'),
  currency: currencySchema,
  on: isoDateSchema,
  closing: amountSchema.describe('Positive: the second State owes the first'),
  hash: hashSchema.describe(balanceHashForm),
};

/** A State published what the two owe each other on a day; later entries do not change it. */
export const balancePublishedSchema = z.object({
  ...balanceShape,
  publishedBy: stateSchema,
  supersedes: z.exactOptional(
    z
      .array(balanceIdSchema)
      .min(1)
      .describe('Earlier balances that nobody confirmed and that this one stands in place of'),
  ),
});

/** The other State says the same. */
export const balanceConfirmedSchema = z.object({ ...balanceShape, confirmedBy: stateSchema });

/** The other State says something else, claim by claim; a later list stands in place of this one. */
export const balanceDisputedSchema = z.object({
  ...balanceShape,
  disputedBy: stateSchema,
  differences: z.array(balanceDifferenceSchema).min(1).max(limits.balanceDifferencesMax),
});

/** The data schema of every event about a published balance, all on `claims.outcomes.v1`. */
export const balanceSchemas = {
  'balance.published.v1': balancePublishedSchema,
  'balance.confirmed.v1': balanceConfirmedSchema,
  'balance.disputed.v1': balanceDisputedSchema,
} as const;
