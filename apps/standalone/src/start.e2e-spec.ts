import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  eventually,
  killSpawnedApps,
  repositoryRoot,
  spawnApp,
  temporaryFolder,
  type SpawnedApp,
} from '@reciproca/testing';

/*
 * Goal: `npm start` keeps its promises to the person who follows the README, also when it is killed.
 * Method: the compiled entry point with a database and a broker of its own, the commands taken from
 * the README itself.
 */

interface Endpoints {
  readonly http: string;
  readonly kafka: readonly string[];
  readonly postgres: string;
  readonly pid: number;
}

const readyWithinMs = 120_000;
let dataDir: string;
let product: SpawnedApp;

function endpointsPath(): string {
  return join(dataDir, 'endpoints.json');
}

function endpoints(): Endpoints {
  return JSON.parse(readFileSync(endpointsPath(), 'utf8')) as Endpoints;
}

async function start(): Promise<void> {
  product = spawnApp({
    entry: 'apps/standalone/dist/main.js',
    environment: { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' },
  });
  await product.says(/is ready: http/, readyWithinMs);
}

/** A second `npm start` in the same folder. */
async function startAgain(port: string): Promise<{ code: number | null; out: string }> {
  const second = spawnApp({
    entry: 'apps/standalone/dist/main.js',
    environment: { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'warn' },
  });
  const { code } = await second.ended;
  return { code, out: second.output };
}

async function reciproca(args: readonly string[]): Promise<{ code: number | null; out: string }> {
  const command = spawnApp({
    entry: 'apps/standalone/bin/reciproca.js',
    arguments: args,
    environment: { DATA_DIR: dataDir },
  });
  const { code } = await command.ended;
  return { code, out: command.output };
}

/** The `npx reciproca` lines of the README, in their order. */
function commandsOfReadme(): string[][] {
  const readme = readFileSync(join(repositoryRoot(), 'README.md'), 'utf8');
  return readme
    .split('\n')
    .filter((line) => line.startsWith('npx reciproca '))
    .map((line) => line.replace('npx reciproca ', '').split(' '));
}

function isListening(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    (error: unknown) => !JSON.stringify((error as { cause?: unknown }).cause).includes('REFUSED'),
  );
}

beforeAll(async () => {
  dataDir = temporaryFolder('start');
  await start();
});

afterAll(() => killSpawnedApps());

describe('npm start', () => {
  it('does what the README says, command by command', async () => {
    const commands = commandsOfReadme();
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) {
      const { code, out } = await reciproca(command);
      expect({ command: command.join(' '), code, out }).toMatchObject({ code: 0 });
    }
    const preview = await reciproca(['--json', 'status', 'FR:CNAM', '2025-H1-000123']);
    expect(JSON.parse(preview.out)).toMatchObject({ status: 'in-settlement' });
  });

  it('is refused a second time in plain words, before anything is started', async () => {
    const { http, pid } = endpoints();
    const { port } = new URL(http);
    expect(await startAgain(port)).toEqual({
      code: 1,
      out: expect.stringMatching(
        new RegExp(`^Reciproca cannot start:\\n {2}port-in-use: port ${port} of [^\\n]*\\n$`),
      ),
    });
    const { code, out } = await startAgain('0');
    expect(code).toBe(1);
    expect(out).toContain(`Reciproca cannot start:\n  already-in-use: ${dataDir}/`);
    expect(out).toContain(`in use by the running process ${String(pid)}; stop that one first`);
    expect(out).not.toMatch(/\n\s+at /);
  });

  it('goes on with all its data after the pid of endpoints.json was killed', async () => {
    process.kill(endpoints().pid, 'SIGKILL');
    expect(await product.ended).toMatchObject({ signal: 'SIGKILL' });
    await start();
    const status = await reciproca(['--json', 'status', 'FR:CNAM', '2025-H1-000123']);
    expect(JSON.parse(status.out)).toMatchObject({
      status: 'in-settlement',
      total: { amount: '1134.56', currency: 'EUR' },
    });
  });

  it('ends cleanly on SIGTERM: no endpoints file, no database, no broker', async () => {
    const { kafka, postgres, http } = endpoints();
    const ports = [new URL(http).port, new URL(postgres).port, String(kafka[0]).split(':')[1]];
    expect(await product.stop()).toEqual({ code: 0, signal: null });
    expect(existsSync(endpointsPath())).toBe(false);
    await eventually(
      async () => {
        for (const port of ports) expect(await isListening(port ?? '')).toBe(false);
      },
      { what: 'the end of database and broker' },
    );
  });
});
