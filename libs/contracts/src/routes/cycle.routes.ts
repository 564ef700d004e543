import { z } from 'zod';
import { limits } from '../limits.js';
import { cycleIdSchema, isoDateSchema } from '../primitives.js';
import {
  cyclePreviewSchema,
  cycleSchema,
  explanationSchema,
  optionalPageQueryShape,
  pageOf,
  pathNameSchema,
  settlementClaimSchema,
  settlementViewSchema,
} from './resources.js';
import { defineRoute } from './route.js';

const readers = ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'] as const;
const settlementPath = z.object({ id: pathNameSchema });

/** Clearing cycles and the settlements that leave them. */
export const cycleRoutes = {
  closeCycle: defineRoute({
    id: 'closeCycle',
    method: 'POST',
    path: '/v1/cycles',
    app: 'clearing',
    roles: ['dispatcher'],
    visibility: 'all',
    summary: 'Closes a cycle at a cut-off, or shows what a close would give now',
    description:
      'The same id and cut-off again: the same cycle. The close waits until everything that was on Kafka when it was asked for is booked.',
    body: {
      kind: 'json',
      required: true,
      schema: z.object({
        id: cycleIdSchema,
        cutoff: isoDateSchema,
        dryRun: z.exactOptional(z.boolean()),
      }),
    },
    idempotent: true,
    responses: {
      200: {
        description: 'With dryRun: what a close would give now, and how much is not booked yet',
        content: { 'application/json': cyclePreviewSchema },
      },
      202: {
        description: 'The cycle is closing or closed',
        content: { 'application/json': cycleSchema },
        headers: { Location: 'where the cycle can be read' },
      },
    },
    errors: [
      'cutoff-not-increasing',
      'cycle-cutoff-differs',
      'cycle-closing',
      'cutoff-in-future',
      'idempotency-key-reused',
    ],
  }),
  readCycle: defineRoute({
    id: 'readCycle',
    method: 'GET',
    path: '/v1/cycles/{id}',
    app: 'clearing',
    roles: readers,
    visibility: 'all',
    summary: 'A cycle: closing, with what it waits for, or closed as cycle.closed tells it',
    params: z.object({ id: pathNameSchema }),
    idempotent: false,
    responses: { 200: { description: 'The cycle', content: { 'application/json': cycleSchema } } },
    errors: ['not-found'],
  }),
  readSettlement: defineRoute({
    id: 'readSettlement',
    method: 'GET',
    path: '/v1/settlements/{id}',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'A settlement: gross both ways, net, and where it stands',
    params: settlementPath,
    idempotent: false,
    responses: {
      200: { description: 'The settlement', content: { 'application/json': settlementViewSchema } },
    },
    errors: ['not-found'],
  }),
  listSettlementClaims: defineRoute({
    id: 'listSettlementClaims',
    method: 'GET',
    path: '/v1/settlements/{id}/claims',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'The claims behind a net, to the cent',
    description:
      'In the order in which they were booked. As CSV with a header line: all claims in one answer, or with limit or cursor a page, whose next one the header Next-Cursor names.',
    params: settlementPath,
    query: z.object({ ...optionalPageQueryShape }),
    idempotent: false,
    responses: {
      200: {
        description: 'A page; as CSV without limit and cursor all claims',
        content: {
          'application/json': pageOf(settlementClaimSchema),
          'text/csv': z.string(),
        },
        headers: {
          'Next-Cursor':
            'the cursor of the next page of a CSV; absent on the last, and when all are given',
        },
      },
    },
    errors: ['not-found', 'not-acceptable'],
  }),
  explainSettlement: defineRoute({
    id: 'explainSettlement',
    method: 'GET',
    path: '/v1/explanations/{settlement}',
    app: 'clearing',
    roles: readers,
    visibility: 'pair',
    summary: 'Why a settlement is what it is: from the net down to claims, rules, rates, approvers',
    description:
      'The claims come page by page, each decided anew with the data of its time. The payee State sees approvers as pseudonyms.',
    params: z.object({ settlement: pathNameSchema }),
    query: z.object({
      limit: z.exactOptional(
        z.coerce
          .number()
          .int()
          .min(1)
          .max(limits.explainedClaimsMax)
          .describe(`Claims of a page; ${limits.explainedClaimsDefault} when absent`),
      ),
      cursor: optionalPageQueryShape.cursor,
    }),
    idempotent: false,
    told: true,
    responses: {
      200: {
        description: 'The explanation',
        content: { 'application/json': explanationSchema },
      },
    },
    errors: ['not-found'],
  }),
};
