import { createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalIssuer, StartError, type Config, type StartFault } from '@reciproca/runtime';

/** What is kept in `DATA_DIR` beside database and broker. */
export interface OpenedDataDir {
  /** Absent when tokens come from a real issuer. */
  readonly issuer: LocalIssuer | undefined;
  readonly pseudonymKey: KeyObject;
}

/**
 * Opens `DATA_DIR`; makes it, the issuer and the key on first use.
 *
 * @throws StartError with every fault found
 */
export async function openDataDir(config: Config): Promise<OpenedDataDir> {
  await makeFolder(config.dataDir);
  const [issuer, pseudonymKey] = await allOrFaults([
    config.oidc === undefined ? openIssuer(config) : undefined,
    config.pseudonymKey ?? openPseudonymKey(config.dataDir),
  ]);
  return { issuer, pseudonymKey };
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw fault(
      'data-dir-unusable',
      `${dataDir} cannot be used as DATA_DIR: ${reasonOf(error)}; name a folder that this user may write to`,
      error,
    );
  }
}

/** What the system says of a file, e.g. `permission denied`. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'a file is in its place';
  return /^\w+: (.+), \w+ /.exec(message)?.[1] ?? message;
}

async function openIssuer(config: Config): Promise<LocalIssuer> {
  const directory = join(config.dataDir, 'issuer');
  try {
    return await LocalIssuer.open({ directory, url: `http://127.0.0.1:${String(config.port)}` });
  } catch (error) {
    const path = join(directory, 'issuer.json');
    const isSystem = typeof (error as NodeJS.ErrnoException).code === 'string';
    throw fault(
      'file-unusable',
      `${path} ${isSystem ? `cannot be used: ${reasonOf(error)}` : 'is damaged'}; restore it from the backup, or remove it: a new issuer is made then, and tokens given so far are void`,
      error,
    );
  }
}

/**
 * The key lies beside the data whose persons it hides; losing it breaks the link for ever.
 *
 * @throws StartError when the file is lost or does not hold 32 bytes in hex
 */
async function openPseudonymKey(dataDir: string): Promise<KeyObject> {
  const path = join(dataDir, 'pseudonym.key');
  const text = await keptKey(path, join(dataDir, 'postgres', 'cluster'));
  if (!/^[0-9a-f]{64}$/.test(text.trim())) {
    throw fault(
      'file-unusable',
      `${path} is damaged: it must hold 64 hex digits; restore it from the backup, since another key would make strangers of all persons`,
    );
  }
  return createSecretKey(Buffer.from(text.trim(), 'hex'));
}

async function keptKey(path: string, database: string): Promise<string> {
  try {
    const kept = await readIfThere(path);
    if (kept !== undefined) return kept;
    if (existsSync(database)) {
      throw fault(
        'file-unusable',
        `${path} is missing although there is a database; restore it from the backup or set PSEUDONYM_KEY, since another key would make strangers of all persons`,
      );
    }
    return await makeKey(path);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw fault(
      'file-unusable',
      `${path} cannot be used: ${reasonOf(error)}; let this user read it`,
      error,
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Written beside and linked into place, so that a crash leaves a whole key or none, and of two starts
 * at once both use the key of the first.
 */
async function makeKey(path: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
}

function fault(code: string, problem: string, cause?: unknown): StartError {
  return new StartError([{ code, problem }], { cause });
}

/** Waits for all, and gathers what was thrown: all faults in one error, or the first that is a bug. */
export async function allOrFaults<const Works extends readonly unknown[]>(
  works: Works,
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  const faults: StartFault[] = [];
  for (const result of await Promise.allSettled(works)) {
    if (result.status === 'fulfilled') continue;
    if (!(result.reason instanceof StartError)) throw result.reason;
    faults.push(...result.reason.faults);
  }
  if (faults.length > 0) throw new StartError(faults);
  return Promise.all(works);
}
