import { z } from 'zod';
import { limits } from '../limits.js';
import {
  cycleIdSchema,
  hashSchema,
  settlementIdSchema,
  stateSchema,
  textSchema,
} from '../primitives.js';
import {
  batchSchema,
  batchStatusSchema,
  pageOf,
  pageQueryShape,
  pathNameSchema,
  settlementAcceptanceSchema,
} from './resources.js';
import { defineRoute } from './route.js';

const readers = ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'] as const;
const batchPath = z.object({ id: pathNameSchema });

/** Batches: what one State pays in one cycle and currency, and what their payees say to it. */
export const batchRoutes = {
  listBatches: defineRoute({
    id: 'listBatches',
    method: 'GET',
    path: '/v1/batches',
    app: 'settlement',
    roles: readers,
    visibility: 'payer',
    summary: 'Batches by payer, cycle and status',
    query: z.object({
      payer: z.exactOptional(stateSchema),
      cycle: z.exactOptional(cycleIdSchema),
      status: z.exactOptional(batchStatusSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(batchSchema) } },
    },
    errors: [],
  }),
  readBatch: defineRoute({
    id: 'readBatch',
    method: 'GET',
    path: '/v1/batches/{id}',
    app: 'settlement',
    roles: readers,
    visibility: 'payer',
    summary: 'A batch with its settlements, hash and approvals',
    params: batchPath,
    idempotent: false,
    responses: { 200: { description: 'The batch', content: { 'application/json': batchSchema } } },
    errors: ['not-found'],
  }),
  approveBatch: defineRoute({
    id: 'approveBatch',
    method: 'POST',
    path: '/v1/batches/{id}/approvals',
    app: 'settlement',
    roles: ['officer'],
    visibility: 'payer',
    summary: 'An officer approves the batch as shown',
    params: batchPath,
    body: { kind: 'json', required: true, schema: z.object({ hash: hashSchema }) },
    idempotent: true,
    responses: {
      200: {
        description: 'This officer had approved it already',
        content: { 'application/json': batchSchema },
      },
      201: { description: 'Approved', content: { 'application/json': batchSchema } },
    },
    errors: ['not-found', 'hash-changed', 'step-not-open', 'four-eyes', 'idempotency-key-reused'],
  }),
  rejectBatch: defineRoute({
    id: 'rejectBatch',
    method: 'POST',
    path: '/v1/batches/{id}/rejections',
    app: 'settlement',
    roles: ['officer'],
    visibility: 'payer',
    summary: 'An officer rejects the batch, or single settlements of it',
    description:
      'What is rejected returns to the next cycle. When single settlements are named, hash and approvals of the rest start anew.',
    params: batchPath,
    body: {
      kind: 'json',
      required: true,
      schema: z.object({
        reason: textSchema(limits.noteLengthMax),
        settlements: z.exactOptional(
          z.array(settlementIdSchema).min(1).max(limits.rejectedSettlementsMax),
        ),
      }),
    },
    idempotent: true,
    responses: {
      201: { description: 'Rejected', content: { 'application/json': batchSchema } },
    },
    errors: ['not-found', 'step-not-open', 'idempotency-key-reused'],
  }),
  releaseBatch: defineRoute({
    id: 'releaseBatch',
    method: 'POST',
    path: '/v1/batches/{id}/release',
    app: 'settlement',
    roles: ['treasurer'],
    visibility: 'payer',
    summary: 'A treasurer releases the payment of an approved batch',
    params: batchPath,
    body: {
      kind: 'json',
      required: false,
      schema: z.object({ hash: z.exactOptional(hashSchema) }),
    },
    idempotent: true,
    responses: { 200: { description: 'Released', content: { 'application/json': batchSchema } } },
    errors: [
      'not-found',
      'hash-changed',
      'step-not-open',
      'acceptance-missing',
      'four-eyes',
      'account-missing',
      'idempotency-key-reused',
    ],
  }),
  readPaymentFile: defineRoute({
    id: 'readPaymentFile',
    method: 'GET',
    path: '/v1/batches/{id}/payment-file',
    app: 'settlement',
    roles: readers,
    visibility: 'payer',
    summary: 'The payment file of a released batch, ISO 20022 pain.001.001.09',
    description:
      'One payment per settlement with a net above 0.00, from the account of the payer’s liaison body to that of the payee’s, as they were on the day of the release; the end-to-end id is the id of the settlement. The same bytes whenever it is asked for.',
    params: batchPath,
    idempotent: false,
    responses: {
      200: {
        description: 'The payment file',
        content: { 'application/xml': z.string() },
        headers: { 'Content-Disposition': 'A name for the file' },
      },
    },
    errors: ['not-found', 'step-not-open', 'nothing-to-pay'],
  }),
  acceptSettlement: defineRoute({
    id: 'acceptSettlement',
    method: 'POST',
    path: '/v1/settlements/{id}/acceptance',
    app: 'settlement',
    roles: ['officer'],
    visibility: 'payee',
    summary: 'An officer of the payee State accepts a settlement whose arrangement asks for it',
    description:
      'Possible from the close on through the last day of the term, before or after the approvals, and needed before the release. After the term the silence of the payee State counts as the arrangement says. A settlement that is accepted already gives the same acceptance again.',
    params: z.object({ id: pathNameSchema }),
    body: { kind: 'json', required: false, schema: z.object({}) },
    idempotent: true,
    responses: {
      200: {
        description: 'Accepted, now or before',
        content: { 'application/json': settlementAcceptanceSchema },
      },
    },
    errors: ['not-found', 'step-not-open', 'four-eyes', 'idempotency-key-reused'],
  }),
};
