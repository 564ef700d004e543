import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { routes, type Input } from '@reciproca/contracts';

import { createLogger } from '../logging/logger.js';
import { startHttpApp } from './http-app.js';
import { HttpTestWorld, testRoute } from './http-test-world.fixture.js';
import { DRAIN_TIMEOUT_MS } from './limits.js';
import { Route, RouteInput } from './route.decorator.js';

let finishSlow: () => void = () => undefined;
let noteSlow: () => void = () => undefined;
const slowRuns = new Promise<void>((resolve) => {
  noteSlow = resolve;
});

@Controller()
class TestController {
  @Route(routes.readSettlement)
  readSettlement(@RouteInput() input: Input<typeof routes.readSettlement>): unknown {
    return { id: input.params.id };
  }

  @Route(testRoute({ path: '/v1/slow', visibility: 'public' }))
  async slow(): Promise<unknown> {
    await new Promise<void>((resolve) => {
      finishSlow = resolve;
      noteSlow();
    });
    return { finished: true };
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

let world: HttpTestWorld;

beforeAll(async () => {
  world = await HttpTestWorld.open(TestModule);
});

afterAll(async () => {
  await world.close();
});

describe('what operators ask, without a token', () => {
  it('says that it lives and whether it is ready', async () => {
    expect((await world.call('/health/live', { token: '' })).json).toEqual({ status: 'live' });
    const ready = await world.call('/health/ready', { token: '' });
    expect(ready.status).toBe(200);
    expect(ready.json).toEqual({
      status: 'ready',
      checks: [{ name: 'identity', ready: true }],
    });
    const schema = routes.healthReady.responses[200].content['application/json'];
    expect(() => schema.parse(ready.json)).not.toThrow();
  });

  it('is not ready while a check fails', async () => {
    const remove = world.app.health.register('database', () => Promise.reject(new Error('away')));
    const ready = await world.call('/health/ready', { token: '' });
    remove();
    expect(ready.status).toBe(503);
    expect(ready.json).toMatchObject({
      status: 'waiting',
      checks: [{ name: 'identity' }, { name: 'database', ready: false, detail: 'away' }],
    });
  });

  it('counts requests by route, never by path', async () => {
    await world.call('/v1/settlements/2026-Q1%2FDE-FR%2FEUR');
    await world.call('/v1/scanner-was-here');
    const { text, headers } = await world.call('/metrics', { token: '' });
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(
      /http_request_duration_seconds_count\{[^}]*route="\/v1\/settlements\/\{id\}"[^}]*status="200"/,
    );
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toMatch(/DE-FR|scanner/);
  });

  it('leads / to the documentation, which runs no inline script and asks nobody else', async () => {
    const root = await world.call('/', { token: '' });
    expect([root.status, root.headers.get('location')]).toEqual([302, '/docs']);
    const docs = await world.call('/docs', { token: '' });
    expect(docs.status).toBe(200);
    expect(docs.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(docs.text).not.toMatch(/<script>|https?:\/\//);
    const files = [...docs.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) {
      const answer = await world.call(file, { token: '' });
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBeGreaterThan(100);
    }
    expect((await world.call('/docs/index.html', { token: '' })).status).toBe(404);
    expect((await world.call('/openapi.json', { token: '' })).json).toEqual({ openapi: '3.1.0' });
  });

  it('serves the public keys of the local issuer and nothing else of them', async () => {
    const keys = await world.call('/.well-known/jwks.json', { token: '' });
    expect(keys.json).toEqual(JSON.parse(JSON.stringify(world.issuer.jwks())));
    expect(keys.text).not.toMatch(/"d":/);
    const discovery = await world.call('/.well-known/openid-configuration', { token: '' });
    expect(discovery.json['issuer']).toBe(world.issuer.issuer);
  });
});

describe('the way of an app', () => {
  it('answers while its parts still wait, and is ready when they are there', async () => {
    let isAway = true;
    const waiting = await HttpTestWorld.open(TestModule, [
      {
        name: 'database',
        start: () => (isAway ? Promise.reject(new Error('ECONNREFUSED')) : Promise.resolve()),
        stop: () => Promise.resolve(),
      },
    ]);
    const ready = (): Promise<Response> => fetch(`${waiting.app.url}/health/ready`);
    expect((await fetch(`${waiting.app.url}/health/live`)).status).toBe(200);
    expect((await ready()).status).toBe(503);
    isAway = false;
    await waiting.app.started;
    expect((await ready()).status).toBe(200);
    await waiting.close();
    expect(waiting.lines.some((line) => line.includes('waiting for database'))).toBe(true);
  });

  it('lets a running request end, takes no new one, then stops its parts', async () => {
    const order: string[] = [];
    const stopping = await HttpTestWorld.open(TestModule, [
      {
        name: 'consumer',
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(void order.push('consumer stopped')),
      },
    ]);
    await stopping.app.started;
    const answered = get(stopping);
    await slowRuns;
    const stopped = stopping.app.stop();
    expect(await isRefused(stopping.app.port)).toBe(true);
    order.push('request goes on');
    finishSlow();
    const finishedAt = performance.now();
    expect(await answered).toBe('{"finished":true}');
    await stopped;
    expect(order).toEqual(['request goes on', 'consumer stopped']);
    // Not the limit ended it: the kept connection was closed as soon as it was idle.
    expect(performance.now() - finishedAt).toBeLessThan(DRAIN_TIMEOUT_MS - 500);
    await stopping.close();
  });

  it('fails to start when its port is taken', async () => {
    const { app, issuer } = world;
    const taken = startHttpApp({
      name: 'second',
      module: TestModule,
      host: '127.0.0.1',
      port: app.port,
      logger: createLogger({ name: 'second', level: 'silent' }),
      verifier: issuer,
      openApi: {},
    });
    await expect(taken).rejects.toMatchObject({ faults: [{ code: 'port-in-use' }] });
  });
});

/** Keeps its connection, as clients and routers do. */
function get({ app }: HttpTestWorld): Promise<string> {
  return new Promise((resolve, reject) => {
    httpRequest(`${app.url}/v1/slow`, { agent: new Agent({ keepAlive: true }) }, (response) => {
      textOf(response).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => {
      resolve(true);
    });
  });
}
