import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, keyOf, topics } from '@reciproca/contracts';
import { aClaim, aCreditNote, eventually, type ClaimWish } from '@reciproca/testing';
import { contradictionsIn, faultsOnTopic } from './crash/books.fixture.js';
import { ClearingBooks } from './hosted-clearing.fixture.js';
import { SettlementWords } from './settlement-words.fixture.js';

let books: ClearingBooks;
let words: SettlementWords;
let persons = 0;

const inApril = '2026-04-08T09:00:00Z';
const inMay = '2026-05-05T09:00:00Z';
const inJune = '2026-06-05T09:00:00Z';

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  words = new SettlementWords(books);
});

afterAll(async () => {
  await books.end();
});

function claim(reference: string, amount: string, wish: ClaimWish = {}): ReturnType<typeof aClaim> {
  persons += 1;
  const german = reference.startsWith('D');
  return aClaim({
    reference,
    amount,
    person: `person-${persons.toString()}`,
    ...(german ? { creditor: 'DE:AOK-BY', debtor: 'FR:CNAM' } : {}),
    ...wish,
  });
}

async function grossOf(creditor: string, asOf = '2026-07-10') {
  const [position] = await books.positions(`state=DE&currency=EUR&asOf=${asOf}`);
  return position?.gross.find((line) => line.creditor === creditor);
}

async function expectSoundBooks(): Promise<void> {
  const { database } = books.world;
  expect(await contradictionsIn(database)).toEqual([]);
  const outcomes = await books.world.readEvents(topics.claimsOutcomes.name);
  expect(await faultsOnTopic(topics.claimsOutcomes.name, outcomes, database)).toEqual([]);
}

describe('a settlement of nothing', () => {
  const settlement = '2026-A/DE-FR/EUR';

  it('pays its claims on the cut-off day once it is settled', async () => {
    await books.submit([
      claim('F-1', '100.10'),
      claim('D-1', '70.05'),
      claim('D-2', '30.05', { creditor: 'DE:AOK-BY' }),
    ]);
    await books.close('2026-A', '2026-03-31');
    expect((await words.standing(settlement)).net).toEqual({
      payer: 'DE',
      payee: 'FR',
      amount: '0.00',
    });
    await words.release(settlement);
    expect((await words.shown('FR:CNAM', 'F-1')).status).toBe('in-settlement');
    await words.settle('nothing to pay', { settlement, net: '0.00' });
    await eventually(async () => (await words.standing(settlement)).status === 'settled');
    await words.booked();
    expect(await words.paid(settlement)).toEqual([
      'D-1 03-31 70.05',
      'D-2 03-31 30.05',
      'F-1 03-31 100.10',
    ]);
  });

  it('leaves its claims settled, each with the event that tells it', async () => {
    const found = await words.shown('FR:CNAM', 'F-1');
    expect(found).toMatchObject({
      status: 'settled',
      obligation: { total: '100.10', settled: '100.10', inSettlement: '0.00', toPay: '0.00' },
      settlements: [{ settlement, amount: '100.10', status: 'settled' }],
    });
    expect(found.history.map(({ type }) => type)).toEqual([
      'claim.introduced.v1',
      'settlement.proposed.v1',
      'claim.settled.v1',
    ]);
    const [told] = (await words.payments(settlement)).filter(
      (each) => each.claim.reference === 'F-1',
    );
    expect(told).toEqual({
      sequence: 2,
      claim: { institution: 'FR:CNAM', reference: 'F-1' },
      settlement,
      amount: '100.10',
      paidOn: '2026-03-31',
      obligation: found.obligation,
    });
    const list = await books.read<{ items: unknown[] }>('/v1/claims?status=settled');
    expect(list.items).toHaveLength(3);
  });

  it('leaves nothing open between the two States', async () => {
    const nothing = { open: '0.00', inSettlement: '0.00', claims: 0 };
    expect(await grossOf('FR')).toMatchObject(nothing);
    expect(await grossOf('DE')).toMatchObject(nothing);
    // The day of both entries is the cut-off.
    expect(await grossOf('FR', '2026-03-31')).toMatchObject(nothing);
    await expectSoundBooks();
  });

  it('is settled once, however often it is said', async () => {
    const entries = 'select count(*)::int as entries from clearing.journal';
    const [before] = await books.world.database.query(entries);
    await words.settle('nothing to pay', { settlement, net: '0.00' });
    await words.settle('nothing to pay, under another id', { settlement, net: '0.00' });
    await words.booked();
    expect(await books.world.database.query(entries)).toEqual([before]);
    expect(await words.payments(settlement)).toHaveLength(3);
    await expectSoundBooks();
  });
});

describe('a settlement that is paid on two days', () => {
  const settlement = '2026-B/DE-FR/EUR';

  it('changes nothing while the books know better, and puts the word aside', async () => {
    await books.submit([
      // To be paid by 31 October 2027, by institution and reference; FR:MSA comes last.
      claim('F-01', '25.00', { creditor: 'FR:MSA', introducedOn: '2026-04-02', time: inApril }),
      claim('F-12', '70.00', { introducedOn: '2026-04-06', time: inApril }),
      claim('F-11', '60.00', { introducedOn: '2026-04-07', time: inApril }),
      // To be paid by 30 September 2027: the first.
      claim('F-90', '40.00', { introducedOn: '2026-03-20', time: inApril }),
      claim('D-10', '30.00', { introducedOn: '2026-04-02', time: inApril }),
    ]);
    await books.close('2026-B', '2026-04-30');
    expect((await words.standing(settlement)).net).toMatchObject({ payer: 'DE', amount: '165.00' });
    await words.release(settlement);
    await words.settle('too little', { settlement, net: '165.00' }, '164.99 on 05-04');
    await words.settle('another net', { settlement, net: '164.99' }, '165.00 on 05-04');
    const unknown = '2026-B/DE-PT/EUR';
    await words.settle('unknown', { settlement: unknown, net: '0.00' });
    await words.booked();
    const letters = await books.world.kafka.readToEnd(deadLetterTopic(topics.settlements.name));
    expect(letters.map(({ headers }) => headers['error-code'])).toEqual([
      'invalid-data',
      'invalid-data',
      'invalid-data',
    ]);
    expect(letters.map(({ headers }) => headers['error-detail']).sort()).toEqual([
      'data.settlement: it is no settlement of any cycle',
      'data.settlement: its net is 165.00, not 164.99',
      'data.settlement: received is 164.99, less than its net of 165.00',
    ]);
    const { text } = await books.http.ask({ path: '/metrics' });
    expect(text).toMatch(/^clearing_settlement_contradictions_total\{app="clearing"\} 3$/m);
    expect((await words.standing(settlement)).status).toBe('released');
    expect(await words.payments(settlement)).toEqual([]);
    await expectSoundBooks();
  });

  it('offsets on the cut-off day and gives the rest the days of the money, line by line', async () => {
    // What is to be refunded of a claim waits for the next cycle while its rest is being paid.
    await books.submit([
      aCreditNote({ reference: 'F-12', amount: '20.00', time: '2026-05-10T09:00:00Z' }),
    ]);
    await words.settle('paid', { settlement, net: '165.00' }, '120.00 on 05-06', '50.00 on 05-04');
    await eventually(async () => (await words.standing(settlement)).status === 'settled');
    await words.booked();
    // Of the 170.00 that came 5.00 pass the net: they stay with the bank entry.
    expect(await words.paid(settlement)).toEqual([
      'D-10 04-30 30.00',
      'F-01 05-06 25.00',
      'F-11 05-04 40.00',
      'F-11 05-06 20.00',
      'F-12 05-06 70.00',
      'F-90 04-30 30.00',
      'F-90 05-04 10.00',
    ]);
    await expectSoundBooks();
  });

  it('tells of each day what was owed after it', async () => {
    const [first, second] = (await words.payments(settlement)).filter(
      (each) => each.claim.reference === 'F-11',
    );
    expect(first).toMatchObject({
      sequence: 2,
      paidOn: '2026-05-04',
      obligation: { settled: '40.00', inSettlement: '20.00', toPay: '20.00' },
    });
    expect(second).toMatchObject({
      sequence: 3,
      paidOn: '2026-05-06',
      obligation: { settled: '60.00', inSettlement: '0.00', toPay: '0.00' },
    });
  });

  it('shows on every day what was open on it, each claim counted once', async () => {
    const openOn = async (asOf: string) => {
      const line = await grossOf('FR', asOf);
      return [line?.open, line?.inSettlement, line?.claims];
    };
    expect(await openOn('2026-04-29')).toEqual(['195.00', '0.00', 4]);
    expect(await openOn('2026-04-30')).toEqual(['165.00', '165.00', 4]);
    expect(await openOn('2026-05-04')).toEqual(['115.00', '115.00', 3]);
    // F-12 is still to be refunded: that was booked before its rest was paid.
    expect(await openOn('2026-05-06')).toEqual(['0.00', '0.00', 1]);
    expect(await openOn('2026-05-10')).toEqual(['-20.00', '0.00', 1]);
  });
});

describe('a settlement with a refund', () => {
  const settlement = '2026-C/DE-FR/EUR';

  it('pays the refund to the payee as any line in its favour, below zero', async () => {
    await books.submit([claim('F-20', '15.00', { introducedOn: '2026-05-05', time: inMay })]);
    await books.close('2026-C', '2026-05-31');
    expect((await words.standing(settlement)).net).toEqual({
      payer: 'FR',
      payee: 'DE',
      amount: '5.00',
    });
    await words.release(settlement);
    await words.settle('refund', { settlement, net: '5.00' }, '5.00 on 06-10');
    await eventually(async () => (await words.standing(settlement)).status === 'settled');
    await words.booked();
    expect(await words.paid(settlement)).toEqual([
      'F-12 05-31 -15.00',
      'F-12 06-10 -5.00',
      'F-20 05-31 15.00',
    ]);
    expect(await words.shown('FR:CNAM', 'F-12')).toMatchObject({
      status: 'settled',
      obligation: { total: '70.00', credited: '20.00', settled: '50.00', toPay: '0.00' },
    });
    expect((await words.shown('FR:CNAM', 'F-20')).status).toBe('settled');
    await expectSoundBooks();
  });
});

describe('a settlement whose money goes back', () => {
  const settlement = '2026-D/DE-FR/EUR';

  async function reverse(id: string, on: string): Promise<void> {
    const said = { settlement, amount: '30.00', on, reason: 'the bank sent money back' };
    await words.say(id, 'settlement.reversed.v1', said);
  }

  it('holds its claims again from that day on, and says every payment with the opposite sign', async () => {
    await books.submit([
      claim('F-30', '25.00', { introducedOn: '2026-06-02', time: inJune }),
      claim('F-31', '15.00', { introducedOn: '2026-06-02', time: inJune }),
      claim('D-30', '10.00', { introducedOn: '2026-06-02', time: inJune }),
    ]);
    await books.close('2026-D', '2026-06-30');
    await words.release(settlement);
    await words.settle(
      'in two parts',
      { settlement, net: '30.00' },
      '20.00 on 07-02',
      '10.00 on 07-04',
    );
    await eventually(async () => (await words.standing(settlement)).status === 'settled');
    const paidOnce = [
      'D-30 06-30 10.00',
      'F-30 06-30 10.00',
      'F-30 07-02 15.00',
      'F-31 07-02 5.00',
      'F-31 07-04 10.00',
    ];
    expect(await words.paid(settlement)).toEqual(paidOnce);
    await reverse('back', '2026-07-08');
    await eventually(async () => (await words.standing(settlement)).status === 'released');
    await words.booked();
    expect(await words.paid(settlement)).toEqual(
      [
        ...paidOnce,
        'D-30 07-08 -10.00',
        'F-30 07-08 -10.00',
        'F-30 07-08 -15.00',
        'F-31 07-08 -10.00',
        'F-31 07-08 -5.00',
      ].sort(),
    );
    expect(await words.shown('FR:CNAM', 'F-31')).toMatchObject({
      status: 'in-settlement',
      obligation: { settled: '0.00', inSettlement: '15.00', toPay: '15.00' },
    });
    await expectSoundBooks();
  });

  it('shows on every day what was open on it', async () => {
    const openOn = async (asOf: string) => {
      const line = await grossOf('FR', asOf);
      return [line?.inSettlement, line?.claims];
    };
    expect(await openOn('2026-07-01')).toEqual(['30.00', 2]);
    expect(await openOn('2026-07-04')).toEqual(['0.00', 0]);
    expect(await openOn('2026-07-08')).toEqual(['40.00', 2]);
  });

  it('is neither reversed twice nor settled by the word that settled it before', async () => {
    await words.settle(
      'in two parts',
      { settlement, net: '30.00' },
      '20.00 on 07-02',
      '10.00 on 07-04',
    );
    await reverse('back', '2026-07-08');
    await reverse('back, under another id', '2026-07-08');
    await words.booked();
    expect((await words.standing(settlement)).status).toBe('released');
    expect(await words.paid(settlement)).toHaveLength(10);
    const letters = await books.world.kafka.readToEnd(deadLetterTopic(topics.settlements.name));
    expect(letters.at(-1)?.headers['error-detail']).toBe(
      'data.settlement: it is released and cannot be reversed',
    );
    await expectSoundBooks();
  });

  it('is settled anew, and reversed again', async () => {
    await words.settle('anew', { settlement, net: '30.00' }, '30.00 on 07-09');
    await eventually(async () => (await words.standing(settlement)).status === 'settled');
    await words.booked();
    expect((await words.shown('FR:CNAM', 'F-31')).status).toBe('settled');
    expect((await words.paid(settlement)).filter((line) => line.includes('07-09'))).toEqual([
      'F-30 07-09 15.00',
      'F-31 07-09 15.00',
    ]);
    await reverse('back again', '2026-07-10');
    await eventually(async () => (await words.standing(settlement)).status === 'released');
    await words.booked();
    expect(await words.paid(settlement)).toHaveLength(18);
    await expectSoundBooks();
  });

  it('has every word that was booked kept as it came', async () => {
    const news = await books.world.database.query<{ type: string; event: string }>(
      `select type, event from clearing.settlement_news where $1 = any(settlements)
       order by news_no`,
      [settlement],
    );
    expect(news.map(({ type }) => type)).toEqual([
      'batch.released.v1',
      'settlement.settled.v1',
      'settlement.reversed.v1',
      'settlement.settled.v1',
      'settlement.reversed.v1',
    ]);
    const said = JSON.parse(news[2]?.event ?? '') as { id: string; data: object };
    expect(said).toMatchObject({ id: keyOf('back'), data: { on: '2026-07-08' } });
  });
});
