import { describe, expect, it } from '@jest/globals';
import {
  allRoutes,
  allTopics,
  deadLetterTopic,
  limits,
  ProblemError,
  type ErrorCode,
  type RouteDefinition,
} from '@reciproca/contracts';
import {
  appNames,
  composeText,
  file,
  routerDefault,
  routerRow,
  routerRows,
  routerText,
  service,
  services,
} from './compose-file.fixture.js';

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
