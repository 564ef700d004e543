import { z } from 'zod';
import { deadlineSchema } from '../events/deadlines.js';
import { countSchema, isoDateSchema, stateSchema } from '../primitives.js';
import { pageOf, pageQueryShape } from './resources.js';
import { defineRoute } from './route.js';

/** Clocks that run: what falls next, and saying so. */
export const deadlineRoutes = {
  listDeadlines: defineRoute({
    id: 'listDeadlines',
    method: 'GET',
    path: '/v1/deadlines',
    app: 'clearing',
    roles: ['institution', 'officer', 'treasurer', 'dispatcher', 'auditor'],
    visibility: 'pair',
    summary: 'What falls next for a State, soonest first',
    description:
      'Deadlines of claims and statements between the State and any other, whichever of the two must act, from the day asOf (without it today) to before (without it all), as long as something is at stake: a payment is owed, a contestation is not answered, down payments do not reach the share that shields. The amounts are those that are booked now. Deadlines of other pairs than those of the State of the token are left out, not refused. A page may be shorter than its limit although next names another one. consequence is told in the language asked for.',
    query: z.object({
      state: z.exactOptional(stateSchema),
      before: z.exactOptional(isoDateSchema.describe('The last day of the list')),
      asOf: z.exactOptional(isoDateSchema),
      ...pageQueryShape,
    }),
    idempotent: false,
    told: true,
    responses: {
      200: { description: 'A page', content: { 'application/json': pageOf(deadlineSchema) } },
    },
    errors: [],
  }),
  runDeadlines: defineRoute({
    id: 'runDeadlines',
    method: 'POST',
    path: '/v1/deadline-runs',
    app: 'clearing',
    roles: ['dispatcher'],
    visibility: 'all',
    summary: 'Says every approach and passing of a deadline up to a day, each once',
    description:
      'Clearing does it by itself every day. deadline.approaching is said from the configured number of days before the day on, deadline.passed once the day is before until, each once for ever and only while something is at stake; until may lie ahead of today. What the law attaches to a passing takes effect by its day, whether or not a run has said it. A run that was cut off goes on when it is asked for again.',
    body: {
      kind: 'json',
      required: true,
      schema: z.object({ until: isoDateSchema }),
    },
    idempotent: true,
    responses: {
      200: {
        description: 'What this run said',
        content: {
          'application/json': z.object({
            until: isoDateSchema,
            approaching: countSchema,
            passed: countSchema,
          }),
        },
      },
    },
    errors: ['idempotency-key-reused'],
  }),
};
