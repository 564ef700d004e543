import { describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('gives what was seen once it is there', async () => {
    let looks = 0;
    const seen = await eventually(
      () => {
        looks += 1;
        if (looks < 3) throw new Error('not yet');
        return 'there';
      },
      { intervalMs: 1 },
    );
    expect(seen).toBe('there');
  });

  it('says what did not come and why', async () => {
    const nothing = eventually(() => false, { timeoutMs: 5, intervalMs: 1, what: 'rain' });
    await expect(nothing).rejects.toThrow('rain did not come true within 5 ms: it was false');
    const broken = (): never => {
      throw new Error('too dry');
    };
    await expect(eventually(broken, { timeoutMs: 5, intervalMs: 1 })).rejects.toThrow(/too dry/);
  });
});
