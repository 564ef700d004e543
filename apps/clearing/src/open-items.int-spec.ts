import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type Output, type routes } from '@reciproca/contracts';
import type { FoundEvent } from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import type { ClearingBooks } from './hosted-clearing.fixture.js';
import {
  bare,
  figuresOf,
  file,
  header,
  known,
  MovingBooks,
  type Opened,
  type Problem,
} from './open-items.fixture.js';

/*
 * Goal: the open claims of an old system come in once, as they stand there, whole or not at all.
 * Method: imports over HTTP into real books on 10 July 2026; every figure reckoned by hand.
 */

type AccountStatement = Output<typeof routes.readAccountStatement>;

let moving: MovingBooks;
let books: ClearingBooks;

/** A sum of one claim: total, settled, credited, contested, open. */
function totalOf(
  creditor: string,
  debtor: string,
  [total = '', settled = '', credited = '', contested = '', rest = '']: readonly string[],
): Opened['totals'][number] {
  const sums = { total, settled, credited, contested, open: rest };
  return { creditor, debtor, currency: 'EUR', claims: 1, ...sums };
}

/** The introductions on Kafka. */
async function introductions(): Promise<FoundEvent['event'][]> {
  const found = await books.world.readEvents(topics.claimsOutcomes.name);
  return found.map(({ event }) => event).filter(({ type }) => type === 'claim.introduced.v1');
}

beforeAll(async () => {
  moving = await MovingBooks.begin();
  ({ books } = moving);
});

afterAll(async () => {
  await books.end();
});

describe('open items of an old system', () => {
  it('are taken over, and told per direction and currency', async () => {
    const answer = await moving.open(file, { 'idempotency-key': 'moving-in' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      items: 4,
      totals: [
        totalOf('DE', 'FR', ['300.00', '300.00', '0.00', '0.00', '0.00']),
        { ...totalOf('FR', 'DE', ['1250.00', '500.00', '200.00', '100.00', '450.00']), claims: 2 },
        totalOf('PT', 'FR', ['80.00', '0.00', '30.00', '0.00', '50.00']),
      ],
    });
  });

  it('stand as they stood there, with clocks from their own introduction', async () => {
    const claim = await moving.claimOf('FR:CNAM', 'OI-1');
    expect(claim).toMatchObject({
      status: 'contested',
      introducedOn: '2024-11-20',
      // IR 987/2009 Arts 68(1), 67(5), 67(6): 6, 18, 36 months after the end of November 2024.
      due: { downPaymentBy: '2025-05-31', payBy: '2026-05-31', disputeEnds: '2027-11-30' },
    });
    expect(figuresOf(claim)).toEqual({
      total: '1000.00',
      settled: '500.00',
      credited: '200.00',
      contested: '100.00',
      toPay: '200.00',
    });
    expect((await moving.claimOf('DE:AOK-BY', 'OI-3')).status).toBe('settled');
    const { why } = claim;
    expect(why.find(({ rule }) => rule === 'claim/opening')?.text).toContain('2026-07-10');
    // Recorded in January 2020, it would have had to be introduced by 30 June 2021.
    expect(why.some(({ rule }) => rule === 'EU-987-2009/67(1)')).toBe(false);
  });

  it('are announced, answering nobody', async () => {
    const events = await introductions();
    expect(events.map(({ subject }) => subject).sort()).toEqual([
      'DE:AOK-BY/OI-3',
      'FR:CNAM/OI-1',
      'FR:CNAM/OI-2',
      'PT:SNS/OI-4',
    ]);
    expect(events.find(({ subject }) => subject === 'FR:CNAM/OI-1')?.data).toMatchObject({
      inReplyTo: null,
      sequence: 1,
      person: null,
      entitlement: null,
      opening: { settled: '500.00', credited: '200.00', contested: '100.00' },
      contestation: {
        reference: 'C-1',
        reason: 'amount-error',
        day: '2025-08-01',
        replyBy: '2026-08-31',
      },
    });
    const whole = events.find(({ subject }) => subject === 'FR:CNAM/OI-2')?.data;
    expect(whole).toMatchObject({ care: { type: 'unplanned' }, entitlement: 'EHIC' });
    expect(whole?.['person']).toMatch(/^p:[0-9a-f]{32}$/);
    expect(JSON.stringify(events)).not.toContain(known.data.entitlement?.number);
  });

  it('lie in the positions on the day of their introduction', async () => {
    const [position] = await books.positions('state=DE&asOf=2026-07-10');
    expect(position?.gross).toMatchObject([
      { creditor: 'DE', open: '0.00', claims: 0 },
      {
        creditor: 'FR',
        open: '550.00',
        overdue: '200.00',
        // To be paid 18 months after the end of January 2025.
        due: '250.00',
        notDue: '0.00',
        contested: '100.00',
        underCorrection: '100.00',
        claims: 2,
      },
    ]);
    expect(await books.positions('state=DE&asOf=2024-11-19')).toEqual([]);
    const rules = await books.world.database.query('select distinct rule from clearing.journal');
    expect(rules).toEqual([{ rule: 'opening' }]);
  });

  it('are one movement of an account statement, of what they left open', async () => {
    const period = 'state=FR&counterpart=DE&currency=EUR&from=2024-11-01&to=2025-02-28';
    const statement = await books.read<AccountStatement>(`/v1/account-statements?${period}`);
    // OI-1: 1 000.00 − 500.00 − 200.00, OI-2: 250.00, OI-3: nothing.
    expect(statement).toMatchObject({
      opening: '0.00',
      movements: [{ cause: 'opening', amount: '550.00', count: 3 }],
      closing: '550.00',
    });
  });

  it('give the same answer to the same request, and are refused as known without its key', async () => {
    const before = await moving.sizes();
    const again = await moving.open(file, { 'idempotency-key': 'moving-in' });
    expect([again.status, (again.body as Opened).items]).toEqual([201, 4]);
    const other = await moving.open(`${file}\n`, { 'idempotency-key': 'moving-in' });
    expect((other.body as Problem).code).toBe('idempotency-key-reused');
    const twice = await moving.open(file);
    const { code, faults } = twice.body as Problem;
    expect([twice.status, code]).toEqual([422, 'open-items-invalid']);
    expect(faults.map((fault) => [fault.line, fault.path, fault.code])).toEqual(
      [2, 3, 4, 5].map((line) => [line, 'claim.reference', 'known-reference']),
    );
    expect(await moving.sizes()).toEqual(before);
  });

  it('are refused whole with every faulty line', async () => {
    const before = await moving.sizes();
    const answer = await moving.open(
      [
        header,
        bare('NEW-1', '10.00'),
        bare('NEW-2', '10.00', { settled: '6.00', credited: '4.01' }),
        bare('NEW-3', '10.00', { 'total.currency': 'GBP' }),
        bare('OI-1', '10.00'),
        bare('NEW-1', '10.00'),
        bare('NEW-4', '1e3'),
        bare('NEW-5', '10.00', { 'debtor.institution': 'DE:NONE', introducedOn: '2026-07-11' }),
        `${bare('NEW-6', '10.00')},`,
        bare('NEW-7', '10.00', { 'benefits.hospital': '9.99' }),
        bare('NEW-8', '10.00', {
          'contestation.reference': 'C',
          'contestation.reason': 'other',
          'contestation.amount': '1.00',
          'contestation.day': '2026-07-11',
        }),
        bare('NEW-9', '10.00'),
      ].join('\r\n'),
    );
    const { code, detail, faults } = answer.body as Problem;
    expect([answer.status, code]).toEqual([422, 'open-items-invalid']);
    expect(detail).toMatch(/^9 of its lines/);
    expect(faults.map((fault) => `${fault.line} ${fault.path} ${fault.code ?? ''}`)).toEqual([
      '3  exceeds-claim',
      '4  currency-not-allowed',
      '5 claim.reference known-reference',
      '6 claim.reference known-reference',
      '7 total.amount malformed',
      '8  period-invalid',
      '8  unknown-institution',
      '9  malformed',
      '10  total-mismatch',
      '11 contestation.day period-invalid',
    ]);
    expect(await moving.sizes()).toEqual(before);
  });

  it.each([
    ['nothing', '', 'invalid-request'],
    ['no item', header, 'invalid-request'],
    ['a misspelt column', `${header},setled\n${bare('X', '1.00')},`, 'invalid-request'],
    ['a broken quote', `${header}\n"${bare('X', '1.00')}`, 'invalid-request'],
  ])('cannot be %s', async (_what, body, expected) => {
    const { code } = (await moving.open(body)).body as Problem;
    expect(code).toBe(expected);
  });

  it('come from the dispatcher alone', async () => {
    const body = { body: file, contentType: 'text/csv' };
    const officer = await books.ask('/v1/open-items', { role: 'officer', state: 'FR', ...body });
    const auditor = await books.ask('/v1/open-items', { role: 'auditor', ...body });
    expect([officer.status, auditor.status]).toEqual([403, 403]);
  });
});

describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });
});
