import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalPartError, startLocalParts, type LocalParts } from '@reciproca/local';
import {
  checkAddress,
  OidcTokenVerifier,
  StartError,
  type Config,
  type HttpApp,
  type LocalIssuer,
  type TokenVerifier,
} from '@reciproca/runtime';
import { allOrFaults, openDataDir } from './data-dir.js';

/** Everything one machine needs to run the whole product, and the configuration that names it. */
export interface Machine {
  readonly config: Config<'kafka' | 'databaseUrl' | 'pseudonymKey'>;
  readonly verifier: TokenVerifier;
  readonly issuer: LocalIssuer | undefined;
  readonly parts: LocalParts;
  /** True for a throw-away world, whose folder is removed in the end. */
  readonly temporary: boolean;
}

/** How a machine is prepared. */
export interface MachineOptions {
  readonly config: Config;
  /** A throw-away world: its folder is removed when the process ends. */
  readonly temporary?: boolean;
  readonly onProgress?: (text: string) => void;
  /** Ends the preparation; what was begun is ended. */
  readonly signal?: AbortSignal;
}

/**
 * Brings up what is not given: database and broker, the local issuer and the pseudonym key, all in
 * `DATA_DIR`. What is quickly seen is looked at before database and broker are started.
 *
 * @throws StartError with every fault found; the reason of `options.signal`
 */
export async function prepareMachine(options: MachineOptions): Promise<Machine> {
  const { config } = options;
  const [, { issuer, pseudonymKey }] = await allOrFaults([
    checkAddress(config),
    openDataDir(config),
  ]);
  const verifier = issuer ?? oidcVerifier(config);
  const parts = await startParts(options);
  // The word of a process that was killed here.
  await removeEndpoints(config.dataDir);
  return {
    config: {
      ...config,
      kafka: { ...config.kafka, brokers: parts.brokers },
      databaseUrl: parts.databaseUrl,
      pseudonymKey,
    },
    verifier,
    issuer,
    parts,
    temporary: options.temporary === true,
  };
}

async function startParts(options: MachineOptions): Promise<LocalParts> {
  const { config, temporary, onProgress, signal } = options;
  try {
    return await startLocalParts(
      {
        dataDir: config.dataDir,
        ...(temporary === undefined ? {} : { temporary }),
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(signal === undefined ? {} : { signal }),
      },
      { databaseUrl: config.databaseUrl, brokers: config.kafka?.brokers },
    );
  } catch (error) {
    if (!(error instanceof LocalPartError)) throw error;
    throw new StartError([{ code: error.code, problem: error.message }], { cause: error });
  }
}

function oidcVerifier(config: Config): TokenVerifier {
  if (config.oidc === undefined) throw new Error('an issuer is either given or local');
  return new OidcTokenVerifier(config.oidc);
}

const endpointsFile = 'endpoints.json';

/** Writes where everything is, in one step; the command line reads it. */
export async function writeEndpoints(machine: Machine, app: HttpApp): Promise<void> {
  const path = join(machine.config.dataDir, endpointsFile);
  const endpoints = {
    http: app.url,
    kafka: machine.config.kafka.brokers,
    postgres: machine.config.databaseUrl,
    pid: process.pid,
  };
  const text = `${JSON.stringify(endpoints, null, 2)}\n`;
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Takes the file away: nothing runs here any more. */
export async function removeEndpoints(dataDir: string): Promise<void> {
  await rm(join(dataDir, endpointsFile), { force: true });
}
