/**
 * A small process of its own between a program and its database or broker. It runs the server as its
 * child in a session of its own (Ctrl-C in a terminal does not reach it), restarts it when it dies,
 * and ends it when the program asks or is gone: the program holds the other end of our standard input,
 * and the system closes that end however the program died.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { releaseLock } from './folder-lock.js';
import type { GuardedState, GuardianOrder, GuardianReport } from './guardian-order.js';
import { identify } from './process-identity.js';

const restartsMax = 5;
const restartWindowMs = 30_000;
const restartPauseMs = 300;

class Guardian {
  private child: ChildProcess | null = null;
  private stopping = false;
  private readonly endings: number[] = [];

  constructor(
    private readonly order: GuardianOrder,
    private readonly parentIsGone: () => boolean,
  ) {}

  run(): void {
    this.spawnServer();
  }

  /** Ends the server step by step, clears away, and ends this process. */
  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    const child = this.child;
    if (child !== null && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise<void>((resolve) =>
        child.once('exit', () => {
          resolve();
        }),
      );
      for (const step of this.order.stopSteps) {
        child.kill(step.signal);
        if (await endsWithin(ended, step.waitMs)) break;
      }
    }
    this.clearAway();
    process.exit(0);
  }

  private spawnServer(): void {
    const { order } = this;
    const log = openSync(order.logFile, 'a', 0o600);
    const child = spawn(order.command, [...order.arguments], {
      cwd: order.workingDirectory,
      env: { ...order.environment },
      stdio: ['ignore', log, log],
      ...(order.user ?? {}),
    });
    closeSync(log);
    this.child = child;
    child.once('error', (error) => {
      this.serverEnded(error.message);
    });
    child.once('exit', (code, signal) => {
      this.serverEnded(signal === null ? `exit code ${String(code)}` : signal);
    });
    if (child.pid === undefined) return;
    this.writeState(child.pid);
    report({ event: 'started', pid: child.pid });
  }

  private serverEnded(reason: string): void {
    if (this.stopping) return;
    this.child = null;
    report({ event: 'exited', reason });
    const now = Date.now();
    this.endings.push(now);
    const recent = this.endings.filter((at) => now - at < restartWindowMs);
    if (recent.length > restartsMax) {
      report({ event: 'gave-up', reason });
      void this.stop();
      return;
    }
    setTimeout(() => {
      if (!this.stopping) this.spawnServer();
    }, restartPauseMs * recent.length);
  }

  private writeState(serverPid: number): void {
    const state: GuardedState = { guardian: identify(process.pid), server: identify(serverPid) };
    const draft = `${this.order.stateFile}.draft`;
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, this.order.stateFile);
  }

  private clearAway(): void {
    const { throwAway, stateFile, lock } = this.order;
    if (throwAway === null) {
      rmSync(stateFile, { force: true });
      releaseLock(lock.path, lock.token);
      return;
    }
    rmSync(throwAway.part, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    // The program would have removed its world itself; when it died, the last guardian does.
    if (this.parentIsGone() && !anotherPartRuns(throwAway.world)) {
      rmSync(throwAway.world, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  }
}

function anotherPartRuns(world: string): boolean {
  if (!existsSync(world)) return false;
  return readdirSync(world).some((name) => existsSync(join(world, name, 'lock')));
}

function endsWithin(ended: Promise<void>, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, waitMs);
    void ended.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function report(message: GuardianReport): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function main(): void {
  let guardian: Guardian | null = null;
  let parentIsGone = false;
  // Nobody reads our words once the program is gone; that must not end us before our work is done.
  process.stdout.on('error', () => undefined);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (guardian === null) {
      guardian = new Guardian(JSON.parse(line) as GuardianOrder, () => parentIsGone);
      guardian.run();
    } else if (line === 'stop') {
      void guardian.stop();
    }
  });
  lines.on('close', () => {
    parentIsGone = true;
    if (guardian === null) process.exit(0);
    void guardian.stop();
  });
  process.on('SIGHUP', () => undefined);
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (guardian === null) process.exit(0);
      void guardian.stop();
    });
  }
}

main();
