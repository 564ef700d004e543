import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { exampleClaim, exampleMessages } from '../examples.fixture.js';
import { inboundSchemas, type InboundType } from '../events/inbound.js';
import { allRoutes } from '../routes/routes.js';
import { faultText, readShape } from './shape.js';

/** The faults of a value as sentences. */
function told(schema: z.ZodType, value: unknown, root = 'data'): readonly string[] {
  const reading = readShape(schema, value, root);
  return reading.ok ? [] : reading.faults.map(faultText);
}

describe('readShape', () => {
  it('gives the value as the schema reads it', () => {
    const schema = z.object({ count: z.coerce.number() });
    expect(readShape(schema, { count: '7', extra: 1 }, 'query')).toEqual({
      ok: true,
      value: { count: 7 },
    });
  });

  it.each<[string, z.ZodType, unknown, string]>([
    ['a missing field', z.object({ a: z.string() }), {}, 'data.a: must be given, as a string'],
    ['a number for a string', z.string(), 7, 'data: must be a string'],
    ['a string for a number', z.number(), '7', 'data: must be a number'],
    ['no number', z.coerce.number(), 'few', 'data: must be a number'],
    ['a fraction', z.int(), 1.5, 'data: must be a whole number'],
    ['a string for a truth', z.boolean(), 'yes', 'data: must be true or false'],
    ['a list for an object', z.object({}), [], 'data: must be an object'],
    ['an object for a list', z.array(z.string()), {}, 'data: must be an array'],
    ['an object for a pair', z.tuple([z.string()]), {}, 'data: must be an array'],
    ['a place in a list', z.array(z.string()), ['a', 1], 'data[1]: must be a string'],
    ['another constant', z.literal('1.0'), '0.3', 'data: must be "1.0"'],
    ['another choice', z.enum(['a', 'b']), 'c', 'data: must be one of "a", "b"'],
    [
      'no choice',
      z.object({ x: z.enum(['a', 'b']) }),
      {},
      'data.x: must be given, as one of "a", "b"',
    ],
    ['too few', z.int().min(1), 0, 'data: must be at least 1'],
    ['too many', z.int().max(9), 10, 'data: must be at most 9'],
    ['not above', z.number().gt(0), 0, 'data: must be more than 0'],
    ['too short', z.string().min(2), 'a', 'data: must be at least 2 characters long'],
    ['too long a list', z.array(z.string()).max(1), ['', ''], 'data: must be at most 1 items long'],
    ['another form', z.string().regex(/^[a-z]$/), '7', 'data: must be of the form /^[a-z]$/'],
    [
      'a form with words',
      z.string().regex(/^[a-z]$/, 'must be a letter'),
      '7',
      'data: must be a letter',
    ],
    [
      'fields too many',
      z.strictObject({}),
      { SECRET: 1 },
      'data: must be without fields that the schema does not name',
    ],
    ['none of the forms', z.union([z.string(), z.null()]), 7, 'data: must be as the schema says'],
  ])('tells of %s', (...[, schema, value, sentence]) => {
    expect(told(schema, value)).toEqual([sentence]);
  });

  it('tells of the claim in the words of the trade', () => {
    const claim = { ...exampleClaim(), total: { amount: 1134.56 }, recordedOn: '2025-02-30' };
    expect(told(inboundSchemas['claim.submitted.v1'], claim)).toEqual([
      'data.recordedOn: must be a day that exists, YYYY-MM-DD, from 1900 to 2199',
      'data.total.amount: must be a string',
      'data.total.currency: must be given, as a string',
    ]);
  });

  it('has no words of the schema library and repeats nothing, whatever comes', () => {
    const examples: Record<string, unknown> = {
      'claim.submitted.v1': exampleClaim(),
      ...Object.fromEntries(
        Object.entries(exampleMessages).map(([type, { data }]) => [type, data]),
      ),
    };
    const secret = fc.constantFrom<unknown>(...secrets);
    for (const [type, example] of Object.entries(examples)) {
      fc.assert(
        fc.property(fc.constantFrom(...placesOf(example)), secret, (place, value) => {
          const data = replaced(example, place, value);
          for (const sentence of told(inboundSchemas[type as InboundType], data)) {
            expect(sentence).toMatch(/^data[^ ]*: must /);
            expect(sentence).not.toMatch(/invalid|expected|received|SECRET|4711/i);
          }
        }),
        { numRuns: 60 },
      );
    }
    const schemas = allRoutes.flatMap(({ params, query, body }) => [
      params,
      query,
      body?.kind === 'json' ? body.schema : undefined,
    ]);
    for (const schema of schemas.filter((one) => one !== undefined)) {
      const sentences = secrets.flatMap((value) => [
        ...told(schema, value),
        ...told(schema, { id: value, limit: value, cursor: value, cutoff: value }),
      ]);
      expect(sentences.join()).not.toMatch(/invalid|expected|received|SECRET|4711/i);
    }
  });
});

const secrets = [
  undefined,
  null,
  4711,
  47.11,
  'SECRET',
  '',
  true,
  [],
  ['SECRET'],
  { SECRET: 4711 },
];

type Steps = readonly (string | number)[];

/** Every place inside a value, itself included. */
function placesOf(value: unknown, steps: Steps = []): readonly Steps[] {
  if (typeof value !== 'object' || value === null) return [steps];
  const entries = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  return [steps, ...entries.flatMap(([step, item]) => placesOf(item, [...steps, step]))];
}

function replaced(value: unknown, [step, ...rest]: Steps, by: unknown): unknown {
  if (step === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[step] = replaced(copy[step], rest, by);
  return copy;
}
