import { buildAsyncApi, buildOpenApi } from '@reciproca/contracts';
import { describe, expect, it } from '@jest/globals';
import { aClaim } from './claim.builder.js';
import { AnswerValidator, EventValidator } from './schema-validation.js';

describe('the validator of events', () => {
  const validator = new EventValidator(buildAsyncApi());

  it('names the place of each fault', () => {
    const claim = aClaim();
    const broken = {
      ...claim,
      data: { ...claim.data, total: { amount: 1134.56, currency: 'EUR' } },
    };
    expect(validator.faults(broken).join()).toMatch(/data.*total.*amount|\/data/);
    expect(() => validator.check(broken)).toThrow(/does not fit its schema/);
  });

  it('refuses types that the document does not know, and what is no event', () => {
    expect(validator.faults({ ...aClaim(), type: 'claim.lost.v1' })).toEqual([
      'the AsyncAPI document knows no claim.lost.v1',
    ]);
    expect(validator.faults('claim')).toEqual(['the event has no type']);
  });
});

const document = {
  openapi: '3.1.0',
  paths: {
    '/v1/things/{id}': {
      get: {
        responses: {
          200: {
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
              'text/csv': {},
            },
          },
          404: { $ref: '#/components/responses/Problem' },
          301: {},
        },
      },
    },
    '/v1/things/mine': { get: { responses: { 204: {} } } },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: { id: { type: 'string' }, on: { type: 'string', format: 'date' } },
        required: ['id'],
        additionalProperties: false,
      },
    },
    responses: {
      Problem: {
        content: {
          'application/problem+json': { schema: { type: 'object', required: ['code'] } },
        },
      },
    },
  },
};

describe('the validator of answers', () => {
  const validator = new AnswerValidator(document);
  const seen = {
    method: 'GET',
    path: '/v1/things/7',
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: { id: '7' } as unknown,
  };

  it('accepts what is described, also by reference and without a schema', () => {
    expect(validator.faults(seen)).toEqual([]);
    expect(validator.faults({ ...seen, contentType: 'text/csv', body: 'id\n7' })).toEqual([]);
    const problem = { status: 404, contentType: 'application/problem+json', body: { code: 'x' } };
    expect(validator.faults({ ...seen, ...problem })).toEqual([]);
    expect(validator.faults({ ...seen, status: 301, contentType: null, body: null })).toEqual([]);
  });

  it.each([
    ['a body that does not fit', { body: { id: 7 } }, /\/id must be string/],
    ['an extra field', { body: { id: '7', more: 1 } }, /additional properties/],
    ['a date that does not exist', { body: { id: '7', on: '2025-02-30' } }, /format "date"/],
    ['a path that is not described', { path: '/v1/thing/7' }, /is not described/],
    ['a method that is not described', { method: 'POST' }, /is not described/],
    ['a status that is not described', { status: 500 }, /500 is not described/],
    [
      'a media type that is not described',
      { contentType: 'text/html' },
      /text\/html is not described/,
    ],
    [
      'a problem without its code',
      { status: 404, contentType: 'application/problem+json', body: {} },
      /code/,
    ],
    ['a fixed word taken for a parameter', { path: '/v1/things/mine' }, /200 is not described/],
  ])('refuses %s', (_, change, fault) => {
    expect(validator.faults({ ...seen, ...change }).join()).toMatch(fault);
  });

  it('reads the document of the product itself', () => {
    const own = new AnswerValidator(buildOpenApi());
    const answer = {
      method: 'GET',
      path: '/v1/claims/FR:CNAM/R-1',
      status: 200,
      contentType: 'application/json',
      body: {},
    };
    expect(own.faults(answer).join()).toMatch(/required/);
  });
});
