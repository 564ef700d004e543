import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedInstruments } from '@reciproca/agreements';
import { buildOpenApi, topics, type Output, type Role, type routes } from '@reciproca/contracts';
import {
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  type Answer,
  type FoundEvent,
  type FreshWorld,
} from '@reciproca/testing';
import { hostClearing, type HostedClearing } from '../hosted-clearing.fixture.js';
import { offsettingArrangement } from '../reference-records.fixture.js';

type Listed = Output<typeof routes.listReference>;

let directory: string;
let world: FreshWorld;
let hosts: HostedClearing[];
let clients: HttpTester[];

const validator = new AnswerValidator(buildOpenApi('clearing'));

interface Call {
  readonly host?: number;
  readonly role?: Role;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly key?: string;
}

async function ask(path: string, call: Call = {}): Promise<Answer> {
  const { host = 0, role = 'dispatcher', body, contentType, key } = call;
  const of = role === 'officer' ? { state: 'FR' } : {};
  const token = await hosts[host]?.token('dora', role, of);
  const client = clients[host];
  if (client === undefined || token === undefined) throw new Error('no such host');
  return client.ask({
    path,
    token,
    ...(body !== undefined && { body }),
    ...(contentType !== undefined && { contentType }),
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
}

async function list(query: string): Promise<Listed['items']> {
  return ((await ask(`/v1/reference/${query}`)).body as Listed).items;
}

/** What was told of institutions, held against the AsyncAPI document like all that was shipped. */
async function institutionEvents(): Promise<FoundEvent[]> {
  const found = await world.readEvents(topics.reference.name);
  return found.filter(({ event }) => event.data['kind'] === 'institutions');
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'reference-spec-'));
  world = await freshWorld({ topics: 1 });
  const wish = { environment: world.environment(), directory };
  // Two processes on one database.
  hosts = [await hostClearing(wish), await hostClearing(wish)];
  clients = hosts.map(({ app }) => new HttpTester(app.url, validator));
});

afterAll(async () => {
  for (const { app } of hosts) await app.stop();
  await world.end();
  rmSync(directory, { recursive: true, force: true });
});

describe('an import of institutions', () => {
  it('makes versions, tells them on Kafka, and changes nothing when it comes again', async () => {
    const body = [
      {
        id: 'FR:CNAM',
        name: 'Caisse nationale',
        from: '1960-01-01',
        liaisonBody: 'FR:CNSE',
        accounts: [{ currency: 'EUR', iban: 'FR1420041010050500013M02606', bic: null }],
      },
      { id: 'FR:CNSE', name: 'Liaison', from: '2015-01-01' },
    ];
    const first = await ask('/v1/reference/institutions', { body });
    expect([first.status, first.body]).toEqual([
      201,
      { kind: 'institutions', imported: 2, unchanged: 0 },
    ]);
    const again = await ask('/v1/reference/institutions', { body, host: 1 });
    expect([again.status, again.body]).toEqual([
      200,
      { kind: 'institutions', imported: 0, unchanged: 2 },
    ]);
    const events = await eventually(async () => {
      const all = await world.kafka.readToEnd(topics.reference.name);
      const mine = all.filter(({ key }) => key?.startsWith('institutions/') === true);
      return mine.length === 2 && (await institutionEvents());
    });
    expect(events).toHaveLength(2);
    for (const { message, event } of events) {
      const { kind, key, version } = event.data;
      expect(message.key).toBe(`${String(kind)}/${String(key)}/${String(version)}`);
      expect(event.subject).toBe(message.key);
    }
    const [listed] = await list('institutions?key=FR:CNAM');
    const { supersededBy, ...told } = listed ?? {};
    expect(supersededBy).toBeNull();
    expect(events.map(({ event: { data } }) => data)).toContainEqual(told);
    expect(listed?.record).toEqual({
      ...body[0],
      to: null,
      accounts: [{ currency: 'EUR', iban: 'FR1420041010050500013M02606', from: '1960-01-01' }],
    });
  });

  it('ends an earlier record by a later one, and overwrites nothing', async () => {
    const at = (from: string, name: string) => [{ id: 'PT:SNS', name, from }];
    await ask('/v1/reference/institutions', { body: at('1980-01-01', 'first') });
    await ask('/v1/reference/institutions', { body: at('2000-03-01', 'second') });
    const all = await list('institutions?key=PT:SNS');
    expect(all.map(({ from, to, record }) => [from, to, 'to' in record && record.to])).toEqual([
      ['1980-01-01', '2000-02-29', null],
      ['2000-03-01', null, null],
    ]);
    const nameOn = async (day: string) =>
      (await list(`institutions?key=PT:SNS&on=${day}`)).map(
        ({ record }) => 'name' in record && record.name,
      );
    expect(await nameOn('1979-12-31')).toEqual([]);
    expect(await nameOn('2000-02-29')).toEqual(['first']);
    expect(await nameOn('2000-03-01')).toEqual(['second']);
    await ask('/v1/reference/institutions', { body: at('1980-01-01', 'corrected') });
    expect(await nameOn('1990-01-01')).toEqual(['corrected']);
    const [replaced, standing, corrected] = await list('institutions?key=PT:SNS');
    // The first one holds on no day any more, and says which version stands in its place.
    expect(replaced).toMatchObject({
      from: '1980-01-01',
      to: '1979-12-31',
      supersededBy: corrected?.version,
    });
    expect(standing).toMatchObject({ from: '2000-03-01', to: null, supersededBy: null });
    expect(corrected).toMatchObject({ from: '1980-01-01', to: '2000-02-29', supersededBy: null });
  });

  it('takes CSV with the same names', async () => {
    const accounts = '[{""currency"":""EUR"",""iban"":""DE89370400440532013000""}]';
    const body = [
      '\ufeffname,id,from,to,liaisonBody,accounts',
      `"AOK ""Bayern"", München",DE:AOK-BY,1960-01-01,,DE:DVKA,"${accounts}"`,
      '',
      'DVKA,DE:DVKA,1960-01-01,,,',
    ].join('\r\n');
    const answer = await ask('/v1/reference/institutions', { body, contentType: 'text/csv' });
    expect([answer.status, answer.body]).toMatchObject([201, { imported: 2 }]);
    const [german] = await list('institutions?key=DE:AOK-BY');
    expect(german?.record).toEqual({
      id: 'DE:AOK-BY',
      name: 'AOK "Bayern", München',
      from: '1960-01-01',
      to: null,
      liaisonBody: 'DE:DVKA',
      accounts: [{ currency: 'EUR', iban: 'DE89370400440532013000', from: '1960-01-01' }],
    });
  });

  it('is refused whole with every fault and its line', async () => {
    const body = 'id,name,from\nIT:SSN,good,1980-01-01\nUK:NHS,x,1980-01-01\nit,,1980-02-30\n';
    const answer = await ask('/v1/reference/institutions', { body, contentType: 'text/csv' });
    expect(answer.status).toBe(422);
    const { code, faults } = answer.body as {
      code: string;
      faults: { line: number; path: string; detail: string }[];
    };
    expect(code).toBe('reference-invalid');
    expect(faults.map(({ line, path, detail }) => `${line} ${path} ${detail}`).sort()).toEqual([
      '3 id must be a State by ISO 3166-1 (GB, not UK; GR, not EL)',
      '4 from must be a day that exists, YYYY-MM-DD, from 1900 to 2199',
      '4 id must be STATE:CODE, the code of 1 to 32 of A-Z 0-9 -',
      '4 name must be given, as a string',
    ]);
    expect(await list('institutions?key=IT:SSN')).toEqual([]);
  });

  it('is refused when it cannot be read at all', async () => {
    const codeOf = async (body: string, contentType?: string) => {
      const call = contentType === undefined ? { body } : { body, contentType };
      return ((await ask('/v1/reference/institutions', call)).body as { code: string }).code;
    };
    expect(await codeOf('[{')).toBe('not-json');
    expect(await codeOf('{}')).toBe('invalid-request');
    expect(await codeOf('[]')).toBe('invalid-request');
    expect(await codeOf('id,name,from\n', 'text/csv')).toBe('invalid-request');
    expect(await codeOf('id,"name,from\n', 'text/csv')).toBe('invalid-request');
    expect(await codeOf('id,nmae,from\nIT:SSN,x,1980-01-01', 'text/csv')).toBe('reference-invalid');
    expect(await codeOf('id,name,from\nIT:SSN,"x', 'text/csv')).toBe('reference-invalid');
    expect(await codeOf('id,name,from\nIT:SSN,x', 'text/csv')).toBe('reference-invalid');
    expect(await codeOf('<x/>', 'application/xml')).toBe('unsupported-media-type');
    const officer = await ask('/v1/reference/institutions', { body: '[]', role: 'officer' });
    expect(officer.status).toBe(403);
  });

  it('is carried out once under one key, and the key holds for no other import', async () => {
    const body = [{ id: 'ES:INSS', name: 'INSS', from: '1980-01-01' }];
    const call = { body, key: 'spain' };
    const path = '/v1/reference/institutions';
    const answers = await Promise.all([ask(path, call), ask(path, { ...call, host: 1 })]);
    answers.push(await ask(path, call));
    for (const answer of answers) {
      expect([answer.status, answer.body]).toMatchObject([201, { imported: 1, unchanged: 0 }]);
    }
    expect(await list('institutions?key=ES:INSS')).toHaveLength(1);
    const other = await ask(path, { ...call, body: [{ ...body[0], name: 'other' }] });
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
  });
});

describe('an import of arrangements', () => {
  it('never makes two for one pair, however many come at once', async () => {
    const rivals = Array.from({ length: 8 }, (_, index) => ({
      ...offsettingArrangement,
      id: `RIVAL-${index}`,
    }));
    const answers = await Promise.all(
      rivals.map((rival, index) =>
        ask('/v1/reference/arrangements', { body: [rival], host: index % 2 }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      201,
      ...rivals.slice(1).map(() => 422),
    ]);
    const refused = answers.find(({ status }) => status === 422);
    expect(refused?.body).toMatchObject({ faults: [{ line: 1, path: 'from' }] });
    expect(await list('arrangements?on=2020-01-01')).toHaveLength(1);
  });

  it('is refused where it names an instrument under which nobody claims', async () => {
    const body = [
      { ...offsettingArrangement, id: 'X', states: ['AT', 'CZ'], instruments: ['FR-MC'] },
      { ...offsettingArrangement, id: 'Y', states: ['FR', 'US'], instruments: ['FR-US'] },
    ];
    const answer = await ask('/v1/reference/arrangements', { body });
    expect([answer.status, answer.body]).toMatchObject([
      422,
      {
        faults: [
          { line: 1, path: 'instruments[0]', detail: 'FR-MC never binds AT and CZ' },
          { line: 2, path: 'instruments[0]', detail: 'FR-US refunds no care' },
        ],
      },
    ]);
  });

  it('that is refused says how many faults it does not list', async () => {
    const rivals = Array.from({ length: 60 }, (_, index) => {
      return { ...offsettingArrangement, id: `RIVAL-${index}`, states: ['IT', 'PL'] };
    });
    const answer = await ask('/v1/reference/arrangements', { body: rivals });
    // 60 × 59 / 2 overlaps.
    expect(answer.body).toMatchObject({
      code: 'reference-invalid',
      detail: 'only the first 1000 faults are listed, 770 more are not',
    });
  });

  it('takes CSV with lists between spaces and parts as columns', async () => {
    const body = [
      'id,states,instruments,from,offsetting,calendar,approvals.officers,approvals.threshold',
      'ES-PT,ES PT,EU-987-2009 EU-574-72,2015-01-01,false,"[""2026-06-30""]",3,500.00',
    ].join('\n');
    const answer = await ask('/v1/reference/arrangements', { body, contentType: 'text/csv' });
    expect(answer.status).toBe(201);
    const [found] = await list('arrangements?key=ES-PT');
    expect(found?.record).toMatchObject({
      states: ['ES', 'PT'],
      instruments: ['EU-987-2009', 'EU-574-72'],
      offsetting: false,
      eligibility: 'introduced',
      calendar: ['2026-06-30'],
      approvals: { officers: 3, threshold: '500.00', officersAbove: 3 },
    });
  });

  it('takes every promise of an arrangement, and no field that is none', async () => {
    const body = [
      {
        ...offsettingArrangement,
        id: 'AT-CZ',
        states: ['AT', 'CZ'],
        settlementCurrency: 'EUR',
        rate: { source: 'ECB', day: 'cutoff' },
        acceptance: { days: 14, silence: 'accepted' },
        fee: { percent: '1.00' },
        ofsetting: true,
      },
    ];
    const answer = await ask('/v1/reference/arrangements', { body });
    expect(answer.status).toBe(422);
    const { faults } = answer.body as { faults: { path: string }[] };
    expect(faults.map(({ path }) => path)).toEqual(['ofsetting']);
    const [promised] = body.map(({ ofsetting: _, ...kept }) => kept);
    expect((await ask('/v1/reference/arrangements', { body: [promised] })).status).toBe(201);
    expect((await list('arrangements?key=AT-CZ'))[0]?.record).toMatchObject({
      settlementCurrency: 'EUR',
      rate: { source: 'ECB', day: 'cutoff' },
      acceptance: { days: 14, silence: 'accepted' },
      fee: { percent: '1.00' },
    });
  });
});

describe('the list of reference data', () => {
  it('comes page by page in the order of its versions, to every role', async () => {
    const whole = await list('institutions?limit=1000');
    const versions = whole.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((left, right) => left - right));
    const found: Listed['items'] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await ask(`/v1/reference/institutions?limit=2${query}`, { role: 'officer' });
      const page: Listed = answer.body as Listed;
      found.push(...page.items);
      cursor = page.next;
    }
    expect(found).toEqual(whole);
    expect((await ask('/v1/reference/nothing')).status).toBe(400);
  });
});

describe('the instruments', () => {
  it('are shown as they are shipped', async () => {
    const items = await list('instruments');
    expect(items.map(({ key }) => key)).toEqual(shippedInstruments.map(({ id }) => id));
    expect(items[0]).toEqual({
      kind: 'instruments',
      key: 'EU-987-2009',
      version: items[0]?.version,
      from: '2010-05-01',
      to: null,
      supersededBy: null,
      record: shippedInstruments[0],
    });
    expect(await list('instruments?key=EU-987-2009')).toEqual(items.slice(0, 1));
    // The parts of one instrument follow each other under one key.
    expect((await list('instruments?key=EFTA')).map(({ from, to }) => [from, to])).toEqual([
      ['2002-06-01', '2015-12-31'],
      ['2016-01-01', null],
    ]);
    expect(await list('instruments?key=EU')).toEqual([]);
    const keysOn = async (day: string): Promise<readonly string[]> =>
      (await list(`instruments?on=${day}`)).map(({ key }) => key);
    expect(await keysOn('2010-05-01')).toContain('EU-987-2009');
    expect(await keysOn('2010-04-30')).not.toContain('EU-987-2009');
  });

  it('are only read', async () => {
    const answer = await ask('/v1/reference/instruments', { body: shippedInstruments });
    expect([answer.status, answer.body]).toMatchObject([
      405,
      {
        code: 'method-not-allowed',
        detail: 'instruments are shipped with the product and only read',
      },
    ]);
    expect(answer.headers.get('allow')).toBe('GET');
    const unknown = await ask('/v1/reference/nothing', { body: [] });
    expect(unknown.body).toMatchObject({ code: 'invalid-request' });
  });
});

describe('without its database', () => {
  it('says that it is not ready, and when to ask again', async () => {
    const environment = { ...world.environment(), DATABASE_URL: 'postgres://a:b@127.0.0.1:1/none' };
    const host = await hostClearing({ environment, directory, unready: true });
    const client = new HttpTester(host.app.url, validator);
    const token = await host.token('dora', 'dispatcher');
    for (const path of ['/v1/claims', '/v1/positions', '/v1/claims/FR:CNAM/A', '/v1/cycles/A']) {
      const answer = await client.ask({ path, token });
      expect([answer.status, answer.body]).toMatchObject([503, { code: 'not-ready' }]);
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    await host.app.stop();
  });
});
