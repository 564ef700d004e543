import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Output, routes } from '@reciproca/contracts';
import {
  aClaim,
  aContestation,
  aDownPayment,
  aDownPaymentAnswer,
  anAnnouncement,
  anAnswer,
  type ClaimEvent,
  type ClaimWish,
  type LaterEvent,
} from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: down payments go to the claims of their statement as the rule says, whatever came first, and
 * wait as long as it says.
 * Method: messages through the real broker, three cycles; every figure reckoned by hand.
 */

type Statement = Output<typeof routes.readStatement>;
type Claim = Output<typeof routes.readClaim>;
type Cycle = Output<typeof routes.readCycle>;
type Positions = Output<typeof routes.listPositions>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
});

afterAll(async () => {
  await books.end();
});

/** A claim of a statement; every claim is another person's. */
function claimOf(statement: string, name: string, wish: ClaimWish = {}): ClaimEvent {
  const reference = `${statement}-${name}`;
  return aClaim({ statement, reference, person: reference.toLowerCase(), ...wish });
}

/** Comes years too late. */
const late: ClaimWish = { careFrom: '2021-01-03', recordedOn: '2021-02-15' };

async function statementOf(reference: string, call = {}): Promise<Statement> {
  return books.read<Statement>(pathOf('claim-statements', 'FR:CNAM', reference), call);
}

/** The down payments of a statement: what is allocated, what waits for what. */
async function paymentsOf(reference: string): Promise<string[]> {
  const { downPayments } = await statementOf(reference);
  return downPayments.map(
    ({ reference: payment, status, allocated, waiting, waitsFor }) =>
      `${payment} ${status} ${allocated}, ${waiting} waits for ${waitsFor ?? 'nothing'}`,
  );
}

/** The figures of a claim that are not 0.00, without the total. */
async function figuresOf(reference: string): Promise<Record<string, string>> {
  const { obligation } = await books.read<Claim>(pathOf('claims', 'FR:CNAM', reference));
  const { total: _, ...figures } = obligation ?? { total: '' };
  return Object.fromEntries(Object.entries(figures).filter(([, amount]) => amount !== '0.00'));
}

async function close(id: string, cutoff: string, allocations: number): Promise<void> {
  const preview = await books.read<Cycle>('/v1/cycles', { body: { id, cutoff, dryRun: true } });
  const before = (await settledEvents()).length;
  await books.close(id, cutoff);
  const cycle = await books.read<Cycle>(`/v1/cycles/${id}`);
  expect({ hash: cycle.hash, claims: cycle.claims }).toEqual({
    hash: preview.hash,
    claims: preview.claims,
  });
  expect((await settledEvents()).length - before).toBe(allocations);
}

const settledEvents = () => books.told('claim.settled.v1');

/** The three kinds of things that come for a statement; of 400.00 announced 300.00 is introduced. */
function groupsOf(statement: string): Record<string, (ClaimEvent | LaterEvent)[]> {
  return {
    payment: [
      aDownPayment({ reference: statement, amount: '350.00' }),
      aDownPaymentAnswer({ reference: statement }),
    ],
    announcement: [anAnnouncement({ reference: statement, claims: 3, amount: '400.00' })],
    claims: [
      claimOf(statement, 'A', { amount: '100.00' }),
      claimOf(statement, 'B', { amount: '200.00' }),
      claimOf(statement, 'C', { amount: '100.00', ...late }),
    ],
  };
}

const orders = [
  ['payment', 'announcement', 'claims'],
  ['payment', 'claims', 'announcement'],
  ['announcement', 'payment', 'claims'],
  ['announcement', 'claims', 'payment'],
  ['claims', 'payment', 'announcement'],
  ['claims', 'announcement', 'payment'],
];

describe('the first cycle', () => {
  beforeAll(async () => {
    for (const step of [0, 1, 2]) {
      await books.submit(
        orders.flatMap((order, index) => groupsOf(`O${String(index)}`)[order[step] ?? ''] ?? []),
      );
    }
    await books.submit([
      // Not complete: the third claim never came.
      anAnnouncement({ reference: 'W', claims: 3 }),
      claimOf('W', 'A', { amount: '100.00' }),
      claimOf('W', 'B', { amount: '100.00', introducedOn: '2026-02-03' }),
      ...[
        'P-1 150.00 EUR',
        'P-2 100.00 EUR',
        'P-3 10.00 EUR',
        'P-4 10.00 EUR',
        'P-5 10.00 GBP',
      ].map((text) => {
        const [payment = '', amount = '', currency = ''] = text.split(' ');
        return aDownPayment({ reference: 'W', payment, amount, currency });
      }),
      ...['P-1', 'P-2', 'P-5'].map((payment) => aDownPaymentAnswer({ reference: 'W', payment })),
      aDownPaymentAnswer({ reference: 'W', payment: 'P-3', outcome: 'declined' }),
      // Complete, but a part is contested.
      anAnnouncement({ reference: 'K', claims: 2 }),
      claimOf('K', 'A', { amount: '100.00' }),
      claimOf('K', 'B', { amount: '100.00' }),
      aContestation({ reference: 'K-B', amount: '30.00' }),
      aDownPayment({ reference: 'K', amount: '200.00' }),
      aDownPaymentAnswer({ reference: 'K' }),
      // Paid by a State that turns out not to be the debtor; a claim that is not as announced.
      aDownPayment({ reference: 'X', speaker: 'PT:SNS' }),
      aDownPaymentAnswer({ reference: 'X' }),
      anAnnouncement({ reference: 'X', claims: 1 }),
      claimOf('X', 'A', { amount: '70.00' }),
      claimOf('X', 'B', { amount: '20.00', debtor: 'PT:SNS' }),
    ]);
  });

  it('shows before the close what waits for it', async () => {
    expect(await paymentsOf('O0')).toEqual(['P-1 accepted 0.00, 350.00 waits for cycle']);
    expect(await paymentsOf('W')).toEqual([
      'P-1 accepted 0.00, 150.00 waits for cycle',
      'P-2 accepted 0.00, 100.00 waits for claims',
      'P-3 declined 0.00, 0.00 waits for nothing',
      'P-4 made 0.00, 10.00 waits for answer',
      'P-5 accepted 0.00, 10.00 waits for currency',
    ]);
    expect(await paymentsOf('K')).toEqual(['P-1 accepted 0.00, 200.00 waits for contestations']);
  });

  it('gives what its preview gave', async () => {
    // Two claims of each of the six, three shares on W, two claims of K.
    await close('C1', '2026-05-31', 17);
    const { gross } = await books.read<Output<typeof routes.readSettlement>>(
      pathOf('settlements', 'C1/DE-FR/EUR'),
    );
    // Six refunds of 50.00, and 70.00 of X; W and K are paid.
    expect(gross.find(({ creditor }) => creditor === 'FR')).toMatchObject({
      amount: '-230.00',
      claims: 7,
    });
  });

  it('allocates the same whatever came first, and refunds what passes', async () => {
    const shown: unknown[] = [];
    for (const index of orders.keys()) {
      const statement = `O${String(index)}`;
      expect(await figuresOf(`${statement}-A`)).toEqual({ downPaid: '100.00' });
      expect(await figuresOf(`${statement}-B`)).toEqual({
        downPaid: '250.00',
        inSettlement: '-50.00',
        toPay: '-50.00',
      });
      const { statement: _, ...rest } = await statementOf(statement);
      shown.push(rest);
    }
    expect(shown).toEqual(Array.from(orders, () => shown[0]));
    expect(shown[0]).toEqual({
      announced: {
        on: '2026-05-20',
        debtorState: 'DE',
        basis: 'actual-expenditure',
        claims: 3,
        total: { amount: '400.00', currency: 'EUR' },
      },
      complete: true,
      received: {
        introduced: 2,
        rejected: 1,
        totals: [{ amount: '300.00', currency: 'EUR' }],
      },
      mismatching: { introduced: 0, rejected: 0, totals: [] },
      obligations: [
        {
          currency: 'EUR',
          claims: 2,
          total: '300.00',
          credited: '0.00',
          contested: '0.00',
          disputed: '0.00',
          waived: '0.00',
          downPaid: '350.00',
          inSettlement: '-50.00',
          settled: '0.00',
          toPay: '-50.00',
        },
      ],
      downPayments: [
        {
          reference: 'P-1',
          payer: 'DE:AOK-BY',
          amount: { amount: '350.00', currency: 'EUR' },
          paidOn: '2026-05-15',
          day: '2026-05-20',
          status: 'accepted',
          allocated: '350.00',
          waiting: '0.00',
          waitsFor: null,
        },
      ],
      months: [
        {
          month: '2026-03',
          debtorState: 'DE',
          basis: 'actual-expenditure',
          instrument: 'EU-987-2009',
          claims: 2,
          total: { amount: '300.00', currency: 'EUR' },
          downPaymentBy: '2026-09-30',
          needed: '270.00',
          covered: '300.00',
          shielded: true,
        },
      ],
    });
  });

  it('tells each claim what was paid of it', async () => {
    const told = await settledEvents();
    const of = told.filter(({ claim }) => claim.reference === 'O0-B');
    expect(of).toMatchObject([
      {
        downPayment: 'P-1',
        amount: '250.00',
        paidOn: '2026-05-15',
        obligation: { toPay: '-50.00' },
      },
    ]);
    const { status, history } = await books.read<Claim>(pathOf('claims', 'FR:CNAM', 'O0-A'));
    expect(status).toBe('settled');
    expect(history.map(({ type }) => type)).toEqual(['claim.introduced.v1', 'claim.settled.v1']);
  });

  it('goes by the day to pay by and keeps what passes an incomplete statement', async () => {
    // The claim of February is due first: 100.00 of it, then 50.00 and 50.00 of the one of March.
    const told = (await settledEvents())
      .filter(({ claim }) => claim.reference.startsWith('W-'))
      .map(
        (data) =>
          `${'downPayment' in data ? data.downPayment : ''} ${data.claim.reference} ${data.amount}`,
      );
    expect(told.sort()).toEqual(['P-1 W-A 50.00', 'P-1 W-B 100.00', 'P-2 W-A 50.00']);
    expect(await paymentsOf('W')).toEqual([
      'P-1 accepted 150.00, 0.00 waits for nothing',
      'P-2 accepted 50.00, 50.00 waits for claims',
      'P-3 declined 0.00, 0.00 waits for nothing',
      'P-4 made 0.00, 10.00 waits for answer',
      'P-5 accepted 0.00, 10.00 waits for currency',
    ]);
  });

  it('keeps what passes the undisputed part of a contested statement', async () => {
    expect(await figuresOf('K-B')).toEqual({ contested: '30.00', downPaid: '70.00' });
    expect(await paymentsOf('K')).toEqual(['P-1 accepted 170.00, 30.00 waits for contestations']);
  });

  it("shows another State's down payment and a claim that was not announced, and gives it nothing", async () => {
    const { received, mismatching, complete } = await statementOf('X');
    expect({ received, mismatching, complete }).toEqual({
      received: { introduced: 1, rejected: 0, totals: [{ amount: '70.00', currency: 'EUR' }] },
      mismatching: { introduced: 1, rejected: 0, totals: [{ amount: '20.00', currency: 'EUR' }] },
      complete: true,
    });
    expect(await paymentsOf('X')).toEqual(['P-1 accepted 0.00, 100.00 waits for debtor']);
    expect(await figuresOf('X-A')).toEqual({ inSettlement: '70.00', toPay: '70.00' });
  });
});

describe('the next cycles', () => {
  it('go on where the first one stopped', async () => {
    await books.submit([
      anAnswer({ reference: 'K-B', outcome: 'maintained', time: '2026-06-01T09:00:00Z' }),
      // The third claim of W comes too late, so that W is complete without it.
      claimOf('W', 'C', { amount: '40.00', ...late }),
    ]);
    expect(await paymentsOf('K')).toEqual(['P-1 accepted 170.00, 30.00 waits for cycle']);
    await close('C2', '2026-06-30', 2);
    expect(await figuresOf('K-B')).toEqual({ downPaid: '100.00' });
    // The last claim of W is the one of March: it gets the rest.
    expect(await figuresOf('W-A')).toEqual({
      downPaid: '150.00',
      inSettlement: '-50.00',
      toPay: '-50.00',
    });
  });

  it('take nothing twice', async () => {
    await close('C3', '2026-07-01', 0);
    expect(await books.read('/v1/cycles/C3')).toMatchObject({ settlements: 0, claims: 0 });
  });

  it('pay a claim that was rejected and comes corrected', async () => {
    await books.submit([
      claimOf('W', 'C', { amount: '40.00', id: 'W-C#2' }),
      aDownPayment({ reference: 'W', payment: 'P-6', amount: '40.00' }),
      aDownPaymentAnswer({ reference: 'W', payment: 'P-6' }),
    ]);
    const { received } = await statementOf('W');
    expect(received).toMatchObject({ introduced: 3, rejected: 0 });
    await close('C4', '2026-07-02', 1);
    expect(await figuresOf('W-C')).toEqual({ downPaid: '40.00' });
  });
});

describe('a down payment before its claims', () => {
  const german = { creditor: 'DE:AOK-BY' };

  async function lineOn(asOf: string): Promise<unknown> {
    const { items } = await books.read<Positions>(`/v1/positions?asOf=${asOf}&currency=EUR`);
    const lines = items.flatMap(({ gross }) => gross);
    const line = lines.find(({ creditor, debtor }) => creditor === 'DE' && debtor === 'FR');
    return line && [line.claims, line.notDue, line.due, line.open];
  }

  it('is to be refunded until they are introduced, and counts no claim less', async () => {
    const on = { introducedOn: '2026-06-10', time: '2026-06-10T09:00:00Z' };
    const introduced = { ...german, debtor: 'FR:CNAM', ...on };
    await books.submit([
      claimOf('E', 'A', { amount: '200.00', ...introduced }),
      claimOf('E', 'B', { amount: '50.00', ...introduced }),
      aDownPayment({ ...german, reference: 'E', speaker: 'FR:CNAM', amount: '220.00' }),
      aDownPaymentAnswer({ ...german, reference: 'E' }),
    ]);
    await close('C5', '2026-07-03', 2);
    // Paid on 15 May: 200.00 and 20.00; the last 30.00 are in the cycle.
    expect(await lineOn('2026-05-14')).toBeUndefined();
    expect(await lineOn('2026-05-15')).toEqual([0, '0.00', '-220.00', '-220.00']);
    expect(await lineOn('2026-06-10')).toEqual([1, '30.00', '0.00', '30.00']);
    expect(await lineOn('2026-07-03')).toEqual([1, '0.00', '0.00', '30.00']);
  });
});

describe('a statement', () => {
  const path = (reference: string): string => pathOf('claim-statements', 'FR:CNAM', reference);

  it('is for the two States of its pair', async () => {
    expect((await books.ask(path('W'), { role: 'officer', state: 'DE' })).status).toBe(200);
    expect((await books.ask(path('W'), { role: 'officer', state: 'FR' })).status).toBe(200);
    expect((await books.ask(path('W'), { role: 'officer', state: 'PT' })).status).toBe(403);
    expect((await books.ask(path('none'))).status).toBe(404);
  });

  it('shows a State that has a part of it this part alone', async () => {
    const seen = await statementOf('X', { role: 'officer', state: 'PT' });
    expect(seen).toMatchObject({
      announced: null,
      received: { introduced: 0, totals: [] },
      mismatching: { introduced: 1 },
      obligations: [{ total: '20.00', claims: 1 }],
      downPayments: [{ payer: 'PT:SNS' }],
      months: [{ debtorState: 'PT', covered: '0.00', shielded: false }],
    });
    const german = await statementOf('X', { role: 'officer', state: 'DE' });
    expect(german).toMatchObject({
      received: { introduced: 1 },
      mismatching: { introduced: 0 },
      downPayments: [],
    });
  });
});

describe('the books', () => {
  it('are sound, and each payment was told once', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
    await books.published();
    // Of the five cycles: 17, 2, none, 1 and 2.
    expect(await settledEvents()).toHaveLength(22);
  });
});
