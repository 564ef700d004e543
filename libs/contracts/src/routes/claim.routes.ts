import { z } from 'zod';
import { currencySchema, isoDateSchema, stateSchema } from '../primitives.js';
import { inboundEventSchema } from '../events/inbound-event.js';
import { inboundSchemas } from '../events/inbound.js';
import { limits } from '../limits.js';
import {
  claimPathSchema,
  claimStatusSchema,
  claimSummarySchema,
  claimViewSchema,
  pageOf,
  pageQueryShape,
  positionSchema,
  submissionSchema,
} from './resources.js';
import { defineRoute } from './route.js';
import { statementViewSchema } from './statement-view.js';

const readers = ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'] as const;

const partySchema = z
  .string()
  .regex(/^[A-Z]{2}(?::[A-Z0-9-]{1,32})?$/, 'must be a State or STATE:CODE');

/** Claims and what is owed on them. */
export const claimRoutes = {
  submitClaims: defineRoute({
    id: 'submitClaims',
    method: 'POST',
    path: '/v1/claims',
    app: 'gateway',
    roles: ['institution'],
    visibility: 'own-institution',
    summary: 'Takes events of institutions and writes them to Kafka',
    description: `Takes ${Object.keys(inboundSchemas).join(', ')}. One event, an array of events, one event per line, or CSV with dotted paths as header, where the column type says what a line is, without it a claim (docs/csv.md has the columns of each type). Each line is taken or refused by its shape; a CSV whose header cannot serve its lines is refused whole; the answer comes once Kafka has those taken. What becomes of a claim is told on claims.outcomes.v1.`,
    body: {
      kind: 'raw',
      content: {
        'application/json': z.union([
          inboundEventSchema,
          z.array(inboundEventSchema).min(1).max(limits.requestEventsMax),
        ]),
        'application/x-ndjson': z.string(),
        'text/csv': z.string(),
      },
    },
    idempotent: true,
    responses: {
      202: {
        description: 'Kafka has every accepted event',
        content: { 'application/json': submissionSchema },
      },
    },
    errors: ['not-json', 'payload-too-large', 'unsupported-media-type', 'idempotency-key-reused'],
  }),
  readClaim: defineRoute({
    id: 'readClaim',
    method: 'GET',
    path: '/v1/claims/{institution}/{reference}',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'A claim, what is owed on it, its history and the rules behind it',
    description:
      'status, the first that fits: rejected; settled (toPay, contested, inSettlement all 0 and something paid); closed (the same, nothing paid); contested (whole or part); in-settlement; introduced. A rejected claim whose message was malformed has no debtor and is shown to the State of its creditor alone. history tells what was said and booked, with what was owed after each step; why names the rules that were applied or broken; both in the language asked for.',
    params: claimPathSchema,
    idempotent: false,
    told: true,
    responses: {
      200: { description: 'The claim', content: { 'application/json': claimViewSchema } },
    },
    errors: ['not-found'],
  }),
  listClaims: defineRoute({
    id: 'listClaims',
    method: 'GET',
    path: '/v1/claims',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'Claims by creditor, debtor, status and due day',
    description:
      'Introduced claims; rejected ones are listed with status=rejected only, have no due day, and no debtor when their message was malformed. creditor and debtor are a State or an institution; dueBefore looks at payBy, without one at introducedOn. A page may be shorter than its limit although next names another one.',
    query: z.object({
      creditor: z.exactOptional(partySchema),
      debtor: z.exactOptional(partySchema),
      status: z.exactOptional(claimStatusSchema),
      dueBefore: z.exactOptional(isoDateSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(claimSummarySchema) } },
    },
    errors: [],
  }),
  readStatement: defineRoute({
    id: 'readStatement',
    method: 'GET',
    path: '/v1/claim-statements/{institution}/{reference}',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary:
      'A statement: announced, received, what is owed on it, its down payments and their effect',
    description:
      'institution is that of the creditor. complete: announced, and as many of its claims introduced or rejected; claims of another debtor State, basis or currency than announced are mismatching and count neither for that nor for down payments. obligations are the sums of the figures of its claims. A down payment is allocated when a cycle closes, once accepted; waitsFor says what must come before all of it can be. months are judged one by one, the earliest first: a down payment in time, whatever its answer, counts for a month up to its total. A State of the debtor sees what concerns it; who is neither creditor, debtor nor payer sees nothing.',
    params: claimPathSchema,
    idempotent: false,
    responses: {
      200: { description: 'The statement', content: { 'application/json': statementViewSchema } },
    },
    errors: ['not-found'],
  }),
  listPositions: defineRoute({
    id: 'listPositions',
    method: 'GET',
    path: '/v1/positions',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'What every two States owe each other, per currency',
    description:
      'open = the sum of toPay + contested = notDue + due + overdue + contested + inSettlement; the first three split toPay - inSettlement by payBy against the month of asOf, without payBy it is due; underCorrection is the part of contested whose reply is still awaited; net is that of the two open. Every entry counts from its own day on: taken into a cycle from the cut-off, given back from the day of the rejection; with an asOf between the two, a claim that an earlier cut-off took, that was rejected and that a later cut-off took again stands in both cycles.',
    query: z.object({
      state: z.exactOptional(stateSchema),
      currency: z.exactOptional(currencySchema),
      asOf: z.exactOptional(isoDateSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(positionSchema) } },
    },
    errors: [],
  }),
};
