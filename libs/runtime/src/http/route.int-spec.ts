import { text as textOf } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import {
  problemSchema,
  ProblemError,
  routes,
  type ContentType,
  type Input,
} from '@reciproca/contracts';
import { z } from 'zod';

import type { TokenRequest } from '../identity/local-issuer.js';
import { Answer } from './answer.js';
import { HttpTestWorld, testRoute, type TestAnswer } from './http-test-world.fixture.js';
import type { StreamedBody } from './route-input.js';
import { AcceptedType, BodyStream, Route, RouteInput } from './route.decorator.js';

const wholeNumber = z.string().regex(/^\d+$/, 'must be a whole number');

const counted = testRoute({
  path: '/v1/counted/{size}',
  params: z.object({ size: wholeNumber }),
  query: z.object({ limit: wholeNumber }),
});

const streamed = testRoute({
  path: '/v1/streamed',
  method: 'POST',
  body: { kind: 'raw', content: { 'application/x-ndjson': z.string(), 'text/csv': z.string() } },
});

@Controller()
class TestController {
  @Route(routes.listSettlementClaims)
  listSettlementClaims(@AcceptedType() type: ContentType): unknown {
    return type === 'text/csv'
      ? Answer.of(200, 'institution,reference\n', { 'content-type': 'text/csv; charset=utf-8' })
      : { items: [], next: null };
  }

  @Route(routes.approveBatch)
  approveBatch(@RouteInput() input: Input<typeof routes.approveBatch>): Answer {
    const headers = { location: `/v1/batches/${encodeURIComponent(input.params.id)}` };
    return Answer.of(201, input, headers);
  }

  @Route(routes.releaseBatch)
  releaseBatch(@RouteInput() input: Input<typeof routes.releaseBatch>): unknown {
    return { body: input.body };
  }

  @Route(routes.submitClaims)
  submitClaims(@RouteInput() input: Input<typeof routes.submitClaims>): unknown {
    return { type: input.body.contentType, bytes: input.body.bytes.byteLength };
  }

  @Route(streamed, { streamBody: true })
  async stream(@BodyStream() body: StreamedBody): Promise<unknown> {
    const content = await textOf(body.stream);
    return { type: body.contentType, lines: content.split('\n').length - 1 };
  }

  @Route(testRoute({ path: '/v1/failing' }))
  fail(): never {
    throw new Error('column "secret_column" does not exist');
  }

  @Route(testRoute({ path: '/v1/problematic' }))
  problematic(): never {
    throw new ProblemError('not-sealed-yet', { retryAfterSeconds: 7 });
  }

  @Route(counted)
  counted(): unknown {
    return {};
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

/** @param expected status and code, as in `404 not-found` */
function expectProblem(answer: TestAnswer, expected: string): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(answer.json);
  expect(`${String(problem.status)} ${problem.code}`).toBe(expected);
  expect(answer.status).toBe(problem.status);
}

function type(contentType: string): Record<string, string> {
  return { 'content-type': contentType };
}

const json = type('application/json');
const tooLarge = JSON.stringify({ hash: 'y'.repeat(1_048_576) });
const officer: TokenRequest = { subject: 'olga', roles: ['officer'], state: 'FR' };
const hash = `sha256:${'0'.repeat(64)}`;
const approvals = `/v1/batches/${encodeURIComponent('2026-Q1/DE/EUR')}/approvals`;

describe('what may be sent', () => {
  it('hands params, body and Idempotency-Key to the handler, and answers as the handler says', async () => {
    const answer = await world.call(approvals, {
      method: 'POST',
      token: officer,
      headers: { ...json, 'idempotency-key': 'key-1' },
      body: JSON.stringify({ hash }),
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe('/v1/batches/2026-Q1%2FDE%2FEUR');
    expect(answer.json).toEqual({
      params: { id: '2026-Q1/DE/EUR' },
      query: {},
      body: { hash },
      idempotencyKey: 'key-1',
    });
  });

  it.each([
    ['a wrong value', '{"hash":"abc"}', 'body.hash'],
    ['a missing field', '{}', 'body.hash'],
    ['another type', '[]', 'body'],
    ['no body', undefined, 'body'],
  ])('names the faulty path of %s', async (_name, body, path) => {
    const sent = body === undefined ? {} : { body, headers: json };
    const answer = await world.call(approvals, { method: 'POST', token: officer, ...sent });
    expectProblem(answer, '400 invalid-request');
    expect(answer.json['faults']).toMatchObject([{ path }]);
  });

  it('names every faulty path of parameters, query and headers at once', async () => {
    const answer = await world.call('/v1/counted/many?limit=few');
    expect(answer.json['faults']).toEqual([
      { path: 'path.size', detail: 'must be a whole number' },
      { path: 'query.limit', detail: 'must be a whole number' },
    ]);
    const twice = await world.call('/v1/counted/1?limit=1&limit=2');
    expect(twice.json['faults']).toMatchObject([{ path: 'query.limit' }]);
  });

  it.each(['with space', 'x'.repeat(129), 'é'])('refuses the Idempotency-Key %s', async (key) => {
    const headers = { ...json, 'idempotency-key': key };
    const body = JSON.stringify({ hash });
    const answer = await world.call(approvals, { method: 'POST', token: officer, headers, body });
    expect(answer.json['faults']).toMatchObject([{ path: 'header.idempotency-key' }]);
  });

  it.each<[string, RequestInit, string]>([
    ['broken JSON', { body: '{"hash":', headers: json }, '400 invalid-request'],
    ['more than 1 MiB', { body: tooLarge, headers: json }, '413 payload-too-large'],
    ['a form', { body: 'hash=1', headers: type('text/plain') }, '415 unsupported-media-type'],
    [
      'another character set',
      { body: '{}', headers: type('application/json; charset=latin1') },
      '415 unsupported-media-type',
    ],
    [
      'an unknown compression',
      { body: '{}', headers: { ...json, 'content-encoding': 'zip' } },
      '415 unsupported-media-type',
    ],
  ])('refuses %s', async (_name, sent, expected) => {
    const answer = await world.call(approvals, { method: 'POST', token: officer, ...sent });
    expectProblem(answer, expected);
    expect(answer.text).not.toContain('hash');
  });

  it('reads an absent optional body as an object without fields', async () => {
    const token: TokenRequest = { subject: 't', roles: ['treasurer'], state: 'FR' };
    const path = `/v1/batches/${encodeURIComponent('2026-Q1/DE/EUR')}/release`;
    expect((await world.call(path, { method: 'POST', token })).json).toEqual({ body: {} });
  });

  it.each([
    ['application/json', 'application/json'],
    ['application/cloudevents+json; charset=UTF-8', 'application/json'],
    ['text/csv', 'text/csv'],
    ['application/x-ndjson', 'application/x-ndjson'],
  ])('hands the bytes of %s to a handler that reads them itself', async (sent, type) => {
    const token: TokenRequest = { subject: 'i', roles: ['institution'], institution: 'FR:CNAM' };
    const headers = { 'content-type': sent };
    const body = 'é'.repeat(1_000_000);
    const answer = await world.call('/v1/claims', { method: 'POST', token, headers, body });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({ type, bytes: 2_000_000 });
  });

  it('lets a handler read a body while it arrives', async () => {
    const line = `${'x'.repeat(999)}\n`;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let sent = 0; sent < 5_000; sent += 1) {
          controller.enqueue(Buffer.from(line));
        }
        controller.close();
      },
    });
    const answer = await world.call('/v1/streamed', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
      duplex: 'half',
    });
    expect(answer.json).toEqual({ type: 'text/csv', lines: 5_000 });
  });
});

describe('what is answered', () => {
  it('tells nothing of an unexpected error and logs it under the id of the request', async () => {
    const answer = await world.call('/v1/failing', { headers: { 'x-request-id': 'req-42' } });
    expectProblem(answer, '500 internal-error');
    expect(answer.text).not.toContain('secret_column');
    expect(answer.headers.get('x-request-id')).toBe('req-42');
    expect(answer.json['instance']).toBe('urn:reciproca:request:req-42');
    const logged = world.lines.find((line) => line.includes('secret_column'));
    expect(JSON.parse(logged ?? '{}')).toMatchObject({ requestId: 'req-42', level: 'error' });
  });

  it('passes problems on with Retry-After', async () => {
    const answer = await world.call('/v1/problematic');
    expectProblem(answer, '409 not-sealed-yet');
    expect(answer.headers.get('retry-after')).toBe('7');
  });

  it.each([
    ['GET /v1/nothing', '404 not-found'],
    ['GET /V1/failing', '404 not-found'],
    ['GET /v1/failing/', '404 not-found'],
    ['GET /v1/settlements/%FF/claims', '400 invalid-request'],
  ])('answers %s with %s', async (question, expected) => {
    const [method = '', path = ''] = question.split(' ');
    expectProblem(await world.call(path, { method }), expected);
  });

  it.each(['DELETE /v1/failing', 'POST /v1/counted/1', 'POST /health/live'])(
    'answers %s with the methods that the path knows',
    async (question) => {
      const [method = '', path = ''] = question.split(' ');
      const answer = await world.call(path, { method });
      expectProblem(answer, '405 method-not-allowed');
      expect(answer.headers.get('allow')).toBe('GET');
    },
  );

  it('chooses among what a route offers', async () => {
    const path = '/v1/settlements/2026-Q1%2FDE-FR%2FEUR/claims';
    const csv = await world.call(path, { headers: { accept: 'text/csv' } });
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(csv.text).toBe('institution,reference\n');
    expect((await world.call(path)).json).toEqual({ items: [], next: null });
    expectProblem(
      await world.call(path, { headers: { accept: 'image/png' } }),
      '406 not-acceptable',
    );
  });

  it('forbids caching, framing and sniffing everywhere, and makes ids that are usable in a log', async () => {
    for (const path of ['/v1/problematic', '/v1/nothing', '/health/live', '/docs']) {
      const { headers } = await world.call(path, { headers: { 'x-request-id': 'a b\\c' } });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});
