import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type Output, type routes } from '@reciproca/contracts';
import { aClaim, eventually, type ClaimWish } from '@reciproca/testing';
import { ClearingBooks, pathOf } from '../hosted-clearing.fixture.js';

type Preview = Output<typeof routes.closeCycle, 200>;
type Cycle = Output<typeof routes.readCycle>;
type Settlement = Output<typeof routes.readSettlement>;
type SettlementClaims = Output<typeof routes.listSettlementClaims>;

const institutions = [
  ...['FR:CNAM', 'FR:MSA', 'GB:NHS', 'HR:HZZO', 'NC:CAFAT', 'TN:CNSS', 'TR:SGK'],
].map((id) => ({ id, name: id, from: '1960-01-01' }));

/** An arrangement that offsets in euro. */
const inEuro = (pair: string, instrument: string, days: { from: string; to?: string }) => ({
  id: pair,
  states: pair.split('-'),
  instruments: [instrument],
  ...days,
  offsetting: true,
  settlementCurrency: 'EUR',
  rate: { source: 'ECB', day: 'cutoff' },
});

const arrangements = [
  inEuro('FR-GB', 'GB-TCA', { from: '2021-01-01' }),
  inEuro('FR-NC', 'FR-DEC-NC', { from: '2023-01-01' }),
  // The European Central Bank publishes no rate of the Tunisian dinar.
  { ...inEuro('FR-TN', 'FR-TN', { from: '2010-01-01', to: '2022-12-31' }), eligibility: 'due' },
  { ...inEuro('FR-TN', 'FR-TN', { from: '2023-02-01' }), id: 'FR-TN-2' },
];

/** A claim of 2022 under its pair's instrument: `F-1 FR:CNAM>GB:NHS 2000.00 EUR`. */
function claim(text: string, wish: ClaimWish = {}) {
  const [reference = '', parties = '', amount = '', currency = ''] = text.split(' ');
  const [creditor = '', debtor = ''] = parties.split('>');
  const isEuropean = /:(?:CNAM|MSA)>(?:GB|HR)|^(?:GB|HR)/.test(parties);
  return aClaim({
    ...{ reference, creditor, debtor, amount, currency, person: reference },
    careFrom: '2022-01-03',
    recordedOn: '2022-03-15',
    introducedOn: '2022-11-10',
    document: isEuropean ? 'EHIC' : 'FORM',
    ...wish,
  });
}

const later = { introducedOn: '2023-01-20' };
const claims = [
  claim('F-GB FR:CNAM>GB:NHS 2000.00 EUR'),
  claim('G-1 GB:NHS>FR:CNAM 666.67 GBP'),
  claim('G-2 GB:NHS>FR:MSA 333.33 GBP'),
  claim('F-HR FR:CNAM>HR:HZZO 200.00 EUR'),
  claim('H-1 HR:HZZO>FR:CNAM 1000.00 HRK'),
  claim('H-2 HR:HZZO>FR:CNAM 7534.50 HRK', later),
  claim('H-3 HR:HZZO>FR:MSA 50.00 EUR', { ...later, recordedOn: '2023-01-10' }),
  claim('F-NC FR:CNAM>NC:CAFAT 500.00 EUR'),
  claim('N-1 NC:CAFAT>FR:CNAM 12345 XPF'),
  claim('F-NC2 FR:CNAM>NC:CAFAT 500.00 EUR', later),
  claim('N-2 NC:CAFAT>FR:CNAM 12345 XPF', later),
  claim('F-TN FR:CNAM>TN:CNSS 30.00 EUR'),
  claim('T-1 TN:CNSS>FR:CNAM 10.500 TND'),
  claim('T-2 TN:CNSS>FR:CNAM 33.105 TND', { introducedOn: '2023-02-10' }),
  claim('K-1 TR:SGK>FR:CNAM 900000 TRL', {
    ...{ careFrom: '2004-01-03', recordedOn: '2004-03-15', introducedOn: '2004-06-10' },
  }),
];

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.open();
  await books.read('/v1/reference/institutions', { body: institutions });
  await books.read('/v1/reference/arrangements', { body: arrangements });
  await books.world.kafka.sendEvents(
    topics.claimsInbound.name,
    claims.map((event) => ({ ...event })),
  );
  const outcomes = await eventually(async () => {
    const found = await books.world.readEvents(topics.claimsOutcomes.name);
    return found.length === claims.length && found;
  });
  const rejected = outcomes.filter(({ event }) => event.type !== 'claim.introduced.v1');
  expect(rejected.map(({ event: { data } }) => data)).toEqual([]);
});

afterAll(async () => {
  await books.end();
});

async function close(id: string, cutoff: string): Promise<{ preview: Preview; cycle: Cycle }> {
  const preview = await books.read<Preview>('/v1/cycles', { body: { id, cutoff, dryRun: true } });
  await books.read('/v1/cycles', { body: { id, cutoff } });
  const cycle = await eventually(async () => {
    const found = await books.read<Cycle>(`/v1/cycles/${id}`);
    return found.status === 'closed' && found;
  });
  return { preview, cycle };
}

const read = (id: string): Promise<Settlement> => books.read(pathOf('settlements', id));

/** The hash of the contract over lines written down here, each in the currency of its claim. */
function hashOf(id: string, ...lines: readonly string[]): string {
  const sorted = lines.map((line) => `${line.replaceAll(' ', '\t')}\n`).sort();
  return `sha256:${createHash('sha256')
    .update(`${id}\n${sorted.join('')}`)
    .digest('hex')}`;
}

const waitingClaims = [
  {
    settlement: '2022-Q4/FR-TN/EUR',
    creditor: 'FR',
    debtor: 'TN',
    amount: '30.00',
    currency: 'EUR',
    claims: 1,
    reason: 'settlement-incomplete',
    detail: 'a rate that 2022-Q4/FR-TN/EUR needs is missing',
  },
  {
    settlement: '2022-Q4/FR-TN/EUR',
    creditor: 'TN',
    debtor: 'FR',
    amount: '10.500',
    currency: 'TND',
    claims: 1,
    reason: 'rate-missing',
    detail: 'no reference rate of TND of 2022-12-31 or any day before',
  },
  {
    settlement: '2022-Q4/FR-TR/TRL/TR',
    creditor: 'TR',
    debtor: 'FR',
    amount: '900000',
    currency: 'TRL',
    claims: 1,
    reason: 'currency-not-in-use',
    detail: 'TRL was in use up to 2004-12-31, and no law fixes its rate to the euro',
  },
];

// 31 December 2022 was a Saturday: the rates are those of Friday, 0.88693 pounds for the euro.
describe('a cycle at the end of the kuna', () => {
  let preview: Preview;
  let cycle: Cycle;

  beforeAll(async () => {
    ({ preview, cycle } = await close('2022-Q4', '2022-12-31'));
  });

  it('closes as its dry run said, with what it leaves and why, and by which data', async () => {
    expect(preview).toMatchObject({ claims: 7, waiting: waitingClaims });
    expect(cycle).toMatchObject({ claims: 7, waiting: waitingClaims, hash: preview.hash });
    const [newest] = await books.world.database.query<{ version: number }>(
      'select max(version) as version from clearing.reference_versions',
    );
    expect(cycle.referenceVersion).toBe(newest?.version);
    expect(cycle.settlementIds).toEqual([
      '2022-Q4/FR-GB/EUR',
      '2022-Q4/FR-HR/EUR/FR',
      '2022-Q4/FR-HR/HRK/HR',
      '2022-Q4/FR-NC/EUR/FR',
      '2022-Q4/FR-NC/XPF/NC',
    ]);
    expect(preview.settlements.map(({ settlement }) => settlement)).toEqual(cycle.settlementIds);
  });

  it('nets pounds with euros at the rate of the cut-off, by the version it records', async () => {
    // 1 000.00 / 0.88693 = 1 127.4847; by institution 751.6602 and 375.8245.
    expect(await read('2022-Q4/FR-GB/EUR')).toMatchObject({
      currency: 'EUR',
      arrangement: 'FR-GB',
      batch: '2022-Q4/GB/EUR',
      gross: [
        { creditor: 'FR', debtor: 'GB', amount: '2000.00', claims: 1 },
        {
          creditor: 'GB',
          debtor: 'FR',
          amount: '1127.48',
          claims: 2,
          original: { amount: '1000.00', currency: 'GBP' },
          rate: { value: '0.88693', day: '2022-12-30', source: 'ECB' },
        },
      ],
      net: { payer: 'GB', payee: 'FR', amount: '872.52' },
      byInstitution: [
        { creditor: 'FR:CNAM', debtor: 'GB:NHS', amount: '2000.00', claims: 1 },
        { creditor: 'GB:NHS', debtor: 'FR:CNAM', amount: '751.66', claims: 1 },
        { creditor: 'GB:NHS', debtor: 'FR:MSA', amount: '375.82', claims: 1 },
      ],
      hash: hashOf(
        '2022-Q4/FR-GB/EUR',
        'FR:CNAM F-GB 2000.00 EUR',
        'GB:NHS G-1 666.67 GBP',
        'GB:NHS G-2 333.33 GBP',
      ),
    });
    const [row] = await books.world.database.query<{ used: number; newest: number }>(
      `select reference_version as used, (select max(version) from clearing.reference_versions)
         as newest from clearing.cycles where id = '2022-Q4'`,
    );
    expect(row?.used).toBe(row?.newest);
  });

  it('shows the claims behind it in their own currency, as JSON and as CSV', async () => {
    const path = `${pathOf('settlements', '2022-Q4/FR-GB/EUR')}/claims`;
    const { items } = await books.read<SettlementClaims>(path);
    const amounts = items.map(({ reference, amount, currency }) =>
      [reference, amount, currency].join(),
    );
    expect(amounts.sort()).toEqual(['F-GB,2000.00,EUR', 'G-1,666.67,GBP', 'G-2,333.33,GBP']);
    const { text } = await books.ask(path, { headers: { accept: 'text/csv' } });
    expect(text.split('\r\n')).toContain('GB:NHS,G-1,FR-DE-2025-H1,FR:CNAM,666.67,GBP');
  });

  it('settles kuna in kuna on their last day, and francs beside euros without an arrangement', async () => {
    expect(await read('2022-Q4/FR-HR/HRK/HR')).toMatchObject({
      gross: [{ creditor: 'HR', debtor: 'FR', amount: '1000.00', claims: 1 }],
      net: { payer: 'FR', payee: 'HR', amount: '1000.00' },
      hash: hashOf('2022-Q4/FR-HR/HRK/HR', 'HR:HZZO H-1 1000.00 HRK'),
    });
    expect((await read('2022-Q4/FR-NC/XPF/NC')).net.amount).toBe('12345');
    expect((await read('2022-Q4/FR-NC/EUR/FR')).net.amount).toBe('500.00');
  });

  it('takes nothing of what waits, and positions stay in the currency of the claims', async () => {
    type Summaries = Output<typeof routes.listClaims>;
    const { items } = await books.read<Summaries>('/v1/claims?status=introduced');
    const left = items.map(({ claim: { reference } }) => reference).sort();
    expect(left).toEqual(['F-NC2', 'F-TN', 'H-2', 'H-3', 'K-1', 'N-2', 'T-1', 'T-2']);
    const british = await books.positions('state=GB');
    expect(british.map(({ currency, net: { amount } }) => `${amount} ${currency}`).sort()).toEqual([
      '1000.00 GBP',
      '2000.00 EUR',
    ]);
  });
});

describe('a cycle after it', () => {
  let cycle: Cycle;

  beforeAll(async () => {
    ({ cycle } = await close('2023-01', '2023-01-31'));
  });

  it('takes what waited for a rate once none is needed, and still no currency without value', () => {
    expect(cycle.settlementIds).toEqual([
      '2023-01/FR-HR/EUR/HR',
      '2023-01/FR-NC/EUR',
      '2023-01/FR-TN/EUR/FR',
      '2023-01/FR-TN/TND/TN',
    ]);
    expect(cycle.waiting).toMatchObject([
      { settlement: '2023-01/FR-TR/TRL/TR', reason: 'currency-not-in-use' },
    ]);
  });

  it('settles kuna in euro at the fixed rate, beside euros', async () => {
    expect(await read('2023-01/FR-HR/EUR/HR')).toMatchObject({
      arrangement: null,
      gross: [
        { creditor: 'HR', debtor: 'FR', amount: '50.00', claims: 1 },
        {
          creditor: 'HR',
          debtor: 'FR',
          amount: '1000.00',
          claims: 1,
          original: { amount: '7534.50', currency: 'HRK' },
          rate: { value: '7.53450', day: '2022-12-31', source: 'Regulation (EC) 2866/98' },
        },
      ],
      net: { payer: 'FR', payee: 'HR', amount: '1050.00' },
      hash: hashOf('2023-01/FR-HR/EUR/HR', 'HR:HZZO H-2 7534.50 HRK', 'HR:HZZO H-3 50.00 EUR'),
    });
  });

  it('nets francs with euros by parity under an arrangement', async () => {
    expect(await read('2023-01/FR-NC/EUR')).toMatchObject({
      gross: [
        { creditor: 'FR', amount: '500.00' },
        {
          creditor: 'NC',
          amount: '103.45',
          original: { amount: '12345', currency: 'XPF' },
          rate: {
            value: '119.331742243437',
            day: '2023-01-31',
            source: 'parity 1000 XPF = 8.38 EUR',
          },
        },
      ],
      net: { payer: 'NC', payee: 'FR', amount: '396.55' },
      hash: hashOf('2023-01/FR-NC/EUR', 'FR:CNAM F-NC2 500.00 EUR', 'NC:CAFAT N-2 12345 XPF'),
    });
  });
});

describe('a missing rate', () => {
  const ask = { id: '2023-02', cutoff: '2023-02-28', dryRun: true };

  it('that is imported lets its settlement leave, at that rate', async () => {
    const before = await books.read<Preview>('/v1/cycles', { body: ask });
    expect(before).toMatchObject({
      settlements: [],
      waiting: [{ settlement: '2023-02/FR-TN/EUR' }, { settlement: '2023-02/FR-TR/TRL/TR' }],
    });
    await books.read('/v1/reference/exchange-rates', {
      body: [
        { date: '2023-02-27', TND: '3.3105' },
        { date: '2023-03-01', TND: '3.9' },
      ],
    });
    const { cycle } = await close(ask.id, ask.cutoff);
    expect(cycle.settlementIds).toEqual(['2023-02/FR-TN/EUR']);
    expect(await read('2023-02/FR-TN/EUR')).toMatchObject({
      arrangement: 'FR-TN-2',
      gross: [
        { creditor: 'FR', amount: '0.00', claims: 0 },
        {
          creditor: 'TN',
          amount: '10.00',
          original: { amount: '33.105', currency: 'TND' },
          rate: { value: '3.3105', day: '2023-02-27', source: 'ECB' },
        },
      ],
      net: { payer: 'FR', payee: 'TN', amount: '10.00' },
    });
  });
});
