import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  addDays,
  addMonthsToMonthEnd,
  daysBetween,
  endOfHalfYear,
  endOfMonth,
  endOfYear,
  isRealDate,
  laterOf,
} from './dates.js';

// The platform's calendar, in UTC, is the independent calculation for every property here.
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(2999, 11, 31);
const DAY_MS = 86_400_000;
const isoOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const anyTime = fc.integer({ min: FIRST / DAY_MS, max: LAST / DAY_MS }).map((day) => day * DAY_MS);

describe('isRealDate', () => {
  it.each([
    '2024-02-29',
    '2000-02-29',
    '2025-01-31',
    '2025-04-30',
    '1900-01-01',
    '2999-12-31',
    '1900-02-28',
  ])('takes %s', (text) => {
    expect(isRealDate(text)).toBe(true);
  });

  it.each([
    '2025-02-29',
    '2025-02-30',
    '1900-02-29',
    '2100-02-29',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-01-32',
    '1899-12-31',
    '3000-01-01',
    '0000-00-00',
    '2025-1-01',
    '2025/01/01',
    '20250101',
    '2025-01-01T00:00:00Z',
    '2025-01-01 ',
    ' 2025-01-01',
    '2025-01-0x',
    '-025-01-01',
    '2025-+1-01',
    '2025-01-1\n',
    '\u0662025-01-01',
    '',
  ])('refuses %j', (text) => {
    expect(isRealDate(text)).toBe(false);
  });

  it('agrees with the calendar on every year, month and day number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2999 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 33 }),
        (year, month, day) => {
          const pad = (value: number): string => String(value).padStart(2, '0');
          const text = `${String(year)}-${pad(month)}-${pad(day)}`;
          const exists = isoOf(Date.UTC(year, month - 1, day)) === text;
          expect(isRealDate(text)).toBe(exists);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('ends of periods', () => {
  it.each([
    ['2023-03-15', '2023-03-31', '2023-06-30', '2023-12-31'],
    ['2023-12-31', '2023-12-31', '2023-12-31', '2023-12-31'],
    ['2024-02-01', '2024-02-29', '2024-06-30', '2024-12-31'],
    ['2023-06-30', '2023-06-30', '2023-06-30', '2023-12-31'],
    ['2023-07-01', '2023-07-31', '2023-12-31', '2023-12-31'],
    ['2023-01-01', '2023-01-31', '2023-06-30', '2023-12-31'],
  ])('of %s are %s, %s and %s', (day, ...ends) => {
    expect([endOfMonth(day), endOfHalfYear(day), endOfYear(day)]).toEqual(ends);
  });

  it.each([
    ['2022-08-31', 18, '2024-02-29'],
    ['2022-08-31', 6, '2023-02-28'],
    ['2022-08-31', 36, '2025-08-31'],
    ['2022-11-10', 6, '2023-05-31'],
    ['2022-11-10', 18, '2024-05-31'],
    ['2022-11-10', 36, '2025-11-30'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2023-02-28', 12, '2024-02-29'],
    ['2023-01-31', 0, '2023-01-31'],
    ['2023-01-15', -1, '2022-12-31'],
    ['2023-12-01', 1, '2024-01-31'],
    ['2023-12-01', -12, '2022-12-31'],
  ])('%s and %d months give %s', (day, months, expected) => {
    expect(addMonthsToMonthEnd(day, months)).toBe(expected);
  });

  it('agree with the calendar for every day and number of months', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: -120, max: 120 }), (time, months) => {
        const date = new Date(time);
        const expected = isoOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
        expect(addMonthsToMonthEnd(isoOf(time), months)).toBe(expected);
        expect(endOfMonth(isoOf(time))).toBe(addMonthsToMonthEnd(isoOf(time), 0));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('days', () => {
  it('count as the calendar does', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: -100_000, max: 100_000 }), (time, days) => {
        const [from, to] = [isoOf(time), isoOf(time + days * DAY_MS)];
        fc.pre(isRealDate(to));
        expect(addDays(from, days)).toBe(to);
        expect(daysBetween({ from, to })).toBe(days);
      }),
      { numRuns: 1_000 },
    );
  });

  it('compare as text', () => {
    expect(laterOf('2022-12-31', '2023-01-01')).toBe('2023-01-01');
    expect(laterOf('2023-01-01', '2022-12-31')).toBe('2023-01-01');
  });

  it('count the days of the interest example: due 31.5.2024, paid 29.8.2024', () => {
    expect(daysBetween({ from: '2024-05-31', to: '2024-08-29' })).toBe(90);
  });
});
