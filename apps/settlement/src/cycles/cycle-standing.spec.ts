import { describe, expect, it } from '@jest/globals';
import { hiddenText, standingOf } from './cycle-standing.js';

const ending = (digit: string): string => `sha256:${digit.padStart(64, '0')}`;

describe('the standing of a closed cycle', () => {
  const german = { id: '2026-Q1/DE-FR/EUR', hash: ending('1') };
  const austrian = { id: '2026-Q1/AT-DE/EUR', hash: ending('2') };
  // As `printf 'ID\tsha256:…\n…' | LC_ALL=C sort | sha256sum` gives it.
  const hash = 'sha256:88a433a9e985147e7592974e713ded2d6c7207420ec3ac13e76b1081f1122a79';

  it('is complete when its settlements are those of its hash', () => {
    expect(standingOf({ announced: 2, hash, settlements: [german, austrian] })).toEqual({
      kind: 'complete',
    });
  });

  it('is incomplete as long as one of them is to come, whatever the hash', () => {
    expect(standingOf({ announced: 2, hash, settlements: [german] })).toEqual({
      kind: 'incomplete',
    });
  });

  it('is contradictory with one too many, another one, or one with another hash', () => {
    const other = { ...german, id: '2026-Q1/DE-PT/EUR' };
    const changed = { ...german, hash: ending('3') };
    expect(standingOf({ announced: 2, hash, settlements: [german, austrian, other] })).toEqual({
      kind: 'contradictory',
      problem: 'more settlements than announced',
    });
    for (const wrong of [other, changed]) {
      expect(standingOf({ announced: 2, hash, settlements: [wrong, austrian] })).toEqual({
        kind: 'contradictory',
        problem: 'its hash is not that of its settlements',
      });
    }
  });
});

describe('what operators are told of hidden cycles', () => {
  it('is what each of them waits for', () => {
    expect(hiddenText([])).toBeUndefined();
    expect(
      hiddenText([
        { id: 'A', announced: 8, known: 6 },
        { id: 'B', announced: null, known: 3 },
        { id: 'C', announced: 2, known: 2 },
        { id: 'D', announced: 2, known: 3 },
      ]),
    ).toBe(
      'A waits for 2 of its 8 settlements; B waits for its close, settlements known: 3; ' +
        'C is not in agreement with itself; D is not in agreement with itself',
    );
  });

  it('names the first twenty and counts the others', () => {
    const cycles = Array.from({ length: 23 }, (_, index) => ({
      id: `X-${index}`,
      announced: 1,
      known: 0,
    }));
    const told = hiddenText(cycles)?.split('; ') ?? [];
    expect(told).toHaveLength(21);
    expect(told.at(-1)).toBe('and 3 more cycles');
  });
});
