import { describe, expect, it } from '@jest/globals';
import { inRanges, rangesText } from './offset-ranges.js';

describe('rangesText', () => {
  it('joins neighbours and sorts', () => {
    expect(rangesText(new Set([20n, 13n, 12n, 15n, 14n]))).toBe('12-15,20');
    expect(rangesText(new Set())).toBe('');
  });

  it('stays below what a broker keeps, leaving out the highest', () => {
    const offsets = new Set(Array.from({ length: 5_000 }, (_, index) => BigInt(index * 2)));
    const text = rangesText(offsets);
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(inRanges(text, 0n)).toBe(true);
    expect(inRanges(text, 9_998n)).toBe(false);
  });
});

describe('inRanges', () => {
  it.each([
    ['12-15,20', 12n, true],
    ['12-15,20', 15n, true],
    ['12-15,20', 16n, false],
    ['12-15,20', 20n, true],
    ['', 0n, false],
    ['somebody else wrote this', 1n, false],
  ])('%j holds %s: %s', (text, offset, expected) => {
    expect(inRanges(text, offset)).toBe(expected);
  });
});
