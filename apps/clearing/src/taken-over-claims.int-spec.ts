import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type Output, type routes } from '@reciproca/contracts';
import { aClaim, anAnswer } from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { pathOf, type ClearingBooks } from './hosted-clearing.fixture.js';
import {
  bare,
  figuresOf,
  file,
  header,
  known,
  knownWish,
  MovingBooks,
  wholeLine,
  type Opened,
  type Problem,
} from './open-items.fixture.js';

/*
 * Goal: claims that an old system gave go on living like any other, and come in other forms too.
 * Method: imports over HTTP into real books on 10 July 2026; every figure reckoned by hand.
 */

type Settlement = Output<typeof routes.readSettlement>;

let moving: MovingBooks;
let books: ClearingBooks;

beforeAll(async () => {
  moving = await MovingBooks.begin();
  ({ books } = moving);
  expect((await moving.open(file)).status).toBe(201);
});

afterAll(async () => {
  await books.end();
});

describe('claims that were taken over', () => {
  it('are answered, credited and settled like any other', async () => {
    await books.submit([anAnswer({ reference: 'OI-1', time: '2026-06-20T09:00:00Z' })]);
    expect(figuresOf(await moving.claimOf('FR:CNAM', 'OI-1'))).toEqual({
      total: '1000.00',
      settled: '500.00',
      credited: '200.00',
      toPay: '300.00',
    });
    await books.close('C1', '2026-06-30');
    const path = pathOf('settlements', 'C1/DE-FR/EUR');
    const { gross } = await books.read<Settlement>(path);
    // 300.00 of OI-1 and 250.00 of OI-2; OI-3 is paid.
    expect(gross).toMatchObject([
      { creditor: 'DE', amount: '0.00' },
      { creditor: 'FR', amount: '550.00', claims: 2 },
    ]);
  });

  it('are known when their creditor submits them again', async () => {
    const before = await moving.countOf('claims');
    await books.submit([
      known,
      { ...known, id: 'other', data: { ...known.data, recordedOn: '2024-02-16' } },
    ]);
    expect(await moving.countOf('claims')).toBe(before);
    const events = await books.world.readEvents(topics.claimsOutcomes.name);
    const answers = events.filter(({ event }) => event.subject === 'FR:CNAM/OI-2').slice(-2);
    expect(answers.map(({ event }) => event.type)).toEqual([
      'claim.introduced.v1',
      'claim.rejected.v1',
    ]);
  });

  it('are flagged with what looks like the same bill', async () => {
    const twin = aClaim({ ...knownWish, reference: 'TWIN' });
    expect((await moving.open(`${header}\n${wholeLine(twin)}`)).status).toBe(201);
    const [flagged] = (await books.world.readEvents(topics.claimsOutcomes.name))
      .filter(({ event }) => event.type === 'claim.flagged.v1' && event.subject.endsWith('TWIN'))
      .map(({ event }) => event.data);
    expect(flagged).toMatchObject({ sameAs: [{ institution: 'FR:CNAM', reference: 'OI-2' }] });
  });

  it('may have been rejected before', async () => {
    const late = aClaim({ reference: 'LATE', recordedOn: '2020-01-15', careFrom: '2020-01-03' });
    await books.submit([late]);
    expect((await moving.claimOf('FR:CNAM', 'LATE')).status).toBe('rejected');
    expect((await moving.open(`${header}\n${wholeLine(late)}`)).status).toBe(201);
    expect((await moving.claimOf('FR:CNAM', 'LATE')).status).toBe('introduced');
  });

  it('come as JSON too', async () => {
    const { claim, creditor, debtor, basis, recordedOn, total } = known.data;
    const item = { creditor, debtor, basis, recordedOn, total, introducedOn: '2025-01-31' };
    const items = ['J-1', 'J-2'].map((reference) => ({
      ...item,
      claim: { ...claim, reference },
      settled: '50.00',
    }));
    const answer = await moving.open(items);
    expect(answer.status).toBe(201);
    expect(figuresOf(await moving.claimOf('FR:CNAM', 'J-2'))).toMatchObject({ toPay: '200.00' });
    const wrong = await moving.open([{ ...items[0], settled: 50 }, 7]);
    expect((wrong.body as Problem).faults.map(({ line, path }) => [line, path])).toEqual([
      [1, 'settled'],
      [2, ''],
    ]);
    const noList = await moving.open(items[0]);
    expect((noList.body as Problem).code).toBe('invalid-request');
  });

  it('come by the thousand, and a fault on the last line keeps all of them out', async () => {
    const lines = Array.from({ length: 4_500 }, (_, index) =>
      bare(`M-${index}`, `${index + 1}.00`, { settled: '0.25' }),
    );
    const before = await moving.sizes();
    const faulty = await moving.open([header, ...lines, bare('M-0', '1.00')].join('\n'));
    expect((faulty.body as Problem).faults).toMatchObject([
      { line: 4_502, detail: 'stands on line 2 already' },
    ]);
    expect(await moving.sizes()).toEqual(before);
    const answer = await moving.open([header, ...lines].join('\n'));
    // 4 500 × 4 501 / 2, less 4 500 quarters.
    expect((answer.body as Opened).totals).toMatchObject([
      { claims: 4_500, total: '10127250.00', settled: '1125.00', open: '10126125.00' },
    ]);
  });
});

describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });
});
