import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type Output, type routes } from '@reciproca/contracts';
import {
  aClaim,
  anAnswer,
  eventually,
  type Answer,
  type ClaimEvent,
  type FoundEvent,
} from '@reciproca/testing';
import { contradictionsIn } from './crash/books.fixture.js';
import { ClearingBooks, pathOf } from './hosted-clearing.fixture.js';

/*
 * Goal: the open claims of an old system come in once, as they stand there, whole or not at all, and
 * go on living like any other.
 * Method: imports over HTTP into real books on 10 July 2026; every figure reckoned by hand.
 */

type Claim = Output<typeof routes.readClaim>;
type Opened = Output<typeof routes.importOpenItems>;
type AccountStatement = Output<typeof routes.readAccountStatement>;
type Settlement = Output<typeof routes.readSettlement>;
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly faults: readonly { line: number; path: string; code?: string; detail: string }[];
}

const header =
  'claim.reference,claim.statement,creditor.institution,debtor.institution,recordedOn,introducedOn,entitlement.document,entitlement.number,beneficiary.id,care.type,care.from,care.to,benefits.hospital,total.amount,total.currency,settled,credited,contestation.reference,contestation.reason,contestation.amount,contestation.day';

/** A line of CSV with these cells. */
function lineOf(cells: Readonly<Record<string, string>>): string {
  return header
    .split(',')
    .map((name) => cells[name] ?? '')
    .join(',');
}

const bare = (
  reference: string,
  amount: string,
  more: Readonly<Record<string, string>> = {},
): string =>
  lineOf({
    'claim.reference': reference,
    'claim.statement': 'OLD',
    'creditor.institution': 'FR:CNAM',
    'debtor.institution': 'DE:AOK-BY',
    recordedOn: '2020-01-15',
    introducedOn: '2024-11-20',
    'total.amount': amount,
    'total.currency': 'EUR',
    ...more,
  });

/** The same claim as a line and as the message of its creditor. */
const knownWish = {
  reference: 'OI-2',
  amount: '250.00',
  person: 'p2',
  careFrom: '2024-01-03',
  recordedOn: '2024-02-15',
  introducedOn: '2025-01-31',
};
const known = aClaim(knownWish);
const wholeLine = ({ data }: ClaimEvent): string =>
  bare(data.claim.reference, data.total.amount, {
    'claim.statement': data.claim.statement,
    'creditor.institution': data.creditor.institution,
    'debtor.institution': data.debtor.institution,
    recordedOn: data.recordedOn,
    introducedOn: data.introducedOn ?? '',
    'entitlement.document': data.entitlement?.document ?? '',
    'entitlement.number': data.entitlement?.number ?? '',
    'beneficiary.id': data.beneficiary?.id ?? '',
    'care.type': data.care?.type ?? '',
    'care.from': data.care?.from ?? '',
    'care.to': data.care?.to ?? '',
    'benefits.hospital': data.benefits?.[0]?.amount ?? '',
  });

const file = [
  header,
  bare('OI-1', '1000.00', {
    settled: '500.00',
    credited: '200',
    'contestation.reference': 'C-1',
    'contestation.reason': 'amount-error',
    'contestation.amount': '100.00',
    'contestation.day': '2025-08-01',
  }),
  wholeLine(known),
  bare('OI-3', '300.00', {
    'creditor.institution': 'DE:AOK-BY',
    'debtor.institution': 'FR:CNAM',
    settled: '300.00',
  }),
  bare('OI-4', '80.00', {
    'creditor.institution': 'PT:SNS',
    'debtor.institution': 'FR:MSA',
    credited: '30.00',
  }),
].join('\n');

let books: ClearingBooks;

/** Asks for an import; when it is taken, waits until its events are on Kafka. */
async function open(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const contentType = typeof body === 'string' ? 'text/csv' : 'application/json';
  const call = { role: 'dispatcher', body, contentType, headers } as const;
  const answer = await books.ask('/v1/open-items', call);
  await eventually(async () => (await countOf('outbox_batches where sent_at is null')) === 0);
  return answer;
}

async function claimOf(institution: string, reference: string): Promise<Claim> {
  return books.read<Claim>(pathOf('claims', institution, reference));
}

/** The figures of a claim that are not 0.00. */
function figuresOf({ obligation }: Claim): Record<string, string> {
  const entries = Object.entries(obligation ?? {}).filter(([, amount]) => amount !== '0.00');
  return Object.fromEntries(entries);
}

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

async function countOf(table: string): Promise<number> {
  const rows = await books.world.database.query<{ count: number }>(
    `select count(*)::int as count from clearing.${table}`,
  );
  return rows[0]?.count ?? -1;
}

/** How much the books hold of everything that an import writes. */
async function sizes(): Promise<number[]> {
  const found: number[] = [];
  for (const table of ['claims', 'journal', 'open_items', 'contestations', 'outbox', 'balances']) {
    found.push(await countOf(table));
  }
  return found;
}

beforeAll(async () => {
  books = await ClearingBooks.withReference();
});

afterAll(async () => {
  await books.end();
});

describe('open items of an old system', () => {
  it('are taken over, and told per direction and currency', async () => {
    const answer = await open(file, { 'idempotency-key': 'moving-in' });
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
    const claim = await claimOf('FR:CNAM', 'OI-1');
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
    expect((await claimOf('DE:AOK-BY', 'OI-3')).status).toBe('settled');
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
    const before = await sizes();
    const again = await open(file, { 'idempotency-key': 'moving-in' });
    expect([again.status, (again.body as Opened).items]).toEqual([201, 4]);
    const other = await open(`${file}\n`, { 'idempotency-key': 'moving-in' });
    expect((other.body as Problem).code).toBe('idempotency-key-reused');
    const twice = await open(file);
    const { code, faults } = twice.body as Problem;
    expect([twice.status, code]).toEqual([422, 'open-items-invalid']);
    expect(faults.map((fault) => [fault.line, fault.path, fault.code])).toEqual(
      [2, 3, 4, 5].map((line) => [line, 'claim.reference', 'known-reference']),
    );
    expect(await sizes()).toEqual(before);
  });

  it('are refused whole with every faulty line', async () => {
    const before = await sizes();
    const answer = await open(
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
    expect(await sizes()).toEqual(before);
  });

  it.each([
    ['nothing', '', 'invalid-request'],
    ['no item', header, 'invalid-request'],
    ['a misspelt column', `${header},setled\n${bare('X', '1.00')},`, 'invalid-request'],
    ['a broken quote', `${header}\n"${bare('X', '1.00')}`, 'invalid-request'],
  ])('cannot be %s', async (_what, body, expected) => {
    const { code } = (await open(body)).body as Problem;
    expect(code).toBe(expected);
  });

  it('come from the dispatcher alone', async () => {
    const body = { body: file, contentType: 'text/csv' };
    const officer = await books.ask('/v1/open-items', { role: 'officer', state: 'FR', ...body });
    const auditor = await books.ask('/v1/open-items', { role: 'auditor', ...body });
    expect([officer.status, auditor.status]).toEqual([403, 403]);
  });
});

describe('claims that were taken over', () => {
  it('are answered, credited and settled like any other', async () => {
    await books.submit([anAnswer({ reference: 'OI-1', time: '2026-06-20T09:00:00Z' })]);
    expect(figuresOf(await claimOf('FR:CNAM', 'OI-1'))).toEqual({
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
    const before = await countOf('claims');
    await books.submit([
      known,
      { ...known, id: 'other', data: { ...known.data, recordedOn: '2024-02-16' } },
    ]);
    expect(await countOf('claims')).toBe(before);
    const events = await books.world.readEvents(topics.claimsOutcomes.name);
    const answers = events.filter(({ event }) => event.subject === 'FR:CNAM/OI-2').slice(-2);
    expect(answers.map(({ event }) => event.type)).toEqual([
      'claim.introduced.v1',
      'claim.rejected.v1',
    ]);
  });

  it('are flagged with what looks like the same bill', async () => {
    const twin = aClaim({ ...knownWish, reference: 'TWIN' });
    expect((await open(`${header}\n${wholeLine(twin)}`)).status).toBe(201);
    const [flagged] = (await books.world.readEvents(topics.claimsOutcomes.name))
      .filter(({ event }) => event.type === 'claim.flagged.v1' && event.subject.endsWith('TWIN'))
      .map(({ event }) => event.data);
    expect(flagged).toMatchObject({ sameAs: [{ institution: 'FR:CNAM', reference: 'OI-2' }] });
  });

  it('may have been rejected before', async () => {
    const late = aClaim({ reference: 'LATE', recordedOn: '2020-01-15', careFrom: '2020-01-03' });
    await books.submit([late]);
    expect((await claimOf('FR:CNAM', 'LATE')).status).toBe('rejected');
    expect((await open(`${header}\n${wholeLine(late)}`)).status).toBe(201);
    expect((await claimOf('FR:CNAM', 'LATE')).status).toBe('introduced');
  });

  it('come as JSON too', async () => {
    const { claim, creditor, debtor, basis, recordedOn, total } = known.data;
    const item = { creditor, debtor, basis, recordedOn, total, introducedOn: '2025-01-31' };
    const items = ['J-1', 'J-2'].map((reference) => ({
      ...item,
      claim: { ...claim, reference },
      settled: '50.00',
    }));
    const answer = await open(items);
    expect(answer.status).toBe(201);
    expect(figuresOf(await claimOf('FR:CNAM', 'J-2'))).toMatchObject({ toPay: '200.00' });
    const wrong = await open([{ ...items[0], settled: 50 }, 7]);
    expect((wrong.body as Problem).faults.map(({ line, path }) => [line, path])).toEqual([
      [1, 'settled'],
      [2, ''],
    ]);
    const noList = await open(items[0]);
    expect((noList.body as Problem).code).toBe('invalid-request');
  });

  it('come by the thousand, and a fault on the last line keeps all of them out', async () => {
    const lines = Array.from({ length: 4_500 }, (_, index) =>
      bare(`M-${index}`, `${index + 1}.00`, { settled: '0.25' }),
    );
    const before = await sizes();
    const faulty = await open([header, ...lines, bare('M-0', '1.00')].join('\n'));
    expect((faulty.body as Problem).faults).toMatchObject([
      { line: 4_502, detail: 'stands on line 2 already' },
    ]);
    expect(await sizes()).toEqual(before);
    const answer = await open([header, ...lines].join('\n'));
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
