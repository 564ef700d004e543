import { keyOf } from '@reciproca/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takeNew } from './inbox.js';
import { MessagingWorld } from './messaging-world.fixture.js';
import { markConsumed } from './outbox.js';

let world: MessagingWorld;

beforeAll(async () => {
  world = await MessagingWorld.open([]);
});

afterAll(async () => {
  await world.end();
});

const take = (...keys: readonly string[]): Promise<ReadonlySet<string>> =>
  world.database.transaction((transaction) => takeNew(transaction, keys));

describe('the inbox', () => {
  const [one, two, three] = [keyOf('1'), keyOf('2'), keyOf('3')] as const;

  it('gives each event to one taker', async () => {
    expect(await take(one, two, one)).toEqual(new Set([one, two]));
    expect(await take(two, three)).toEqual(new Set([three]));
    expect(await take()).toEqual(new Set());
  });

  it('gives an event again whose taker failed', async () => {
    const failing = world.database.transaction(async (transaction) => {
      await takeNew(transaction, [keyOf('4')]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await take(keyOf('4'))).toEqual(new Set([keyOf('4')]));
  });

  it('gives each of many to one of two who take at once', async () => {
    const keys = Array.from({ length: 500 }, (_, index) => keyOf('many', index.toString()));
    const [first, second] = await Promise.all([take(...keys), take(...[...keys].reverse())]);
    expect(first.size + second.size).toBe(500);
    expect(new Set([...first, ...second]).size).toBe(500);
  });
});

describe('how far a partition is booked', () => {
  it('never goes back', async () => {
    const mark = (nextOffset: bigint) =>
      world.database.transaction((transaction) =>
        markConsumed(transaction, { topic: 't', partition: 0, nextOffset }),
      );
    await mark(5n);
    await mark(9_007_199_254_740_993n);
    await mark(7n);
    const rows = await world.outside.database.query('select next_offset from app.consumed');
    expect(rows).toEqual([{ next_offset: '9007199254740993' }]);
  });
});
