import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deadLetterTopic,
  keyOf,
  topics,
  type EventData,
  type Output,
  type routes,
} from '@reciproca/contracts';
import { aClaim, aCreditNote, eventually, type ClaimWish } from '@reciproca/testing';
import { contradictionsIn, faultsOnTopic } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

type Claim = Output<typeof routes.readClaim>;
type Settlement = Output<typeof routes.readSettlement>;
type ClaimSettled = EventData<'claim.settled.v1'>;

let books: ClearingBooks;
let persons = 0;

const inApril = '2026-04-08T09:00:00Z';
const inMay = '2026-05-05T09:00:00Z';

beforeAll(async () => {
  books = await ClearingBooks.withReference();
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

/** What settlement says about one of its settlements or batches. */
async function say(id: string, type: string, data: object): Promise<void> {
  const batch = '2026/DE/EUR';
  const event = {
    specversion: '1.0',
    id: keyOf(id),
    source: 'urn:reciproca:settlement',
    type,
    time: '2026-07-10T09:00:00Z',
    subject: batch,
    datacontenttype: 'application/json',
    data: { batch, ...data },
  };
  await books.world.kafka.sendEvents(topics.settlements.name, [event]);
}

async function release(settlement: string): Promise<void> {
  const { hash } = await standing(settlement);
  const at = '2026-07-10T09:00:00Z';
  await say(`release of ${settlement}`, 'batch.released.v1', {
    settlements: [settlement],
    hash,
    by: 'https://id.example#tom',
    at,
  });
  await eventually(async () => (await standing(settlement)).status === 'released');
}

/** `settlement.settled` with money as `50.00 on 05-04` of 2026. */
async function settle(
  id: string,
  { settlement, net }: { readonly settlement: string; readonly net: string },
  ...money: readonly string[]
): Promise<void> {
  const received = money.map((entry, index) => {
    const [amount = '', day = ''] = entry.split(' on ');
    return { amount, on: `2026-${day}`, endToEndId: 'E2E', bankReference: `B-${index}` };
  });
  const said = { settlement, net, amount: net, settledOn: '2026-07-10', received };
  await say(id, 'settlement.settled.v1', said);
}

function standing(settlement: string): Promise<Settlement> {
  return books.read<Settlement>(pathOf('settlements', settlement));
}

function shown(institution: string, reference: string): Promise<Claim> {
  return books.read<Claim>(pathOf('claims', institution, reference));
}

/** Every `claim.settled` of a settlement so far, in the order in which each claim had them. */
async function payments(settlement: string): Promise<ClaimSettled[]> {
  const found = await books.told('claim.settled.v1');
  return found.filter((data) => 'settlement' in data && data.settlement === settlement);
}

/** The same as `reference day amount`, sorted. */
async function paid(settlement: string): Promise<string[]> {
  const found = await payments(settlement);
  return found
    .map(({ claim: { reference }, paidOn, amount }) => `${reference} ${paidOn.slice(5)} ${amount}`)
    .sort();
}

/** Waits until everything that was said on the topic of settlements is booked. */
async function booked(): Promise<void> {
  const ends = await books.world.kafka.endOffsets(topics.settlements.name);
  await eventually(async () => {
    const done = await books.world.kafka.committedOffsets('clearing', topics.settlements.name);
    return [...ends].every(([partition, end]) => end === 0n || (done.get(partition) ?? -1n) >= end);
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
    expect((await standing(settlement)).net).toEqual({ payer: 'DE', payee: 'FR', amount: '0.00' });
    await release(settlement);
    expect((await shown('FR:CNAM', 'F-1')).status).toBe('in-settlement');
    await settle('nothing to pay', { settlement, net: '0.00' });
    await eventually(async () => (await standing(settlement)).status === 'settled');
    await booked();
    expect(await paid(settlement)).toEqual([
      'D-1 03-31 70.05',
      'D-2 03-31 30.05',
      'F-1 03-31 100.10',
    ]);
  });

  it('leaves its claims settled, each with the event that tells it', async () => {
    const found = await shown('FR:CNAM', 'F-1');
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
    const [told] = (await payments(settlement)).filter((each) => each.claim.reference === 'F-1');
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
    await settle('nothing to pay', { settlement, net: '0.00' });
    await settle('nothing to pay, under another id', { settlement, net: '0.00' });
    await booked();
    expect(await books.world.database.query(entries)).toEqual([before]);
    expect(await payments(settlement)).toHaveLength(3);
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
    expect((await standing(settlement)).net).toMatchObject({ payer: 'DE', amount: '165.00' });
    await release(settlement);
    await settle('too little', { settlement, net: '165.00' }, '164.99 on 05-04');
    await settle('another net', { settlement, net: '164.99' }, '165.00 on 05-04');
    const unknown = '2026-B/DE-PT/EUR';
    await settle('unknown', { settlement: unknown, net: '0.00' });
    await booked();
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
    expect((await standing(settlement)).status).toBe('released');
    expect(await payments(settlement)).toEqual([]);
    await expectSoundBooks();
  });

  it('offsets on the cut-off day and gives the rest the days of the money, line by line', async () => {
    // What is to be refunded of a claim waits for the next cycle while its rest is being paid.
    await books.submit([
      aCreditNote({ reference: 'F-12', amount: '20.00', time: '2026-05-10T09:00:00Z' }),
    ]);
    await settle('paid', { settlement, net: '165.00' }, '120.00 on 05-06', '50.00 on 05-04');
    await eventually(async () => (await standing(settlement)).status === 'settled');
    await booked();
    // Of the 170.00 that came 5.00 pass the net: they stay with the bank entry.
    expect(await paid(settlement)).toEqual([
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
    const [first, second] = (await payments(settlement)).filter(
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
    expect((await standing(settlement)).net).toEqual({ payer: 'FR', payee: 'DE', amount: '5.00' });
    await release(settlement);
    await settle('refund', { settlement, net: '5.00' }, '5.00 on 06-10');
    await eventually(async () => (await standing(settlement)).status === 'settled');
    await booked();
    expect(await paid(settlement)).toEqual([
      'F-12 05-31 -15.00',
      'F-12 06-10 -5.00',
      'F-20 05-31 15.00',
    ]);
    expect(await shown('FR:CNAM', 'F-12')).toMatchObject({
      status: 'settled',
      obligation: { total: '70.00', credited: '20.00', settled: '50.00', toPay: '0.00' },
    });
    expect((await shown('FR:CNAM', 'F-20')).status).toBe('settled');
    await expectSoundBooks();
  });
});
