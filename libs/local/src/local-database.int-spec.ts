import { readFileSync, rmSync, statSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@reciproca/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { isPortFree } from './free-port.js';
import type { GuardedState } from './guardian-order.js';
import { startLocalDatabase } from './local-database.js';
import { identify, isAlive } from './process-identity.js';
import { spawnHolder } from './spawned-holder.fixture.js';

const endsWithinMs = 10_000;

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port);
}

/** What the next start knows about the processes of this one. */
function stateIn(dataDir: string): GuardedState {
  return JSON.parse(readFileSync(join(dataDir, 'postgres', 'state.json'), 'utf8')) as GuardedState;
}

describe('the local database', () => {
  let world: string;
  let dataDir: string;

  beforeAll(() => {
    // Closed to other users, as a home folder may be.
    world = temporaryFolder('database');
    dataDir = join(world, 'data');
  });

  afterAll(() => {
    rmSync(world, { recursive: true, force: true });
  });

  it('is a durable PostgreSQL that asks for its password, and keeps its data and port', async () => {
    const first = await startLocalDatabase({ dataDir });
    expect(
      await ask(
        first.url,
        `select current_setting('fsync') f, current_setting('synchronous_commit') s`,
      ),
    ).toEqual([{ f: 'on', s: 'on' }]);
    const wrong = new URL(first.url);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    await ask(first.url, 'create table kept (value int)');
    await ask(first.url, 'insert into kept values (42)');
    await first.stop();
    await first.stop();
    expect(await isPortFree(portOf(first.url))).toBe(true);

    const second = await startLocalDatabase({ dataDir });
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'select value from kept')).toEqual([{ value: 42 }]);
    await second.stop();
  });

  it('refuses a second start in the same folder and says who has it', async () => {
    const first = await startLocalDatabase({ dataDir });
    await expect(startLocalDatabase({ dataDir })).rejects.toMatchObject({
      code: 'already-in-use',
      message: expect.stringContaining(`process ${process.pid.toString()}`) as unknown,
    });
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it('refuses a port that is taken', async () => {
    const first = await startLocalDatabase({ dataDir });
    const other = { dataDir: join(world, 'other'), port: portOf(first.url) };
    await expect(startLocalDatabase(other)).rejects.toMatchObject({ code: 'already-in-use' });
    await first.stop();
  });

  it('says at once that the password kept beside it is not its own', async () => {
    const file = join(dataDir, 'postgres', 'password');
    const password = readFileSync(file, 'utf8');
    writeFileSync(file, 'lost');
    await expect(startLocalDatabase({ dataDir })).rejects.toMatchObject({
      code: 'start-failed',
      message: expect.stringContaining('does not take the password') as unknown,
    });
    writeFileSync(file, password);
  });

  it('ends a start that is interrupted, at whatever it is, and can be started after it', async () => {
    const interrupted = join(world, 'interrupted');
    const creating = new AbortController();
    const onProgress = (): void => {
      creating.abort('Ctrl-C');
    };
    await expect(
      startLocalDatabase({ dataDir: interrupted, onProgress, signal: creating.signal }),
    ).rejects.toBe('Ctrl-C');
    const starting = AbortSignal.abort('Ctrl-C');
    await expect(startLocalDatabase({ dataDir, signal: starting })).rejects.toBe('Ctrl-C');
    await (await startLocalDatabase({ dataDir: interrupted })).stop();
  });

  it('is restarted with all its data when it is killed', async () => {
    const database = await startLocalDatabase({ dataDir });
    const killed = database.pid;
    process.kill(killed, 'SIGKILL');
    await eventually(async () => (await ask(database.url, 'select value from kept')).length === 1);
    expect(database.pid).not.toBe(killed);
    await database.stop();
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'ends within ten seconds of a program ended by %s',
    async (signal) => {
      const holder = await spawnHolder({ part: 'startLocalDatabase', dataDir });
      const server = identify(holder.part.pid);
      expect(isAlive(server)).toBe(true);
      await holder.end(signal);
      await eventually(() => !isAlive(server), { timeoutMs: endsWithinMs });
      await eventually(() => isPortFree(portOf(holder.part.url)), { timeoutMs: 1_000 });
      await eventually(() => !existsSync(join(dataDir, 'postgres', 'lock')), { timeoutMs: 1_000 });
    },
  );

  it('leaves no folder of a throw-away world behind', async () => {
    const throwAway = join(world, 'throw-away');
    const holder = await spawnHolder({
      part: 'startLocalDatabase',
      dataDir: throwAway,
      temporary: true,
    });
    const server = identify(holder.part.pid);
    await holder.end('SIGKILL');
    await eventually(() => !isAlive(server) && !existsSync(throwAway), { timeoutMs: endsWithinMs });
  });

  it('is taken over, with all its data, when program and guardian were killed', async () => {
    const holder = await spawnHolder({ part: 'startLocalDatabase', dataDir });
    await ask(holder.part.url ?? '', 'insert into kept values (43)');
    const { guardian } = stateIn(dataDir);
    process.kill(guardian.pid, 'SIGKILL');
    await holder.end('SIGKILL');

    const next = await startLocalDatabase({ dataDir });
    expect(await ask(next.url, 'select value from kept order by value')).toEqual([
      { value: 42 },
      { value: 43 },
    ]);
    expect(isAlive(identify(holder.part.pid))).toBe(false);
    await next.stop();
  });

  it('ends when somebody kills its guardian', async () => {
    const database = await startLocalDatabase({ dataDir });
    const server = identify(database.pid);
    process.kill(stateIn(dataDir).guardian.pid, 'SIGKILL');
    await eventually(() => !isAlive(server), { timeoutMs: endsWithinMs });
    await database.stop();
    await (await startLocalDatabase({ dataDir })).stop();
  });
});
