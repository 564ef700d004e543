import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedInstruments, shippedTables, type Instrument } from '@reciproca/agreements';
import { topics, type Output, type routes } from '@reciproca/contracts';
import { Database } from '@reciproca/database';
import { StartError } from '@reciproca/runtime';
import { aClaim, aFixedAmountClaim, eventually } from '@reciproca/testing';
import { ClearingBooks, exampleInstitutions, pathOf } from './hosted-clearing.fixture.js';
import { Ledger1790000000001 } from './migrations/1-ledger.migration.js';
import { ReferenceStore, ShippedData, shipment, type Shipment } from './reference/index.js';

type Claim = Output<typeof routes.readClaim>;
type Records = Output<typeof routes.listReference>;
type Imported = Output<typeof routes.importReference>;
type Corrections = Output<typeof routes.listCorrections>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.open();
  const ireland = { ...exampleInstitutions[0], id: 'IE:HSE', name: 'HSE' };
  await books.read('/v1/reference/institutions', { body: [...exampleInstitutions, ireland] });
});

afterAll(async () => {
  await books.end();
});

/** Sends a claim and gives it once it is answered. */
async function claimed(event: ReturnType<typeof aClaim>): Promise<Claim> {
  await books.world.kafka.sendEvents(topics.claimsInbound.name, [{ ...event }]);
  const { creditor, claim } = event.data;
  const path = pathOf('claims', creditor.institution, claim.reference);
  return eventually(async () => {
    const answer = await books.ask(path);
    return answer.status === 200 && (answer.body as Claim);
  });
}

async function records(query: string): Promise<Records['items']> {
  return (await books.read<Records>(`/v1/reference/${query}`)).items;
}

/** A row of the published table. */
function average(change: object): object {
  return {
    year: 2024,
    state: 'IE',
    group: 'all',
    age_group: '20-64',
    annual_average: '3000.00',
    currency: 'EUR',
    // 3 000.00 × 0.80 / 12 and × 0.85 / 12.
    monthly_x20: '200.00',
    monthly_x15: '212.50',
    decimals: 2,
    oj: 'C/2026/1000, 20.2.2026',
    ...change,
  };
}

function importOf(kind: string, body: unknown, contentType = 'application/json') {
  const headers = { 'content-type': contentType };
  return books.read<Imported>(`/v1/reference/${kind}`, { body, headers });
}

/** Takes over a shipment as the start of another release does. */
async function start(change: Partial<Shipment>): Promise<void> {
  const database = new Database({
    url: books.world.database.url,
    schema: 'clearing',
    migrations: [Ledger1790000000001],
  });
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const parts = { database, reference: new ReferenceStore(), clock: () => new Date(0), log };
  await database.open();
  try {
    await new ShippedData({ ...parts, shipment: () => ({ ...shipment(), ...change }) }).start();
  } finally {
    await database.close();
  }
}

const quiet = (): void => undefined;

describe('the data that come with the product', () => {
  it('are in the tables after the first start, and told to the others', async () => {
    const tables = shippedTables();
    const count = await books.world.database.query<{ kind: string; count: string }>(
      'select kind, count(*) from clearing.reference_versions group by kind order by kind',
    );
    expect(Object.fromEntries(count.map(({ kind, count }) => [kind, count]))).toMatchObject({
      'average-costs': String(tables.averageCosts.records.length),
      'exchange-rates': String(tables.exchangeRates.records.length),
      'reference-rates': String(tables.referenceRates.records.length),
      instruments: String(shippedInstruments.length),
    });
    const strangers = await books.world.database.query(
      `select version from clearing.reference_records as record
       full join clearing.reference_versions as made using (version)
       where record.kind is distinct from made.kind`,
    );
    expect(strangers).toEqual([]);
    const kinds = [
      'average-costs',
      'exchange-rates',
      'institutions',
      'instruments',
      'reference-rates',
    ];
    await eventually(async () => {
      const told = await books.world.kafka.readToEnd(topics.reference.name);
      const found = new Set(told.map(({ key }) => (key ?? '').split('/')[0]));
      return (
        told.length >= tables.exchangeRates.records.length + 100 &&
        isDeepStrictEqual([...found].sort(), kinds)
      );
    });
    // Each fits the AsyncAPI document.
    await books.world.readEvents(topics.reference.name);
  });

  it('answer for a day', async () => {
    // Saturday, 30 March 2024: the rates of Thursday before Easter hold.
    const [rates, ...others] = await records('exchange-rates?on=2024-03-30');
    expect(others).toEqual([]);
    expect(rates).toMatchObject({ key: '2024-03-28', from: '2024-03-28', to: '2024-04-01' });
    expect(await records('reference-rates?on=2024-05-01')).toMatchObject([
      { from: '2023-09-20', to: '2024-06-11', record: { rate_percent: '4.50' } },
    ]);
    expect(await records('average-costs?key=IE/2018/all/under-20')).toMatchObject([
      { from: '2021-06-28', to: null, supersededBy: null, record: { monthly_x20: '124.49' } },
    ]);
  });

  it('are not taken over twice', async () => {
    const versions = 'select max(version) from clearing.reference_versions';
    const before = await books.world.database.query(versions);
    await start({});
    // An older release finds newer data.
    await start({ release: 0, rows: [] });
    expect(await books.world.database.query(versions)).toEqual(before);
  });
});

describe('published tables', () => {
  it('are taken as CSV, also with the State names of the Union, and count what stands', async () => {
    const header =
      'year,state,group,age_group,annual_average,currency,monthly_x20,monthly_x15,decimals,oj,note';
    const rows = [
      '2018,UK,all,under-20,852.72,GBP,56.85,,2,"C 251, 28.6.2021, p. 4",',
      '2019,EL,family,,1200.00,EUR,80.00,,2,"C 99, 1.3.2022",first',
    ];
    const csv = [header, ...rows].join('\n');
    const answer = await importOf('average-costs', csv, 'text/csv');
    expect(answer).toEqual({
      kind: 'average-costs',
      imported: 1,
      unchanged: 1,
      corrections: { claims: 0, averages: [] },
    });
    expect(await records('average-costs?key=GR/2019/family')).toMatchObject([
      { from: '2022-03-01', record: { year: 2019, age_group: null, note: 'first' } },
    ]);
    const again = await importOf('average-costs', csv, 'text/csv');
    expect(again).toMatchObject({ imported: 0, unchanged: 2 });
  });

  it('of rates change the currencies that they name, and keep the others', async () => {
    const [before] = await records('exchange-rates?on=2024-03-28');
    const csv = 'date,GBP,ISK\n2024-03-28,0.9999,\n2027-01-04,0.84,140.5\n';
    expect(await importOf('exchange-rates', csv, 'text/csv')).toMatchObject({ imported: 2 });
    const [standing, ...others] = await records('exchange-rates?on=2024-03-28');
    expect(others).toEqual([]);
    expect(standing?.record).toEqual({ ...before?.record, GBP: '0.9999' });
    const [superseded] = await records('exchange-rates?key=2024-03-28');
    expect(superseded).toMatchObject({ version: before?.version, supersededBy: standing?.version });
    const same = [{ date: '2027-01-04', ISK: '140.5' }];
    expect(await importOf('exchange-rates', same)).toMatchObject({ imported: 0, unchanged: 1 });
    const step = [{ effective_from: '2027-01-13', rate_percent: '2.40' }];
    expect(await importOf('reference-rates', step)).toMatchObject({ imported: 1 });
    expect(await records('reference-rates?on=2027-01-12')).toMatchObject([
      { to: '2027-01-12', record: { rate_percent: '2.15' } },
    ]);
  });

  it('are refused whole with every fault and its line', async () => {
    const faultsOf = async (kind: string, body: unknown, contentType = 'application/json') => {
      const headers = { 'content-type': contentType };
      const answer = await books.ask(`/v1/reference/${kind}`, { body, headers });
      const { faults = [] } = answer.body as { faults?: { line: number; path: string }[] };
      return [answer.status, ...faults.map(({ line, path }) => `${line} ${path}`).sort()];
    };
    const rates = 'date,GBP\n2027-02-01,0.84\n2027-02-30,0.84\n2027-02-02,-1\n2027-02-01,0.85\n';
    expect(await faultsOf('exchange-rates', rates, 'text/csv')).toEqual([
      422,
      '3 date',
      '4 GBP',
      '5 ',
    ]);
    expect(await faultsOf('exchange-rates', 'day,ABC\nx,1\n', 'text/csv')).toEqual([
      422,
      '1 ABC',
      '1 date',
      '1 day',
    ]);
    expect(await faultsOf('exchange-rates', [{ date: '2027-02-01', GBP: 0.84 }])).toEqual([
      422,
      '1 GBP',
    ]);
    const averages = [average({}), average({ state: 'ZZ', oj: 'some day', monthly_x20: '205.00' })];
    expect(await faultsOf('average-costs', averages)).toEqual([
      422,
      '2 monthly_x20',
      '2 oj',
      '2 state',
    ]);
    const steps = 'effective_from,rate_percent\n2027-05-01,2.4 %\n';
    expect(await faultsOf('reference-rates', steps, 'text/csv')).toEqual([422, '2 rate_percent']);
    expect(await records('exchange-rates?key=2027-02-01')).toEqual([]);
  });
});

describe('an average published while clearing runs', () => {
  const fixedAmount = { year: 2024, group: 'pensioner', ageGroup: '20-64', months: 10 };
  const wish = { fixedAmount, recordedOn: '2026-03-01', time: '2026-06-01T09:00:00Z' };

  it('is there for the next claim, and a corrected one proposes corrections', async () => {
    // IE 2018 is the last earlier one known, but in 2026 the year 2024 has not been waited for.
    const early = aFixedAmountClaim({ ...wish, reference: 'FA-1', amount: '2000.00' });
    const [refused] = (await claimed(early)).reasons;
    expect(refused).toMatchObject({ code: 'unknown-average-cost' });

    await importOf('average-costs', [average({})]);
    const now = aFixedAmountClaim({ ...wish, reference: 'FA-1', id: 'again', amount: '2000.00' });
    await books.world.kafka.sendEvents(topics.claimsInbound.name, [{ ...now }]);
    const path = pathOf('claims', 'IE:HSE', 'FA-1');
    const first = await eventually(async () => {
      const claim = await books.read<Claim>(path);
      return claim.status === 'introduced' && claim;
    });
    const applied = first.why.find(({ rule }) => rule === 'EU-987-2009/64');
    expect(applied?.text).toContain('10 months at 200.00 EUR');

    // 2 990.00 × 0.80 / 12 = 199.33 and × 0.85 / 12 = 211.79.
    const corrected = { annual_average: '2990.00', monthly_x20: '199.33', monthly_x15: '211.79' };
    expect(await importOf('average-costs', [average(corrected)])).toMatchObject({
      imported: 1,
      corrections: { claims: 1, averages: [{ key: 'IE/2024/all/20-64', claims: 1 }] },
    });
    expect(await books.read<Claim>(path)).toEqual(first);
    expect(applied).toEqual(
      (await books.read<Claim>(path)).why.find(({ rule }) => rule === applied?.rule),
    );
    const wrong = aFixedAmountClaim({ ...wish, reference: 'FA-2', amount: '2000.00' });
    expect((await claimed(wrong)).reasons).toMatchObject([{ code: 'fixed-amount-mismatch' }]);
    const right = aFixedAmountClaim({ ...wish, reference: 'FA-3', amount: '1993.30' });
    expect((await claimed(right)).status).toBe('introduced');

    const list = `/v1/reference/average-costs/${encodeURIComponent('IE/2024/all/20-64')}/corrections`;
    const proposed = {
      claim: { institution: 'IE:HSE', reference: 'FA-1', statement: 'IE-FR-2018' },
      debtor: 'FR:CNAM',
      instrument: 'EU-987-2009',
      introducedOn: '2026-06-01',
      fixedAmount,
      total: { amount: '2000.00', currency: 'EUR' },
      correct: { amount: '1993.30', currency: 'EUR' },
      correction: { kind: 'credit-note', amount: '6.70' },
    };
    expect(await books.read<Corrections>(list)).toEqual({ items: [proposed], next: null });
    const french = await books.read<Corrections>(list, { role: 'officer', state: 'FR' });
    expect(french.items).toEqual([proposed]);
    const german = await books.read<Corrections>(list, { role: 'officer', state: 'DE' });
    expect(german.items).toEqual([]);
    const unknown = await books.ask('/v1/reference/average-costs/XX/corrections');
    expect(unknown.body).toMatchObject({ code: 'not-found' });
  });

  it('and corrected on another day is there at the next start', async () => {
    const row = average({ year: 2023, oj: 'C/2025/1000, 20.2.2025' });
    await importOf('average-costs', [row, average({ year: 2023, oj: 'C/2025/9000, 1.12.2025' })]);
    expect(await records('average-costs?key=IE/2023/all/20-64')).toHaveLength(2);
    await start({});
  });

  it('late proposes corrections of claims that were introduced with an earlier one', async () => {
    // Nothing was published for 2017 of this group in time, so the value of 2016 stood in.
    const group = { group: 'family', age_group: null, currency: 'EUR' };
    await importOf('average-costs', [average({ ...group, year: 2016, oj: 'C 1, 10.1.2018' })]);
    const event = aFixedAmountClaim({
      reference: 'FA-9',
      fixedAmount: { year: 2017, group: 'family', months: 3 },
      recordedOn: '2020-03-01',
      time: '2020-06-01T09:00:00Z',
      amount: '600.00',
    });
    expect((await claimed(event)).status).toBe('introduced');
    const late = { ...group, year: 2017, oj: 'C 2, 10.8.2020' };
    // 3 150.00 × 0.80 / 12 = 210.00.
    const body = average({
      ...late,
      annual_average: '3150.00',
      monthly_x20: '210.00',
      monthly_x15: null,
    });
    const key = 'IE/2017/family';
    expect(await importOf('average-costs', [body])).toMatchObject({
      corrections: { claims: 1, averages: [{ key, claims: 1 }] },
    });
    const list = `/v1/reference/average-costs/${encodeURIComponent(key)}/corrections?limit=1`;
    expect((await books.read<Corrections>(list)).items).toMatchObject([
      { claim: { reference: 'FA-9' }, correction: { kind: 'additional-claim', amount: '30.00' } },
    ]);
  });
});

describe('a newer release of the shipped data', () => {
  it('decides new claims and leaves the explanations of the old ones as they were', async () => {
    const before = await claimed(aClaim({ reference: 'OLD' }));
    expect(before.due?.payBy).toBe('2027-09-30');
    const rows = shipment().rows.map((row) => {
      const record = row.record as Instrument | null;
      if (row.key !== 'EU-987-2009/1' || !record?.clocks.payment) return row;
      const payment = { ...record.clocks.payment, months: 20 };
      return { ...row, record: { ...record, clocks: { ...record.clocks, payment } } };
    });
    await start({ release: 2, rows });
    const after = await claimed(aClaim({ reference: 'NEW', person: 'other' }));
    // Twenty months after the end of March 2026.
    expect(after.due?.payBy).toBe('2027-11-30');
    expect(await books.read(pathOf('claims', 'FR:CNAM', 'OLD'))).toEqual(before);
    const versions = await records('instruments?key=EU-987-2009');
    expect(versions).toHaveLength(2);
    expect(versions[0]?.supersededBy).toBe(versions[1]?.version);
    expect(await records('instruments?key=EU-987-2009&on=2026-03-02')).toEqual([versions[1]]);
  });

  it('takes nothing from an operator, and withdraws what is shipped no more', async () => {
    const [imported] = await records('exchange-rates?on=2024-03-28');
    const rows = shipment()
      .rows.filter(({ key }) => key !== 'FR-US/1')
      .map((row) =>
        row.kind === 'exchange-rates' && row.record !== null
          ? { ...row, record: { ...row.record, TRY: '99' } as typeof row.record }
          : row,
      );
    await start({ release: 3, rows });
    expect(await records('exchange-rates?on=2024-03-28')).toEqual([imported]);
    expect(await records('exchange-rates?on=2024-03-27')).toMatchObject([
      { record: { TRY: '99' } },
    ]);
    const [agreement] = await records('instruments?key=FR-US');
    expect(agreement?.supersededBy).not.toBeNull();
    const withdrawn = await eventually(async () => {
      const found = await books.world.readEvents(topics.reference.name);
      return found.find(({ event: { data } }) => data['record'] === null) ?? false;
    });
    expect(withdrawn.event.data).toMatchObject({ kind: 'instruments', key: 'FR-US', part: '1' });
  });

  it('does not start on faulty data, and names every fault', async () => {
    await expect(start({ faults: ['one', 'two'] })).rejects.toMatchObject({
      faults: [{ problem: 'one' }, { problem: 'two' }],
    });
    await books.world.database.query(
      `with one as (insert into clearing.reference_versions (kind, imported_at, imported_by)
         values ('exchange-rates', now(), 'x'), ('institutions', now(), 'x') returning version, kind)
       insert into clearing.reference_records (kind, key, valid_from, version, record)
       select kind, 'broken', '2020-01-01', version, '{"date":"2020-02-30","id":"FR:X"}' from one`,
    );
    const failure: unknown = await start({}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartError);
    const problems = (failure as StartError).faults.map(({ problem }) => problem);
    expect(problems).toContainEqual(
      expect.stringMatching(/^exchange-rates broken, version \d+, date: not a day/),
    );
    expect(problems).toContainEqual(
      expect.stringMatching(/^institutions broken, version \d+, name: /),
    );
  });
});
