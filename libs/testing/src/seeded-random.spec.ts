import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from './seeded-random.js';

describe('seeded random numbers', () => {
  it('are those of xoshiro128** 1.1 with a state from splitmix32', () => {
    // Calculated with a separate implementation in another language, which gives the published
    // 11520, 0, 5927040, 70819200 for the state 1, 2, 3, 4.
    const random = new SeededRandom(42);
    expect(Array.from({ length: 6 }, () => random.next())).toEqual([
      660444221, 3652823732, 77672526, 910233633, 2297337756, 3786072677,
    ]);
  });

  it('stay within their ends and reach both', () => {
    const random = new SeededRandom(7);
    const rolls = new Set(Array.from({ length: 500 }, () => random.integer(1, 6)));
    expect([...rolls].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('shuffle without losing or doubling anything', () => {
    const list = Array.from({ length: 100 }, (_, index) => index);
    const shuffled = new SeededRandom(1).shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
  });

  it('have about mean 0 and deviation 1 when normal', () => {
    const random = new SeededRandom(3);
    const drawn = Array.from({ length: 20_000 }, () => random.normal());
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});
