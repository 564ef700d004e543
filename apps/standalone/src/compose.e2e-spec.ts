import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOpenApi, type AppName } from '@reciproca/contracts';
import { LOCAL_AUDIENCE, LocalIssuer, type TokenRequest } from '@reciproca/runtime';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  spawnApp,
  temporaryFolder,
  type Answer,
  type FreshWorld,
  type Question,
  type SpawnedApp,
} from '@reciproca/testing';
import {
  appNames,
  file,
  interpolated,
  routerDefault,
  routerRow,
  service,
  withDatabase,
} from './compose-file.fixture.js';
import { settleEvenClaims } from './even-claims.fixture.js';

let world: FreshWorld;
let directory: string;
let issuer: LocalIssuer;
let issuerServer: Server;
let operator: Record<string, string>;
const started = new Map<AppName, { readonly app: SpawnedApp; readonly http: HttpTester }>();
const tokens: string[] = [];

beforeAll(async () => {
  directory = temporaryFolder('compose');
  // The apps make their topics themselves, all four at once, as they do behind the compose file.
  world = await freshWorld({ topics: false });
  issuerServer = createServer((request, response) => {
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': issuer.discoveryDocument(),
      '/.well-known/jwks.json': issuer.jwks(),
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[request.url ?? ''] ?? {}));
  });
  await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
  const { port } = issuerServer.address() as AddressInfo;
  issuer = await LocalIssuer.open({ directory, url: `http://127.0.0.1:${port}` });
  operator = {
    POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
    CLEARING_DATABASE_PASSWORD: randomBytes(24).toString('hex'),
    SETTLEMENT_DATABASE_PASSWORD: randomBytes(24).toString('hex'),
    STATISTICS_DATABASE_PASSWORD: randomBytes(24).toString('hex'),
    PSEUDONYM_KEY: randomBytes(32).toString('hex'),
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: LOCAL_AUDIENCE,
  };
  await makeDatabaseUsers();
});

afterAll(async () => {
  await Promise.all([...started.values()].map(({ app }) => app.kill()));
  // With KEEP=1 the database stays to be looked at, and with it those who own things in it.
  for (const login of process.env['KEEP'] === '1' ? [] : withDatabase) {
    await world.database.query(`drop owned by ${login} cascade`);
    await world.database.query(`drop role ${login}`);
  }
  await world.end();
  issuerServer.closeAllConnections();
  await new Promise((resolve) => issuerServer.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

/** Does what psql does with the file that makes the users of the database. */
async function makeDatabaseUsers(): Promise<void> {
  const values = environmentOf('postgres');
  const text = file('deploy/postgres/10-apps.sql');
  const names = new Map([...text.matchAll(/^\\getenv (\w+) (\w+)$/gm)].map(([, a, b]) => [a, b]));
  const sql = text
    .replace(/^(\\|--).*$/gm, '')
    .replaceAll(':"DBNAME"', `"${world.database.name}"`)
    .replace(/:'(\w+)'/g, (_all, name: string) => `'${values[names.get(name) ?? ''] ?? ''}'`);
  for (const statement of sql.split(';').map((each) => each.trim())) {
    if (statement === '') continue;
    try {
      await world.database.query(statement);
    } catch (error) {
      // Roles belong to the server, and other tests may have made the restricted ones already.
      const known = (error as { readonly code?: string }).code === '42710';
      if (!known || !statement.startsWith('create role reciproca_')) throw error;
    }
  }
}

function environmentOf(name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(service(name).environment ?? {}).map(([key, value]) => [
      key,
      interpolated(value, operator),
    ]),
  );
}

/** The variables of the file; only addresses are those of the test, and any port is taken. */
function environmentHere(name: AppName): Record<string, string> {
  const { DATABASE_URL: url, ...others } = environmentOf(name);
  const here = new URL(world.database.url);
  const database = url?.replace('@postgres:5432/reciproca', `@${here.host}${here.pathname}`);
  return {
    ...others,
    ...(database === undefined ? {} : { DATABASE_URL: database }),
    KAFKA_BROKERS: world.brokers.join(','),
    PORT: '0',
    // The one variable that the file does not have: tests share a broker.
    TOPIC_PREFIX: world.topicPrefix,
  };
}

/** Starts a program of the repository with a command of the file. */
function run(command: readonly string[], environment: Record<string, string>): SpawnedApp {
  const [program, entry, ...rest] = command;
  if (program !== 'node' || entry === undefined) throw new Error(`not node: ${command.join(' ')}`);
  return spawnApp({ entry, arguments: rest, environment });
}

/** Asks as a client of the one origin does: the committed router says whom. */
async function ask(who: Partial<TokenRequest>, question: Question): Promise<Answer> {
  const method = question.method ?? (question.body === undefined ? 'GET' : 'POST');
  const name = (routerRow(method, question.path)?.app ?? routerDefault) as AppName;
  const http = started.get(name)?.http;
  if (http === undefined) throw new Error(`${name} is not started`);
  const token = await issuer.issue({ subject: 'spec', roles: ['auditor'], ...who });
  tokens.push(token);
  return http.ask({ ...question, token });
}

const dispatcher = { subject: 'dora', roles: ['dispatcher'] } as const;
const day = (ago: number): string =>
  new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

const institutions = ['FR:CNAM', 'DE:AOK-BY'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
  to: null,
  liaisonBody: null,
  accounts: [],
}));

describe('the apps, each started with its command and variables of the compose file', () => {
  it('become ready, under users that may only do what they need', async () => {
    const validator = new AnswerValidator(buildOpenApi());
    for (const name of appNames) {
      const app = run(service(name).command ?? [], environmentHere(name));
      await app.says(/"url":"http/);
      const url = /"url":"(http[^"]+)"/.exec(app.output)?.[1] ?? '';
      started.set(name, { app, http: new HttpTester(url, validator) });
    }
    for (const name of appNames) {
      const check = service(name).healthcheck.test.slice(1);
      const port = /"url":"http:\/\/[^:]+:(\d+)"/.exec(started.get(name)?.app.output ?? '')?.[1];
      await eventually(async () => (await run(check, { PORT: port ?? '' }).ended).code === 0, {
        intervalMs: 500,
        what: `${name} is healthy`,
      });
    }
    for (const [user, owner] of [
      ['clearing', 'settlement'],
      ['statistics', 'clearing'],
    ]) {
      const [found] = await world.database.query<{ may: boolean }>(
        `select has_schema_privilege($1, $2, 'usage') as may`,
        [user, owner],
      );
      expect([user, owner, found?.may]).toEqual([user, owner, false]);
    }
  });

  it('take a claim through to the batch of the payer and the flows', async () => {
    const imported = await ask(dispatcher, {
      path: '/v1/reference/institutions',
      body: institutions,
    });
    expect(imported.status).toBe(201);
    const claim = aClaim({
      reference: 'COMPOSE/1',
      time: `${day(1)}T12:00:00Z`,
      recordedOn: day(60),
      introducedOn: day(1),
      careFrom: day(90),
      careTo: day(88),
      person: 'PERSON-QZ4711',
    });
    const insurer = { roles: ['institution'], institution: 'FR:CNAM' } as const;
    const sent = await ask(insurer, { path: '/v1/claims', body: claim });
    expect([sent.status, sent.body]).toEqual([202, { accepted: 1, refused: [] }]);
    await seen('/v1/claims/FR:CNAM/COMPOSE%2F1', { status: 'introduced' });

    const cycle = { id: 'C-1', cutoff: day(1) };
    expect((await ask(dispatcher, { path: '/v1/cycles', body: cycle })).status).toBe(202);
    await seen('/v1/cycles/C-1', { status: 'closed' });
    await seen('/v1/batches/C-1%2FDE%2FEUR', { payer: 'DE', total: '1134.56', status: 'proposed' });
    const query = `year=${day(1).slice(0, 4)}&timeBasis=introduced&reporter=FR`;
    const flow = { direction: 'receivable', counterpart: 'DE', claims: 1, introduced: '1134.56' };
    await seen(`/v1/flows?${query}`, { items: [expect.objectContaining(flow)] });
  });

  it('take claims that offset each other through to settled, and into the flows of that basis', async () => {
    await settleEvenClaims({ ask, seen, day });
  });

  it('describe themselves and refuse who brings no token', async () => {
    for (const { http } of started.values()) {
      expect((await http.ask({ path: '/metrics' })).text).toContain(
        'http_request_duration_seconds',
      );
    }
    const answer = await started.get('settlement')?.http.ask({ path: '/v1/batches' });
    expect(answer?.status).toBe(401);
  });

  it('stop within 10 s of SIGTERM with exit code 0, and have told no secret', async () => {
    const apps = [...started.values()].map(({ app }) => app);
    expect(apps).toHaveLength(4);
    const endings = await Promise.all(apps.map((app) => app.stop(10_000)));
    expect(endings).toEqual(apps.map(() => ({ code: 0, signal: null })));
    for (const { pid } of apps) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    const { OIDC_ISSUER: _issuer, OIDC_AUDIENCE: _audience, ...secrets } = operator;
    const told = apps.map((app) => app.output).join('\n');
    const leaked = [...Object.values(secrets), ...tokens, 'QZ4711'].filter((each) =>
      told.includes(each),
    );
    expect(leaked).toEqual([]);
  });
});

/** Waits until an auditor sees this at a path. */
async function seen(path: string, what: object): Promise<void> {
  await eventually(async () => expect((await ask({}, { path })).body).toMatchObject(what), {
    intervalMs: 200,
    what: path,
  });
}

describe('an app without its variables', () => {
  const needed = (name: AppName): string[] => [
    'KAFKA_BROKERS',
    ...(name === 'gateway' ? [] : ['DATABASE_URL']),
    'OIDC_ISSUER',
    'OIDC_AUDIENCE',
    ...(name === 'clearing' ? ['PSEUDONYM_KEY'] : []),
  ];

  it.each(appNames)('refuses to start and lists them all: %s', async (name) => {
    const app = run(service(name).command ?? [], {});
    expect(await app.ended).toEqual({ code: 2, signal: null });
    const listed = [...app.output.matchAll(/^ {2}(\w+): is required and not set$/gm)];
    expect(listed.map(([, variable]) => variable).sort()).toEqual(needed(name).sort());
    expect(Object.keys(service(name).environment ?? {})).toEqual(
      expect.arrayContaining(needed(name)),
    );
  });

  it('names the wrong ones without their values', async () => {
    const app = run(service('clearing').command ?? [], {
      ...environmentHere('clearing'),
      DATABASE_URL: 'mysql://clearing:hush-1@database/reciproca',
      PSEUDONYM_KEY: 'hush-2',
      OIDC_ISSUER: 'http://name:hush-3@identity.example.org',
      KAFKA_SASL_PASSWORD: 'hush-4',
    });
    expect(await app.ended).toEqual({ code: 2, signal: null });
    for (const name of ['DATABASE_URL', 'PSEUDONYM_KEY', 'OIDC_ISSUER', 'KAFKA_SASL_MECHANISM']) {
      expect(app.output).toContain(`  ${name}: `);
    }
    expect(app.output).not.toContain('hush');
  });
});
