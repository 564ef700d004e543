/**
 * Random numbers that are the same on every machine and every run for one seed.
 * xoshiro128** 1.1 (Blackman and Vigna), its state filled from the seed by splitmix32.
 */
export class SeededRandom {
  private readonly state: Uint32Array;

  /** @param seed any whole number; only its lowest 32 bits count */
  constructor(seed: number) {
    this.state = new Uint32Array(4);
    let filler = seed >>> 0;
    for (let index = 0; index < 4; index += 1) {
      filler = (filler + 0x9e3779b9) >>> 0;
      let mixed = filler ^ (filler >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      this.state[index] = mixed ^ (mixed >>> 15);
    }
  }

  /** A whole number from 0 to 2³² − 1. */
  next(): number {
    const { state } = this;
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    const third = c ^ a;
    const fourth = d ^ b;
    state[1] = b ^ third;
    state[0] = a ^ fourth;
    state[2] = third ^ shifted;
    state[3] = rotate(fourth, 11);
    return result;
  }

  /** A number from 0 (may be) to 1 (never), with 32 random bits. */
  fraction(): number {
    return this.next() / 0x1_0000_0000;
  }

  /** A whole number, both ends possible. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const picked = list[this.integer(0, list.length - 1)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  /** A new list in random order (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = this.integer(0, index);
      [shuffled[index], shuffled[other]] = [shuffled[other] as T, shuffled[index] as T];
    }
    return shuffled;
  }

  /** From the normal distribution with mean 0 and deviation 1 (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()));
    return radius * Math.cos(2 * Math.PI * this.fraction());
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
