import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import { ClearingBooks } from './hosted-clearing.fixture.js';

/*
 * Goal: what a State holds otherwise stays in sight until the two agree, whoever publishes anew.
 * Method: balances of following days over HTTP, each in the place of the one before it.
 */

type List = Output<typeof routes.listBalances>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
});

afterAll(async () => {
  await books.end();
});

const balanceOf = (day: number): string => `DE-FR/EUR/2026-06-0${String(day)}/1`;

/** Does something about a balance as officer of a State. */
async function act(state: 'DE' | 'FR', path: string, body: object): Promise<void> {
  await books.read(`/v1/balances${path}`, { role: 'officer', state, body });
}

async function publish(state: 'DE' | 'FR', day: number, currency = 'EUR'): Promise<void> {
  await act(state, '', { states: ['DE', 'FR'], currency, on: `2026-06-0${String(day)}` });
}

async function dispute(state: 'DE' | 'FR', day: number): Promise<void> {
  const claim = { institution: 'FR:CNAM', reference: 'A' };
  const difference = { claim, amount: `${String(day)}.00`, reason: 'not-in-the-balance' };
  const path = `/${encodeURIComponent(balanceOf(day))}/differences`;
  await act(state, path, { differences: [difference] });
}

const confirm = (state: 'DE' | 'FR', id: string): Promise<void> =>
  act(state, `/${encodeURIComponent(id)}/confirmations`, {});

/** Balances of a status, the newest first. */
async function listed(status: string): Promise<string[]> {
  const { items } = await books.read<List>(`/v1/balances?status=${status}`);
  expect(items.every((each) => each.status === status)).toBe(true);
  expect(items.every((each) => each.openDifferences === (status === 'disputed' ? 1 : 0))).toBe(
    true,
  );
  return items.map(({ id }) => id);
}

describe('differences of a balance that another one stands in place of', () => {
  it('stay open whoever publishes it, and whatever the other State lists of it', async () => {
    await publish('FR', 1);
    await dispute('DE', 1);
    await publish('DE', 2);
    expect(await listed('disputed')).toEqual([balanceOf(1)]);
    await dispute('FR', 2);
    await publish('FR', 3);
    expect(await listed('disputed')).toEqual([balanceOf(2), balanceOf(1)]);
    expect(await listed('superseded')).toEqual([]);
  });

  it('give way to a later list of the same State', async () => {
    await dispute('DE', 3);
    expect(await listed('disputed')).toEqual([balanceOf(3), balanceOf(2)]);
    expect(await listed('superseded')).toEqual([balanceOf(1)]);
  });

  it('are not closed by a balance in another currency, or of an earlier day', async () => {
    await publish('FR', 4, 'SEK');
    await confirm('DE', 'DE-FR/SEK/2026-06-04/1');
    await books.read('/v1/balances', {
      role: 'officer',
      state: 'FR',
      body: { states: ['DE', 'FR'], currency: 'EUR', on: '2026-05-31' },
    });
    await confirm('DE', 'DE-FR/EUR/2026-05-31/1');
    expect(await listed('disputed')).toEqual([balanceOf(3), balanceOf(2)]);
  });

  it('are closed by the confirmation of a later one', async () => {
    await confirm('DE', balanceOf(3));
    expect(await listed('disputed')).toEqual([]);
    expect(await listed('superseded')).toEqual([balanceOf(2), balanceOf(1)]);
  });
});
