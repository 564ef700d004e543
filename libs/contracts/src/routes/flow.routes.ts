import { z } from 'zod';
import { flowDirections, timeBases } from '../events/flows.js';
import { careTypes, claimBases, entitlementDocuments } from '../events/inbound.js';
import { currencySchema, institutionSchema, stateSchema } from '../primitives.js';
import { flowSchema, optionalPageQueryShape, pageOf } from './resources.js';
import { defineRoute, roles } from './route.js';

/** The figures of the flows between States. */
export const flowRoutes = {
  listFlows: defineRoute({
    id: 'listFlows',
    method: 'GET',
    path: '/v1/flows',
    app: 'statistics',
    roles,
    visibility: 'own-state',
    summary: 'Flows by any of their dimensions',
    description:
      'Officers, treasurers and institutions see the flows that their own State reports. As CSV with a header line: all flows in one answer, or with limit or cursor a page, whose next one the header Next-Cursor names.',
    query: z.object({
      year: z.exactOptional(z.coerce.number().int().min(1900).max(2199)),
      timeBasis: z.exactOptional(z.enum(timeBases)),
      reporter: z.exactOptional(stateSchema),
      counterpart: z.exactOptional(stateSchema),
      direction: z.exactOptional(z.enum(flowDirections)),
      institution: z.exactOptional(institutionSchema),
      instrument: z.exactOptional(z.string().regex(/^[A-Z0-9-]{1,32}$/)),
      basis: z.exactOptional(z.enum(claimBases)),
      entitlement: z.exactOptional(z.enum(entitlementDocuments)),
      careType: z.exactOptional(z.enum(careTypes)),
      currency: z.exactOptional(currencySchema),
      ...optionalPageQueryShape,
    }),
    idempotent: false,
    responses: {
      200: {
        description: 'A page; as CSV without limit and cursor all flows',
        content: { 'application/json': pageOf(flowSchema), 'text/csv': z.string() },
        headers: {
          'Next-Cursor':
            'the cursor of the next page of a CSV; absent on the last, and when all are given',
        },
      },
    },
    errors: ['not-acceptable'],
  }),
};
