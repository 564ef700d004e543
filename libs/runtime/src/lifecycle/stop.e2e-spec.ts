import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { afterEach, describe, expect, it } from '@jest/globals';

/** The front door of this library as another process imports it. */
const library = new URL('../index.js', import.meta.url).href;
const folder = fileURLToPath(new URL('.', import.meta.url));

type Child = ChildProcessByStdio<null, Readable, Readable>;

const children: Child[] = [];

/** Runs a script as a process of its own; `output` gathers what it writes. */
function run(script: string, env: Record<string, string> = {}): { child: Child; output: string[] } {
  const source = `import * as runtime from ${JSON.stringify(library)};\n${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  return { child, output };
}

async function exitOf(child: Child): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, 'close');
  }
  return child.exitCode ?? child.signalCode;
}

async function until(output: readonly string[], text: string): Promise<void> {
  while (!output.join('').includes(text)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
});

/** An app whose one part takes as long to stop as STOP_MS says. */
const app = `
const { LocalIssuer, bootstrapHttpApp, createLogger } = runtime;
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
const directory = mkdtempSync(join(tmpdir(), 'reciproca-stop-'));
process.on('exit', () => rmSync(directory, { recursive: true }));
class TestModule {}
const logger = createLogger({ name: 'test', level: 'info' });
await bootstrapHttpApp({
  name: 'test', module: { module: TestModule }, host: process.env.HOST ?? '127.0.0.1',
  port: +(process.env.PORT ?? 0), logger, openApi: {}, exitCodeOnSignal: +(process.env.EXIT_CODE ?? 0),
  verifier: await LocalIssuer.open({ directory }),
  isTransient: (error) => error.message !== 'never',
  components: () => [{
    name: 'part',
    start: async () => {
      if (process.env.START === 'never') throw new Error('never');
      if (process.env.START === 'away') throw new Error('away');
      if (process.env.START === 'faulty') {
        throw new runtime.StartError([{ code: 'x', problem: 'one' }, { code: 'y', problem: 'two' }]);
      }
      process.stdout.write('part started\\n');
    },
    stop: async () => {
      await new Promise((resolve) => setTimeout(resolve, +process.env.STOP_MS));
      process.stdout.write('part stopped\\n');
    },
  }],
});
`;

describe('bootstrapHttpApp as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'stops its parts on %s and ends with 0',
    async (signal) => {
      const { child, output } = run(app, { STOP_MS: '100' });
      await until(output, 'part started');
      child.kill(signal);
      expect(await exitOf(child)).toBe(0);
      expect(output.join('')).toContain('part stopped');
    },
  );

  it('stops its parts when Ctrl-C comes from the terminal and from npm', async () => {
    const { child, output } = run(app, { STOP_MS: '100' });
    await until(output, 'part started');
    child.kill('SIGINT');
    await until(output, '"stopping"');
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(0);
    expect(output.join('')).toContain('part stopped');
  });

  it('ends at once on a second signal later', async () => {
    const { child, output } = run(app, { STOP_MS: '60000' });
    await until(output, 'part started');
    child.kill('SIGTERM');
    await until(output, '"stopping"');
    await new Promise((resolve) => setTimeout(resolve, 600));
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(130);
    expect(output.join('')).not.toContain('part stopped');
  });

  it('stops with 0 while it still waits for a part', async () => {
    const { child, output } = run(app, { START: 'away', STOP_MS: '0' });
    await until(output, 'waiting for part');
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
  });

  it('ends with 1 and a plain sentence when its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const { child, output } = run(app, { PORT: String(port), STOP_MS: '0' });
    expect(await exitOf(child)).toBe(1);
    holder.close();
    expect(output.join('')).toBe(
      `Reciproca cannot start:\n  port-in-use: port ${String(port)} of 127.0.0.1 is taken by another ` +
        'program, perhaps by Reciproca itself; end that one, or set PORT to another number (0: any free one)\n',
    );
  });

  it('ends with 1 and a plain sentence when its host is none of this machine', async () => {
    const { child, output } = run(app, { HOST: '192.0.2.1', STOP_MS: '0' });
    expect(await exitOf(child)).toBe(1);
    expect(output.join('')).toMatch(
      /^Reciproca cannot start:\n {2}address-unusable: 192\.0\.2\.1 /,
    );
    expect(output.join('')).not.toMatch(/\n\s+at /);
  });

  it('ends with the exit code it was given when a signal stopped it', async () => {
    const { child, output } = run(app, { STOP_MS: '0', EXIT_CODE: '130' });
    await until(output, 'part started');
    child.kill('SIGINT');
    expect(await exitOf(child)).toBe(130);
  });

  it('ends with 1 when a part can never start', async () => {
    const { child, output } = run(app, { START: 'never', STOP_MS: '0' });
    expect(await exitOf(child)).toBe(1);
    expect(output.join('')).toContain('a part cannot be started');
  });

  it('ends with 1 and lists every fault that keeps a part from starting', async () => {
    const { child, output } = run(app, { START: 'faulty', STOP_MS: '0' });
    expect(await exitOf(child)).toBe(1);
    expect(output.join('')).toContain('Reciproca cannot start:\n  x: one\n  y: two\n');
  });
});

describe('stopOnSignals', () => {
  it('ends with 1 when stopping takes longer than the limit or fails', async () => {
    const script = (stop: string): string => `
      const logger = runtime.createLogger({ name: 'test', level: 'info' });
      setInterval(() => undefined, 1000);
      runtime.stopOnSignals(() => ${stop}, { logger, timeoutMs: 200 });
      process.stdout.write('running\\n');
    `;
    const stops = ['new Promise(() => undefined)', 'Promise.reject(new Error("stuck"))'];
    for (const stop of stops) {
      const { child, output } = run(script(stop));
      await until(output, 'running');
      child.kill('SIGTERM');
      expect(await exitOf(child)).toBe(1);
      expect(output.join('')).toMatch(/stopping took too long|stuck/);
    }
  });
});

describe('exitOnConfigError', () => {
  it('prints every fault and ends with 2', async () => {
    const script = `
      runtime.exitOnConfigError(() =>
        runtime.loadConfig(process.env, { requires: ['kafka', 'databaseUrl'] }));
      process.stdout.write('must not run');
    `;
    const { child, output } = run(script, { PORT: 'x', PSEUDONYM_KEY: 'too-short' });
    expect(await exitOf(child)).toBe(2);
    const printed = output.join('');
    for (const name of ['KAFKA_BROKERS', 'DATABASE_URL', 'PORT', 'PSEUDONYM_KEY']) {
      expect(printed).toContain(name);
    }
    expect(printed).not.toMatch(/too-short|must not run/);
  });
});
