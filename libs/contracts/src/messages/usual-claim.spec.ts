import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { envelopeSchema } from '../events/envelope.js';
import { claimSubmittedSchema } from '../events/inbound.js';
import { exampleAttributes, exampleClaim, exampleFixedAmountClaim } from '../examples.fixture.js';
import { readUsualAttributes, readUsualClaim } from './usual-claim.js';

const attributesSchema = envelopeSchema.omit({ subject: true });

/** What both readers make of a value; as text, so that the order of the fields counts too. */
function bySchema(value: unknown): string | undefined {
  return JSON.stringify(claimSubmittedSchema.safeParse(value).data);
}
function byReader(value: unknown): string | undefined {
  return JSON.stringify(readUsualClaim(value));
}

/** Every path of a JSON value, the value itself first. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, field]) => pathsOf(field, [...path, name]));
  return [path, ...below];
}

/** A copy with another value at one path; undefined takes the field away. */
function changed(value: unknown, [step, ...rest]: readonly string[], to: unknown): unknown {
  if (step === undefined) return to;
  const copy = structuredClone(value) as Record<string, unknown>;
  const field = changed(copy[step], rest, to);
  if (field === undefined) Reflect.deleteProperty(copy, step);
  else copy[step] = field;
  return copy;
}

const awkwardValues: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  7.5,
  '',
  ' ',
  '0',
  '-0.00',
  '1.23456',
  '1e3',
  '+1',
  '9'.repeat(16),
  'EUR',
  'eur',
  'FR:CNAM',
  'fr:cnam',
  'a/b',
  'x'.repeat(64),
  'x'.repeat(65),
  'x'.repeat(129),
  'x'.repeat(257),
  'a\u0000',
  'a\tb',
  'a\u0085',
  'ä𝄞',
  '2024-02-29',
  '2025-02-29',
  '2025-3-1',
  '2026-03-02T09:00:00Z',
  'fixed-amount',
  'S1',
  'planned',
  'hospital',
  'FORM',
  [],
  {},
  [{}],
  [{ kind: 'hospital', amount: '1.00', ward: 'B2' }],
  Array.from({ length: 201 }, () => ({ kind: 'other', amount: '1' })),
  { year: 2024, group: 'family', months: 12 },
];
const anything = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...awkwardValues) },
  fc.jsonValue({ maxDepth: 2 }),
);

/** Where an example may be changed, fields that it does not have among them. */
function placesOf(example: object): (readonly string[])[] {
  return [
    ...pathsOf(example),
    ['competentInstitutionKnownOn'],
    ['fixedAmount'],
    ['entitlement', 'form'],
    ['care', 'ward'],
    ['extra'],
  ];
}

/** An example with up to three places changed. */
function mutated(example: object): fc.Arbitrary<unknown> {
  const places = placesOf(example);
  const change = fc.tuple(fc.constantFrom(...places), anything);
  return fc.array(change, { maxLength: 3 }).map((changes) =>
    changes.reduce<unknown>((value, [path, to]) => {
      const reachable = path
        .slice(0, -1)
        .reduce<unknown>(
          (at, step) =>
            typeof at === 'object' && at !== null
              ? (at as Record<string, unknown>)[step]
              : undefined,
          value,
        );
      return typeof reachable === 'object' && reachable !== null ? changed(value, path, to) : value;
    }, example),
  );
}

describe('readUsualClaim', () => {
  it('recognises the usual claim and gives what the schema gives, in the same order', () => {
    const usual = changed(exampleClaim(), ['entitlement', 'form'], undefined);
    expect(byReader(usual)).toBeDefined();
    expect(byReader(usual)).toBe(bySchema(usual));
  });

  it('agrees with the schema on every awkward value at every place', () => {
    for (const path of placesOf(exampleClaim())) {
      for (const value of awkwardValues) {
        const data = changed(exampleClaim(), path, value);
        const read = byReader(data);
        if (read !== undefined) expect({ path, read }).toEqual({ path, read: bySchema(data) });
      }
    }
  });

  it('never takes what the schema refuses or reads otherwise', () => {
    let recognised = 0;
    fc.assert(
      fc.property(fc.oneof(mutated(exampleClaim()), mutated(exampleFixedAmountClaim())), (data) => {
        const read = byReader(data);
        if (read === undefined) return;
        recognised += 1;
        expect(read).toBe(bySchema(data));
      }),
      { numRuns: 3_000 },
    );
    expect(recognised).toBeGreaterThan(100);
  });

  it.each([[null], [[]], ['text'], [exampleFixedAmountClaim()]])('leaves %j alone', (data) => {
    expect(readUsualClaim(data)).toBeUndefined();
  });
});

describe('readUsualAttributes', () => {
  it('agrees with the schema on every awkward value at every place', () => {
    for (const path of pathsOf(exampleAttributes)) {
      for (const value of awkwardValues) {
        const given = changed(exampleAttributes, path, value);
        const read = readUsualAttributes(given);
        if (read !== undefined) expect(read).toEqual(attributesSchema.safeParse(given).data);
      }
    }
  });

  it('never takes what the schema refuses or reads otherwise', () => {
    let recognised = 0;
    fc.assert(
      fc.property(mutated(exampleAttributes), (given) => {
        const read = readUsualAttributes(given);
        if (read === undefined) return;
        recognised += 1;
        expect(read).toEqual(attributesSchema.safeParse(given).data);
      }),
      { numRuns: 2_000 },
    );
    expect(recognised).toBeGreaterThan(100);
  });
});
