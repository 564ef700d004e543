import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epochMillisecondsOf, utcDayOf } from './instant.js';

describe('epochMillisecondsOf', () => {
  it('agrees with the platform wherever the platform can read the text', () => {
    const instants = fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const offsets = fc.constantFrom('Z', '+01:00', '-09:30', '+14:00');
    fc.assert(
      fc.property(instants, offsets, (instant, offset) => {
        const text = instant.toISOString().replace('Z', offset);
        expect(epochMillisecondsOf(text)).toBe(Date.parse(text));
      }),
    );
  });

  it('counts a leap second as the second after it, cuts fractions, and tells other texts', () => {
    expect(epochMillisecondsOf('2016-12-31T23:59:60Z')).toBe(Date.UTC(2017, 0, 1));
    expect(epochMillisecondsOf('2026-03-02T09:00:00.1239Z')).toBe(
      Date.UTC(2026, 2, 2, 9, 0, 0, 123),
    );
    expect(epochMillisecondsOf('2026-03-02')).toBeUndefined();
  });
});

describe('utcDayOf', () => {
  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02'],
    ['2026-03-02T00:30:00+01:00', '2026-03-01'],
    ['2026-02-28T23:30:00-01:00', '2026-03-01'],
    ['2016-12-31T23:59:60Z', '2017-01-01'],
    ['2026-03-02t09:00:00z', '2026-03-02'],
  ])('of %s is %s', (time, day) => {
    expect(utcDayOf(time)).toBe(day);
  });
});
