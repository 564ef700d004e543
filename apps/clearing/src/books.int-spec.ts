import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOpenApi, topics, type Output, type Role, type routes } from '@reciproca/contracts';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  type Answer,
  type FreshWorld,
} from '@reciproca/testing';
import { hostClearing, type HostedClearing } from './hosted-clearing.fixture.js';

type Claim = Output<typeof routes.readClaim>;
type Summary = Output<typeof routes.listClaims>;
type Positions = Output<typeof routes.listPositions>;
type Preview = Output<typeof routes.closeCycle, 200>;
type Cycle = Output<typeof routes.readCycle>;
type Settlement = Output<typeof routes.readSettlement>;
type SettlementClaims = Output<typeof routes.listSettlementClaims>;

const inbound = topics.claimsInbound.name;
const institutions = ['FR:CNAM', 'FR:MSA', 'DE:AOK-BY', 'PT:SNS'];

let directory: string;
let world: FreshWorld;
let clearing: HostedClearing;
let http: HttpTester;

interface Call {
  readonly role?: Role;
  readonly state?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(path: string, call: Call = {}): Promise<Answer> {
  const { role = call.body === undefined ? 'auditor' : 'dispatcher', state, body, headers } = call;
  const token = await clearing.token('dora', role, state === undefined ? {} : { state });
  return http.ask({
    path,
    token,
    ...(body !== undefined && { body }),
    ...(headers !== undefined && { headers }),
  });
}

async function read<T>(path: string, call: Call = {}): Promise<T> {
  const answer = await ask(path, call);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return answer.body as T;
}

function pathOf(kind: 'settlements' | 'claims', ...names: readonly string[]): string {
  return ['/v1', kind, ...names.map(encodeURIComponent)].join('/');
}

async function positions(query = ''): Promise<Positions['items']> {
  return (await read<Positions>(`/v1/positions?${query}`)).items;
}

/** The claims of this file: two directions under an arrangement, and one without. */
const claims = [
  aClaim({ reference: 'F-1', amount: '1134.56', person: 'a' }),
  aClaim({ reference: 'F-2', amount: '100.10', person: 'b', creditor: 'FR:MSA' }),
  // Introduced so that it is overdue in July 2026: 18 months after the end of November 2024.
  aClaim({
    reference: 'F-3',
    amount: '7.00',
    person: 'c',
    careFrom: '2024-01-03',
    recordedOn: '2024-02-15',
    introducedOn: '2024-11-20',
  }),
  // Due in July 2026: 18 months after the end of January 2025.
  aClaim({
    reference: 'F-4',
    amount: '50.00',
    person: 'd',
    careFrom: '2024-01-03',
    recordedOn: '2024-02-15',
    introducedOn: '2025-01-31',
  }),
  aClaim({
    reference: 'D-1',
    amount: '200.00',
    person: 'e',
    creditor: 'DE:AOK-BY',
    debtor: 'FR:CNAM',
  }),
  aClaim({ reference: 'P-1', amount: '30.00', person: 'f', creditor: 'PT:SNS', debtor: 'FR:MSA' }),
  aClaim({
    reference: 'P/1 late'.replace(' ', '-'),
    amount: '9.00',
    person: 'g',
    creditor: 'PT:SNS',
    debtor: 'FR:CNAM',
    careFrom: '2021-01-03',
    recordedOn: '2021-02-15',
  }),
];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'clearing-spec-'));
  world = await freshWorld({ topics: 2 });
  clearing = await hostClearing({
    environment: world.environment(),
    directory,
    clock: () => new Date('2026-07-10T10:00:00Z'),
  });
  http = new HttpTester(clearing.app.url, new AnswerValidator(buildOpenApi('clearing')));
  const records = institutions.map((id) => ({ id, name: id, from: '1960-01-01' }));
  await ask('/v1/reference/institutions', { body: records });
  const arrangement = {
    id: 'DE-FR',
    states: ['DE', 'FR'],
    instruments: ['EU-987-2009'],
    from: '2010-05-01',
    offsetting: true,
  };
  await ask('/v1/reference/arrangements', { body: [arrangement] });
  await world.kafka.sendEvents(inbound, claims);
  // A stranger speaks for a claim that nobody ever submitted.
  await world.kafka.sendEvents(inbound, [
    aClaim({ reference: 'STRANGE', source: 'urn:institution:DE:AOK-BY', person: 'h' }),
  ]);
  await eventually(
    async () => (await world.kafka.readToEnd(topics.claimsOutcomes.name)).length === 8,
    { timeoutMs: 30_000, intervalMs: 500, what: 'eight answers' },
  );
});

afterAll(async () => {
  await clearing.app.stop();
  await world.end();
  rmSync(directory, { recursive: true, force: true });
});

describe('a claim', () => {
  it('is shown with what is owed, its history and why', async () => {
    const claim = await read<Claim>(pathOf('claims', 'FR:CNAM', 'F-1'));
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
    const [event] = (await world.readEvents(topics.claimsOutcomes.name)).filter(
      ({ event: { subject } }) => subject === 'FR:CNAM/F-1',
    );
    const { id, type, source, time: at } = event?.event ?? {};
    expect(claim.history).toEqual([{ at, type, id, source }]);
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

  it('is explained by the reference data of then, whatever came later', async () => {
    const path = pathOf('claims', 'FR:MSA', 'F-2');
    const before = await read<Claim>(path);
    const ended = [{ id: 'FR:MSA', name: 'ended', from: '1960-01-01', to: '1999-12-31' }];
    expect((await ask('/v1/reference/institutions', { body: ended })).status).toBe(201);
    expect((await read<Claim>(path)).why).toEqual(before.why);
    const back = [{ id: 'FR:MSA', name: 'FR:MSA', from: '1960-01-01' }];
    expect((await ask('/v1/reference/institutions', { body: back })).status).toBe(201);
  });

  it('is shown with its reasons when it was rejected, to its creditor State', async () => {
    const path = pathOf('claims', 'PT:SNS', 'P/1-late');
    const claim = await read<Claim>(path, { role: 'officer', state: 'PT' });
    expect(claim).toMatchObject({ status: 'rejected', debtor: null, obligation: null, why: [] });
    expect(claim.reasons.map(({ code, rule }) => [code, rule])).toEqual([
      ['late', 'EU-987-2009/67(1)'],
    ]);
    expect(claim.history.map(({ type }) => type)).toEqual(['claim.rejected.v1']);
    expect((await ask(path, { role: 'officer', state: 'FR' })).status).toBe(403);
  });

  it('is not there when only a stranger spoke of it, or nobody', async () => {
    for (const names of [
      ['FR:CNAM', 'STRANGE'],
      ['FR:CNAM', 'NOTHING'],
      ['nobody', 'F-1'],
    ]) {
      expect((await ask(pathOf('claims', ...names))).body).toMatchObject({ code: 'not-found' });
    }
  });

  it('is for the two States of its pair', async () => {
    const path = pathOf('claims', 'FR:CNAM', 'F-1');
    expect((await ask(path, { role: 'officer', state: 'DE' })).status).toBe(200);
    expect((await ask(path, { role: 'treasurer', state: 'PT' })).status).toBe(403);
    expect((await ask(path, { role: 'statistician' })).status).toBe(403);
    expect((await http.ask({ path })).status).toBe(401);
  });
});

async function listed(query: string, call: Call = {}): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Summary = await read(
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
    expect(await sorted('status=rejected')).toEqual(['P/1-late']);
    expect(await sorted('status=rejected&creditor=PT')).toEqual(['P/1-late']);
    expect(await sorted('status=rejected&creditor=FR')).toEqual([]);
    expect(await sorted('status=rejected&debtor=FR')).toEqual([]);
  });

  it('comes page by page, each claim once', async () => {
    const whole = await listed('limit=1000');
    expect(whole).toHaveLength(6);
    for (const limit of [1, 2, 3, 5, 6]) {
      expect(await listed(`limit=${limit}`)).toEqual(whole);
      expect(await listed(`status=introduced&limit=${limit}`)).toEqual(whole);
    }
    const broken = await ask('/v1/claims?cursor=bm90aGluZw');
    expect(broken.body).toMatchObject({ code: 'invalid-request' });
  });

  it('shows a State its own pairs alone', async () => {
    const german = await listed('limit=100', { role: 'officer', state: 'DE' });
    expect(german.sort()).toEqual(['D-1', 'F-1', 'F-2', 'F-3', 'F-4']);
    expect(await listed('creditor=FR', { role: 'officer', state: 'PT' })).toEqual([]);
    expect(await listed('status=rejected', { role: 'officer', state: 'DE' })).toEqual([]);
  });
});

/** Amounts of the contract in cents, so that the spec adds with nothing of the product's own. */
function cents(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

describe('positions', () => {
  it('split what is open by the month looked at', async () => {
    const [position] = await positions('state=DE&asOf=2026-07-10');
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
    const [position] = await positions('state=DE&asOf=2025-12-31');
    expect(position?.gross.map(({ creditor, open }) => [creditor, open])).toEqual([
      ['FR', '57.00'],
    ]);
    expect(position?.net).toEqual({ payer: 'DE', payee: 'FR', amount: '57.00' });
    expect(await positions('asOf=2020-01-01')).toEqual([]);
  });

  it('are shown to the States of a pair, page by page', async () => {
    const path = '/v1/positions?limit=1';
    const first = await read<Positions>(path, { role: 'officer', state: 'FR' });
    expect(first.items.map(({ states }) => states)).toEqual([['DE', 'FR']]);
    const second = await read<Positions>(`${path}&cursor=${first.next ?? ''}`, {
      role: 'officer',
      state: 'FR',
    });
    expect(second.items.map(({ states }) => states)).toEqual([['FR', 'PT']]);
    expect(second.next).toBeNull();
    const portuguese = await read<Positions>('/v1/positions', { role: 'officer', state: 'PT' });
    expect(portuguese.items.map(({ states }) => states)).toEqual([['FR', 'PT']]);
    expect(await positions('currency=SEK')).toEqual([]);
  });
});

const cutoff = '2026-06-30';

/** The hash of a settlement as the contract defines it, over the claims that HTTP gives. */
function hashOf(settlement: string, found: SettlementClaims['items']): string {
  const lines = found.map(
    ({ institution, reference, amount, currency }) =>
      `${[institution, reference, amount, currency].join('\t')}\n`,
  );
  const text = [`${settlement}\n`, ...lines.map((line) => Buffer.from(line)).sort(Buffer.compare)];
  const sum = createHash('sha256');
  for (const line of text) sum.update(line);
  return `sha256:${sum.digest('hex')}`;
}

describe('a cycle', () => {
  let preview: Preview;

  it('is shown before it is closed, and nothing moves', async () => {
    const before = await positions();
    preview = await read('/v1/cycles', { body: { id: '2026-Q2', cutoff, dryRun: true } });
    expect(preview).toMatchObject({ id: '2026-Q2', cutoff, dryRun: true, claims: 6, lag: [] });
    expect(preview.settlements.map(({ settlement }) => settlement)).toEqual([
      '2026-Q2/DE-FR/EUR',
      '2026-Q2/FR-PT/EUR/PT',
    ]);
    expect(await positions()).toEqual(before);
    expect((await ask('/v1/cycles/2026-Q2')).status).toBe(404);
  });

  it('closes as its dry run said, with every event before the word that it is closed', async () => {
    const body = { id: '2026-Q2', cutoff };
    const headers = { 'idempotency-key': 'close-q2' };
    const asked = await ask('/v1/cycles', { body, headers });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('location')).toBe('/v1/cycles/2026-Q2');
    const closed = await eventually(
      async () => {
        const cycle = await read<Cycle>('/v1/cycles/2026-Q2');
        return cycle.status === 'closed' && cycle;
      },
      { timeoutMs: 20_000 },
    );
    expect(closed).toMatchObject({
      claims: 6,
      hash: preview.hash,
      waitsFor: [],
      settlements: ['2026-Q2/DE-FR/EUR', '2026-Q2/FR-PT/EUR/PT'],
    });
    expect(closed.closedBy).toMatch(/#dora$/);
    expect((await ask('/v1/cycles', { body, headers })).body).toEqual(closed);
    const other = await ask('/v1/cycles', { body: { id: 'other', cutoff }, headers });
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
    const events = await eventually(async () => {
      const found = await world.readEvents(topics.clearingCycles.name);
      return found.length === 3 && found;
    });
    expect(events.map(({ event }) => event.type)).toEqual([
      'settlement.proposed.v1',
      'settlement.proposed.v1',
      'cycle.closed.v1',
    ]);
    expect(events.map(({ event: { data } }) => data).slice(0, 2)).toEqual(
      preview.settlements.map((settlement, index) => ({ ...settlement, sequence: index + 1 })),
    );
  });

  it('is refused for a cut-off that cannot be', async () => {
    const codeOf = async (body: object) =>
      ((await ask('/v1/cycles', { body })).body as { code: string }).code;
    expect(await codeOf({ id: '2026-Q2', cutoff: '2026-07-01' })).toBe('cycle-cutoff-differs');
    expect(await codeOf({ id: 'again', cutoff })).toBe('cutoff-not-increasing');
    expect(await codeOf({ id: 'early', cutoff: '2026-07-11' })).toBe('cutoff-in-future');
    const officer = await ask('/v1/cycles', {
      role: 'officer',
      state: 'FR',
      body: { id: 'x', cutoff },
    });
    expect(officer.status).toBe(403);
  });

  it('moves what it took from open into settlement', async () => {
    for (const { gross } of await positions()) {
      for (const line of gross) {
        expect(line.inSettlement).toBe(line.open);
      }
    }
    const claim = await read<Claim>(pathOf('claims', 'FR:CNAM', 'F-1'));
    expect(claim.status).toBe('in-settlement');
    expect(claim.obligation).toMatchObject({ inSettlement: '1134.56', toPay: '1134.56' });
    expect(claim.settlements).toEqual([
      { settlement: '2026-Q2/DE-FR/EUR', amount: '1134.56', status: 'proposed' },
    ]);
    expect(await listed('status=in-settlement')).toHaveLength(6);
  });
});

describe('a settlement', () => {
  const id = '2026-Q2/DE-FR/EUR';

  it('is shown as proposed: gross both ways and the net', async () => {
    const settlement = await read<Settlement>(pathOf('settlements', id), {
      role: 'officer',
      state: 'DE',
    });
    expect(settlement).toMatchObject({
      settlement: id,
      status: 'proposed',
      arrangement: 'DE-FR',
      gross: [
        { creditor: 'DE', debtor: 'FR', amount: '200.00', claims: 1 },
        { creditor: 'FR', debtor: 'DE', amount: '1291.66', claims: 4 },
      ],
      net: { payer: 'DE', payee: 'FR', amount: '1091.66' },
    });
    expect((await ask(pathOf('settlements', id), { role: 'officer', state: 'PT' })).status).toBe(
      403,
    );
    expect((await ask(pathOf('settlements', '2026-Q2/DE-PT/EUR'))).status).toBe(404);
    expect((await ask(pathOf('settlements', 'nonsense'))).status).toBe(404);
  });

  it('is made of exactly the claims behind it, and its hash can be computed from them', async () => {
    for (const settlement of [id, '2026-Q2/FR-PT/EUR/PT']) {
      const path = `${pathOf('settlements', settlement)}/claims`;
      const { items } = await read<SettlementClaims>(path);
      const shown = await read<Settlement>(pathOf('settlements', settlement));
      expect(hashOf(settlement, items)).toBe(shown.hash);
      for (const { creditor, amount, claims: count } of shown.gross) {
        const own = items.filter(({ institution }) => institution.startsWith(`${creditor}:`));
        expect(own).toHaveLength(count);
        expect(own.reduce((sum, item) => sum + cents(item.amount), 0n)).toBe(cents(amount));
      }
    }
  });

  it('lists its claims by institution and reference, as JSON and as CSV', async () => {
    const path = `${pathOf('settlements', id)}/claims`;
    const names = (page: SettlementClaims) => page.items.map(({ reference }) => reference);
    const whole = await read<SettlementClaims>(path);
    expect(names(whole)).toEqual(['D-1', 'F-1', 'F-3', 'F-4', 'F-2']);
    const first = await read<SettlementClaims>(`${path}?limit=3`);
    expect(names(first)).toEqual(['D-1', 'F-1', 'F-3']);
    const csv = await ask(`${path}?limit=3&cursor=${first.next ?? ''}`, {
      headers: { accept: 'text/csv' },
    });
    expect(csv.text).toBe(
      'institution,reference,statement,debtor,amount,currency\r\n' +
        'FR:CNAM,F-4,FR-DE-2025-H1,DE:AOK-BY,50.00,EUR\r\n' +
        'FR:MSA,F-2,FR-DE-2025-H1,DE:AOK-BY,100.10,EUR\r\n',
    );
    expect(csv.headers.get('next-cursor')).toBeNull();
    const more = await ask(`${path}?limit=3`, { headers: { accept: 'text/csv' } });
    expect(more.headers.get('next-cursor')).toBe(first.next);
  });
});

describe('the books', () => {
  it('hold balances that are the sums of the journal', async () => {
    const differences = await world.database.query(
      `with movements as (
         select creditor_state as creditor, debtor_state as debtor, currency, bucket,
           coalesce(pay_by, 'infinity') as pay_by, day, sum(signed) as amount, sum(one) as claims
         from clearing.journal join clearing.claims using (claim_id)
           join clearing.ledger_accounts using (account_id),
           lateral (values (to_bucket, amount, 1), (from_bucket, -amount, -1))
             as side (bucket, signed, one)
         group by 1, 2, 3, 4, 5, 6),
       sums as (
         select creditor, debtor, currency, bucket, pay_by, day, sum(amount) as amount,
           sum(claims) as claims
         from clearing.balances group by 1, 2, 3, 4, 5, 6)
       select * from movements full join sums using (creditor, debtor, currency, bucket, pay_by, day)
       where movements.amount is distinct from sums.amount
         or movements.claims is distinct from sums.claims`,
    );
    expect(differences).toEqual([]);
  });

  it('agree with the claims: every position is the sum of its obligations', async () => {
    const open = new Map<string, bigint>();
    const { items } = await read<Summary>('/v1/claims?limit=1000');
    for (const { creditor, debtor, obligation } of items) {
      const key = `${creditor.slice(0, 2)} ${debtor?.slice(0, 2) ?? ''}`;
      const own = cents(obligation?.toPay ?? '0') + cents(obligation?.contested ?? '0');
      open.set(key, (open.get(key) ?? 0n) + own);
    }
    for (const { gross } of await positions()) {
      for (const line of gross) {
        expect(cents(line.open)).toBe(open.get(`${line.creditor} ${line.debtor}`));
        const parts = [line.notDue, line.due, line.overdue, line.contested, line.inSettlement];
        expect(parts.reduce((sum, part) => sum + cents(part), 0n)).toBe(cents(line.open));
      }
    }
  });

  it('refuse every change of what was written, to the app and to the owner', async () => {
    const written = ['journal', 'claims', 'outbox', 'reference_records', 'reference_versions'];
    for (const table of written) {
      for (const sql of [
        `update clearing.${table} set ${table === 'journal' ? 'amount = 0' : 'claim_id = 1'}`,
        `delete from clearing.${table}`,
        `truncate clearing.${table} cascade`,
      ].slice(table === 'journal' || table === 'claims' ? 0 : 1)) {
        await expect(world.database.query(sql)).rejects.toMatchObject({ code: '42501' });
        const asApp = `set role reciproca_clearing; ${sql}`;
        await expect(world.database.query(asApp)).rejects.toMatchObject({ code: '42501' });
        await world.database.query('reset role');
      }
    }
  });

  it('tell their figures', async () => {
    const { text } = await http.ask({ path: '/metrics' });
    expect(text).toMatch(/^clearing_messages_total\{app="clearing"\} 8$/m);
    expect(text).toMatch(/^clearing_claims_introduced_total\{app="clearing"\} 6$/m);
  });
});
