import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  freshWorld,
  killSpawnedApps,
  spawnApp,
  temporaryFolder,
} from '@reciproca/testing';

/*
 * Goal: whatever keeps a process from starting is told in plain words with exit code 1 or 2, and an
 * interrupted start leaves nothing.
 * Method: the compiled entry points on damaged folders and with wrong options.
 */

let world: string;

interface Ended {
  readonly code: number | null;
  readonly out: string;
}

async function run(
  entry: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<Ended> {
  const app = spawnApp({ entry: `apps/${entry}`, arguments: args, environment });
  const { code } = await app.ended;
  expect(app.output).not.toMatch(/\n\s+at /);
  return { code, out: app.output };
}

function start(dataDir: string): Promise<Ended> {
  return run('standalone/dist/main.js', { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' });
}

beforeAll(() => {
  world = temporaryFolder('faults');
});

afterAll(async () => {
  await killSpawnedApps();
  rmSync(world, { recursive: true, force: true });
});

describe('npm start', () => {
  it('says that DATA_DIR is no folder', async () => {
    const path = join(world, 'a-file');
    writeFileSync(path, '');
    expect(await start(path)).toEqual({
      code: 1,
      out: `Reciproca cannot start:\n  data-dir-unusable: ${path} cannot be used as DATA_DIR: a file is in its place; name a folder that this user may write to\n`,
    });
  });

  it('names every damaged file of DATA_DIR at once, before it starts a server', async () => {
    const dataDir = join(world, 'damaged');
    mkdirSync(join(dataDir, 'issuer'), { recursive: true });
    writeFileSync(join(dataDir, 'issuer', 'issuer.json'), '{"issuer":');
    writeFileSync(join(dataDir, 'pseudonym.key'), 'short');
    const { code, out } = await start(dataDir);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'Reciproca cannot start:',
      expect.stringMatching(/^ {2}file-unusable: .*issuer\.json is damaged; restore it/),
      expect.stringMatching(/^ {2}file-unusable: .*pseudonym\.key is damaged: .*restore it/),
      '',
    ]);
    expect(readdirSync(dataDir).sort()).toEqual(['issuer', 'pseudonym.key']);
  });

  it('makes no new pseudonym key beside a database that was made with another', async () => {
    const dataDir = join(world, 'lost-key');
    mkdirSync(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    const { code, out } = await start(dataDir);
    expect(code).toBe(1);
    expect(out).toMatch(/file-unusable: .*pseudonym\.key is missing although there is a database/);
  });

  it('tells what the database says of files that are not its own', async () => {
    const dataDir = join(world, 'foreign');
    mkdirSync(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    writeFileSync(join(dataDir, 'pseudonym.key'), '0'.repeat(64));
    const { code, out } = await start(dataDir);
    expect(code).toBe(1);
    expect(out).toMatch(
      /start-failed: the local database did not start .*postgres\/server\.log says:/,
    );
    expect(out).toMatch(/could not access the server configuration file/);
    expect(out).toMatch(/restore it from a backup or choose another DATA_DIR\.\n$/);
  });
});

describe('faulty reference data in the database', () => {
  it('are listed in plain words, and everything is stopped again', async () => {
    const found = await freshWorld({ topics: false });
    const environment = {
      ...found.environment(),
      ...{ DATA_DIR: join(world, 'reference'), PORT: '0', LOG_LEVEL: 'warn' },
    };
    const entry = 'apps/standalone/dist/main.js';
    const first = spawnApp({ entry, environment });
    await first.says(/is ready: http/, 60_000);
    await first.kill('SIGTERM');
    await found.database.query(
      `with one as (insert into clearing.reference_versions (kind, imported_at, imported_by)
         values ('exchange-rates', now(), 'x'), ('institutions', now(), 'x') returning version, kind)
       insert into clearing.reference_records (kind, key, valid_from, version, record)
       select kind, 'broken', '2020-01-01', version, '{"date":"2020-02-30","id":"FR:X"}' from one`,
    );
    const { code, out } = await run('standalone/dist/main.js', environment);
    await found.end();
    expect(code).toBe(1);
    const fault = (text: string) =>
      expect.stringMatching(new RegExp(`^ {2}reference-data-invalid: ${text}`));
    expect(out.slice(out.indexOf('Reciproca cannot start:')).split('\n')).toEqual([
      'Reciproca cannot start:',
      fault('institutions broken, version \\d+, name: '),
      fault('institutions broken, version \\d+, from: '),
      fault('exchange-rates broken, version \\d+, date: not a day of the calendar'),
      fault('exchange-rates broken, version \\d+, id: not a currency'),
      '',
    ]);
  });
});

describe('a single app', () => {
  it.each(['gateway', 'clearing', 'settlement', 'statistics'])(
    'of %s lists every fault of its configuration',
    async (name) => {
      const { code, out } = await run(`${name}/dist/main.js`, {
        KAFKA_BROKERS: 'localhost',
        PORT: 'x',
      });
      expect(code).toBe(2);
      for (const variable of ['KAFKA_BROKERS', 'PORT', 'OIDC_ISSUER', 'OIDC_AUDIENCE']) {
        expect(out).toContain(`\n  ${variable}: `);
      }
    },
  );
});

describe('npm run demo', () => {
  it.each([
    [['--scale', '0'], /^--scale takes a whole number from 1 to 9999999\n/],
    [['--scale', 'abc', '--seed', 'x'], /^--scale takes .*\n--seed takes a whole number/],
    [['--scale'], /^Option '--scale <value>' argument missing\n/],
    [['--fast'], /^Unknown option '--fast'\n/],
    [['fast'], /^Unexpected argument 'fast'/],
    [['--out', '/etc'], /^--out takes a folder that is empty or not there yet, not \/etc\n/],
  ])('calls %j a wrong usage', async (args, message) => {
    const { code, out } = await run('standalone/dist/demo.js', {}, args);
    expect(code).toBe(2);
    expect(out).toMatch(message);
    expect(out).toMatch(/\n\(add --help for the usage\)\n$/);
  });

  it('explains itself', async () => {
    const { code, out } = await run('standalone/dist/demo.js', {}, ['--help', '--scale', '0']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^npm run demo -- \[--out DIR\]/)]);
  });

  it.each([
    [/starting the local database and broker/, 'SIGTERM', 143],
    [/starting the apps/, 'SIGINT', 130],
  ] as const)('leaves nothing when it is interrupted at %s', async (stage, signal, exitCode) => {
    const folder = join(world, `interrupted-${signal}`);
    mkdirSync(folder);
    const demo = spawnApp({
      entry: 'apps/standalone/dist/demo.js',
      environment: { TMPDIR: folder },
      arguments: ['--scale', '1000'],
    });
    await demo.says(stage);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(await demo.kill(signal)).toEqual({ code: exitCode, signal: null });
    expect(demo.output).not.toMatch(/\n\s+at /);
    await eventually(() => readdirSync(folder).length === 0, { timeoutMs: 10_000 });
  });
});
