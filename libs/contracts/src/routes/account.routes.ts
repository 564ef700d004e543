import { z } from 'zod';
import { limits } from '../limits.js';
import { currencySchema, hashSchema, isoDateSchema, stateSchema } from '../primitives.js';
import {
  accountStatementClaimSchema,
  accountStatementSchema,
  balanceClaimSchema,
  balanceSchema,
  balanceStatusSchema,
  balanceSummarySchema,
  listedDifferenceSchema,
  movementCauseSchema,
} from './account-resources.js';
import { optionalPageQueryShape, pageOf, pageQueryShape, pathNameSchema } from './resources.js';
import { defineRoute } from './route.js';

const readers = ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'] as const;

const periodShape = {
  state: stateSchema.describe('The State in whose favour amounts are positive'),
  counterpart: stateSchema,
  currency: currencySchema,
  from: isoDateSchema.describe('The first day'),
  to: isoDateSchema.describe('The last day'),
};

const balancePath = z.object({ id: pathNameSchema });
const optionalHash = z.exactOptional(
  hashSchema.describe('That of the balance that was looked at; another one is refused'),
);
const nextCursor =
  'the cursor of the next page of a CSV; absent on the last, and when all are given';
const csvHeaders = {
  'Next-Cursor': nextCursor,
  'Statement-Opening': 'with all lines: what they begin from',
  'Statement-Closing': 'with all lines: what they lead to, read with them at one moment',
};

/** What two States owe each other over a time, and whether they agree on it. */
export const accountRoutes = {
  readAccountStatement: defineRoute({
    id: 'readAccountStatement',
    method: 'GET',
    path: '/v1/account-statements',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'Opening, movements by cause and closing between two States',
    description:
      'The balance is the sum of toPay + contested of what the counterpart owes less that of what state owes; positive: the counterpart owes state. An entry counts from its own day on: introduction and open items of an old system introducedOn; contestation, answer, credit and waiver the day of the message; settled and down-paid the day of payment. What moves inside (contested, maintained, taken into a cycle, given back) changes nothing and is no movement. An entry that is booked late changes earlier closings. As CSV every line behind the movements, see the claims of the statement.',
    query: z.object(periodShape),
    idempotent: false,
    responses: {
      200: {
        description: 'The statement; as CSV all its lines',
        content: { 'application/json': accountStatementSchema, 'text/csv': z.string() },
        headers: csvHeaders,
      },
    },
    errors: ['not-acceptable'],
  }),
  listAccountStatementClaims: defineRoute({
    id: 'listAccountStatementClaims',
    method: 'GET',
    path: '/v1/account-statements/claims',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'The claims behind the movements of an account statement',
    description:
      'A line per entry, by creditor and debtor institution, then in the order in which claims and entries were booked. An open item of an old system is one line. As CSV with a header line: all lines in one answer, as the books stand when it begins, or with limit or cursor a page, whose next one the header Next-Cursor names.',
    query: z.object({
      ...periodShape,
      cause: z.exactOptional(movementCauseSchema),
      ...optionalPageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: {
        description: 'A page; as CSV without limit and cursor all lines',
        content: {
          'application/json': pageOf(accountStatementClaimSchema),
          'text/csv': z.string(),
        },
        headers: csvHeaders,
      },
    },
    errors: ['not-acceptable'],
  }),
  publishBalance: defineRoute({
    id: 'publishBalance',
    method: 'POST',
    path: '/v1/balances',
    app: 'clearing',
    roles: ['officer'],
    visibility: 'pair',
    summary: 'An officer of one of two States publishes the closing of a day for the other one',
    description:
      'What is published is frozen: later entries do not change it. While nothing has changed, the same States, currency and day give the same balance, whoever asks; else the next number. It stands in place of earlier ones of the pair and currency, up to its day, that are not confirmed; differences that were listed of those stay open until it is answered. A State of which no institution is known is refused with invalid-request, its fault with unknown-institution. Told by balance.published on claims.outcomes.v1; key and subject are the id.',
    body: {
      kind: 'json',
      required: true,
      schema: z.object({
        states: z.tuple([stateSchema, stateSchema]).describe('In any order'),
        currency: currencySchema,
        on: isoDateSchema.describe('Not after today'),
      }),
    },
    idempotent: true,
    responses: {
      200: {
        description: 'It stood already',
        content: { 'application/json': balanceSchema },
      },
      201: {
        description: 'Published',
        content: { 'application/json': balanceSchema },
        headers: { Location: 'where the balance can be read' },
      },
    },
    errors: ['idempotency-key-reused'],
  }),
  listBalances: defineRoute({
    id: 'listBalances',
    method: 'GET',
    path: '/v1/balances',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'Published balances and where they stand, the newest first',
    description: 'With status=disputed those whose differences are open.',
    query: z.object({
      state: z.exactOptional(stateSchema),
      counterpart: z.exactOptional(stateSchema),
      currency: z.exactOptional(currencySchema),
      status: z.exactOptional(balanceStatusSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(balanceSummarySchema) } },
    },
    errors: [],
  }),
  readBalance: defineRoute({
    id: 'readBalance',
    method: 'GET',
    path: '/v1/balances/{id}',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'A published balance, its differences, and who did what',
    params: balancePath,
    idempotent: false,
    responses: {
      200: { description: 'The balance', content: { 'application/json': balanceSchema } },
    },
    errors: ['not-found'],
  }),
  listBalanceClaims: defineRoute({
    id: 'listBalanceClaims',
    method: 'GET',
    path: '/v1/balances/{id}/claims',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'The claims in a published balance, to the cent: what its hash is made of',
    params: balancePath,
    query: z.object({ ...optionalPageQueryShape }),
    idempotent: false,
    responses: {
      200: {
        description: 'A page; as CSV without limit and cursor all claims',
        content: { 'application/json': pageOf(balanceClaimSchema), 'text/csv': z.string() },
        headers: { 'Next-Cursor': nextCursor },
      },
    },
    errors: ['not-found', 'not-acceptable'],
  }),
  confirmBalance: defineRoute({
    id: 'confirmBalance',
    method: 'POST',
    path: '/v1/balances/{id}/confirmations',
    app: 'clearing',
    roles: ['officer'],
    visibility: 'pair',
    summary: 'An officer of the other State confirms a balance',
    description:
      'Closes the differences that were listed of it, and of those in whose place it stands. The State that published cannot confirm.',
    params: balancePath,
    body: { kind: 'json', required: false, schema: z.object({ hash: optionalHash }) },
    idempotent: true,
    responses: {
      200: {
        description: 'It was confirmed already',
        content: { 'application/json': balanceSchema },
      },
      201: { description: 'Confirmed', content: { 'application/json': balanceSchema } },
    },
    errors: ['not-found', 'hash-changed', 'step-not-open', 'idempotency-key-reused'],
  }),
  disputeBalance: defineRoute({
    id: 'disputeBalance',
    method: 'POST',
    path: '/v1/balances/{id}/differences',
    app: 'clearing',
    roles: ['officer'],
    visibility: 'pair',
    summary: 'An officer of the other State lists what it holds otherwise, claim by claim',
    description:
      'The list stands in place of an earlier one of the same balance. The differences stay open, also when a later balance is published, until the balance is confirmed, or one that stands in its place is confirmed or gets a list of the same State.',
    params: balancePath,
    body: {
      kind: 'json',
      required: true,
      schema: z.object({
        hash: optionalHash,
        differences: z.array(listedDifferenceSchema).min(1).max(limits.balanceDifferencesMax),
      }),
    },
    idempotent: true,
    responses: {
      200: {
        description: 'The same list stood already',
        content: { 'application/json': balanceSchema },
      },
      201: { description: 'Listed', content: { 'application/json': balanceSchema } },
    },
    errors: ['not-found', 'hash-changed', 'step-not-open', 'idempotency-key-reused'],
  }),
};
