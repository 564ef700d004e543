import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { problemSchema, routes, type Input } from '@reciproca/contracts';

import { HealthRegistry } from '../health/health-registry.js';
import type { TokenRequest } from '../identity/local-issuer.js';
import type { Principal } from '../identity/principal.js';
import type { Logger } from '../logging/logger.js';
import { LOGGER } from '../runtime.tokens.js';
import { HttpTestWorld, testRoute, type TestAnswer } from './http-test-world.fixture.js';
import { CurrentPrincipal, Route, RouteInput } from './route.decorator.js';

/** A class of its own, so that an injection by type is tried through compiled metadata. */
class Greeter {
  greet(subject: string): string {
    return `hello ${subject}`;
  }
}

@Controller()
class TestController {
  constructor(
    private readonly greeter: Greeter,
    private readonly health: HealthRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Route(routes.readSettlement)
  readSettlement(
    @RouteInput() input: Input<typeof routes.readSettlement>,
    @CurrentPrincipal() principal: Principal,
  ): unknown {
    this.logger.info({ settlement: input.params.id }, 'settlement read');
    return { id: input.params.id, greeting: this.greeter.greet(principal.subject) };
  }

  @Route(routes.approveBatch)
  approveBatch(): string {
    return 'unreachable';
  }

  @Route(testRoute({ path: '/v1/nobodys', roles: [] }))
  nobodys(): string {
    return 'unreachable';
  }

  @Route(testRoute({ path: '/v1/open', roles: [], visibility: 'public' }))
  open(): unknown {
    return { registered: this.health instanceof HealthRegistry };
  }

  @Get('/v1/undeclared')
  undeclared(): string {
    return 'unreachable';
  }
}

@Module({ controllers: [TestController], providers: [Greeter] })
class TestModule {}

let world: HttpTestWorld;

beforeAll(async () => {
  world = await HttpTestWorld.open(TestModule);
});

afterAll(async () => {
  await world.close();
});

function expectProblem(answer: TestAnswer, code: string): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(() => problemSchema.parse(answer.json)).not.toThrow();
  expect(answer.json).toMatchObject({ code, status: answer.status });
}

const json = { 'content-type': 'application/json' };
const approvals = `/v1/batches/${encodeURIComponent('2026-Q1/DE/EUR')}/approvals`;

describe('who may call', () => {
  const settlement = '/v1/settlements/2026-Q1%2FDE-FR%2FEUR';

  it('takes a percent-encoded id of several parts and injects by type', async () => {
    const answer = await world.call(settlement);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ id: '2026-Q1/DE-FR/EUR', greeting: 'hello ada' });
  });

  it.each([
    ['no token', ''],
    ['something that is no token', 'abc'],
  ])('does not know who comes with %s', async (_name, token) => {
    const answer = await world.call(settlement, { token });
    expect(answer.status).toBe(401);
    expectProblem(answer, 'unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each<[string, TokenRequest]>([
    ['a statistician', { subject: 's', roles: ['statistician'] }],
    ['somebody without a role', { subject: 's', roles: [] }],
    ['an officer without a State', { subject: 's', roles: ['officer'] }],
    ['an institution without one', { subject: 's', roles: ['institution'] }],
  ])('refuses %s', async (_name, token) => {
    const answer = await world.call(settlement, { token });
    expect(answer.status).toBe(403);
    expectProblem(answer, 'forbidden');
    expect(answer.headers.get('www-authenticate')).toBeNull();
  });

  it.each([
    ['auditor', { subject: 'x', roles: ['auditor'] }],
    ['dispatcher', { subject: 'x', roles: ['dispatcher'] }],
    ['officer', { subject: 'x', roles: ['officer'], state: 'FR' }],
    ['treasurer', { subject: 'x', roles: ['treasurer'], state: 'FR' }],
    ['institution', { subject: 'x', roles: ['institution'], institution: 'FR:CNAM' }],
  ] as const)('lets the %s read', async (_name, token) => {
    expect((await world.call(settlement, { token })).status).toBe(200);
  });

  it('refuses an expired token, and one whose signature was changed', async () => {
    const expired = await world.issuer.issue({
      subject: 'x',
      roles: ['auditor'],
      secondsToLive: -60,
    });
    expectProblem(await world.call(settlement, { token: expired }), 'unauthenticated');
    const auditor = await world.issuer.issue({ subject: 'ada', roles: ['auditor'] });
    const [head, body, signature = ''] = auditor.split('.');
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const token = [head, body, changed].join('.');
    expectProblem(await world.call(settlement, { token }), 'unauthenticated');
  });

  it('refuses a handler that is not in the route table, and a row that names no role', async () => {
    expectProblem(await world.call('/v1/undeclared'), 'forbidden');
    expectProblem(await world.call('/v1/nobodys'), 'forbidden');
  });

  it('opens public rows without a token', async () => {
    expect((await world.call('/v1/open', { token: '' })).json).toEqual({ registered: true });
  });

  it('reads no body of somebody who may not send it', async () => {
    const body = '{"hash":'.padEnd(3_000_000, 'x');
    const answer = await world.call(approvals, { method: 'POST', body, headers: json, token: '' });
    expectProblem(answer, 'unauthenticated');
  });
});
