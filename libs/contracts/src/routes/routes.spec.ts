import { describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '../errors/error-catalogue.js';
import type { ErrorDefinition } from '../errors/error-catalogue.js';
import { commonErrors, expressPath } from './route.js';
import type { Input, Output, RouteDefinition } from './route.js';
import { allRoutes, routes } from './routes.js';

describe('routes', () => {
  it('are found under their own name, each method and path once', () => {
    for (const [name, route] of Object.entries(routes)) expect(route.id).toBe(name);
    const places = allRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('are those of the contract', () => {
    const table = allRoutes.map(({ app, method, path }) => `${app} ${method} ${path}`).sort();
    expect(table).toEqual(
      [
        'gateway POST /v1/claims',
        'clearing GET /v1/claims/{institution}/{reference}',
        'clearing GET /v1/claims',
        'clearing GET /v1/claim-statements/{institution}/{reference}',
        'clearing GET /v1/positions',
        'clearing POST /v1/open-items',
        'clearing POST /v1/mirror-checks',
        'clearing GET /v1/deadlines',
        'clearing POST /v1/deadline-runs',
        'clearing GET /v1/account-statements',
        'clearing GET /v1/account-statements/claims',
        'clearing POST /v1/balances',
        'clearing GET /v1/balances',
        'clearing GET /v1/balances/{id}',
        'clearing GET /v1/balances/{id}/claims',
        'clearing POST /v1/balances/{id}/confirmations',
        'clearing POST /v1/balances/{id}/differences',
        'clearing POST /v1/cycles',
        'clearing GET /v1/cycles/{id}',
        'clearing GET /v1/settlements/{id}',
        'clearing GET /v1/settlements/{id}/claims',
        'clearing GET /v1/explanations/{settlement}',
        'clearing GET /v1/reference/average-costs/{key}/corrections',
        'clearing GET /v1/reference/{kind}',
        'clearing POST /v1/reference/{kind}',
        'settlement GET /v1/batches',
        'settlement GET /v1/batches/{id}',
        'settlement POST /v1/batches/{id}/approvals',
        'settlement POST /v1/batches/{id}/rejections',
        'settlement POST /v1/batches/{id}/release',
        'settlement POST /v1/settlements/{id}/acceptance',
        'settlement GET /v1/batches/{id}/payment-file',
        'settlement POST /v1/bank-statements',
        'settlement GET /v1/bank-entries',
        'settlement POST /v1/bank-entries/{id}/assignments',
        'settlement DELETE /v1/bank-entries/{id}/assignments/{settlement}',
        'settlement POST /v1/bank-entries/{id}/returned',
        'statistics GET /v1/flows',
        'every GET /health/live',
        'every GET /health/ready',
        'every GET /metrics',
      ].sort(),
    );
  });

  it('have a schema for exactly the parameters of their path', () => {
    for (const { path, params } of allRoutes) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
    }
  });

  it('need a role exactly under /v1, where the auditor reads everything that is not a change', () => {
    const isRead = ({ id, method }: RouteDefinition) => method === 'GET' || id === 'checkMirror';
    for (const route of allRoutes) {
      const { path, roles, visibility } = route;
      expect(roles.length > 0).toBe(path.startsWith('/v1/'));
      expect(visibility === 'public').toBe(!path.startsWith('/v1/'));
      if (path.startsWith('/v1/')) expect(roles.includes('auditor')).toBe(isRead(route));
    }
  });

  it('answer with codes that have an HTTP status, each code once', () => {
    for (const { errors } of allRoutes) {
      const codes = [...commonErrors, ...errors];
      expect(new Set(codes).size).toBe(codes.length);
      for (const code of codes) {
        const { status }: ErrorDefinition = errorCatalogue[code];
        expect(status).not.toBeNull();
      }
    }
  });

  it('read query parameters as text, with defaults and limits', () => {
    const { query } = routes.listFlows;
    expect(query.parse({ year: '2026', reporter: 'FR' })).toEqual({ year: 2026, reporter: 'FR' });
    expect(query.parse({ limit: '5' })).toEqual({ limit: 5 });
    expect(routes.listClaims.query.parse({})).toEqual({ limit: 100 });
    expect(query.safeParse({ limit: '1001' }).success).toBe(false);
    expect(query.safeParse({ limit: 'all' }).success).toBe(false);
    expect(query.safeParse({ reporter: ['FR', 'DE'] }).success).toBe(false);
  });

  it('give handlers their types', () => {
    const input: Input<typeof routes.closeCycle> = {
      params: {},
      query: {},
      body: { id: '2026-Q1', cutoff: '2026-03-31' },
    };
    const approved: Output<typeof routes.approveBatch, 201>['status'] = 'approved';
    // @ts-expect-error a batch has no such status
    const wrong: Output<typeof routes.readBatch>['status'] = 'paid';
    expect([input.body.cutoff, approved, wrong]).toEqual(['2026-03-31', 'approved', 'paid']);
  });

  it('have paths that Express understands', () => {
    expect(expressPath('/v1/claims/{institution}/{reference}')).toBe(
      '/v1/claims/:institution/:reference',
    );
  });
});
