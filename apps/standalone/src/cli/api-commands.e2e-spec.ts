import { createServer, type IncomingMessage, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProblemError, routes } from '@reciproca/contracts';
import { LocalIssuer } from '@reciproca/runtime';
import { call as callWith, type Called } from './world.fixture.js';

/** A request as the product would see it. */
interface Seen {
  readonly route: string;
  readonly roles: readonly string[];
  readonly contentType: string | undefined;
  readonly language?: string;
  readonly body: string;
}

type Reply = readonly [status: number, body: unknown];

/*
 * These commands are thin: what they ask for and how they show the answer. The product's answers
 * come from a list here, each held against the schema of its route where it is written.
 */
let server: Server;
let folder: string;
let issuer: LocalIssuer;
let replies: Reply[] = [];
let seen: Seen[] = [];

async function take(request: IncomingMessage): Promise<Reply> {
  let body = '';
  for await (const piece of request as AsyncIterable<Buffer>) body += piece.toString();
  const language = request.headers['accept-language'];
  const token = (request.headers.authorization ?? '').replace('Bearer ', '');
  const outcome = await issuer.verify(token);
  seen.push({
    route: `${request.method ?? ''} ${request.url ?? ''}`,
    roles: outcome.outcome === 'verified' ? outcome.principal.roles : [],
    contentType: request.headers['content-type'],
    ...(language === undefined || language === '*' ? {} : { language }),
    body,
  });
  return replies.shift() ?? [500, new ProblemError('internal-error').toBody()];
}

function call(...args: readonly string[]): Promise<Called> {
  return callWith(args, { environment: { DATA_DIR: folder } });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reciproca-api-'));
  issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
  server = createServer((request, response) => {
    void take(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const endpoints = { http, kafka: [], postgres: '', pid: 1 };
  await writeFile(join(folder, 'endpoints.json'), JSON.stringify(endpoints));
});

beforeEach(() => {
  replies = [];
  seen = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const cycleSchema = routes.closeCycle.responses[202].content['application/json'];
const cycle = cycleSchema.parse({
  cycle: '2026-Q1',
  cutoff: '2026-03-31',
  status: 'closing',
  waitsFor: [{ topic: 'claims.inbound.v1', partition: 2, behind: 17 }],
  settlements: 0,
  settlementIds: [],
  claims: 0,
  hash: null,
  closedBy: 'http://127.0.0.1:3000#dan',
  referenceVersion: null,
  waiting: [],
});
const closed = {
  ...cycle,
  status: 'closed' as const,
  waitsFor: [],
  settlements: 1,
  settlementIds: ['2026-Q1/DE-FR/EUR'],
  claims: 210_860,
  hash: `sha256:${'0'.repeat(64)}`,
  referenceVersion: 4711,
};

describe('reciproca cycle close', () => {
  const args = ['cycle', 'close', '2026-Q1', '--cutoff', '2026-03-31'] as const;

  it('waits until the cycle is closed and says what it waits for, once, also past a restart', async () => {
    replies = [
      [202, cycle],
      [200, cycle],
      [503, new ProblemError('not-ready').toBody()],
      [200, closed],
    ];
    const { exitCode, out, err } = await call(...args);
    expect(exitCode).toBe(0);
    expect(err).toBe(
      'closing, waits for claims.inbound.v1/2 (17 behind)\nThe app waits for its database or broker.\n',
    );
    expect(out).toBe(
      `Cycle 2026-Q1, cut-off 2026-03-31: closed, 210860 claims, 1 settlements\nsha256:${'0'.repeat(64)}\n  2026-Q1/DE-FR/EUR\n`,
    );
    expect(seen.map(({ route, roles }) => [route, roles])).toEqual([
      ['POST /v1/cycles', ['dispatcher']],
      ['GET /v1/cycles/2026-Q1', ['dispatcher']],
      ['GET /v1/cycles/2026-Q1', ['dispatcher']],
      ['GET /v1/cycles/2026-Q1', ['dispatcher']],
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ id: '2026-Q1', cutoff: '2026-03-31' });
  });

  it('returns at once with --no-wait, as JSON when asked to', async () => {
    replies = [[202, cycle]];
    const { exitCode, out } = await call(...args, '--no-wait', '--json');
    expect([exitCode, JSON.parse(out)]).toEqual([0, cycle]);
  });

  it('tells a refusal in plain words and ends with 1', async () => {
    const problem = new ProblemError('cutoff-not-increasing', {
      detail: 'the last was 2026-04-30',
    });
    replies = [[409, problem.toBody()]];
    const { exitCode, out, err } = await call(...args);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toBe(
      'cutoff-not-increasing: The cut-off is on or before that of an earlier cycle. the last was 2026-04-30\n',
    );
  });
});

describe('reciproca cycle preview', () => {
  it('asks for a dry run and shows each net', async () => {
    const line = (creditor: string, debtor: string, amount: string): object => ({
      creditor,
      debtor,
      amount,
      claims: 1,
    });
    const schema = routes.closeCycle.responses[200].content['application/json'];
    const preview = schema.parse({
      cycle: '2026-Q1',
      cutoff: '2026-03-31',
      dryRun: true,
      settlements: [
        {
          cycle: '2026-Q1',
          settlement: '2026-Q1/DE-FR/EUR',
          states: ['DE', 'FR'],
          currency: 'EUR',
          cutoff: '2026-03-31',
          arrangement: 'DE-FR',
          batch: '2026-Q1/DE/EUR',
          hash: `sha256:${'0'.repeat(64)}`,
          gross: [line('DE', 'FR', '573500.00'), line('FR', 'DE', '1999000.00')],
          net: { payer: 'DE', payee: 'FR', amount: '1425500.00' },
          officers: 2,
          byInstitution: [],
        },
      ],
      claims: 2,
      hash: `sha256:${'0'.repeat(64)}`,
      lag: [{ topic: 'claims.inbound.v1', partition: 0, behind: 3 }],
      waiting: [],
    });
    replies = [[200, preview]];
    const { exitCode, out } = await call('cycle', 'preview', '2026-Q1', '--cutoff', '2026-03-31');
    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      'Cycle 2026-Q1, cut-off 2026-03-31: 2 claims, 1 settlements',
      'settlement         payer  payee         net',
      '2026-Q1/DE-FR/EUR  DE     FR     1425500.00  EUR',
      '3 messages are not booked yet; a close waits for them',
      '',
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ dryRun: true });
  });
});

describe('reciproca reference import', () => {
  it('sends the file as it is, as dispatcher', async () => {
    const path = join(folder, 'institutions.csv');
    await writeFile(path, 'id,name,from\nFR:CNAM,CNAM,1960-01-01\n');
    replies = [[201, { kind: 'institutions', imported: 1, unchanged: 0 }]];
    const { exitCode, out } = await call('reference', 'import', 'institutions', path);
    expect([exitCode, out]).toEqual([0, 'institutions: 1 imported, 0 known already\n']);
    expect(seen).toEqual([
      {
        route: 'POST /v1/reference/institutions',
        roles: ['dispatcher'],
        contentType: 'text/csv',
        body: 'id,name,from\nFR:CNAM,CNAM,1960-01-01\n',
      },
    ]);
  });

  it('says which claims corrected averages touch, and how to list them', async () => {
    const path = join(folder, 'averages.json');
    await writeFile(path, '[]');
    const averages = [{ key: 'IE/2018/all/20-64', claims: 12 }];
    const corrections = { claims: 12, averages };
    replies = [[201, { kind: 'average-costs', imported: 1, unchanged: 39, corrections }]];
    const { out } = await call('reference', 'import', 'average-costs', path);
    expect(out).toBe(
      'average-costs: 1 imported, 39 known already\n12 introduced claims have another total by these averages; none was changed. To list them:\n  reciproca reference corrections IE/2018/all/20-64  (12)\n',
    );
  });

  it('names every fault of a refused import with its line', async () => {
    const path = join(folder, 'arrangements.json');
    await writeFile(path, '[]');
    const faults = [{ path: 'id', detail: 'not an arrangement id', line: 2 }];
    replies = [[422, new ProblemError('reference-invalid', { faults }).toBody()]];
    const { exitCode, err } = await call('reference', 'import', 'arrangements', path);
    expect(exitCode).toBe(1);
    expect(err).toBe(
      'reference-invalid: The import is refused whole; every fault is named.\n  line 2: id: not an arrangement id\n',
    );
  });
});

describe('reciproca import open-items', () => {
  it('sends the file as it is, as dispatcher, and shows what was taken over', async () => {
    const path = join(folder, 'open-items.csv');
    await writeFile(path, 'claim.reference,settled\nA,1.00\n');
    const sum = {
      creditor: 'FR',
      debtor: 'DE',
      currency: 'EUR',
      claims: 2,
      total: '1250.00',
      settled: '500.00',
      credited: '200.00',
      contested: '100.00',
      open: '450.00',
    };
    const schema = routes.importOpenItems.responses[201].content['application/json'];
    replies = [[201, schema.parse({ items: 2, totals: [sum] })]];
    const { exitCode, out, err } = await callWith(['import', 'open-items', path], {
      environment: { DATA_DIR: folder },
      isTerminal: true,
    });
    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      '2 open items taken over',
      'creditor  debtor  claims    total  settled  credited  contested    open',
      'FR        DE           2  1250.00   500.00    200.00     100.00  450.00  EUR',
      '',
    ]);
    expect(err).toContain('100 % open items: being checked and booked');
    expect(seen).toEqual([
      {
        route: 'POST /v1/open-items',
        roles: ['dispatcher'],
        contentType: 'text/csv',
        body: 'claim.reference,settled\nA,1.00\n',
      },
    ]);
  });

  it('names every faulty line of a refused import, and ends with 1', async () => {
    const path = join(folder, 'open-items.json');
    await writeFile(path, '[]');
    const faults = [
      { line: 2, path: 'settled', detail: 'must not be below zero', code: 'negative-amount' },
      { line: 7, path: '', detail: 'is known' },
    ];
    const problem = new ProblemError('open-items-invalid', { faults, detail: '2 of its lines.' });
    replies = [[422, problem.toBody()]];
    const { exitCode, err } = await call('import', 'open-items', path);
    expect(exitCode).toBe(1);
    expect(err).toBe(
      'open-items-invalid: The open items are refused whole; every faulty line is named. 2 of its lines.\n  line 2: settled: must not be below zero\n  line 7: is known\n',
    );
  });
});

describe('reciproca reference corrections', () => {
  const page = routes.listCorrections.responses[200].content['application/json'];
  const item = (reference: string) => ({
    claim: { institution: 'IE:HSE', reference, statement: 'S-1' },
    debtor: 'FR:CNAM',
    instrument: 'EU-987-2009',
    introducedOn: '2022-05-02',
    fixedAmount: { year: 2018, group: 'family', ageGroup: '20-64', months: 10 },
    total: { amount: '2000.00', currency: 'EUR' },
    correct: { amount: '1993.30', currency: 'EUR' },
    correction: { kind: 'credit-note', amount: '6.70' },
  });

  it('lists every page of them', async () => {
    replies = [
      [200, page.parse({ items: [item('A')], next: 'more' })],
      [200, page.parse({ items: [item('B')], next: null })],
    ];
    const { exitCode, out } = await call('reference', 'corrections', 'IE/2018/all/20-64');
    expect(exitCode).toBe(0);
    const path = '/v1/reference/average-costs/IE%2F2018%2Fall%2F20-64/corrections?limit=1000';
    expect(seen.map(({ route, roles }) => [route, roles])).toEqual([
      [`GET ${path}`, ['auditor']],
      [`GET ${path}&cursor=more`, ['auditor']],
    ]);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['IE/2018/all/20-64: 2 claims'],
      ['claim', 'debtor', 'introduced', 'total', 'correct', 'proposed', 'amount'],
      ['IE:HSE/A', 'FR:CNAM', '2022-05-02', '2000.00', '1993.30', 'EUR', 'credit-note', '6.70'],
      ['IE:HSE/B', 'FR:CNAM', '2022-05-02', '2000.00', '1993.30', 'EUR', 'credit-note', '6.70'],
      [''],
    ]);
  });
});

describe('reciproca status', () => {
  it('asks as auditor with the reference encoded, and shows the claim', async () => {
    const obligation = Object.fromEntries(
      [
        'total',
        'credited',
        'contested',
        'disputed',
        'waived',
        'downPaid',
        'inSettlement',
        'settled',
        'toPay',
      ].map((name) => [name, name === 'total' || name === 'toPay' ? '1134.56' : '0.00']),
    );
    const claim = routes.readClaim.responses[200].content['application/json'].parse({
      claim: { institution: 'FR:CNAM', reference: '2025/1', statement: 'S-1' },
      status: 'introduced',
      creditor: 'FR:CNAM',
      debtor: 'DE:AOK-BY',
      instrument: 'EU-987-2009',
      introducedOn: '2026-03-02',
      due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
      total: { amount: '1134.56', currency: 'EUR' },
      obligation,
      settlements: [],
      history: [
        {
          at: '2026-03-02T09:00:00Z',
          type: 'claim.introduced.v1',
          id: 'i',
          source: 'urn:reciproca:clearing',
          day: '2026-03-02',
          text: 'FR:CNAM claims 1134.56 EUR from DE:AOK-BY: introduced',
          obligation,
        },
      ],
      why: [{ rule: 'EU-987-2009/67(1)', text: 'in time', inputs: {} }],
      reasons: [],
    });
    replies = [[200, claim]];
    const { exitCode, out } = await call('status', 'FR:CNAM', '2025/1');
    expect(exitCode).toBe(0);
    expect(seen[0]).toMatchObject({
      route: 'GET /v1/claims/FR%3ACNAM/2025%2F1',
      roles: ['auditor'],
    });
    expect(out).toMatch(/^claim {10}FR:CNAM\/2025\/1\nstatus {9}introduced\n/);
    expect(out).toMatch(/toPay +1134\.56\n/);
    expect(out).toMatch(
      /\n2026-03-02 +1134\.56 +0\.00 +0\.00 +0\.00 +FR:CNAM claims 1134\.56 EUR from DE:AOK-BY: introduced\n/,
    );
    expect(out).toContain('EU-987-2009/67(1)  in time');
  });

  it('asks for the language, and tells a rejection once', async () => {
    const claim = routes.readClaim.responses[200].content['application/json'].parse({
      claim: { institution: 'FR:CNAM', reference: 'R', statement: null },
      status: 'rejected',
      creditor: 'FR:CNAM',
      debtor: null,
      instrument: null,
      introducedOn: null,
      due: null,
      total: null,
      obligation: null,
      settlements: [],
      history: [],
      why: [{ rule: 'EU-987-2009/67(1)', text: 'trop tard', inputs: {} }],
      reasons: [{ code: 'late', rule: 'EU-987-2009/67(1)', detail: 'trop tard' }],
    });
    replies = [[200, claim]];
    const { out } = await call('status', 'FR:CNAM', 'R', '--lang', 'fr');
    expect(seen[0]?.language).toBe('fr');
    expect(out.match(/trop tard/g)).toHaveLength(1);
  });

  it('ends with 1 when there is no such claim', async () => {
    replies = [[404, new ProblemError('not-found').toBody()]];
    const { exitCode, err } = await call('status', 'FR:CNAM', 'x');
    expect([exitCode, err]).toEqual([1, 'not-found: There is no such thing here.\n']);
  });
});
