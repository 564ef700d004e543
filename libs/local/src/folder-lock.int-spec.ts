import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@reciproca/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { releaseLock, tryLock } from './folder-lock.js';
import { identify, isAlive } from './process-identity.js';

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the lock of a folder', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = temporaryFolder('lock');
    path = join(folder, 'lock');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is given once, and again after its release', () => {
    const first = tryLock(path);
    expect(first).toMatchObject({ ok: true });
    expect(tryLock(path)).toMatchObject({ ok: false, holder: { pid: process.pid } });
    if (first.ok) first.lock.release();
    expect(tryLock(path)).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken from a holder that has died', () => {
    writeFileSync(path, JSON.stringify({ pid: deadPid(), began: '1', token: 'old' }));
    expect(tryLock(path)).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is taken from a holder whose number now belongs to another process', () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, began: 'long ago', token: 'old' }));
    expect(tryLock(path)).toMatchObject({ ok: true });
  });

  it('is taken when a crash of the machine left it empty', () => {
    writeFileSync(path, '');
    expect(tryLock(path)).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('is not released with the word of an earlier holder', () => {
    tryLock(path);
    releaseLock(path, 'old');
    expect(existsSync(path)).toBe(true);
  });

  it('goes to exactly one of many that ask at once over a dead holder', async () => {
    writeFileSync(path, JSON.stringify({ pid: deadPid(), began: '1', token: 'old' }));
    const module = new URL('./folder-lock.js', import.meta.url).href;
    const script = `
      import { tryLock } from ${JSON.stringify(module)};
      const answer = tryLock(${JSON.stringify(path)});
      process.stdout.write(answer.ok ? 'taken' : 'refused');
      process.stdin.resume().on('end', () => process.exit(0));`;
    const { spawn } = await import('node:child_process');
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    const answers = await Promise.all(
      children.map(
        (child) =>
          new Promise<string>((resolve) =>
            child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
          ),
      ),
    );
    const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.stdin.end();
    await Promise.all(ended);
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
  });
});

describe('the identity of a process', () => {
  it('tells a living process from one that ended', () => {
    expect(isAlive(identify(process.pid))).toBe(true);
    expect(isAlive(identify(deadPid()))).toBe(false);
  });
});
