import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { eventually } from './eventually.js';

/** What to start and how. */
export interface SpawnWish {
  /** A compiled entry point, from the root of the repository: `apps/clearing/dist/main.js`. */
  readonly entry: string;
  readonly arguments?: readonly string[];
  /** All variables that the program gets beside PATH and HOME; nothing else is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
}

/** How a program ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<SpawnedApp>();

/** A program in a process of its own. */
export class SpawnedApp {
  /** How it ended, once it has. */
  readonly ended: Promise<Ending>;
  private text = '';
  private ending: Ending | null = null;

  constructor(
    private readonly child: ChildProcess,
    private readonly entry: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.text += chunk.toString();
      });
    }
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      // `close` comes after the last output, `exit` may come before it.
      child.once('close', (code, signal) => {
        this.ending = { code, signal };
        running.delete(this);
        resolve(this.ending);
      });
    });
    running.add(this);
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.entry} was not started`);
    return this.child.pid;
  }

  /** What it has written so far, both streams as they came. */
  get output(): string {
    return this.text;
  }

  /** Waits for words in the output. */
  async says(pattern: RegExp, timeoutMs = 90_000): Promise<void> {
    await eventually(() => pattern.test(this.text) || this.failIfEnded(), {
      timeoutMs,
      what: `${String(pattern)} in the output of ${this.entry}`,
    });
  }

  /** Waits until the URL answers 200, as `/health/ready` does. */
  async isReady(url: string): Promise<void> {
    await eventually(async () => this.ending !== null || (await fetch(url)).status === 200, {
      what: `${url} of ${this.entry}`,
    });
    this.failIfEnded();
  }

  /** Sends a signal and waits for the end. SIGKILL leaves it no moment for anything. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Ending> {
    if (this.ending === null) this.child.kill(signal);
    return this.ended;
  }

  /**
   * Asks it to stop (SIGTERM) and waits.
   * @throws when it has not ended by itself in time; it is killed then
   */
  async stop(timeoutMs = 15_000): Promise<Ending> {
    if (this.ending === null) this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), timeoutMs);
    const ending = await this.ended;
    clearTimeout(timer);
    if (ending.signal === 'SIGKILL') {
      throw new Error(
        `${this.entry} did not stop within ${timeoutMs} ms:\n${this.text.slice(-2_000)}`,
      );
    }
    return ending;
  }

  private failIfEnded(): false {
    if (this.ending !== null) throw this.endedEarly();
    return false;
  }

  private endedEarly(): Error {
    return new Error(
      `${this.entry} ended early (${JSON.stringify(this.ending)}):\n${this.text.slice(-4_000)}`,
    );
  }
}

/** Starts a compiled program; it cannot outlive this process. */
export function spawnApp(wish: SpawnWish): SpawnedApp {
  const root = repositoryRoot();
  const entry = join(root, wish.entry);
  if (!existsSync(entry)) throw new Error(`${entry} does not exist; is everything built?`);
  const endWithParent = pathToFileURL(join(root, 'scripts', 'end-with-parent.mjs')).href;
  const child = spawn(
    process.execPath,
    ['--import', endWithParent, entry, ...(wish.arguments ?? [])],
    {
      cwd: wish.workingDirectory ?? root,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...wish.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return new SpawnedApp(child, wish.entry);
}

/** Kills whatever this process has spawned and not ended yet; for `afterAll` and `afterEach`. */
export async function killSpawnedApps(): Promise<void> {
  await Promise.all([...running].map((app) => app.kill()));
}

/** The nearest folder above that holds the lock file of the whole house. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package-lock.json'))) {
    if (folder === dirname(folder)) throw new Error('this library lies outside the repository');
    folder = dirname(folder);
  }
  return folder;
}
