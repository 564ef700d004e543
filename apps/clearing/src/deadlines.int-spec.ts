import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
} from '@reciproca/testing';
import { contradictionsIn, faultsOnTopic } from './crash/books.fixture.js';
import { ClearingBooks, hostClearing, pathOf } from './hosted-clearing.fixture.js';

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
    // To be answered on the day on which other claims are to be paid.
    aContestation({
      reference: 'PAID',
      contestation: 'C-3',
      amount: '10.00',
      time: '2023-05-20T08:00:00Z',
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
  await books.published();
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

type Saying = Awaited<ReturnType<typeof told>>;

/** What was said since then; several partitions have no order of their own. */
function since(before: Saying, after: Saying): Saying {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}

/** What a run says, in one line each. */
async function saidBy(until: string): Promise<string[]> {
  const before = await told();
  const figures = await run(until);
  const lines = since(before, await told());
  expect(figures).toEqual({
    until,
    approaching: lines.filter(({ said }) => said === 'approaching').length,
    passed: lines.filter(({ said }) => said === 'passed').length,
  });
  return lines.map(({ said, line }) => `${said} ${line}`).sort();
}

const all = [
  // 90 % of 100.00, of which 89.99 is paid in time; the month of November has 150.00.
  '2023-02-28 downPaymentBy SHORT 2022-08 0.01',
  '2023-05-31 downPaymentBy SHORT 2022-11 135.00',
  '2023-05-31 downPaymentBy PT-1 2022-11 36.00',
  '2023-09-30 replyBy AUGUST C-1 30.00',
  '2023-12-31 replyBy NOVEMBER C-2 25.00',
  '2024-02-29 payBy AUGUST 70.00',
  '2024-05-31 payBy NOVEMBER 75.00',
  '2024-05-31 payBy PAID 90.00',
  '2024-05-31 payBy RETURN 40.00',
  '2024-05-31 replyBy PAID C-3 10.00',
  '2025-08-31 disputeEnds AUGUST 30.00',
  '2025-11-30 disputeEnds NOVEMBER 25.00',
  '2025-11-30 disputeEnds PAID 10.00',
];

describe('the list', () => {
  it('holds the days of the worked examples, soonest first, with what is at stake', async () => {
    const found = await listed('asOf=2022-12-31');
    // Claims and statements of one day come by their accounts.
    expect([...found].sort()).toEqual([...all].sort());
    expect(found.map((line) => line.slice(0, 10))).toEqual(all.map((line) => line.slice(0, 10)));
  });

  it('begins with the day asked for, and ends with the last one asked for', async () => {
    expect(await listed('asOf=2023-10-01&before=2024-02-29')).toEqual([
      '2023-12-31 replyBy NOVEMBER C-2 25.00',
      '2024-02-29 payBy AUGUST 70.00',
    ]);
    expect(await listed('asOf=2024-02-29&before=2024-02-29')).toHaveLength(1);
    expect(await listed('asOf=2024-03-01&before=2024-05-30')).toEqual([]);
    // Today is 10 July 2026.
    expect(await listed('')).toEqual([]);
  });

  it('gives the same page by page', async () => {
    const whole = await listed('asOf=2022-12-31');
    for (const limit of ['1', '2', '4']) {
      const found: string[] = [];
      let cursor = '';
      for (;;) {
        const path = `/v1/deadlines?asOf=2022-12-31&limit=${limit}${cursor}`;
        const { items, next } = await books.read<Page>(path);
        expect(items.length).toBeLessThanOrEqual(Number.parseInt(limit, 10));
        found.push(...items.map(lineOf));
        if (next === null) break;
        cursor = `&cursor=${next}`;
      }
      expect(found).toEqual(whole);
    }
    expect((await books.ask('/v1/deadlines?cursor=abc')).status).toBe(400);
  });

  it('shows a State what it has with any other, and nothing of others', async () => {
    const of = (state: string): string[] =>
      all.filter((line) => /PT-1|RETURN/.test(line) === (state === 'PT'));
    for (const state of ['DE', 'PT']) {
      expect((await listed(`asOf=2022-12-31&state=${state}`)).sort()).toEqual(of(state).sort());
      const bound = await listed('asOf=2022-12-31', { role: 'officer', state });
      expect(bound.sort()).toEqual(of(state).sort());
    }
    const officer = { role: 'officer', state: 'PT' } as const;
    expect(await listed('asOf=2022-12-31&state=DE', officer)).toEqual([]);
    expect((await listed('asOf=2022-12-31&state=FR', officer)).sort()).toEqual(of('PT').sort());
  });

  it('tells what the law attaches to the day, in the language asked for', async () => {
    const path = '/v1/deadlines?asOf=2025-11-01';
    const [english] = (await books.read<Page>(path)).items;
    expect(english?.consequence).toContain('Audit Board');
    const french = await books.ask(path, { headers: { 'accept-language': 'fr' } });
    expect((french.body as Page).items[0]?.consequence).toContain('Commission des comptes');
    expect(french.headers.get('content-language')).toBe('fr');
  });
});

describe('four years', () => {
  it('begin in silence', async () => {
    expect(await saidBy('2023-01-28')).toEqual([]);
  });

  it('say an approach thirty days before, and a passing on the day after', async () => {
    const line = '2023-02-28 downPaymentBy SHORT 2022-08 0.01';
    expect(await saidBy('2023-01-29')).toEqual([`approaching ${line}`]);
    expect(await saidBy('2023-02-28')).toEqual([]);
    expect(await saidBy('2023-03-01')).toEqual([`passed ${line}`]);
    expect(await saidBy('2023-03-01')).toEqual([]);
  });

  it('say both of a day that a run has jumped over', async () => {
    const lines = [
      '2023-05-31 downPaymentBy PT-1 2022-11 36.00',
      '2023-05-31 downPaymentBy SHORT 2022-11 135.00',
    ];
    expect(await saidBy('2023-06-01')).toEqual([
      ...lines.map((line) => `approaching ${line}`),
      ...lines.map((line) => `passed ${line}`),
    ]);
  });

  it('say nothing of a contestation that was answered', async () => {
    expect(await saidBy('2023-09-01')).toEqual(['approaching 2023-09-30 replyBy AUGUST C-1 30.00']);
    await books.submit([anAnswer({ reference: 'AUGUST', time: '2023-09-15T08:00:00Z' })]);
    expect(await saidBy('2023-10-01')).toEqual([]);
    expect(await listed('asOf=2025-08-01&before=2025-08-31')).toEqual([]);
  });

  it('say what is at stake when they say it', async () => {
    expect(await saidBy('2024-01-30')).toEqual([
      'approaching 2023-12-31 replyBy NOVEMBER C-2 25.00',
      'approaching 2024-02-29 payBy AUGUST 100.00',
      'passed 2023-12-31 replyBy NOVEMBER C-2 25.00',
    ]);
    await books.submit([
      aCreditNote({ reference: 'AUGUST', amount: '60.00', time: '2024-02-10T08:00:00Z' }),
    ]);
    expect(await saidBy('2024-03-01')).toEqual(['passed 2024-02-29 payBy AUGUST 40.00']);
  });

  it('go on while claims are in a settlement that is not paid', async () => {
    await books.close('C1', '2026-06-30');
    expect((await listed('asOf=2024-05-31&before=2024-05-31')).sort()).toEqual(
      all.filter((line) => line.startsWith('2024-05-31')),
    );
    await settle('C1/FR-PT/EUR/PT', '40.00');
    // All is paid: there is nothing to be paid in time, and nothing that needs a shield.
    expect(await listed('asOf=2022-12-31&state=PT')).toEqual([]);
    expect(await saidBy('2024-06-01')).toEqual([
      'approaching 2024-05-31 payBy NOVEMBER 75.00',
      'approaching 2024-05-31 payBy PAID 90.00',
      'approaching 2024-05-31 replyBy PAID C-3 10.00',
      'passed 2024-05-31 payBy NOVEMBER 75.00',
      'passed 2024-05-31 payBy PAID 90.00',
      'passed 2024-05-31 replyBy PAID C-3 10.00',
    ]);
  });

  it('end with the dispute that nobody settled, and then say nothing more', async () => {
    expect(await saidBy('2025-12-01')).toEqual([
      'approaching 2025-11-30 disputeEnds NOVEMBER 25.00',
      'approaching 2025-11-30 disputeEnds PAID 10.00',
      'passed 2025-11-30 disputeEnds NOVEMBER 25.00',
      'passed 2025-11-30 disputeEnds PAID 10.00',
    ]);
    expect(await saidBy('2027-01-01')).toEqual([]);
  });

  it('have said each once, counted with the other events of its subject', async () => {
    const ids = (await told()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const { database } = books.world;
    const events = await books.world.readEvents(topics.claimsOutcomes.name);
    expect(await faultsOnTopic(topics.claimsOutcomes.name, events, database)).toEqual([]);
    const { history } = await books.read<Output<typeof routes.readClaim>>(
      pathOf('claims', 'FR:CNAM', 'NOVEMBER'),
    );
    expect(history.filter(({ type }) => type === 'deadline.passed.v1')).toHaveLength(3);
  });
});

/** Says that the money for a settlement has come, and waits until it is booked. */
async function settle(settlement: string, amount: string): Promise<void> {
  const path = pathOf('settlements', settlement);
  const { batch } = await books.read<Output<typeof routes.readSettlement>>(path);
  const on = '2026-07-09';
  const received = [{ amount, on, endToEndId: 'E', bankReference: 'B' }];
  await books.world.kafka.sendEvents(topics.settlements.name, [
    {
      specversion: '1.0',
      id: keyOf('paid', settlement),
      source: 'urn:reciproca:settlement',
      type: 'settlement.settled.v1',
      time: '2026-07-09T08:00:00Z',
      subject: batch,
      datacontenttype: 'application/json',
      data: { settlement, batch, net: amount, amount, settledOn: on, received },
    },
  ]);
  await eventually(async () => (await books.read<{ status: string }>(path)).status === 'settled');
}

describe('a run', () => {
  it('is for dispatchers, and answers the same key with the same answer', async () => {
    const body = { until: '2027-02-01' };
    for (const role of ['officer', 'auditor'] as const) {
      const refused = await books.ask('/v1/deadline-runs', { role, state: 'FR', body });
      expect(refused.status).toBe(403);
    }
    await books.submit([claimOf('KEYED', { introducedOn: '2022-11-10', statement: 'K' })]);
    const headers = { 'idempotency-key': 'one' };
    const first = await run(body.until, headers);
    expect(first).toEqual({ ...body, approaching: 2, passed: 2 });
    expect(await run(body.until, headers)).toEqual(first);
    expect(await run(body.until)).toEqual({ ...body, approaching: 0, passed: 0 });
    const other = { body: { until: '2027-03-01' }, headers };
    const refused = await books.ask('/v1/deadline-runs', other);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      422,
      'idempotency-key-reused',
    ]);
  });

  it('beside another one says each deadline once', async () => {
    const count = 40;
    await books.submit(
      Array.from({ length: count }, (_, index) =>
        claimOf(`RACE-${String(index)}`, { introducedOn: '2022-11-10', statement: 'RACE' }),
      ),
    );
    const before = await told();
    const figures = await Promise.all([1, 2, 3, 4].map(() => run('2024-06-01')));
    const said = since(before, await told());
    // Of each claim the payment, and the month of the statement.
    expect(said).toHaveLength(2 * (count + 1));
    expect(new Set(said.map(({ id }) => id)).size).toBe(said.length);
    const sum = figures.reduce((total, { approaching, passed }) => total + approaching + passed, 0);
    expect(sum).toBe(said.length);
  });

  it('comes by itself, once a day', async () => {
    await books.submit([
      aClaim({ reference: 'ITSELF', statement: 'I', amount: '10.00', person: 'itself' }),
    ]);
    const directory = mkdtempSync(join(tmpdir(), 'clearing-spec-'));
    const before = await told();
    // To be paid by 30 September 2027.
    const another = await hostClearing({
      environment: books.world.environment(),
      directory,
      clock: () => new Date('2027-09-15T10:00:00Z'),
    });
    const doneDays = () =>
      books.world.database.query(
        `select day::text, approaching::int, passed::int from clearing.deadline_days
         where day > '2027-01-01'`,
      );
    try {
      // Kept once all of it is said.
      await eventually(async () => (await doneDays()).length > 0);
    } finally {
      await another.app.stop();
      rmSync(directory, { recursive: true, force: true });
    }
    const said = since(before, await told()).map(({ said: what, line }) => `${what} ${line}`);
    expect(said.sort()).toEqual([
      'approaching 2026-09-30 downPaymentBy I 2026-03 9.00',
      'approaching 2027-09-30 payBy ITSELF 10.00',
      'passed 2026-09-30 downPaymentBy I 2026-03 9.00',
    ]);
    expect(await doneDays()).toEqual([{ day: '2027-09-15', approaching: 2, passed: 1 }]);
  });
});

describe('the books', () => {
  it('are sound', async () => {
    expect(await contradictionsIn(books.world.database)).toEqual([]);
  });
});
