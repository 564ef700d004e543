import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  exampleAttributes,
  exampleClaim,
  exampleFixedAmountClaim,
  exampleMessages,
} from '../examples.fixture.js';
import type { ClaimSubmitted, InboundType } from '../events/inbound.js';
import {
  canonicalAmount,
  canonicalContent,
  canonicalMalformedContent,
} from './canonical-content.js';
import { parseInboundData } from './parse-inbound-data.js';

type Fields = Record<string, unknown>;
const type = 'claim.submitted.v1';

/** What is compared: parsed as a message is, then made canonical. */
function contentOf(claim: Fields): string {
  const { reference } = claim['claim'] as { reference: string };
  const { institution } = claim['creditor'] as { institution: string };
  const subject = `${institution}/${reference}`;
  const parsed = parseInboundData(type, claim, { subject });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return canonicalContent(type, subject, parsed.data);
}

/** The same value with its fields in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, shuffled(field)]),
  );
}

/** An independent canonical form, the slow and obvious way. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(
    names.map((name) => {
      const field: unknown = (value as Fields)[name];
      if (name !== 'amount' || typeof field !== 'string') return [name, sorted(field)];
      const [whole = '', decimals = ''] = field.split('.');
      const trimmed = decimals.replace(/0+$/, '');
      return [name, BigInt(whole).toString() + (trimmed === '' ? '' : `.${trimmed}`)];
    }),
  );
}

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((value) => !/\p{Cc}/u.test(value));
const amount = fc
  .tuple(fc.integer({ min: 0, max: 99999 }), fc.integer({ min: 0, max: 99 }))
  .map(([euros, cents]) => `${euros}.${String(cents).padStart(2, '0')}`);
const claims = fc
  .record({
    number: fc.option(text, { nil: undefined }),
    form: fc.option(text, { nil: undefined }),
    person: text,
    introducedOn: fc.option(fc.constantFrom('2026-03-02', '2026-03-03'), { nil: undefined }),
    knownOn: fc.option(fc.constant('2025-12-01'), { nil: undefined }),
    amounts: fc.array(amount, { minLength: 1, maxLength: 6 }),
  })
  .map((given): Fields => {
    const { introducedOn: _introducedOn, ...claim } = exampleClaim();
    return {
      ...claim,
      ...(given.introducedOn === undefined ? {} : { introducedOn: given.introducedOn }),
      ...(given.knownOn === undefined ? {} : { competentInstitutionKnownOn: given.knownOn }),
      entitlement: {
        document: 'FORM',
        ...(given.number === undefined ? {} : { number: given.number }),
        ...(given.form === undefined ? {} : { form: given.form }),
      },
      beneficiary: { id: given.person },
      benefits: given.amounts.map((value) => ({ kind: 'other', amount: value })),
    };
  });

describe('canonicalAmount', () => {
  it.each([
    ['1.50', '1.5'],
    ['1.5', '1.5'],
    ['01.5', '1.5'],
    ['100', '100'],
    ['100.00', '100'],
    ['0.05', '0.05'],
    ['000', '0'],
    ['-0.00', '0'],
    ['-10.10', '-10.1'],
  ])('of %s is %s', (given, expected) => {
    expect(canonicalAmount(given)).toBe(expected);
  });
});

describe('canonicalContent', () => {
  it('is the same whatever the order of fields, unknown fields, and how amounts are written', () => {
    fc.assert(
      fc.property(claims, (claim) => {
        const content = contentOf(claim);
        const benefits = (claim['benefits'] as { kind: string; amount: string }[]).map(
          (benefit) => ({ ...benefit, amount: `00${benefit.amount.replace(/\.00$/, '')}` }),
        );
        expect(contentOf({ ...claim, benefits })).toBe(content);
        expect(contentOf(shuffled(claim) as Fields)).toBe(content);
        expect(contentOf({ ...claim, unknown: { id: 1 } })).toBe(content);
      }),
    );
    const rewritten = {
      ...exampleClaim(),
      total: { amount: '01134.56', currency: 'EUR' },
      benefits: [
        { kind: 'hospital', amount: '1100' },
        { kind: 'medicines', amount: '034.56' },
      ],
    };
    expect(contentOf(rewritten)).toBe(contentOf(exampleClaim()));
  });

  it('is the sorted JSON of the data, for claims of either basis', () => {
    const expected = (claim: Fields, subject: string) =>
      `${type}\n${subject}\n${JSON.stringify(sorted(claim))}`;
    fc.assert(
      fc.property(claims, (claim) => {
        expect(contentOf(claim)).toBe(expected(claim, exampleAttributes.subject));
      }),
    );
    const fixed = exampleFixedAmountClaim();
    expect(contentOf(fixed)).toBe(expected(fixed, 'IE:HSE/IE-2018-F-U20'));
    const { ageGroup: _ageGroup, persons: _persons, ...rest } = fixed['fixedAmount'] as Fields;
    const bare = {
      ...fixed,
      fixedAmount: rest,
      entitlement: { document: 'S1' },
      beneficiary: { id: 'x' },
    };
    expect(contentOf(bare)).toBe(expected(bare, 'IE:HSE/IE-2018-F-U20'));
  });

  it('is the sorted JSON of the data for every other message', () => {
    for (const [name, { data, subject }] of Object.entries(exampleMessages)) {
      expect(
        canonicalContent(name as Exclude<InboundType, typeof type>, subject, data as never),
      ).toBe(`${name}\n${subject}\n${JSON.stringify(sorted(data))}`);
    }
  });

  it.each<[string, (claim: Fields) => void]>([
    ['the total', (claim) => (claim['total'] = { amount: '1134.57', currency: 'EUR' })],
    ['the currency', (claim) => (claim['total'] = { amount: '1134.56', currency: 'USD' })],
    ['the person', (claim) => (claim['beneficiary'] = { id: '9f3' })],
    ['the introduction day', (claim) => (claim['introducedOn'] = '2026-03-01')],
    ['no introduction day', (claim) => Reflect.deleteProperty(claim, 'introducedOn')],
    [
      'the order of benefits',
      (claim) => (claim['benefits'] = (claim['benefits'] as unknown[]).reverse()),
    ],
    [
      'the statement',
      (claim) => (claim['claim'] = { reference: '2025-H1-000123', statement: 'X' }),
    ],
    ['the reference', (claim) => (claim['claim'] = { reference: 'X', statement: 'FR-DE-2025-H1' })],
    [
      'the document',
      (claim) => (claim['entitlement'] = { document: 'PRC', number: '80250000010000000001' }),
    ],
  ])('differs when %s differs', (_what, change) => {
    const claim = exampleClaim();
    change(claim);
    expect(contentOf(claim)).not.toBe(contentOf(exampleClaim()));
  });

  it('cannot be forged by free text', () => {
    const forged = exampleClaim();
    forged['entitlement'] = { document: 'EHIC', number: '1","x":"y' };
    const parts = contentOf(forged).split('\n');
    expect(parts).toHaveLength(3);
    expect((JSON.parse(parts[2] ?? '') as ClaimSubmitted).entitlement).toEqual(
      forged['entitlement'],
    );
  });
});

describe('canonicalMalformedContent', () => {
  const subject = exampleAttributes.subject;

  it('does not depend on the order of fields, and keeps every value as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'small' }), (data) => {
        const content = canonicalMalformedContent(type, subject, data);
        expect(canonicalMalformedContent(type, subject, shuffled(data))).toBe(content);
      }),
    );
    const content = (amountText: unknown) =>
      canonicalMalformedContent(type, subject, { total: { amount: amountText } });
    expect(new Set([content('1.50'), content('1.5'), content(1.5), content(null)]).size).toBe(4);
  });

  it('never equals well-formed content, and takes missing and endlessly nested data', () => {
    expect(canonicalMalformedContent(type, subject, exampleClaim())).not.toBe(
      contentOf(exampleClaim()),
    );
    expect(canonicalMalformedContent(type, subject, undefined)).toContain('null');
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    expect(canonicalMalformedContent(type, subject, deep).length).toBeLessThan(1_000);
  });
});
