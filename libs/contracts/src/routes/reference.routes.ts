import { z } from 'zod';
import { referenceKinds, referenceRecordSchemas } from '../events/reference.js';
import { limits } from '../limits.js';
import { countSchema, isoDateSchema } from '../primitives.js';
import { pageOf, pageQueryShape, referenceVersionSchema } from './resources.js';
import { defineRoute, roles } from './route.js';

const kindPath = z.object({ kind: z.enum([...referenceKinds, 'instruments']) });
const recordsOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.array(schema).min(1).max(limits.referenceRecordsMax);

/** Dated reference data. */
export const referenceRoutes = {
  listReference: defineRoute({
    id: 'listReference',
    method: 'GET',
    path: '/v1/reference/{kind}',
    app: 'clearing',
    roles,
    visibility: 'all',
    summary: 'The records of a kind, every version, or those in force on a day',
    description:
      'A record with the same key and a later from ends the earlier one; one with the same from takes its place, and supersededBy says so. Instruments are the shipped ones; on looks at their days of recording.',
    params: kindPath,
    query: z.object({
      key: z.exactOptional(z.string().min(1).max(limits.referenceLengthMax)),
      on: z.exactOptional(isoDateSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: {
        description: 'A page',
        content: { 'application/json': pageOf(referenceVersionSchema) },
      },
    },
    errors: ['not-found'],
  }),
  importReference: defineRoute({
    id: 'importReference',
    method: 'POST',
    path: '/v1/reference/{kind}',
    app: 'clearing',
    roles: ['dispatcher'],
    visibility: 'all',
    summary: 'Imports dated records of a kind, whole or not at all',
    description:
      'Instruments are shipped with the product and only read: method-not-allowed. A record with the same key and a later from ends the earlier one, one with the same from takes its place from that day on; nothing is overwritten. A refused import names every fault with its line (in JSON the number of the record, from 1). CSV: the names of the fields as header; a list is a JSON array or values between spaces, accounts are a JSON array, other parts a JSON object or a column each by dotted path such as approvals.officers; an empty cell is an absent field. Fields that a record does not have are refused.',
    params: kindPath,
    body: {
      kind: 'raw',
      content: {
        'application/json': z.union([
          recordsOf(referenceRecordSchemas.institutions),
          recordsOf(referenceRecordSchemas.arrangements),
        ]),
        'text/csv': z.string(),
      },
    },
    idempotent: true,
    responses: {
      200: {
        description: 'All records were known already',
        content: {
          'application/json': z.object({
            kind: z.enum(referenceKinds),
            imported: countSchema,
            unchanged: countSchema,
          }),
        },
      },
      201: {
        description: 'New versions were made',
        content: {
          'application/json': z.object({
            kind: z.enum(referenceKinds),
            imported: countSchema,
            unchanged: countSchema,
          }),
        },
      },
    },
    errors: [
      'not-json',
      'reference-invalid',
      'payload-too-large',
      'unsupported-media-type',
      'idempotency-key-reused',
      'method-not-allowed',
      'not-found',
    ],
  }),
};
