import { describe, expect, it } from '@jest/globals';
import {
  amountSchema,
  batchIdSchema,
  cycleIdSchema,
  instantSchema,
  institutionSchema,
  isoDateSchema,
  referenceSchema,
  settlementIdSchema,
  sumNotNegativeSchema,
  sumSchema,
  textSchema,
} from './primitives.js';
import { isState } from './states.js';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

/** 32 days in every month of 1900 to 2199, and whether the platform's calendar has them. */
function everyNumberedDay(): { text: string; exists: boolean }[] {
  const two = (value: number) => String(value).padStart(2, '0');
  return Array.from({ length: 300 * 12 * 32 }, (_unused, index) => {
    const day = (index % 32) + 1;
    const month = Math.floor(index / 32) % 12;
    const year = 1900 + Math.floor(index / (32 * 12));
    const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    return { text: `${year}-${two(month + 1)}-${two(day)}`, exists: day <= last };
  });
}

describe('isoDateSchema', () => {
  it('takes exactly the days that the Gregorian calendar has from 1900 to 2199', () => {
    const wrong = everyNumberedDay().filter(
      ({ text, exists }) => takes(isoDateSchema, text) !== exists,
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    '2025-02-30',
    '2025-13-01',
    '2025-00-10',
    '2025-1-1',
    '20250101',
    '1899-12-31',
    '2200-01-01',
    ' 2025-01-01',
    '2025-01-01\n',
    '2025-01-01T00:00:00Z',
    20250101,
    null,
  ])('refuses %j', (value) => {
    expect(takes(isoDateSchema, value)).toBe(false);
  });
});

describe('amountSchema', () => {
  it.each(['0', '0.00', '1134.56', '-5.00', '01.5', '12345', '1.234', '999999999999999.99'])(
    'takes %j',
    (value) => {
      expect(takes(amountSchema, value)).toBe(true);
    },
  );

  it.each([
    '',
    '1e3',
    '1E3',
    'NaN',
    'Infinity',
    '+1',
    '1,5',
    '1.',
    '.5',
    ' 1',
    '1 ',
    '1.5\n',
    '0x10',
    '--1',
    '1.23456',
    '1000000000000000',
    1,
    null,
    '١',
  ])('refuses %j', (value) => {
    expect(takes(amountSchema, value)).toBe(false);
  });
});

describe('sumSchema', () => {
  it.each(['0', '-1134.56', '1000000000000000', `${'9'.repeat(48)}.9999`])('takes %j', (value) => {
    expect(takes(sumSchema, value)).toBe(true);
  });

  it.each(['', '1e3', '+1', '1.', '1.23456', `1${'0'.repeat(48)}`, 1])('refuses %j', (value) => {
    expect(takes(sumSchema, value)).toBe(false);
  });

  it('has a form that is never negative', () => {
    expect(takes(sumNotNegativeSchema, '1000000000000000.00')).toBe(true);
    expect(takes(sumNotNegativeSchema, '-0.01')).toBe(false);
  });
});

describe('names', () => {
  it.each(['FR:CNAM', 'DE:AOK-BY', 'QC:RAMQ', `FR:${'A'.repeat(32)}`])(
    'takes institution %j',
    (value) => {
      expect(takes(institutionSchema, value)).toBe(true);
    },
  );

  it.each([
    'fr:CNAM',
    'FR:cnam',
    'FRA:CNAM',
    'FR:',
    'FR',
    'CNAM',
    `FR:${'A'.repeat(33)}`,
    'FR:CN AM',
    'FR:CNAM\n',
  ])('refuses institution %j', (value) => {
    expect(takes(institutionSchema, value)).toBe(false);
  });

  it.each(['a', 'A/b_c.d-1', 'x'.repeat(64)])('takes reference %j', (value) => {
    expect(takes(referenceSchema, value)).toBe(true);
  });

  it.each(['', 'x'.repeat(65), "'; drop table claim; --", 'a b', 'a\u0000', 'é', 'a\n'])(
    'refuses reference %j',
    (value) => {
      expect(takes(referenceSchema, value)).toBe(false);
    },
  );

  it.each(['2026-Q1/DE-FR/EUR', '2026-Q1/DE-FR/EUR/DE'])('takes settlement %j', (value) => {
    expect(takes(settlementIdSchema, value)).toBe(true);
  });

  it('tells settlements, batches and cycles apart', () => {
    expect(takes(settlementIdSchema, '2026-Q1/DE/EUR')).toBe(false);
    expect(takes(batchIdSchema, '2026-Q1/DE/EUR')).toBe(true);
    expect(takes(batchIdSchema, '2026-Q1/DE-FR/EUR')).toBe(false);
    expect(takes(cycleIdSchema, '2020-12-31')).toBe(true);
    expect(takes(cycleIdSchema, '2020/12')).toBe(false);
    expect(takes(cycleIdSchema, 'x'.repeat(17))).toBe(false);
  });
});

describe('instantSchema', () => {
  it.each([
    '2026-03-02T09:00:00Z',
    '2026-03-02t09:00:00.123z',
    '2026-03-02T09:00:00+01:00',
    '2016-12-31T23:59:60Z',
  ])('takes %j', (value) => {
    expect(takes(instantSchema, value)).toBe(true);
  });

  it.each([
    '2026-03-02',
    '2026-03-02T09:00:00',
    '2026-02-30T09:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02 09:00:00Z',
    '2026-03-02T09:00:00+1:00',
  ])('refuses %j', (value) => {
    expect(takes(instantSchema, value)).toBe(false);
  });
});

describe('textSchema', () => {
  it('takes line ends and letters of any language, and refuses control characters', () => {
    expect(takes(textSchema(20), 'première\nligne')).toBe(true);
    expect(takes(textSchema(20), 'a\u0000b')).toBe(false);
    expect(takes(textSchema(20), '\u001b[31m')).toBe(false);
    expect(takes(textSchema(3), 'abcd')).toBe(false);
  });
});

describe('isState', () => {
  it('knows ISO codes, the French territories, Québec and Kosovo, and not the codes of the EU', () => {
    expect(
      ['FR', 'GB', 'GR', 'NC', 'PF', 'PM', 'YT', 'WF', 'QC', 'XK', 'JE', 'GG'].filter(
        (code) => !isState(code),
      ),
    ).toEqual([]);
    expect(['UK', 'EL', 'XX', 'fr', ''].filter(isState)).toEqual([]);
  });
});
