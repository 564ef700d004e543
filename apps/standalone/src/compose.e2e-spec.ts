import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  allRoutes,
  buildOpenApi,
  deadLetterTopic,
  allTopics,
  limits,
  ProblemError,
  type AppName,
  type ErrorCode,
  type RouteDefinition,
} from '@reciproca/contracts';
import { LOCAL_AUDIENCE, LocalIssuer, type TokenRequest } from '@reciproca/runtime';
import {
  aClaim,
  AnswerValidator,
  eventually,
  freshWorld,
  HttpTester,
  repositoryRoot,
  spawnApp,
  temporaryFolder,
  type Answer,
  type FreshWorld,
  type Question,
  type SpawnedApp,
} from '@reciproca/testing';
import { parse } from 'yaml';
import { settleEvenClaims } from './even-claims.fixture.js';

/** A service of the compose file, as far as it is looked at here. */
interface Service {
  readonly image: string;
  readonly build?: { readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly restart: string;
  readonly privileged?: boolean;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string } } };
}

const appNames = ['gateway', 'clearing', 'settlement', 'statistics'] as const;
const withDatabase = appNames.filter((name) => name !== 'gateway');

const file = (path: string): string => readFileSync(join(repositoryRoot(), path), 'utf8');
const composeText = file('docker-compose.yml');
const { services } = parse(composeText, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const routerText = file('deploy/router/nginx.conf');

function service(name: string): Service {
  const found = services[name];
  if (found === undefined) throw new Error(`the compose file has no service ${name}`);
  return found;
}

/** Puts values in as `docker compose` does, for the two forms that the file uses. */
function interpolated(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{[^}]+\}/g, (use) => {
    const [, name = '', form, rest = ''] = /^\$\{(\w+):([?-])(.*)\}$/.exec(use) ?? [];
    if (form === undefined) throw new Error(`${use} is no form that is understood here`);
    const value = variables[name] ?? '';
    if (value === '' && form === '?') throw new Error(`${name} ${rest}`);
    return value === '' ? rest : value;
  });
}

/** The rows of the router, first match first, as nginx reads them. */
const routerRows = [...routerText.matchAll(/^ {4}"~(.+)" (\w+);$/gm)].map(([, pattern, app]) => ({
  pattern: new RegExp(pattern ?? ''),
  app: app ?? '',
}));
const routerDefault = /^ {4}default (\w+);$/m.exec(routerText)?.[1] ?? '';

function routerRow(method: string, path: string): (typeof routerRows)[number] | undefined {
  return routerRows.find(({ pattern }) => pattern.test(`${method} ${path}`));
}

describe('the router', () => {
  const owned = allRoutes.filter((route) => route.app !== 'every');
  const sample = ({ path }: RouteDefinition): string => path.replace(/\{\w+\}/g, '2026%2FDE:A.b-1');

  it('sends every path of the route table to the app that owns it', () => {
    const wrong = owned.flatMap((route) =>
      [route.method, ...(route.method === 'GET' ? ['HEAD'] : [])].flatMap((method) =>
        [sample(route), `${sample(route)}?limit=1`]
          .filter((path) => routerRow(method, path)?.app !== route.app)
          .map((path) => `${method} ${path} is of ${route.app}`),
      ),
    );
    expect(wrong).toEqual([]);
    expect(owned.length).toBeGreaterThan(10);
  });

  it('has no row for a path that nobody owns', () => {
    const used = new Set(allRoutes.map((route) => routerRow(route.method, sample(route))));
    expect(routerRows.filter((row) => !used.has(row)).map((row) => row.pattern.source)).toEqual([]);
  });

  it('answers the rest by apps that exist, and keeps the figures inside', () => {
    expect(appNames).toContain(routerDefault);
    expect(appNames).toContain(routerRow('GET', '/health/ready')?.app);
    expect(routerRow('GET', '/v1/claims-of-others')).toBeUndefined();
    expect(routerText).toMatch(/location = \/metrics \{\s+return 404;/);
  });

  it('takes bodies as large as the contract allows and speaks its error codes', () => {
    const size = /client_max_body_size (\d+)m;/.exec(routerText)?.[1] ?? '';
    expect(Number.parseInt(size, 10) * 1024 * 1024).toBe(limits.requestBytesMax);
    const bodies = [...routerText.matchAll(/return \d+ '(\{.+\})';/g)].map(
      ([, body]) => JSON.parse(body ?? '') as { readonly code: ErrorCode },
    );
    expect(bodies.map(({ code }) => code)).toEqual(['not-found', 'payload-too-large', 'not-ready']);
    expect(bodies).toEqual(bodies.map(({ code }) => new ProblemError(code).toBody()));
  });
});

describe('the compose file', () => {
  it('gives no container more than it needs', () => {
    expect(Object.keys(services)).toEqual([...appNames, 'router', 'postgres', 'kafka']);
    for (const [name, each] of Object.entries(services)) {
      expect([name, each.read_only, each.privileged ?? false]).toEqual([name, true, false]);
      expect([name, each.cap_drop]).toEqual([name, ['ALL']]);
      expect([name, each.security_opt]).toEqual([name, ['no-new-privileges:true']]);
      expect([name, each.restart]).toEqual([name, 'unless-stopped']);
      expect(each.deploy.resources.limits.memory).toMatch(/^\d+[MG]$/);
      expect(each.healthcheck.test[0]).toBe('CMD');
      expect(each.build !== undefined || /:[\d.]+\d(-\w+)?$/.test(each.image)).toBe(true);
      for (const port of each.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('runs the broker that the tests run', () => {
    const version = /kafka_2\.13<\/artifactId>\s*<version>([\d.]+)</.exec(
      file('libs/local/kafka/pom.xml'),
    )?.[1];
    expect(service('kafka').image).toBe(`apache/kafka:${String(version)}`);
  });

  it('holds no secret, and names in .env.example what it asks for', () => {
    const secrets = Object.values(services)
      .flatMap(({ environment = {} }) => Object.entries(environment))
      .filter(([name]) => /PASSWORD|_KEY$|DATABASE_URL/.test(name));
    expect(secrets.length).toBeGreaterThan(4);
    for (const [name, value] of secrets)
      expect([name, value]).toEqual([name, expect.stringMatching(/\$\{\w+:\?/)]);
    const asked = new Set([...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const offered = [...file('.env.example').matchAll(/^(\w+)=(.*)$/gm)];
    expect(offered.map(([, name]) => name).sort()).toEqual([...asked].sort());
    const filled = offered.filter(([, , value]) => value !== '').map(([, name]) => name);
    expect(filled).toEqual(['ROUTER_PORT', 'KAFKA_PORT', 'LOG_LEVEL', 'RECIPROCA_VERSION']);
  });

  it('starts only what the image holds', () => {
    const dockerfile = file('deploy/Dockerfile');
    for (const name of appNames) {
      expect(service(name).build?.dockerfile).toBe('deploy/Dockerfile');
      expect(service(name).command).toEqual(['node', `apps/${name}/dist/main.js`]);
      expect(dockerfile).toMatch(new RegExp(`tsc -b .*apps/${name}\\b`));
      expect(dockerfile).toContain(`--workspace=@reciproca/${name}`);
    }
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
  });

  it('is described: every topic, every variable of an app', () => {
    const text = file('docs/operations.md');
    const topicNames = allTopics.flatMap(({ name }) => [name, deadLetterTopic(name)]);
    const variables = appNames.flatMap((name) => Object.keys(service(name).environment ?? {}));
    for (const word of [...topicNames, ...variables]) expect(text).toContain(`\`${word}\``);
  });
});

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
      person: 'PERSON-4711',
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
    const leaked = [...Object.values(secrets), ...tokens, '4711'].filter((each) =>
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
