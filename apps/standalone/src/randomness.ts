import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Whole random numbers from a seed: the same seed gives the same demo everywhere. */
export class Randomness {
  private readonly generator: RandomGenerator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** A whole number, both ends included. */
  integer(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  /** One of the values, each as likely as the others. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.integer(0, values.length - 1)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  /** True in so many of a thousand cases. */
  happens(perMille: number): boolean {
    return this.integer(1, 1000) <= perMille;
  }
}
