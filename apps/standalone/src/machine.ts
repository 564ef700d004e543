import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalParts, type LocalParts } from '@reciproca/local';
import {
  LocalIssuer,
  OidcTokenVerifier,
  type Config,
  type HttpApp,
  type TokenVerifier,
} from '@reciproca/runtime';

/** Everything one machine needs to run the whole product, and the configuration that names it. */
export interface Machine {
  readonly config: Config<'kafka' | 'databaseUrl' | 'pseudonymKey'>;
  readonly verifier: TokenVerifier;
  readonly issuer: LocalIssuer | undefined;
  readonly parts: LocalParts;
}

/** How a machine is prepared. */
export interface MachineOptions {
  readonly config: Config;
  /** A throw-away world: its folder is removed when the process ends. */
  readonly temporary?: boolean;
  readonly onProgress?: (text: string) => void;
}

/**
 * Brings up what is not given: database and broker, the local issuer and the pseudonym key, all in
 * `DATA_DIR`.
 *
 * @throws LocalPartError when database or broker cannot be started
 */
export async function prepareMachine(options: MachineOptions): Promise<Machine> {
  const { config } = options;
  await mkdir(config.dataDir, { recursive: true });
  const parts = await startLocalParts(
    {
      dataDir: config.dataDir,
      ...(options.temporary === undefined ? {} : { temporary: options.temporary }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
    { databaseUrl: config.databaseUrl, brokers: config.kafka?.brokers },
  );
  const issuer = config.oidc === undefined ? await openIssuer(config) : undefined;
  const verifier = issuer ?? oidcVerifier(config);
  return {
    config: {
      ...config,
      kafka: { ...config.kafka, brokers: parts.brokers },
      databaseUrl: parts.databaseUrl,
      pseudonymKey: config.pseudonymKey ?? (await openPseudonymKey(config.dataDir)),
    },
    verifier,
    issuer,
    parts,
  };
}

function openIssuer(config: Config): Promise<LocalIssuer> {
  return LocalIssuer.open({
    directory: join(config.dataDir, 'issuer'),
    url: `http://127.0.0.1:${String(config.port)}`,
  });
}

function oidcVerifier(config: Config): TokenVerifier {
  if (config.oidc === undefined) throw new Error('an issuer is either given or local');
  return new OidcTokenVerifier(config.oidc);
}

/**
 * The key lies beside the data whose persons it hides; losing it breaks the link for ever.
 *
 * @throws when the file does not hold 32 bytes in hex: another key would make strangers of all persons
 */
async function openPseudonymKey(dataDir: string): Promise<KeyObject> {
  const path = join(dataDir, 'pseudonym.key');
  const text = (await readIfThere(path)) ?? (await makeKey(path));
  if (!/^[0-9a-f]{64}$/.test(text.trim())) {
    throw new Error(`${path} is damaged: it must hold 64 hex digits; restore it from the backup`);
  }
  return createSecretKey(Buffer.from(text.trim(), 'hex'));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written beside and moved into place, so that a crash leaves a whole key or none. */
async function makeKey(path: string): Promise<string> {
  const text = randomBytes(32).toString('hex');
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return text;
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
