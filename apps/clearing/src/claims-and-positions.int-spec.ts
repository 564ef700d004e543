import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildReferenceData, decide, readClaimFacts, tellWhy } from '@reciproca/agreements';
import { inboundSchemas, topics, type Output, type routes } from '@reciproca/contracts';
import {
  ClearingBooks,
  exampleClaims,
  exampleInstitutions,
  pathOf,
  type Call,
} from './hosted-clearing.fixture.js';

type Claim = Output<typeof routes.readClaim>;
type Summary = Output<typeof routes.listClaims>;
type Positions = Output<typeof routes.listPositions>;

let books: ClearingBooks;

beforeAll(async () => {
  books = await ClearingBooks.withExamples();
});

afterAll(async () => {
  await books.end();
});

describe('a claim', () => {
  it('is shown with what is owed, its history and why', async () => {
    const claim = await books.read<Claim>(pathOf('claims', 'FR:CNAM', 'F-1'));
    expect(claim).toMatchObject({
      claim: { institution: 'FR:CNAM', reference: 'F-1', statement: 'FR-DE-2025-H1' },
      status: 'introduced',
      creditor: 'FR:CNAM',
      debtor: 'DE:AOK-BY',
      instrument: 'EU-987-2009',
      introducedOn: '2026-03-02',
      // IR 987/2009 Art 68(1), 67(5), 67(6): 6, 18 and 36 months after the end of March 2026.
      due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
      total: { amount: '1134.56', currency: 'EUR' },
      obligation: {
        total: '1134.56',
        credited: '0.00',
        contested: '0.00',
        disputed: '0.00',
        waived: '0.00',
        downPaid: '0.00',
        inSettlement: '0.00',
        settled: '0.00',
        toPay: '1134.56',
      },
      settlements: [],
      reasons: [],
    });
    const [event] = (await books.world.readEvents(topics.claimsOutcomes.name)).filter(
      ({ event: { subject } }) => subject === 'FR:CNAM/F-1',
    );
    const { id, type, source, time: at } = event?.event ?? {};
    expect(claim.history).toMatchObject([{ at, type, id, source }]);
    expect(type).toBe('claim.introduced.v1');
    expect(claim.why.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'EU-987-2009/67(1)',
        'EU-987-2009/67(5)',
        'EU-987-2009/68(1)',
        'EU-987-2009/67(6)',
      ]),
    );
    const filing = claim.why.find(({ rule }) => rule === 'EU-987-2009/67(1)');
    // Recorded in the first half of 2025: twelve months after 30 June 2025.
    expect(filing?.inputs).toMatchObject({ recordedOn: '2025-03-15', by: '2026-06-30' });
  });

  it('is explained exactly as it was decided', async () => {
    const records = { institutions: exampleInstitutions, arrangements: [] };
    const newest = await books.world.database.query<{ kind: string; version: string }>(
      'select kind, max(version)::text as version from clearing.reference_records group by kind',
    );
    const version = Object.fromEntries(newest.map((one) => [one.kind, one.version]));
    const known = buildReferenceData({ ...records, version });
    for (const { data, time } of exampleClaims) {
      const submitted = inboundSchemas['claim.submitted.v1'].parse(data);
      const reading = readClaimFacts(submitted, time.slice(0, 10));
      const decision = reading.ok && decide(reading.claim, known);
      const path = pathOf('claims', data.creditor.institution, data.claim.reference);
      const why = decision && decision.outcome === 'introduced' ? decision.why : [];
      expect(why).not.toEqual([]);
      expect((await books.read<Claim>(path)).why).toEqual(tellWhy(why, 'en'));
      const french = await books.ask(path, { headers: { 'accept-language': 'fr-FR, en;q=0.5' } });
      expect((french.body as Claim).why).toEqual(tellWhy(why, 'fr'));
      expect(french.headers.get('content-language')).toBe('fr');
    }
  });

  it('is explained by the reference data of then, whatever came later', async () => {
    const path = pathOf('claims', 'FR:MSA', 'F-2');
    const before = await books.read<Claim>(path);
    const ended = [{ id: 'FR:MSA', name: 'ended', from: '1960-01-01', to: '1999-12-31' }];
    expect((await books.ask('/v1/reference/institutions', { body: ended })).status).toBe(201);
    // A dry run works with the newest data, and so does every batch from now on.
    await books.read('/v1/cycles', { body: { id: 'dry', cutoff: '2026-06-30', dryRun: true } });
    expect((await books.read<Claim>(path)).why).toEqual(before.why);
    const back = [{ id: 'FR:MSA', name: 'FR:MSA', from: '1960-01-01' }];
    expect((await books.ask('/v1/reference/institutions', { body: back })).status).toBe(201);
  });

  it('is shown as submitted with its reasons when it was rejected', async () => {
    const path = pathOf('claims', 'PT:SNS', 'P/1-late');
    const claim = await books.read<Claim>(path, { role: 'officer', state: 'PT' });
    expect(claim).toMatchObject({
      claim: { institution: 'PT:SNS', reference: 'P/1-late', statement: 'FR-DE-2025-H1' },
      status: 'rejected',
      creditor: 'PT:SNS',
      debtor: 'FR:CNAM',
      introducedOn: '2026-03-02',
      total: { amount: '9.00', currency: 'EUR' },
      instrument: null,
      due: null,
      obligation: null,
    });
    expect(claim.why).toEqual([
      {
        rule: 'EU-987-2009/67(1)',
        text: expect.stringMatching(
          /^recorded 2021-02-15, to be introduced by 2022-06-30, introduced 2026-03-02 \[instruments, data version \d+\]$/,
        ) as unknown,
        inputs: {
          ...{ recordedOn: '2021-02-15', by: '2022-06-30', introducedOn: '2026-03-02' },
          ...{ data: 'instruments', dataVersion: expect.stringMatching(/^\d+$/) as unknown },
        },
      },
    ]);
    const french = await books.read<Claim>(path, { headers: { 'accept-language': 'fr' } });
    const told =
      'comptabilisée le 2021-02-15, créance à introduire au plus tard le 2022-06-30, introduite le 2026-03-02';
    const [rule] = french.why;
    const version = rule?.inputs['dataVersion'] ?? '';
    expect(rule?.text).toBe(`${told} [instruments, données en version ${version}]`);
    expect(rule?.inputs).toEqual(claim.why[0]?.inputs);
    expect(french.reasons.map(({ detail }) => detail)).toEqual([told]);
    expect(claim.reasons.map(({ code, rule }) => [code, rule])).toEqual([
      ['late', 'EU-987-2009/67(1)'],
    ]);
    expect(claim.history.map(({ type }) => type)).toEqual(['claim.rejected.v1']);
    expect((await books.ask(path, { role: 'officer', state: 'FR' })).status).toBe(200);
    expect((await books.ask(path, { role: 'officer', state: 'DE' })).status).toBe(403);
  });

  it('is shown to its creditor State alone when it could not be read', async () => {
    const path = pathOf('claims', 'PT:SNS', 'BAD');
    const claim = await books.read<Claim>(path, { role: 'officer', state: 'PT' });
    expect(claim).toMatchObject({
      status: 'rejected',
      debtor: null,
      introducedOn: null,
      total: null,
    });
    expect(claim.reasons).toMatchObject([{ code: 'malformed', rule: 'contract/shape' }]);
    const french = await books.read<Claim>(path, { headers: { 'accept-language': 'fr' } });
    const paths = claim.reasons[0]?.paths?.join(', ');
    expect(french.reasons[0]?.detail).toBe(`ne peut être lue ; champs en cause : ${String(paths)}`);
    expect((await books.ask(path, { role: 'officer', state: 'FR' })).status).toBe(403);
  });

  it('is not there when only a stranger spoke of it, or nobody', async () => {
    for (const names of [
      ['FR:CNAM', 'STRANGE'],
      ['FR:CNAM', 'NOTHING'],
      ['nobody', 'F-1'],
    ]) {
      expect((await books.ask(pathOf('claims', ...names))).body).toMatchObject({
        code: 'not-found',
      });
    }
  });

  it('is for the two States of its pair', async () => {
    const path = pathOf('claims', 'FR:CNAM', 'F-1');
    expect((await books.ask(path, { role: 'officer', state: 'DE' })).status).toBe(200);
    expect((await books.ask(path, { role: 'treasurer', state: 'PT' })).status).toBe(403);
    expect((await books.ask(path, { role: 'statistician' })).status).toBe(403);
    expect((await books.http.ask({ path })).status).toBe(401);
  });
});

async function listed(query: string, call: Call = {}): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Summary = await books.read(
      `/v1/claims?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
      call,
    );
    found.push(...page.items.map(({ claim }) => claim.reference));
    cursor = page.next;
  }
  return found;
}
describe('the list of claims', () => {
  it('is narrowed by creditor, debtor, status and due day', async () => {
    const sorted = async (query: string) => (await listed(query)).sort();
    expect(await sorted('creditor=FR')).toEqual(['F-1', 'F-2', 'F-3', 'F-4']);
    expect(await sorted('creditor=FR:MSA')).toEqual(['F-2']);
    expect(await sorted('debtor=FR:MSA')).toEqual(['P-1']);
    expect(await sorted('creditor=FR&dueBefore=2026-07-31')).toEqual(['F-3']);
    expect(await sorted('creditor=FR&dueBefore=2026-08-01')).toEqual(['F-3', 'F-4']);
    expect(await sorted('status=introduced')).toHaveLength(6);
    expect(await sorted('status=settled')).toEqual([]);
    expect(await sorted('status=rejected')).toEqual(['BAD', 'P/1-late']);
    expect(await sorted('status=rejected&limit=1')).toEqual(['BAD', 'P/1-late']);
    expect(await sorted('status=rejected&creditor=PT')).toEqual(['BAD', 'P/1-late']);
    expect(await sorted('status=rejected&creditor=FR')).toEqual([]);
    expect(await sorted('status=rejected&debtor=FR')).toEqual(['P/1-late']);
    expect(await sorted('status=rejected&debtor=FR:CNAM')).toEqual(['P/1-late']);
    expect(await sorted('status=rejected&debtor=DE')).toEqual([]);
  });

  it('comes page by page, each claim once', async () => {
    const whole = await listed('limit=1000');
    expect(whole).toHaveLength(6);
    for (const limit of [1, 2, 3, 5, 6]) {
      expect(await listed(`limit=${limit}`)).toEqual(whole);
      expect(await listed(`status=introduced&limit=${limit}`)).toEqual(whole);
    }
    const broken = await books.ask('/v1/claims?cursor=bm90aGluZw');
    expect(broken.body).toMatchObject({ code: 'invalid-request' });
  });

  it('shows a State its own pairs alone', async () => {
    const german = await listed('limit=100', { role: 'officer', state: 'DE' });
    expect(german.sort()).toEqual(['D-1', 'F-1', 'F-2', 'F-3', 'F-4']);
    expect(await listed('creditor=FR', { role: 'officer', state: 'PT' })).toEqual([]);
    expect(await listed('status=rejected', { role: 'officer', state: 'DE' })).toEqual([]);
    const french = await listed('status=rejected', { role: 'officer', state: 'FR' });
    expect(french).toEqual(['P/1-late']);
  });
});

describe('positions', () => {
  it('split what is open by the month looked at', async () => {
    const [position] = await books.positions('state=DE&asOf=2026-07-10');
    expect(position).toEqual({
      states: ['DE', 'FR'],
      currency: 'EUR',
      gross: [
        {
          creditor: 'DE',
          debtor: 'FR',
          open: '200.00',
          notDue: '200.00',
          due: '0.00',
          overdue: '0.00',
          contested: '0.00',
          underCorrection: '0.00',
          inSettlement: '0.00',
          claims: 1,
        },
        {
          creditor: 'FR',
          debtor: 'DE',
          open: '1291.66',
          notDue: '1234.66',
          due: '50.00',
          overdue: '7.00',
          contested: '0.00',
          underCorrection: '0.00',
          inSettlement: '0.00',
          claims: 4,
        },
      ],
      net: { payer: 'DE', payee: 'FR', amount: '1091.66' },
    });
  });

  it('look back: what came after the day is not in them', async () => {
    const [position] = await books.positions('state=DE&asOf=2025-12-31');
    expect(position?.gross.map(({ creditor, open }) => [creditor, open])).toEqual([
      ['FR', '57.00'],
    ]);
    expect(position?.net).toEqual({ payer: 'DE', payee: 'FR', amount: '57.00' });
    expect(await books.positions('asOf=2020-01-01')).toEqual([]);
  });

  it('are shown to the States of a pair, page by page', async () => {
    const path = '/v1/positions?limit=1';
    const first = await books.read<Positions>(path, { role: 'officer', state: 'FR' });
    expect(first.items.map(({ states }) => states)).toEqual([['DE', 'FR']]);
    const second = await books.read<Positions>(`${path}&cursor=${first.next ?? ''}`, {
      role: 'officer',
      state: 'FR',
    });
    expect(second.items.map(({ states }) => states)).toEqual([['FR', 'PT']]);
    expect(second.next).toBeNull();
    const portuguese = await books.read<Positions>('/v1/positions', {
      role: 'officer',
      state: 'PT',
    });
    expect(portuguese.items.map(({ states }) => states)).toEqual([['FR', 'PT']]);
    expect(await books.positions('currency=SEK')).toEqual([]);
  });
});
