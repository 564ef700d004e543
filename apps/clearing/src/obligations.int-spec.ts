import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import {
  aClaim,
  aContestation,
  aCreditNote,
  anAnswer,
  aWaiver,
  type LaterEvent,
} from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: what is contested leaves the next cycle and nothing else does; what is maintained comes back
 * by itself, what is accepted becomes a credit, and after a cycle has taken it a refund.
 * Method: messages through the real broker over three cycles; every figure reckoned by hand.
 */

type Claim = Output<typeof routes.readClaim>;
type Settlement = Output<typeof routes.readSettlement>;

let books: ClearingBooks;

/** Claims of 1 000.00 and one of the other direction, all introduced on 2 March 2026. */
const claims = [
  ...['whole', 'maintained', 'accepted', 'partly', 'taken', 'waived'].map((reference) =>
    aClaim({ reference, amount: '1000.00', person: reference }),
  ),
  aClaim({
    reference: 'back',
    amount: '500.00',
    person: 'b',
    creditor: 'DE:AOK-BY',
    debtor: 'FR:CNAM',
  }),
];

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  await books.submit(claims);
});

afterAll(async () => {
  await books.end();
});

async function claimOf(reference: string): Promise<Claim> {
  return books.read<Claim>(pathOf('claims', 'FR:CNAM', reference));
}

/** The figures of a claim that are not 0.00. */
async function figuresOf(reference: string): Promise<Record<string, string>> {
  const { obligation } = await claimOf(reference);
  const entries = Object.entries(obligation ?? {}).filter(([, amount]) => amount !== '0.00');
  return Object.fromEntries(entries);
}

async function grossOf(cycle: string): Promise<string[]> {
  const path = pathOf('settlements', `${cycle}/DE-FR/EUR`);
  const { gross } = await books.read<Settlement>(path);
  return gross.map(({ creditor, amount }) => `${creditor} ${amount}`);
}

describe('the life of claims over three cycles', () => {
  it('carves out what is contested before the first', async () => {
    await books.submit([
      aContestation({ reference: 'maintained', amount: '300.00' }),
      aContestation({ reference: 'accepted', amount: '200.00' }),
      aContestation({ reference: 'partly', amount: '1000.00' }),
      aWaiver({ reference: 'waived', amount: '999.99', kind: 'write-off' }),
    ]);
    expect(await figuresOf('maintained')).toEqual({
      total: '1000.00',
      contested: '300.00',
      toPay: '700.00',
    });
    expect((await claimOf('partly')).status).toBe('contested');
    const [position] = await books.positions('asOf=2026-05-31');
    expect(position?.gross).toMatchObject([
      { creditor: 'DE', open: '500.00', claims: 1 },
      {
        creditor: 'FR',
        open: '5000.01',
        contested: '1500.00',
        underCorrection: '1500.00',
        claims: 6,
      },
    ]);
    await books.close('C1', '2026-05-31');
    // 6 × 1 000.00 − 300.00 − 200.00 − 1 000.00 − 999.99
    expect(await grossOf('C1')).toEqual(['DE 500.00', 'FR 3500.01']);
  });

  it('carries over what is maintained, credits what is accepted, refunds what was taken', async () => {
    await books.submit([
      anAnswer({ reference: 'maintained', outcome: 'maintained', time: '2026-06-01T09:00:00Z' }),
      anAnswer({ reference: 'accepted', outcome: 'accepted', time: '2026-06-01T09:00:00Z' }),
      anAnswer({
        reference: 'partly',
        outcome: 'partly-accepted',
        acceptedAmount: '400.00',
        time: '2026-06-01T09:00:00Z',
      }),
      aCreditNote({ reference: 'taken', amount: '250.00', time: '2026-06-02T09:00:00Z' }),
    ]);
    expect(await figuresOf('accepted')).toEqual({
      total: '1000.00',
      credited: '200.00',
      inSettlement: '800.00',
      toPay: '800.00',
    });
    expect(await figuresOf('taken')).toEqual({
      total: '1000.00',
      credited: '250.00',
      inSettlement: '1000.00',
      toPay: '750.00',
    });
    await books.close('C2', '2026-06-30');
    // 300.00 of maintained, 600.00 of partly, and 250.00 back of what C1 took.
    expect(await grossOf('C2')).toEqual(['DE 0.00', 'FR 650.00']);
  });

  it('takes nothing twice', async () => {
    await books.close('C3', '2026-07-01');
    expect(await books.read('/v1/cycles/C3')).toMatchObject({ settlements: 0, claims: 0 });
    expect(await figuresOf('partly')).toEqual({
      total: '1000.00',
      credited: '400.00',
      inSettlement: '600.00',
      toPay: '600.00',
    });
  });
});

describe('messages about claims', () => {
  it.each<[string, LaterEvent, string]>([
    [
      'a contestation by a third State',
      aContestation({ reference: 'whole', speaker: 'PT:SNS' }),
      'not-your-claim',
    ],
    [
      'a contestation by the creditor',
      aContestation({ reference: 'whole', speaker: 'FR:CNAM' }),
      'not-your-claim',
    ],
    [
      'a waiver by the debtor',
      aWaiver({ reference: 'whole', speaker: 'DE:AOK-BY' }),
      'not-your-claim',
    ],
    ['a contestation of an unknown claim', aContestation({ reference: 'none' }), 'unknown-claim'],
    [
      'an answer to an unknown contestation',
      anAnswer({ reference: 'whole' }),
      'unknown-contestation',
    ],
    [
      'a credit larger than what is left',
      aCreditNote({ reference: 'taken', creditNote: 'N-9', amount: '750.01' }),
      'exceeds-claim',
    ],
    [
      'the same credit note with another amount',
      aCreditNote({ reference: 'taken', amount: '1.00', id: 'other' }),
      'same-reference-other-content',
    ],
    [
      'an amount that cannot be read',
      aCreditNote({ reference: 'taken', creditNote: 'N-8', amount: '1,00' }),
      'malformed',
    ],
  ])('%s is refused, and nothing is booked', async (_name, event, expected) => {
    const before = await figuresOf('taken');
    await books.submit([event]);
    const { type, data } = await books.answerTo(event);
    expect(type).toBe('message.refused.v1');
    expect(data.reasons?.map(({ code }) => code)).toEqual([expected]);
    expect(await figuresOf('taken')).toEqual(before);
  });

  it('are answered like the first when the same is said under a new id', async () => {
    const contestation = aContestation({ reference: 'whole', amount: '10.00', note: 'see letter' });
    await books.submit([contestation, { ...contestation, id: 'again' }]);
    const first = await books.answerTo(contestation);
    const second = await books.answerTo({ ...contestation, id: 'again' });
    const { inReplyTo: _one, sequence: _n, ...said } = first.data;
    const { inReplyTo: _two, sequence: _m, ...again } = second.data;
    expect(again).toEqual(said);
    expect(said).toMatchObject({
      type: 'claim.contested.v1',
      day: '2026-05-20',
      claim: { institution: 'FR:CNAM', reference: 'whole' },
      // All of the claim is in the first cycle, so nothing could be taken out.
      obligation: { contested: '0.00', disputed: '10.00', inSettlement: '1000.00' },
      replyBy: '2027-05-31',
    });
    expect(JSON.stringify(said)).not.toContain('letter');
  });

  it('come in one batch with the claim that they are about', async () => {
    await books.submit([
      aClaim({ reference: 'new', amount: '80.00', person: 'n' }),
      aContestation({ reference: 'new', amount: '30.00' }),
      anAnswer({ reference: 'new', outcome: 'partly-accepted', acceptedAmount: '10.00' }),
      aCreditNote({ reference: 'new', amount: '5.00' }),
    ]);
    expect(await figuresOf('new')).toEqual({ total: '80.00', credited: '15.00', toPay: '65.00' });
    const { history } = await claimOf('new');
    expect(history.map(({ type }) => type)).toEqual([
      'claim.introduced.v1',
      'message.recorded.v1',
      'message.recorded.v1',
      'message.recorded.v1',
    ]);
  });
});

describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });
});
