import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyOf, topics, type EventData, type Output, type routes } from '@reciproca/contracts';
import {
  aClaim,
  aContestation,
  aCreditNote,
  aDownPayment,
  anAnswer,
  eventually,
  type ClaimWish,
  type LaterEvent,
} from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: every deadline is listed while something hangs on it, and its approach and passing are said
 * once for ever, with what is at stake at that moment.
 * Method: claims on the dates of the worked examples of the law, four years lived by runs; every day
 * and amount reckoned by hand.
 */

type Deadline = Output<typeof routes.listDeadlines>['items'][number];
type Page = Output<typeof routes.listDeadlines>;
type Run = Output<typeof routes.runDeadlines>;
type Told = EventData<'deadline.passed.v1'>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withReference();
  await books.submit([
    claimOf('AUGUST', { introducedOn: '2022-08-31' }),
    claimOf('NOVEMBER', { introducedOn: '2022-11-10' }),
    claimOf('PAID', { introducedOn: '2022-11-10', statement: 'COVERED' }),
    claimOf('CREDITED', { introducedOn: '2022-11-10', amount: '50.00' }),
    claimOf('RETURN', {
      introducedOn: '2022-11-10',
      amount: '40.00',
      creditor: 'PT:SNS',
      debtor: 'FR:MSA',
      statement: 'PT-1',
    }),
  ]);
  await books.submit([
    aContestation({ reference: 'AUGUST', amount: '30.00', time: '2022-09-05T08:00:00Z' }),
    aContestation({
      reference: 'NOVEMBER',
      contestation: 'C-2',
      amount: '25.00',
      time: '2022-12-24T08:00:00Z',
    }),
    aCreditNote({ reference: 'CREDITED', amount: '50.00', time: '2022-12-24T08:00:00Z' }),
    aDownPayment({ reference: 'COVERED', amount: '90.00', paidOn: '2023-05-31', time: march24 }),
    aDownPayment({ reference: 'SHORT', amount: '89.99', paidOn: '2023-02-28', time: march24 }),
  ]);
});

afterAll(async () => {
  await books.end();
});

const march24 = '2024-03-20T09:00:00Z';

/** A claim of 100.00 recorded in time for 2022; every claim is another person's. */
function claimOf(reference: string, wish: ClaimWish): ReturnType<typeof aClaim> {
  return aClaim({
    reference,
    statement: 'SHORT',
    person: reference.toLowerCase(),
    amount: '100.00',
    careFrom: '2022-01-03',
    recordedOn: '2022-02-15',
    ...wish,
  });
}

/** A deadline or event in one line. */
function lineOf(deadline: Omit<Deadline, 'consequence'>): string {
  const { on, kind, amount, claim, statement, contestation, month } = deadline;
  const { reference } = claim ?? statement ?? { reference: '' };
  return [on, kind, reference, contestation ?? month, amount].filter(Boolean).join(' ');
}

async function listed(query: string, call = {}): Promise<string[]> {
  const { items, next } = await books.read<Page>(`/v1/deadlines?${query}`, call);
  expect(next).toBeNull();
  return items.map(lineOf);
}

async function run(until: string, headers = {}): Promise<Run> {
  return books.read<Run>('/v1/deadline-runs', { body: { until }, headers });
}

/** Everything said so far, in the order of the topic. */
async function told(): Promise<{ id: string; said: string; line: string; data: Told }[]> {
  const [pending] = await eventually(async () => {
    const rows = await books.world.database.query<{ unsent: number }>(
      'select count(*)::int as unsent from clearing.outbox_batches where sent_at is null',
    );
    return rows[0]?.unsent === 0 && rows;
  });
  expect(pending?.unsent).toBe(0);
  const events = await books.world.readEvents(topics.claimsOutcomes.name);
  return events
    .map(({ event }) => event as unknown as { id: string; type: string; data: Told })
    .filter(({ type }) => type.startsWith('deadline.'))
    .map(({ id, type, data }) => ({
      id,
      said: type.slice('deadline.'.length, -'.v1'.length),
      line: lineOf(data),
      data,
    }));
}

/** What a run says, in one line each. */
async function saidBy(until: string): Promise<string[]> {
  const before = (await told()).length;
  const figures = await run(until);
  const lines = (await told()).slice(before);
  expect(figures).toEqual({
    until,
    approaching: lines.filter(({ said }) => said === 'approaching').length,
    passed: lines.filter(({ said }) => said === 'passed').length,
  });
  return lines.map(({ said, line }) => `${said} ${line}`).sort();
}

describe('the list', () => {
  it('holds the days of the worked examples, soonest first, with what is at stake', async () => {
    expect(await listed('asOf=2022-12-31&state=DE')).toEqual([
      // 90 % of 100.00, of which 89.99 is paid in time; the month of November has 150.00.
      '2023-02-28 downPaymentBy SHORT 2022-08 0.01',
      '2023-05-31 downPaymentBy SHORT 2022-11 135.00',
      '2023-09-30 replyBy AUGUST C-1 30.00',
      '2023-12-31 replyBy NOVEMBER C-2 25.00',
      '2024-02-29 payBy AUGUST 70.00',
      '2024-05-31 payBy NOVEMBER 75.00',
      '2024-05-31 payBy PAID 100.00',
      '2025-08-31 disputeEnds AUGUST 30.00',
      '2025-11-30 disputeEnds NOVEMBER 25.00',
    ]);
  });
});
