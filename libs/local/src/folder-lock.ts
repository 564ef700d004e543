import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { identify, isAlive, isErrnoException } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';

/** A lock that was taken; `release` may be called more than once. */
export interface FolderLock {
  readonly path: string;
  /** Tells this taking of the lock from any other one. */
  readonly token: string;
  release(): void;
}

/** Either the lock, or who holds it. */
export type LockAttempt =
  | { readonly ok: true; readonly lock: FolderLock }
  | { readonly ok: false; readonly holder: ProcessIdentity };

interface LockContent extends ProcessIdentity {
  readonly token: string;
}

/**
 * Tries to take a lock file for this process. A lock whose holder has died is broken.
 * The servers behind these locks guard their own files as well; this lock gives the clear message.
 */
export function tryLock(path: string): LockAttempt {
  const own: LockContent = { ...identify(process.pid), token: randomUUID() };
  // Each round either takes the lock, meets a living holder, or removes one dead holder.
  for (let round = 0; round < 20; round += 1) {
    if (createWhole(path, own)) {
      return {
        ok: true,
        lock: {
          path,
          token: own.token,
          release: () => {
            releaseLock(path, own.token);
          },
        },
      };
    }
    const holder = readLock(path);
    if (holder === null) continue;
    if (isAlive(holder)) return { ok: false, holder };
    breakLock(path, holder);
  }
  throw new Error(`the lock ${path} changed hands too often`);
}

/** Links a finished file into place, so that nobody ever sees a lock without its content. */
function createWhole(path: string, content: LockContent): boolean {
  const draft = `${path}.${content.token}`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isErrnoException(error) && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Locks are written whole: one that cannot be read is what a crash of the machine left of it. */
const damagedLock: LockContent = { pid: process.pid, began: 'before the crash', token: '' };

function readLock(path: string): LockContent | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockContent;
  } catch (error) {
    if (error instanceof SyntaxError) return damagedLock;
    if (isErrnoException(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Moves the dead holder's file away; if another process was faster, its new lock is put back. */
function breakLock(path: string, dead: LockContent): void {
  const aside = `${path}.broken-${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isErrnoException(error) && error.code === 'ENOENT') return;
    throw error;
  }
  const taken = readLock(aside);
  if (taken !== null && taken.token !== dead.token) createWhole(path, taken);
  rmSync(aside, { force: true });
}

/** Removes a lock if it is still the one that was taken with this token. */
export function releaseLock(path: string, token: string): void {
  if (readLock(path)?.token === token) rmSync(path, { force: true });
}
