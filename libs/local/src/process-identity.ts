import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { types } from 'node:util';

/** A process that stays recognisable: its number alone may be given to another process later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, in whatever form the system tells it; null when it cannot be told. */
  readonly began: string | null;
}

/** Takes down who the process with this number is now. */
export function identify(pid: number): ProcessIdentity {
  return { pid, began: beginningOf(pid) };
}

/** Whether the process noted earlier still runs, and the number was not given to another one. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!processExists(identity.pid)) return false;
  return identity.began === null || identity.began === beginningOf(identity.pid);
}

/** Sends a signal if the noted process still runs; says whether it did. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, name);
  } catch (error) {
    if (isErrnoException(error) && error.code === 'ESRCH') return false;
    throw error;
  }
}

/** Narrows an unknown error to one that carries an operating system code such as `ENOENT`. */
export function isErrnoException(error: unknown): error is NodeJS.ErrnoException {
  // Not `instanceof`: a test runner has an Error class of its own beside that of Node.
  return types.isNativeError(error) && 'code' in error;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM means that it exists and belongs to somebody else.
    if (!isErrnoException(error) || error.code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

/** A dead process whose parent has not yet collected it still has a number but does nothing more. */
function isZombie(pid: number): boolean {
  const fields = linuxStatFields(pid);
  return fields === null || fields[0] === 'Z' || fields[0] === 'X';
}

function beginningOf(pid: number): string | null {
  if (process.platform === 'linux') return linuxStatFields(pid)?.[19] ?? null;
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return text.trim() || null;
  } catch {
    // `ps` ends with an error when there is no such process: then there is no beginning to tell.
    return null;
  }
}

/** The fields of /proc/<pid>/stat from the third (state) on; the second, the name, may hold spaces. */
function linuxStatFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid.toString()}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    if (isErrnoException(error) && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}
