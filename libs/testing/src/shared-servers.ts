import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startLocalParts } from '@reciproca/local';
import type { LocalParts } from '@reciproca/local';

/** The one database server and the one broker of a test run. */
export interface SharedServers {
  /** The administrator's connection string. */
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
}

const databaseVariable = 'TEST_DATABASE_URL';
const brokersVariable = 'TEST_KAFKA_BROKERS';
const folderVariable = 'TEST_FOLDER';

/** True when a person wants to look at what the tests leave: `KEEP=1 npm test`. */
export function keepsWorlds(): boolean {
  return process.env['KEEP'] === '1';
}

/**
 * The servers of this run, for a spec.
 * @throws when the run has none, saying how to get them
 */
export function sharedServers(): SharedServers {
  const databaseUrl = process.env[databaseVariable];
  const brokers = process.env[brokersVariable];
  if (databaseUrl === undefined || brokers === undefined) {
    throw new Error(
      'this spec needs the database and the broker of a test run: start it with `npm test`, ' +
        '`npm run test:int` or `npm run test:int -- <part of the file name>`',
    );
  }
  return { databaseUrl, brokers: brokers.split(',') };
}

/**
 * Makes the spec file of this call use other servers than the run's.
 * @returns what undoes it
 */
export function pointToServers(servers: SharedServers): () => void {
  const before = { ...process.env };
  process.env[databaseVariable] = servers.databaseUrl;
  process.env[brokersVariable] = servers.brokers.join(',');
  return () => {
    for (const name of [databaseVariable, brokersVariable]) {
      const value = before[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}

/**
 * An empty folder for a spec, to be removed by it; when the run is cut short it goes with the run.
 * @param name what stands in the folder's name, e.g. `broker`
 */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(process.env[folderVariable] ?? tmpdir(), `reciproca-${name}-`));
}

let started: { readonly parts: LocalParts; readonly folder: string } | null = null;

/**
 * Starts what the environment (`DATABASE_URL`, `KAFKA_BROKERS`) does not give and tells the workers.
 * Everything lies in a temporary folder, which goes when this process does, however it ends; with
 * `KEEP=1` in `.data/test`, which stays.
 */
export async function startSharedServers(): Promise<void> {
  const keep = keepsWorlds();
  const folder = keep ? resolve('.data/test') : mkdtempSync(join(tmpdir(), 'reciproca-test-'));
  const parts = await startLocalParts(
    {
      dataDir: folder,
      temporary: !keep,
      onProgress: (text) => process.stderr.write(`[reciproca] ${text}\n`),
    },
    { databaseUrl: process.env['DATABASE_URL'], brokers: process.env['KAFKA_BROKERS']?.split(',') },
  ).catch((error: unknown) => {
    if (!keep) rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  started = { parts, folder };
  process.env[folderVariable] = folder;
  // Programs that specs start leave nothing behind either when the run is cut short.
  process.env['TMPDIR'] = folder;
  process.env[databaseVariable] = parts.databaseUrl;
  process.env[brokersVariable] = parts.brokers.join(',');
}

/** Ends what `startSharedServers` started. */
export async function stopSharedServers(): Promise<void> {
  if (started === null) return;
  const { parts, folder } = started;
  started = null;
  await parts.stop();
  if (!keepsWorlds()) rmSync(folder, { recursive: true, force: true });
}
