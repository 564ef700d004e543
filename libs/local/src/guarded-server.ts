import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { releaseLock, tryLock } from './folder-lock.js';
import type { FolderLock } from './folder-lock.js';
import type { GuardedState, GuardianOrder, GuardianReport, StopStep } from './guardian-order.js';
import { LocalPartError, tellingLines } from './local.errors.js';
import { isAlive, isErrnoException, signal } from './process-identity.js';

/** The folder of one local part (`<data directory>/postgres` or `…/kafka`), locked for this process. */
export interface PartFolder {
  readonly path: string;
  readonly stateFile: string;
  readonly logFile: string;
  readonly lock: FolderLock;
}

/** A server that runs under a guardian. */
export interface GuardedServer {
  /** The server's process number now; it changes when the guardian restarts a killed server. */
  readonly pid: number;
  /** Ends the server and its guardian, clears away what they noted; safe to call again. */
  stop(): Promise<void>;
}

/** What `runGuarded` needs beyond the order. */
export interface GuardedStart {
  readonly order: GuardianOrder;
  /** What the server is called in messages, e.g. `the local database`. */
  readonly name: string;
  /** Whether the server answers; asked again and again until it does. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
  /** Ends the waiting, and with it the server. */
  readonly signal?: AbortSignal | undefined;
}

const formerGuardianWaitMs = 12_000;
const pollMs = 50;

/**
 * Takes the folder for this process and ends whatever an earlier, dead process left running in it.
 * @throws LocalPartError `already-in-use` when a living process has it
 */
export async function takePartFolder(
  path: string,
  stopSteps: readonly StopStep[],
): Promise<PartFolder> {
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const attempt = tryLock(join(path, 'lock'));
  if (!attempt.ok) {
    throw new LocalPartError(
      'already-in-use',
      `${path} is in use by the running process ${attempt.holder.pid.toString()}; ` +
        'stop that one first or choose another DATA_DIR',
    );
  }
  const stateFile = join(path, 'state.json');
  try {
    await endFormerServer(stateFile, stopSteps);
  } catch (error) {
    attempt.lock.release();
    throw error;
  }
  return { path, stateFile, logFile: join(path, 'server.log'), lock: attempt.lock };
}

/**
 * Starts a guardian with this order and waits until the server answers.
 * @throws LocalPartError `start-failed` with what the server's log says; what `isReady` throws
 */
export async function runGuarded(start: GuardedStart): Promise<GuardedServer> {
  const run = new GuardedRun(start);
  try {
    await run.waitUntilReady();
  } catch (error) {
    await run.stop();
    throw error;
  }
  return run;
}

class GuardedRun implements GuardedServer {
  private readonly guardian: ChildProcess;
  private readonly orders: Writable;
  private readonly allEnded: Promise<void>;
  private serverPid = 0;
  private guardianGone = false;
  private stopping = false;
  private failure: string | null = null;

  constructor(private readonly start: GuardedStart) {
    const entry = fileURLToPath(new URL('./guardian.worker.js', import.meta.url));
    const log = openSync(start.order.logFile, 'a', 0o600);
    this.guardian = spawn(process.execPath, [entry], {
      cwd: '/',
      detached: true,
      // Nothing of ours is inherited: NODE_OPTIONS that suit a program may end its guardian.
      env: {},
      stdio: ['pipe', 'pipe', log],
    });
    closeSync(log);
    const { stdin, stdout } = this.guardian;
    if (stdin === null || stdout === null) throw new Error('the guardian has no pipes');
    this.orders = stdin;
    this.allEnded = once(this.guardian, 'exit').then(() => {
      this.guardianGone = true;
      return this.stopping ? undefined : this.endOrphan();
    });
    // A failure to end the orphan is told by `stop`, which waits for the same promise.
    this.allEnded.catch(() => {
      this.guardianGone = true;
    });
    stdin.on('error', () => undefined);
    stdin.write(`${JSON.stringify(start.order)}\n`);
    createInterface({ input: stdout }).on('line', (line) => {
      this.hear(JSON.parse(line) as GuardianReport);
    });
    this.letProgramEnd([stdin, stdout]);
  }

  get pid(): number {
    return this.serverPid;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (!this.guardianGone) {
      this.guardian.ref();
      this.orders.write('stop\n');
    }
    await this.allEnded;
  }

  async waitUntilReady(): Promise<void> {
    const until = Date.now() + this.start.readyWithinMs;
    for (;;) {
      this.start.signal?.throwIfAborted();
      if (this.serverPid !== 0 && (await this.start.isReady())) return;
      if (this.failure !== null || this.guardianGone)
        throw this.startFailed(this.failure ?? 'guardian gone');
      if (Date.now() > until) throw this.startFailed('no answer in time');
      await pause(pollMs);
    }
  }

  private hear(message: GuardianReport): void {
    if (message.event === 'started') this.serverPid = message.pid;
    if (message.event === 'gave-up') this.failure = message.reason;
  }

  /** Neither the guardian nor its pipes keep a program alive that has nothing else to do. */
  private letProgramEnd(pipes: readonly (Readable | Writable)[]): void {
    this.guardian.unref();
    for (const pipe of pipes) {
      if (pipe instanceof Socket) pipe.unref();
    }
  }

  /** When somebody killed the guardian itself, its server, its folder and its lock are left to us. */
  private async endOrphan(): Promise<void> {
    const { stateFile, stopSteps, lock, throwAway } = this.start.order;
    const state = readState(stateFile);
    if (state?.server) await end(state.server, stopSteps);
    rmSync(stateFile, { force: true });
    releaseLock(lock.path, lock.token);
    if (throwAway !== null) rmSync(throwAway.part, { recursive: true, force: true });
  }

  private startFailed(reason: string): LocalPartError {
    const { name, order } = this.start;
    return new LocalPartError(
      'start-failed',
      `${name} did not start (${reason}); its log ${order.logFile} says:\n` +
        `${tellingLines(readIfThere(order.logFile) ?? '', 4)}\n` +
        `If ${dirname(order.logFile)} is damaged, restore it from a backup or choose another DATA_DIR.`,
    );
  }
}

async function endFormerServer(stateFile: string, stopSteps: readonly StopStep[]): Promise<void> {
  const state = readState(stateFile);
  if (state === null) return;
  // Its program is dead, so a guardian that still lives is on its way down already.
  const guardian: StopStep = { signal: 'SIGTERM', waitMs: formerGuardianWaitMs };
  await end(state.guardian, [guardian, { signal: 'SIGKILL', waitMs: 2_000 }]);
  if (state.server !== null) await end(state.server, stopSteps);
}

async function end(
  identity: { pid: number; began: string | null },
  steps: readonly StopStep[],
): Promise<void> {
  for (const step of steps) {
    if (!signal(identity, step.signal)) return;
    const until = Date.now() + step.waitMs;
    while (isAlive(identity) && Date.now() < until) await pause(pollMs);
  }
  if (isAlive(identity)) {
    throw new LocalPartError(
      'already-in-use',
      `process ${identity.pid.toString()}, left by an earlier run, cannot be ended; end it by hand`,
    );
  }
}

function readState(stateFile: string): GuardedState | null {
  const text = readIfThere(stateFile);
  if (text === null) return null;
  try {
    return JSON.parse(text) as GuardedState;
  } catch {
    // Written whole, it can only be damaged by a crash of the machine, which ended the server too.
    return null;
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isErrnoException(error) && error.code === 'ENOENT') return null;
    throw error;
  }
}
