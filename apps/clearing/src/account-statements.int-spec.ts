import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, topics, type Output, type routes } from '@reciproca/contracts';
import {
  aClaim,
  aContestation,
  aCreditNote,
  anAnswer,
  aWaiver,
  eventually,
} from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: what happened between two States over two cycles, by cause and to the cent, in both
 * directions, down to the lines.
 * Method: claims of 1 000.00, 500.00, 300.00 and 200.00 of FR, one of 400.00 of DE, all introduced on
 * 2 March 2026; messages through the real broker, a cycle, its payment; every figure reckoned by hand.
 */

type Statement = Output<typeof routes.readAccountStatement>;
type Page = Output<typeof routes.listAccountStatementClaims>;

const settlement = 'C1/DE-FR/EUR';

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  await books.submit([
    aClaim({ reference: 'A', amount: '1000.00', person: 'a' }),
    aClaim({ reference: 'B', amount: '500.00', person: 'b' }),
    aClaim({ reference: 'C', amount: '300.00', person: 'c' }),
    aClaim({ reference: 'D', amount: '200.00', person: 'd' }),
    aClaim({
      reference: 'X',
      amount: '400.00',
      person: 'x',
      creditor: 'DE:AOK-BY',
      debtor: 'FR:CNAM',
    }),
  ]);
  await books.submit([
    aContestation({ reference: 'A', amount: '300.00', time: '2026-05-20T09:00:00Z' }),
    aCreditNote({ reference: 'B', amount: '50.00', time: '2026-05-25T09:00:00Z' }),
    aWaiver({
      reference: 'C',
      amount: '300.00',
      kind: 'write-off',
      time: '2026-05-26T09:00:00Z',
    }),
  ]);
  // Takes 700.00 of A, 450.00 of B, 200.00 of D and 400.00 of X.
  await books.close('C1', '2026-05-31');
  const june = '2026-06-02T09:00:00Z';
  await books.submit([
    anAnswer({
      reference: 'A',
      outcome: 'partly-accepted',
      acceptedAmount: '100.00',
      time: june,
    }),
    aCreditNote({ reference: 'D', amount: '50.00', time: june }),
    // All of B is in the cycle: it is disputed.
    aContestation({ reference: 'B', amount: '20.00', time: june }),
  ]);
  await pay('950.00', '2026-06-10');
});

afterAll(async () => {
  await books.end();
});

/** Settlement says that the batch was released and paid. */
async function pay(net: string, on: string): Promise<void> {
  const { hash } = await books.read<{ hash: string }>(pathOf('settlements', settlement));
  const batch = 'C1/DE/EUR';
  const say = (type: string, data: object) => ({
    specversion: '1.0',
    id: keyOf(type),
    source: 'urn:reciproca:settlement',
    type,
    time: '2026-06-11T09:00:00Z',
    subject: batch,
    datacontenttype: 'application/json',
    data: { batch, ...data },
  });
  const by = { by: 'https://id.example#tom', at: '2026-06-11T09:00:00Z' };
  const received = [{ amount: net, on, endToEndId: 'E', bankReference: 'B' }];
  await books.world.kafka.sendEvents(topics.settlements.name, [
    say('batch.released.v1', { settlements: [settlement], hash, ...by }),
    say('settlement.settled.v1', { settlement, net, amount: net, settledOn: on, received }),
  ]);
  await eventually(async () => {
    const { status } = await books.read<{ status: string }>(pathOf('settlements', settlement));
    return status === 'settled';
  });
}

const pathTo = (from: string, to: string, of = 'state=FR&counterpart=DE'): string =>
  `/v1/account-statements?${of}&currency=EUR&from=${from}&to=${to}`;
const linesOf = (path: string, more = ''): string => `${path.replace('?', '/claims?')}${more}`;

const spring = pathTo('2026-03-01', '2026-05-31');
const june = pathTo('2026-06-01', '2026-06-30');

describe('an account statement', () => {
  it('tells what came, by cause and direction, up to the cut-off', async () => {
    const { figures: _figures, ...statement } = await books.read<Statement>(spring);
    const fr = { creditor: 'FR', debtor: 'DE' };
    const de = { creditor: 'DE', debtor: 'FR' };
    expect(statement).toEqual({
      state: 'FR',
      counterpart: 'DE',
      currency: 'EUR',
      from: '2026-03-01',
      to: '2026-05-31',
      opening: '0.00',
      movements: [
        {
          cause: 'introduced',
          amount: '1600.00',
          count: 5,
          directions: [
            { ...de, amount: '-400.00', count: 1 },
            { ...fr, amount: '2000.00', count: 4 },
          ],
        },
        {
          cause: 'credited',
          amount: '-50.00',
          count: 1,
          directions: [{ ...fr, amount: '-50.00', count: 1 }],
        },
        {
          cause: 'written-off',
          amount: '-300.00',
          count: 1,
          directions: [{ ...fr, amount: '-300.00', count: 1 }],
        },
        // X counts as paid on the cut-off day, and so does the same sum of A.
        {
          cause: 'settled',
          amount: '0.00',
          count: 2,
          directions: [
            { ...de, amount: '400.00', count: 1 },
            { ...fr, amount: '-400.00', count: 1 },
          ],
        },
      ],
      closing: '1250.00',
    });
  });

  it('goes on from there, and shows the figures of its closing each apart', async () => {
    const statement = await books.read<Statement>(june);
    expect(statement.opening).toBe('1250.00');
    expect(statement.movements.map(({ cause, amount, count }) => [cause, amount, count])).toEqual([
      ['credited', '-50.00', 1],
      ['refused', '-100.00', 1],
      ['settled', '-950.00', 3],
    ]);
    // 200.00 of A are open again, 50.00 of D are to be refunded.
    expect(statement.closing).toBe('150.00');
    const nothing = '0.00';
    expect(statement.figures).toEqual([
      {
        creditor: 'DE',
        debtor: 'FR',
        open: nothing,
        notDue: nothing,
        due: nothing,
        overdue: nothing,
        contested: nothing,
        underCorrection: nothing,
        inSettlement: nothing,
        disputed: nothing,
        claims: 0,
      },
      {
        creditor: 'FR',
        debtor: 'DE',
        open: '150.00',
        notDue: '200.00',
        due: '-50.00',
        overdue: nothing,
        contested: nothing,
        underCorrection: nothing,
        inSettlement: nothing,
        disputed: '20.00',
        claims: 2,
      },
    ]);
  });

  it('does not move by what is contested, answered or taken into a cycle', async () => {
    const days = pathTo('2026-05-20', '2026-05-20');
    const { opening, movements, closing, figures } = await books.read<Statement>(days);
    expect({ opening, movements, closing }).toEqual({
      opening: '1600.00',
      movements: [],
      closing: '1600.00',
    });
    expect(figures[1]).toMatchObject({ open: '2000.00', contested: '300.00' });
  });

  it('is the negative of what the other State sees, and agrees with the position', async () => {
    const all = pathTo('2026-01-01', '2026-07-10', 'state=DE&counterpart=FR');
    const { closing, movements } = await books.read<Statement>(all, {
      role: 'officer',
      state: 'DE',
    });
    expect(closing).toBe('-150.00');
    expect(movements.map(({ cause, amount }) => [cause, amount])).toEqual([
      ['introduced', '-1600.00'],
      ['credited', '100.00'],
      ['refused', '100.00'],
      ['written-off', '300.00'],
      ['settled', '950.00'],
    ]);
    const [position] = await books.positions('asOf=2026-07-10');
    expect(position?.net).toEqual({ payer: 'DE', payee: 'FR', amount: '150.00' });
  });

  it('of States that never met is nothing', async () => {
    const none = pathTo('2026-01-01', '2026-07-10', 'state=PT&counterpart=DE');
    expect(await books.read<Statement>(none)).toMatchObject({
      opening: '0.00',
      movements: [],
      closing: '0.00',
      figures: [],
    });
  });
});

describe('the claims behind it', () => {
  const expected = [
    '2026-06-02,refused,FR:CNAM,A,FR-DE-2025-H1,DE:AOK-BY,-100.00,EUR,answer to C-1',
    '2026-06-10,settled,FR:CNAM,A,FR-DE-2025-H1,DE:AOK-BY,-300.00,EUR,settlement settled',
    '2026-06-10,settled,FR:CNAM,B,FR-DE-2025-H1,DE:AOK-BY,-450.00,EUR,settlement settled',
    '2026-06-02,credited,FR:CNAM,D,FR-DE-2025-H1,DE:AOK-BY,-50.00,EUR,credit note N-1',
    '2026-06-10,settled,FR:CNAM,D,FR-DE-2025-H1,DE:AOK-BY,-200.00,EUR,settlement settled',
  ].sort();

  it.each([june, linesOf(june)])('come as one CSV by %s', async (path) => {
    const { headers, text } = await books.ask(path, { headers: { accept: 'text/csv' } });
    const [header, ...lines] = text.trimEnd().split('\r\n');
    expect(header).toBe('day,cause,institution,reference,statement,debtor,amount,currency,rule');
    // Which claim is booked first is chance: they may come from different partitions.
    expect([...lines].sort()).toEqual(expected);
    expect(headers.get('statement-opening')).toBe('1250.00');
    expect(headers.get('statement-closing')).toBe('150.00');
  });

  it('come page by page, in JSON and CSV, in the same order over all accounts', async () => {
    const all = linesOf(pathTo('2026-03-01', '2026-06-30'));
    const { text } = await books.ask(all, { headers: { accept: 'text/csv' } });
    const whole = text.trimEnd().split('\r\n').slice(1);
    const found: string[] = [];
    const asCsv: string[] = [];
    let cursor = '';
    do {
      const path = `${all}&limit=2${cursor}`;
      const page: Page = await books.read(path);
      found.push(...page.items.map((line) => Object.values(line).join(',')));
      const csv = await books.ask(path, { headers: { accept: 'text/csv' } });
      expect(csv.headers.get('next-cursor')).toBe(page.next);
      asCsv.push(...csv.text.trimEnd().split('\r\n').slice(1));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    // 5 introduced, 2 credited, 1 refused, 1 written off, and X, A twice, B and D settled.
    expect(whole).toHaveLength(14);
    expect(found).toEqual(whole);
    expect(asCsv).toEqual(whole);
  });

  it('are those of one cause when one is named', async () => {
    const page = await books.read<Page>(linesOf(spring, '&cause=settled'));
    expect(page.items.map(({ reference, day, amount }) => [reference, day, amount]).sort()).toEqual(
      [
        ['A', '2026-05-31', '-400.00'],
        ['X', '2026-05-31', '400.00'],
      ],
    );
    const csv = await books.ask(linesOf(spring, '&cause=written-off'), {
      headers: { accept: 'text/csv' },
    });
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(2);
  });
});

describe('a client', () => {
  it.each<[string, string, string[]]>([
    [
      'a State and itself',
      pathTo('2026-01-01', '2026-01-02', 'state=FR&counterpart=FR'),
      ['query.counterpart'],
    ],
    ['an end before the beginning', pathTo('2026-01-02', '2026-01-01'), ['query.to']],
    ['an unknown currency', june.replace('EUR', 'EUX'), ['query.currency']],
    [
      'nothing',
      '/v1/account-statements',
      ['query.counterpart', 'query.currency', 'query.from', 'query.state', 'query.to'],
    ],
  ])('that asks for %s is told what is wrong', async (_name, path, faults) => {
    const { status, body } = await books.ask(path);
    expect(status).toBe(400);
    const found = (body as { faults: { path: string }[] }).faults.map((fault) => fault.path);
    expect(found.sort()).toEqual(faults);
  });

  it.each([june, linesOf(june)])(
    'of a third State, or of no State, does not see %s',
    async (path) => {
      expect((await books.ask(path, { role: 'officer', state: 'PT' })).status).toBe(403);
      expect((await books.ask(path, { role: 'statistician' })).status).toBe(403);
      expect((await books.ask(path, { role: 'treasurer', state: 'DE' })).status).toBe(200);
    },
  );
});

describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });
});
