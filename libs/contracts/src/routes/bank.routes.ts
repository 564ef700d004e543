import { z } from 'zod';
import {
  amountSchema,
  currencySchema,
  isoDateSchema,
  settlementIdSchema,
  stateSchema,
  sumNotNegativeSchema,
} from '../primitives.js';
import { pageOf, pageQueryShape, pathNameSchema } from './resources.js';
import { defineRoute } from './route.js';

const readers = ['officer', 'treasurer', 'dispatcher', 'auditor'] as const;

/** How far a bank entry is matched. */
export const bankEntryStatuses = ['matched', 'partial', 'unmatched', 'returned'] as const;

const partSchema = z.object({ settlement: settlementIdSchema, amount: sumNotNegativeSchema });

/** A booked entry of a bank account, and the settlements that it counts for. */
export const bankEntrySchema = z.object({
  id: z.guid().describe('The same in every file that tells the entry'),
  account: z.string().describe('IBAN'),
  statement: z.string().describe('Id of the first file’s statement or notification that told it'),
  direction: z.enum(['credit', 'debit']),
  status: z
    .enum(bankEntryStatuses)
    .describe(
      'matched: all of it counts for settlements that are settled; partial: some of it counts, or for a settlement that still waits for more; returned: the rest was marked as sent back',
    ),
  amount: sumNotNegativeSchema,
  currency: currencySchema,
  instructed: z
    .exactOptional(z.object({ amount: sumNotNegativeSchema, currency: currencySchema }))
    .describe('What was ordered, where the bank booked another amount or currency'),
  on: isoDateSchema.describe('Day of booking'),
  endToEndId: z.string().nullable(),
  remittance: z.string(),
  counterpart: z.string().nullable().describe('IBAN of the other side'),
  bankReference: z.string(),
  returnReason: z.string().nullable(),
  settlement: z.exactOptional(settlementIdSchema).describe('Where it counts for one alone'),
  assignments: z.array(partSchema),
  rest: sumNotNegativeSchema.describe('What counts for nothing'),
  proposals: z
    .exactOptional(z.array(partSchema))
    .describe(
      'Settlements of that amount with that other side, released in the fortnight before: a treasurer assigns',
    ),
});

const entryAnswer = {
  description: 'The entry as it is now',
  content: { 'application/json': bankEntrySchema },
};
const entryPath = z.object({ id: z.guid() });

/** Bank statements and what is assigned of them. */
export const bankRoutes = {
  importBankStatement: defineRoute({
    id: 'importBankStatement',
    method: 'POST',
    path: '/v1/bank-statements',
    app: 'settlement',
    roles: ['treasurer'],
    visibility: 'own-state',
    summary: 'Takes a bank statement or notification: camt.053 or camt.054, versions 02 to 08',
    description:
      'Whole or not at all; the same file, or an entry told before, changes nothing. Entries are matched by end-to-end id, then by the settlements that their words name; of several the nets must add up to the entry. What passes a net stays a rest. An entry of another currency counts for nothing.',
    body: { kind: 'raw', content: { 'application/xml': z.string(), 'text/xml': z.string() } },
    idempotent: true,
    responses: {
      200: {
        description: 'The booked entries of the file, by how far they are matched',
        content: {
          'application/json': z.object({
            matched: z.array(bankEntrySchema),
            partial: z.array(bankEntrySchema),
            unmatched: z.array(bankEntrySchema),
          }),
        },
      },
    },
    errors: ['bank-file-invalid', 'foreign-account', 'unsupported-media-type'],
  }),
  listBankEntries: defineRoute({
    id: 'listBankEntries',
    method: 'GET',
    path: '/v1/bank-entries',
    app: 'settlement',
    roles: readers,
    visibility: 'own-state',
    summary: 'Bank entries by day, with what they count for',
    query: z.object({
      state: z.exactOptional(stateSchema),
      status: z.exactOptional(z.enum(bankEntryStatuses)),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(bankEntrySchema) } },
    },
    errors: [],
  }),
  assignBankEntry: defineRoute({
    id: 'assignBankEntry',
    method: 'POST',
    path: '/v1/bank-entries/{id}/assignments',
    app: 'settlement',
    roles: ['treasurer'],
    visibility: 'own-state',
    summary: 'A treasurer assigns a part of an entry to a settlement',
    description:
      'Of a payment at most what the settlement still lacks on this State’s account, of a return at most what counts there. From then on the entry is left as treasurers decide.',
    params: entryPath,
    body: {
      kind: 'json',
      required: true,
      schema: z.object({ settlement: settlementIdSchema, amount: amountSchema }),
    },
    idempotent: false,
    responses: { 201: entryAnswer },
    errors: [
      'not-found',
      'currency-differs',
      'exceeds-entry',
      'exceeds-settlement',
      'step-not-open',
    ],
  }),
  undoBankAssignment: defineRoute({
    id: 'undoBankAssignment',
    method: 'DELETE',
    path: '/v1/bank-entries/{id}/assignments/{settlement}',
    app: 'settlement',
    roles: ['treasurer'],
    visibility: 'own-state',
    summary: 'A treasurer takes back what an entry counts for a settlement',
    description: 'A settlement that was settled by it is reversed.',
    params: z.object({ id: z.guid(), settlement: pathNameSchema }),
    idempotent: false,
    responses: { 200: entryAnswer },
    errors: [
      'not-found',
      'currency-differs',
      'exceeds-entry',
      'exceeds-settlement',
      'step-not-open',
    ],
  }),
  returnBankEntry: defineRoute({
    id: 'returnBankEntry',
    method: 'POST',
    path: '/v1/bank-entries/{id}/returned',
    app: 'settlement',
    roles: ['treasurer'],
    visibility: 'own-state',
    summary: 'A treasurer marks the rest of an entry as sent back to whom it came from',
    params: entryPath,
    idempotent: false,
    responses: { 200: entryAnswer },
    errors: [
      'not-found',
      'currency-differs',
      'exceeds-entry',
      'exceeds-settlement',
      'step-not-open',
    ],
  }),
};
