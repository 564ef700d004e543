import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import {
  aClaim,
  aDownPayment,
  aDownPaymentAnswer,
  anAnnouncement,
  type LaterEvent,
} from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: what must not be said about a statement is refused with its code and books nothing; what is
 * said twice is booked once.
 * Method: a statement with down payments in every state, then messages through the real broker.
 */

type Statement = Output<typeof routes.readStatement>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  // In batches of their own, on two partitions: at least two of them add to the same sums.
  for (const reference of ['W-1', 'W-2', 'W-3']) {
    const wish = { statement: 'W', reference, person: reference, amount: '100.00' };
    await books.submit([aClaim(wish)]);
  }
  await books.submit([
    anAnnouncement({ reference: 'W', claims: 3 }),
    aDownPayment({ reference: 'W', amount: '150.00' }),
    aDownPayment({ reference: 'W', payment: 'P-2' }),
    aDownPayment({ reference: 'W', payment: 'P-3' }),
    aDownPaymentAnswer({ reference: 'W', payment: 'P-2' }),
    aDownPaymentAnswer({ reference: 'W', payment: 'P-3', outcome: 'declined' }),
  ]);
});

afterAll(async () => {
  await books.end();
});

async function statementOf(reference: string): Promise<Statement> {
  return books.read<Statement>(pathOf('claim-statements', 'FR:CNAM', reference));
}

describe('messages about statements', () => {
  it.each<[string, LaterEvent, string]>([
    [
      'a down payment by a third State',
      aDownPayment({ reference: 'W', payment: 'T', speaker: 'PT:SNS' }),
      'not-your-claim',
    ],
    [
      'a down payment by the creditor',
      aDownPayment({ reference: 'unknown', payment: 'T', speaker: 'FR:CNAM' }),
      'not-your-claim',
    ],
    [
      'an announcement by the debtor',
      anAnnouncement({ reference: 'N', speaker: 'DE:AOK-BY' }),
      'not-your-claim',
    ],
    [
      'an answer by the debtor',
      aDownPaymentAnswer({ reference: 'W', speaker: 'DE:AOK-BY' }),
      'not-your-claim',
    ],
    [
      'an answer to an unknown down payment',
      aDownPaymentAnswer({ reference: 'W', payment: 'P-9' }),
      'unknown-payment',
    ],
    [
      'another answer',
      aDownPaymentAnswer({ reference: 'W', payment: 'P-3', outcome: 'accepted', id: 'a' }),
      'already-answered',
    ],
    [
      'a second down payment with the same reference and another amount',
      aDownPayment({ reference: 'W', amount: '1.00', id: 'b' }),
      'same-reference-other-content',
    ],
    [
      'another announcement',
      anAnnouncement({ reference: 'W', claims: 4, id: 'c' }),
      'same-reference-other-content',
    ],
    [
      'an amount that cannot be read',
      aDownPayment({ reference: 'W', payment: 'P-9', amount: '1,00' }),
      'malformed',
    ],
  ])('%s is refused, and nothing is booked', async (_name, event, expected) => {
    const before = await statementOf('W');
    await books.submit([event]);
    const { type, data } = await books.answerTo(event);
    expect(type).toBe('message.refused.v1');
    expect(data.reasons?.map(({ code }) => code)).toEqual([expected]);
    expect(await statementOf('W')).toEqual(before);
  });

  it('are answered like the first when the same is said under a new id', async () => {
    const said = [
      anAnnouncement({ reference: 'W', claims: 3 }),
      aDownPayment({ reference: 'W', amount: '150' }),
      aDownPaymentAnswer({ reference: 'W', payment: 'P-2' }),
    ];
    const before = await statementOf('W');
    const again = said.map((event) => ({ ...event, id: `${event.id} again` }));
    await books.submit(again);
    for (const [index, event] of said.entries()) {
      const { data: first } = await books.answerTo({ ...event, id: event.id });
      const { type, data: second } = await books.answerTo(again[index] ?? event);
      expect(type).toBe('message.recorded.v1');
      expect({ ...second, inReplyTo: null, sequence: 0 }).toEqual({
        ...first,
        inReplyTo: null,
        sequence: 0,
      });
    }
    expect(await statementOf('W')).toEqual(before);
  });

  it('are answered with what they said', async () => {
    const { data } = await books.answerTo(aDownPayment({ reference: 'W' }));
    expect(data).toMatchObject({
      type: 'down-payment.made.v1',
      day: '2026-05-20',
      statement: { institution: 'FR:CNAM', reference: 'W' },
      recorded: { payment: { reference: 'P-1', amount: { amount: '150.00' } } },
    });
  });
});

describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });
});
