import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

describe('turns', () => {
  it('let so many go on, and the others in the order in which they came', async () => {
    const turns = new Turns(2);
    const going: string[] = [];
    const take = async (name: string): Promise<() => void> => {
      const giveBack = await turns.take();
      going.push(name);
      return giveBack;
    };
    const settled = () => new Promise((resolve) => setImmediate(resolve));
    const first = await take('a');
    await take('b');
    const third = take('c');
    void take('d');
    await settled();
    expect(going).toEqual(['a', 'b']);
    first();
    // The same turn is not given back twice.
    first();
    await settled();
    expect(going).toEqual(['a', 'b', 'c']);
    (await third)();
    await settled();
    expect(going).toEqual(['a', 'b', 'c', 'd']);
  });
});
