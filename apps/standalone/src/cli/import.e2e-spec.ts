import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clearingApp } from '@reciproca/clearing';
import type { Output, routes } from '@reciproca/contracts';
import { hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { freshWorld, repositoryRoot, type FreshWorld } from '@reciproca/testing';
import { call as callWith, type Called } from './world.fixture.js';

/*
 * The examples of the documentation, by the command line against the book of record as it runs.
 */

let world: FreshWorld;
let folder: string;
let app: HttpApp;
let issuer: LocalIssuer;

function example(name: string): string {
  return join(repositoryRoot(), 'docs', 'examples', name);
}

function call(...args: readonly string[]): Promise<Called> {
  return callWith(args, { environment: { DATA_DIR: folder } });
}

beforeAll(async () => {
  world = await freshWorld();
  folder = await mkdtemp(join(tmpdir(), 'reciproca-import-'));
  issuer = await LocalIssuer.open({ directory: join(folder, 'issuer') });
  const environment = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'fatal' };
  app = await hostApps([clearingApp], {
    name: 'clearing',
    config: loadConfig(
      { ...world.environment(), ...environment, PSEUDONYM_KEY: '0123456789abcdef'.repeat(4) },
      { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] },
    ),
    verifier: issuer,
    issuer,
  });
  await app.started;
  const endpoints = { http: app.url, kafka: world.brokers, postgres: world.database.url, pid: 1 };
  await writeFile(join(folder, 'endpoints.json'), JSON.stringify(endpoints));
});

afterAll(async () => {
  await app.stop();
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

describe('moving in', () => {
  it('begins with the institutions', async () => {
    const path = example('institutions.json');
    const { exitCode } = await call('reference', 'import', 'institutions', path);
    expect(exitCode).toBe(0);
  });

  it('takes over the open items of the example', async () => {
    const { exitCode, out } = await call('import', 'open-items', example('open-items.csv'));
    expect(exitCode).toBe(0);
    const [told, , sums = ''] = out.split('\n');
    expect(told).toBe('2 open items taken over');
    // 4 120.00 + 860.40, of which 3 000.00 paid, 60.40 credited and 1 120.00 contested.
    expect(sums.split(/ +/)).toEqual([
      'FR',
      'DE',
      '2',
      '4980.40',
      '3000.00',
      '60.40',
      '1120.00',
      '800.00',
      'EUR',
    ]);
  });

  it('shows what became of a claim', async () => {
    const { out } = await call('status', 'FR:CNAM', '2022-H2-004711');
    expect(out).toMatch(/status +contested/);
    expect(out).toMatch(/settled +3000\.00/);
    expect(out).toContain('claim/opening');
  });

  it('refuses the same file with every line, and ends with 1', async () => {
    const { exitCode, err } = await call('import', 'open-items', example('open-items.csv'));
    expect(exitCode).toBe(1);
    expect(err).toMatch(
      /^open-items-invalid: .*\n {2}line 2: claim\.reference: is known.*\n {2}line 3: claim\.reference: is known.*\n$/,
    );
  });

  it('ends with the debtor’s own list held against the books', async () => {
    const token = await issuer.issue({ subject: 'otto', roles: ['officer'], state: 'DE' });
    const response = await fetch(`${app.url}/v1/mirror-checks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: await readFile(example('open-claims-de.csv')),
    });
    const mirror = (await response.json()) as Output<typeof routes.checkMirror>;
    const lines = mirror.items.map(({ result, reference, ours }) => [
      result,
      reference,
      ours?.amount,
    ]);
    expect(lines).toEqual([
      // 60.40 was credited, which the debtor does not know.
      ['differs', '2022-H2-004712', '800.00'],
      ['only-yours', '2022-H2-009999', undefined],
      ['agrees', '2022-H2-004711', '1120.00'],
    ]);
  });
});
