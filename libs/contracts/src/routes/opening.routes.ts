import { z } from 'zod';
import { openItemSchema } from '../events/open-item.js';
import { limits } from '../limits.js';
import { currencySchema, institutionSchema, stateSchema } from '../primitives.js';
import { mirrorSchema, openedSchema } from './opening-resources.js';
import { defineRoute } from './route.js';

const partySchema = z
  .string()
  .regex(/^[A-Z]{2}(?::[A-Z0-9-]{1,32})?$/, 'must be a State or STATE:CODE');

/** What is brought from elsewhere: the open claims of an old system, and lists to compare with. */
export const openingRoutes = {
  importOpenItems: defineRoute({
    id: 'importOpenItems',
    method: 'POST',
    path: '/v1/open-items',
    app: 'clearing',
    roles: ['dispatcher'],
    visibility: 'all',
    summary: 'Takes over the open claims of an old system, whole or not at all',
    description: `At most ${limits.openItemsMax} items. CSV: the columns of the claims CSV, and settled, credited, contestation.reference, contestation.reason, contestation.amount and contestation.day; JSON: an array of the same. entitlement, beneficiary, care and benefits may be left out; what they are needed for is not examined, and the day of recording stands in for that of the care. Every other rule of admission holds, but whether the claim was introduced in time is not examined again; its clocks follow from its own introducedOn. settled + credited + contested may not pass the total. A refused import names every faulty line (in JSON the number of the item, from 1) with the code of the rule, known-reference for a claim that is in the books already; nothing of it is booked. Each item gives a claim.introduced.v1 that answers no message and says what was settled, credited and contested; the contestation can be answered later.`,
    body: {
      kind: 'raw',
      content: {
        'application/json': z.array(openItemSchema).min(1).max(limits.openItemsMax),
        'text/csv': z.string(),
      },
    },
    idempotent: true,
    responses: {
      201: {
        description: 'All items are in the books',
        content: { 'application/json': openedSchema },
      },
    },
    errors: [
      'not-json',
      'open-items-invalid',
      'known-reference',
      'payload-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
    ],
  }),
  checkMirror: defineRoute({
    id: 'checkMirror',
    method: 'POST',
    path: '/v1/mirror-checks',
    app: 'clearing',
    roles: ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'],
    visibility: 'pair',
    summary: 'Holds a list of open claims against the books',
    description: `A CSV with the columns institution, reference, amount, currency and status, at most ${limits.mirrorLinesMax} lines: institution and reference name a claim (the creditor's), amount is toPay + contested, status is that of the claim, or empty where it is not to be compared; the column may be missing. Of the books every claim of the State is looked up that the list names; only-ours are the claims introduced, contested or in settlement that the list lacks, as far as institution, counterpart, side and currency let them in. A claim of other States is only-yours, as one that does not exist; a rejected one is there with the status rejected and the amount 0. Nothing is stored. The lines come with what needs work first, the list's own in its order.`,
    query: z.object({
      state: z.exactOptional(
        stateSchema.describe('Whose claims and debts; by default the State of the token'),
      ),
      institution: z.exactOptional(
        institutionSchema.describe('Only what this institution of it takes part in'),
      ),
      counterpart: z.exactOptional(partySchema.describe('Only what is shared with it')),
      side: z.exactOptional(
        z.enum(['creditor', 'debtor']).describe('Only what the State claims, or what it owes'),
      ),
      currency: z.exactOptional(currencySchema),
    }),
    body: { kind: 'raw', content: { 'text/csv': z.string() } },
    idempotent: false,
    responses: {
      200: {
        description: 'The comparison',
        content: { 'application/json': mirrorSchema, 'text/csv': z.string() },
        headers: { 'Omitted-Lines': 'of a CSV: how many lines are counted but not listed' },
      },
    },
    errors: ['payload-too-large', 'unsupported-media-type', 'not-acceptable'],
  }),
};
