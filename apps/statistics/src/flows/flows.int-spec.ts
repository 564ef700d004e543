import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildOpenApi,
  flowColumns,
  flowKey,
  limits,
  topics,
  type EventData,
} from '@reciproca/contracts';
import {
  createLogger,
  hostApps,
  loadConfig,
  LocalIssuer,
  type HttpApp,
  type TokenRequest,
} from '@reciproca/runtime';
import {
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  SeededRandom,
  type Answer,
  type FreshWorld,
} from '@reciproca/testing';
import { statisticsLimits } from '../limits.js';
import { statisticsApp } from '../statistics.app.js';
import { expectedFlows, foundFigures } from './expected-flows.fixture.js';
import { claimHistories, introduced, obligation, outcome } from './flow-events.builder.js';

type Flow = EventData<'flow.updated.v1'>;
interface Page {
  readonly items: readonly Flow[];
  readonly next: string | null;
}

const statistician: TokenRequest = { subject: 'sam', roles: ['statistician'] };
const outcomes = topics.claimsOutcomes.name;
const random = new SeededRandom(2026);
const histories = claimHistories(random, 400);
const expected = expectedFlows(histories);

let world: FreshWorld;
let folder: string;
let issuer: LocalIssuer;
let app: HttpApp;
let http: HttpTester;
const log: string[] = [];

beforeAll(async () => {
  world = await freshWorld();
  folder = await mkdtemp(join(tmpdir(), 'reciproca-statistics-'));
  issuer = await LocalIssuer.open({ directory: folder });
  app = await hostApps([statisticsApp], {
    name: 'statistics',
    config: loadConfig(
      { ...world.environment(), PORT: '0' },
      { requires: ['kafka', 'databaseUrl'] },
    ),
    verifier: issuer,
    issuer,
    logger: createLogger({
      name: 'statistics',
      level: 'warn',
      destination: { write: (line: string) => void log.push(line) },
    }),
  });
  http = new HttpTester(app.url, new AnswerValidator(buildOpenApi()));
  await app.started;
  const shuffled = random.shuffle([...histories, ...histories.filter(() => random.chance(0.2))]);
  await world.kafka.sendEvents(outcomes, shuffled.slice(0, 300));
  await world.kafka.sendEvents(outcomes, shuffled.slice(300));
});

afterAll(async () => {
  await app.stop();
  await world.end();
  await rm(folder, { recursive: true });
});

async function ask(path: string, by: TokenRequest, accept = 'application/json'): Promise<Answer> {
  return http.ask({ path, token: await issuer.issue(by), headers: { accept } });
}

async function allFlows(query: string, by: TokenRequest = statistician): Promise<Flow[]> {
  const flows: Flow[] = [];
  let cursor = '';
  for (;;) {
    const answer = await ask(`/v1/flows?limit=97${query}${cursor}`, by);
    expect(answer.status).toBe(200);
    const page = answer.body as Page;
    flows.push(...page.items);
    if (page.next === null) return flows;
    cursor = `&cursor=${page.next}`;
  }
}

function figuresOf(flows: readonly Flow[]): Map<string, string> {
  return new Map(flows.map((flow) => [flowKey(flow), foundFigures(flow)]));
}

describe('the flows', () => {
  it('come out as counted one by one, from events in any order and some twice', async () => {
    await eventually(async () => expect(figuresOf(await allFlows(''))).toEqual(expected), {
      intervalMs: 500,
      what: 'the flows',
    });
  });

  it('come in the order of their keys, each once, whatever the size of a page', async () => {
    const keys = (await allFlows('')).map(flowKey);
    expect(keys.length).toBeGreaterThan(200);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('are as much receivable as payable', async () => {
    const flows = (await allFlows('')).filter(({ currency }) => currency === 'XPF');
    const sum = (direction: string, measure: 'introduced' | 'paid' | 'outstanding'): bigint =>
      flows
        .filter((flow) => flow.direction === direction)
        .reduce((total, flow) => total + BigInt(flow[measure]), 0n);
    for (const measure of ['introduced', 'paid', 'outstanding'] as const) {
      expect(sum('receivable', measure)).toBeGreaterThan(0n);
      expect(sum('receivable', measure)).toBe(sum('payable', measure));
    }
  });

  it('have amounts with the decimals of their currency', async () => {
    const decimals = { EUR: /^-?\d+\.\d{2}$/, XPF: /^-?\d+$/, TND: /^-?\d+\.\d{3}$/ };
    for (const flow of await allFlows('')) {
      const pattern = decimals[flow.currency as keyof typeof decimals];
      for (const measure of ['introduced', 'paid', 'outstanding', 'credited', 'fee'] as const) {
        expect(flow[measure]).toMatch(pattern);
      }
    }
  });

  it.each([
    ['year=2024&timeBasis=care', (flow: Flow) => flow.year === 2024 && flow.timeBasis === 'care'],
    [
      'reporter=DE&counterpart=FR&direction=payable',
      (flow: Flow) =>
        flow.reporter === 'DE' && flow.counterpart === 'FR' && flow.direction === 'payable',
    ],
    [
      'institution=FR%3AMSA&basis=fixed-amount',
      (flow: Flow) => flow.institution === 'FR:MSA' && flow.basis === 'fixed-amount',
    ],
    [
      'instrument=EU-987-2009&entitlement=S1&careType=planned&currency=EUR',
      (flow: Flow) =>
        flow.instrument === 'EU-987-2009' &&
        flow.entitlement === 'S1' &&
        flow.careType === 'planned' &&
        flow.currency === 'EUR',
    ],
  ])('are narrowed by %s', async (query, fits) => {
    const wanted = (await allFlows('')).filter(fits);
    expect(wanted.length).toBeGreaterThan(0);
    expect(await allFlows(`&${query}`)).toEqual(wanted);
  });

  it('come as CSV with the cursor of the next page in a header', async () => {
    const [json, csv] = [
      await ask('/v1/flows?limit=5', statistician),
      await ask('/v1/flows?limit=5', statistician, 'text/csv'),
    ];
    const page = json.body as Page;
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(csv.headers.get('next-cursor')).toBe(page.next);
    const [header, ...lines] = csv.text.trimEnd().split('\r\n');
    expect(header).toBe(flowColumns.join(','));
    expect(lines).toEqual(
      page.items.map((flow) => flowColumns.map((name) => String(flow[name] ?? '')).join(',')),
    );
    const last = await ask('/v1/flows?limit=5&year=1900', statistician, 'text/csv');
    expect(last.text).toBe(`${flowColumns.join(',')}\r\n`);
    expect(last.headers.get('next-cursor')).toBeNull();
  });

  it('come as one whole CSV when nobody asks for a page', async () => {
    const flows = await allFlows('');
    // More than a page, and more than are read at once.
    expect(flows.length).toBeGreaterThan(statisticsLimits.readFlows);
    const lineOf = (flow: Flow): string =>
      flowColumns.map((name) => String(flow[name] ?? '')).join(',');
    const csv = await ask('/v1/flows', statistician, 'text/csv');
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
    expect(csv.headers.get('next-cursor')).toBeNull();
    expect(csv.text.split('\r\n')).toEqual([flowColumns.join(','), ...flows.map(lineOf), '']);
    const german = flows.filter(({ reporter }) => reporter === 'DE');
    expect(german.length).toBeGreaterThan(limits.pageDefault);
    const officer: TokenRequest = { subject: 'alice', roles: ['officer'], state: 'DE' };
    const own = await ask('/v1/flows', officer, 'text/csv');
    expect(own.text.split('\r\n')).toEqual([flowColumns.join(','), ...german.map(lineOf), '']);
    // Nobody asked for a page, so JSON gives the usual one; with a cursor CSV gives one too.
    const page = (await ask('/v1/flows', statistician)).body as Page;
    expect(page.items).toEqual(flows.slice(0, limits.pageDefault));
    const next = await ask(`/v1/flows?cursor=${page.next ?? ''}`, statistician, 'text/csv');
    expect(next.text.split('\r\n')).toHaveLength(1 + limits.pageDefault + 1);
    expect(next.headers.get('next-cursor')).not.toBeNull();
  });

  it.each<TokenRequest>([
    { subject: 'alice', roles: ['officer'], state: 'DE' },
    { subject: 'tom', roles: ['treasurer'], state: 'DE' },
    { subject: 'app', roles: ['institution'], institution: 'DE:AOK-BY' },
  ])('that DE reports are all that $roles of DE sees', async (by) => {
    const own = (await allFlows('')).filter(({ reporter }) => reporter === 'DE');
    expect(await allFlows('', by)).toEqual(own);
    expect((await ask('/v1/flows?reporter=FR', by)).status).toBe(403);
  });

  it.each(['auditor', 'dispatcher'] as const)('are all open to the %s', async (role) => {
    const all = await allFlows('');
    expect(await allFlows('', { subject: 'ann', roles: [role] })).toEqual(all);
  });

  it.each(['cursor=AAAA', 'cursor=_____w', 'year=20x5', 'timeBasis=paid', 'limit=0'])(
    'are refused for %s',
    async (query) => {
      const answer = await ask(`/v1/flows?${query}`, statistician);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'invalid-request' });
    },
  );
});

describe('what statistics publishes', () => {
  it('is the newest version of every flow, in order, and fits its schema', async () => {
    const flows = await allFlows('');
    const newest = await eventually(
      async () => {
        const events = await world.readEvents(topics.statisticsFlows.name);
        const found = new Map<string, Flow>();
        for (const { message, event } of events) {
          const flow = event.data as unknown as Flow;
          expect(message.key).toBe(flowKey(flow));
          expect(event.subject).toBe(flowKey(flow));
          expect(flow.version).toBeGreaterThan(found.get(event.subject)?.version ?? 0);
          found.set(event.subject, flow);
        }
        return found.size >= flows.length && found;
      },
      { intervalMs: 500, what: 'every flow on the topic' },
    );
    const alive = [...newest.values()].filter(({ claims }) => claims > 0);
    expect(new Map(alive.map((flow) => [flowKey(flow), flow]))).toEqual(
      new Map(flows.map((flow) => [flowKey(flow), flow])),
    );
  });

  it('is nothing new when the same events come again', async () => {
    const before = await allFlows('');
    await world.kafka.sendEvents(outcomes, histories);
    await consumed();
    expect(await allFlows('')).toEqual(before);
  });

  it('follows a claim that is paid before it is introduced, and puts aside what cannot be', async () => {
    const claim = { institution: 'FR:CNAM', reference: 'late', statement: 'late' };
    const subject = 'FR:CNAM/late';
    const said = { claim, settlement: '2031-Q1/DE-FR/EUR', paidOn: '2031-03-31' };
    const figures = obligation({ toPay: '34.56' });
    await world.kafka.sendEvents(outcomes, [
      outcome('claim.settled.v1', subject, {
        ...said,
        sequence: 3,
        amount: '1100.00',
        obligation: figures,
      }),
      outcome('claim.settled.v1', subject, {
        ...said,
        sequence: 2,
        amount: '1.005',
        obligation: figures,
      }),
    ]);
    await consumed();
    expect(await allFlows('&year=2031')).toEqual([]);
    await world.kafka.sendEvents(outcomes, [introduced({ claim })]);
    const [flow] = await eventually(
      async () => {
        const found = await allFlows('&year=2031&reporter=FR');
        return found.length === 1 && found;
      },
      { intervalMs: 300 },
    );
    expect(flow).toMatchObject({ claims: 1, statements: 1, paid: '1100.00', outstanding: '0.00' });
    expect(log.filter((line) => line.includes('none of the claim'))).toHaveLength(1);
  });
});

describe('the consumer', () => {
  it('puts what it cannot read among the dead letters and goes on', async () => {
    const wrong = introduced({ total: { amount: 1, currency: 'EUR' } });
    await world.kafka.sendEvents(outcomes, [wrong]);
    await world.kafka.send(outcomes, [{ key: 'x', value: 'no JSON' }]);
    await consumed();
    const letters = await world.kafka.readToEnd(`${outcomes}.dead-letter`);
    const codes = letters.map(({ headers }) => [headers['error-code'], headers['error-detail']]);
    expect(codes).toContainEqual(['invalid-data', 'data.total.amount']);
    expect(codes.map(([code]) => code)).toContain('not-json');
  });

  it('keeps no personal data', async () => {
    const tables = await world.database.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'statistics'`,
    );
    expect(tables.length).toBeGreaterThan(5);
    for (const { table_name: table } of tables) {
      const rows = await world.database.query<{ found: number }>(
        `select count(*)::int as found from statistics.${table} t where t::text like '%p:0123456789%'`,
      );
      expect([table, rows[0]?.found]).toEqual([table, 0]);
    }
  });

  it('works under a role that cannot change what the events said', async () => {
    for (const statement of [
      'delete from claims',
      'update claims set total = 0',
      'update movements set paid = 0',
      'delete from outbox',
    ]) {
      const sql = `set search_path = statistics; set role reciproca_statistics; ${statement}`;
      await expect(world.database.query(sql)).rejects.toThrow(/permission denied/);
      await world.database.query('reset role; reset search_path');
    }
  });
});

/** Waits until everything sent so far is booked and a pass over it is done. */
async function consumed(): Promise<void> {
  const ends = await world.kafka.endOffsets(outcomes);
  await eventually(
    async () => {
      const committed = await world.kafka.committedOffsets('statistics', outcomes);
      const [left] = await world.database.query<{ waiting: number }>(
        'select count(*)::int as waiting from statistics.claim_changes',
      );
      const booked = [...ends].every(([at, end]) => (committed.get(at) ?? -1n) >= end);
      return booked && left?.waiting === 0;
    },
    { intervalMs: 200, what: 'consumption of everything' },
  );
}
