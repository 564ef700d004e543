import { describe, expect, it } from '@jest/globals';
import { isSilent, lastDayToAccept, silenceDay, silenceOf, type Acceptance } from './acceptance.js';

describe('the term of an acceptance', () => {
  // Counted on a calendar by hand: closed on, days, the last day to accept, the day silence counts.
  const terms: readonly (readonly [string, number, string, string])[] = [
    ['2026-04-01T08:00:00.000Z', 14, '2026-04-15', '2026-04-16'],
    ['2026-04-01T00:00:00.000Z', 1, '2026-04-02', '2026-04-03'],
    ['2026-04-01T23:59:59.999Z', 1, '2026-04-02', '2026-04-03'],
    ['2026-04-30T08:00:00.000Z', 1, '2026-05-01', '2026-05-02'],
    ['2026-12-20T08:00:00.000Z', 14, '2027-01-03', '2027-01-04'],
    ['2028-02-15T08:00:00.000Z', 14, '2028-02-29', '2028-03-01'],
    ['2027-02-15T08:00:00.000Z', 14, '2027-03-01', '2027-03-02'],
    ['2026-03-28T08:00:00.000Z', 366, '2027-03-29', '2027-03-30'],
  ];

  it.each(terms)('of a cycle closed at %s, %i days, ends on %s', (closedAt, days, ...ends) => {
    const [until, silentFrom] = ends;
    expect(lastDayToAccept(closedAt, days)).toBe(until);
    expect(silenceDay({ until })).toBe(silentFrom);
  });

  const asked: Acceptance = {
    arrangement: 'FR-PT',
    until: '2026-04-15',
    silence: 'accepted',
    accepted: null,
  };

  it.each([
    ['2026-04-01T08:00:00.000Z', false],
    ['2026-04-15T00:00:00.000Z', false],
    ['2026-04-15T23:59:59.999Z', false],
    ['2026-04-16T00:00:00.000Z', true],
    ['2027-01-01T00:00:00.000Z', true],
  ])('through 15 April has, at %s, ended: %s', (at, silent) => {
    expect(isSilent(asked, at)).toBe(silent);
  });

  it('means nothing any more once it is accepted', () => {
    const accepted = { by: 'ines', at: '2026-04-10T10:00:00.000Z' };
    expect(isSilent({ ...asked, accepted }, '2026-04-16T00:00:00.000Z')).toBe(false);
  });

  it('names a silence as no person is named', () => {
    expect(silenceOf(asked)).toBe('urn:reciproca:silence:FR-PT');
    expect(silenceOf(asked)).not.toContain('#');
  });
});
