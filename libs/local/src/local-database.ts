import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { choosePort } from './free-port.js';
import { runGuarded, takePartFolder } from './guarded-server.js';
import type { PartFolder } from './guarded-server.js';
import type { StopStep } from './guardian-order.js';
import { LocalPartError, localFailure, tellingLines } from './local.errors.js';
import type { LocalPartOptions } from './local-part-options.js';
import { findPostgres } from './postgres-binaries.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { chooseServerUser, prepareCommand } from './server-user.js';
import type { ServerUser } from './server-user.js';

/** A running local database. */
export interface LocalDatabase {
  /** Connection string of the administrator, with the password. */
  readonly url: string;
  /** The server's process number now. */
  readonly pid: number;
  /** Ends the server; its data stay unless it is temporary. */
  stop(): Promise<void>;
}

const name = 'the local database';
const databaseName = 'reciproca';
const wrongPassword = '28P01';
const administrator = 'postgres';

/** SIGINT is PostgreSQL's fast stop, SIGQUIT the immediate one, after which the log is replayed. */
const cleanStop: readonly StopStep[] = [
  { signal: 'SIGINT', waitMs: 7_000 },
  { signal: 'SIGQUIT', waitMs: 2_000 },
  { signal: 'SIGKILL', waitMs: 1_000 },
];
const quickStop = cleanStop.slice(1);

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
};

/**
 * Starts a real PostgreSQL in `<dataDir>/postgres`, on 127.0.0.1, with a password of its own. What an
 * earlier process left running there is ended first; its data are kept. The server ends within ten
 * seconds of this process, however that dies, and is restarted when it is killed before.
 * @throws LocalPartError
 */
export async function startLocalDatabase(options: LocalPartOptions): Promise<LocalDatabase> {
  try {
    return await start(options);
  } catch (error) {
    throw localFailure(name, error);
  }
}

async function start(options: LocalPartOptions): Promise<LocalDatabase> {
  const dataDir = resolve(options.dataDir);
  const stopSteps = options.temporary === true ? quickStop : cleanStop;
  const folder = await takePartFolder(join(dataDir, 'postgres'), stopSteps);
  try {
    const binaries = await findPostgres(join(folder.path, 'lib'));
    const cluster = join(folder.path, 'cluster');
    const user = chooseServerUser(cluster);
    const password = keptPassword(folder);
    const site: Site = { folder, cluster, binaries, user, password };
    if (!existsSync(cluster)) {
      options.onProgress?.('creating the local database');
      await createCluster(site, options.signal);
    }
    return await startServer(site, { ...options, dataDir, stopSteps });
  } catch (error) {
    folder.lock.release();
    throw error;
  }
}

interface Site {
  readonly folder: PartFolder;
  readonly cluster: string;
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser | null;
  readonly password: string;
}

async function startServer(
  site: Site,
  options: LocalPartOptions & { readonly stopSteps: readonly StopStep[] },
): Promise<LocalDatabase> {
  const { folder, cluster, binaries, user, password } = site;
  const port = await choosePort(join(folder.path, 'port'), options.port);
  const temporary = options.temporary === true;
  const prepared = prepareCommand({
    command: binaries.postgres,
    arguments: ['-D', cluster, ...settingArguments({ ...settings, port: port.toString() })],
    user,
    reaches: [join(cluster, 'base'), binaries.postgres],
    signalOnParentDeath: temporary ? 'SIGQUIT' : 'SIGINT',
  });
  const url = (database: string): string =>
    `postgresql://${administrator}:${password}@127.0.0.1:${port.toString()}/${database}`;
  writeFileSync(folder.logFile, '', { mode: 0o600 });
  const server = await runGuarded({
    name,
    order: {
      command: prepared.command,
      arguments: prepared.arguments,
      environment: serverEnvironment(binaries),
      workingDirectory: '/',
      user: prepared.user,
      logFile: folder.logFile,
      stateFile: folder.stateFile,
      lock: { path: folder.lock.path, token: folder.lock.token },
      stopSteps: options.stopSteps,
      throwAway: temporary ? { part: folder.path, world: options.dataDir } : null,
    },
    isReady: () => answers(url('postgres')),
    readyWithinMs: 60_000,
    signal: options.signal,
  });
  await createDatabase(url('postgres'));
  return {
    url: url(databaseName),
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
  };
}

/** `initdb` works in a draft folder, so that an interrupted one is not taken for a database. */
async function createCluster(site: Site, signal: AbortSignal | undefined): Promise<void> {
  const { folder, cluster, binaries, user, password } = site;
  const draft = `${cluster}.draft`;
  const passwordFile = join(folder.path, 'password.draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== null) {
    chownSync(draft, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const prepared = prepareCommand({
    command: binaries.initdb,
    arguments: [
      `--pgdata=${draft}`,
      `--username=${administrator}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The order of text is the order of its bytes, on every machine.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    user,
    reaches: [join(draft, 'base'), binaries.initdb],
    signalOnParentDeath: 'SIGKILL',
  });
  try {
    await promisify(execFile)(prepared.command, [...prepared.arguments], {
      cwd: '/',
      env: serverEnvironment(binaries),
      signal,
      ...(prepared.user ?? {}),
    });
    renameSync(draft, cluster);
  } catch (cause) {
    signal?.throwIfAborted();
    const { stderr } = cause as { readonly stderr?: string };
    const why = tellingLines(stderr ?? String(cause), 4);
    throw new LocalPartError('start-failed', `${name} could not be created:\n${why}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function serverEnvironment(binaries: PostgresBinaries): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    TZ: 'UTC',
    ...binaries.environment,
  };
}

function settingArguments(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function keptPassword(folder: PartFolder): string {
  const file = join(folder.path, 'password');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
}

/** @throws LocalPartError when the kept password is not that of the database: waiting will not help */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A connection cut while the server starts is an answer too: not yet.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== wrongPassword) return false;
    throw new LocalPartError(
      'start-failed',
      `${name} does not take the password kept beside it (postgres/password in DATA_DIR); ` +
        'restore both from the same backup',
      { cause: error },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(administrationUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: administrationUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [
      databaseName,
    ]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
