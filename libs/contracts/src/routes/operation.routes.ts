import { z } from 'zod';
import { readinessSchema } from './resources.js';
import { defineRoute } from './route.js';

/** What operators and orchestrators ask every app. */
export const operationRoutes = {
  healthLive: defineRoute({
    id: 'healthLive',
    method: 'GET',
    path: '/health/live',
    app: 'every',
    roles: [],
    visibility: 'public',
    summary: 'Whether the process runs',
    idempotent: false,
    responses: {
      200: {
        description: 'It runs',
        content: { 'application/json': z.object({ status: z.literal('live') }) },
      },
    },
    errors: [],
  }),
  healthReady: defineRoute({
    id: 'healthReady',
    method: 'GET',
    path: '/health/ready',
    app: 'every',
    roles: [],
    visibility: 'public',
    summary: 'Whether the app can work: its database and broker answer',
    idempotent: false,
    responses: {
      200: { description: 'It can', content: { 'application/json': readinessSchema } },
      503: { description: 'It waits', content: { 'application/json': readinessSchema } },
    },
    errors: [],
  }),
  metrics: defineRoute({
    id: 'metrics',
    method: 'GET',
    path: '/metrics',
    app: 'every',
    roles: [],
    visibility: 'public',
    summary: 'Figures for Prometheus',
    idempotent: false,
    responses: {
      200: {
        description: 'The text exposition format of Prometheus',
        content: { 'text/plain': z.string() },
      },
    },
    errors: [],
  }),
};
