import { Router } from 'express';

import type { HealthRegistry } from '../health/health-registry.js';
import type { LocalIssuer } from '../identity/local-issuer.js';
import type { Metrics } from '../metrics/metrics.js';

/** What the routes without a token show. */
export interface InfrastructureParts {
  readonly health: HealthRegistry;
  readonly metrics: Metrics;
  /** Present when this process serves the keys of the local issuer. */
  readonly issuer?: LocalIssuer;
}

/** Paths served by {@link infrastructureRouter} and the documentation, all with GET. */
export const infrastructurePaths = [
  '/',
  '/docs',
  '/openapi.json',
  '/health/live',
  '/health/ready',
  '/metrics',
  '/.well-known/openid-configuration',
  '/.well-known/jwks.json',
];

/**
 * `/health/live` says that the process runs, `/health/ready` whether it takes work (200 or 503, with
 * the state of each part), `/metrics` gives the figures for Prometheus. None needs a token.
 */
export function infrastructureRouter({ health, metrics, issuer }: InfrastructureParts): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/health/ready', async (_request, response) => {
    const readiness = await health.ready();
    response.status(readiness.status === 'ready' ? 200 : 503).json(readiness);
  });
  router.get('/metrics', async (_request, response) => {
    const figures = await metrics.registry.metrics();
    response.set('content-type', metrics.registry.contentType).send(figures);
  });
  if (issuer !== undefined) {
    router.get('/.well-known/openid-configuration', (_request, response) => {
      response.json(issuer.discoveryDocument());
    });
    router.get('/.well-known/jwks.json', async (_request, response) => {
      await issuer.refresh();
      response.json(issuer.jwks());
    });
  }
  return router;
}
