import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../machine.js';

/** What a worker runs. */
export type WorkerKind = 'floor' | 'naive' | 'product';

const entry = fileURLToPath(new URL('./worker.js', import.meta.url));

/** A consumer in a process of its own. */
export class WorkerProcess {
  /** Where its HTTP listens; empty for floor and naive. */
  url = '';
  /** Milliseconds from beginning to load the reference data until they were there; product only. */
  loadedInMs = 0;
  /** Most memory it was seen to hold, in bytes. */
  peakBytes = 0;

  private constructor(private readonly child: ChildProcess) {}

  /** Starts a worker and waits until it consumes. */
  static async start(
    kind: WorkerKind,
    machine: Machine,
    topicPrefix: string,
  ): Promise<WorkerProcess> {
    const child = fork(entry, [kind], {
      env: {
        ...process.env,
        KAFKA_BROKERS: machine.parts.brokers.join(','),
        DATABASE_URL: machine.parts.databaseUrl,
        DATA_DIR: machine.config.dataDir,
        TOPIC_PREFIX: topicPrefix,
        PORT: '0',
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const worker = new WorkerProcess(child);
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message) => {
        if (message === 'ready') resolve();
        else worker.hear(message);
      });
      child.once('exit', (code) => {
        reject(new Error(`the ${kind} worker ended with ${String(code)}`));
      });
    });
    return worker;
  }

  get pid(): number | null {
    return this.child.pid ?? null;
  }

  /** Holds the process where it is. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 8_000);
    await ended;
    clearTimeout(timer);
  }

  private hear(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    if ('url' in message && typeof message.url === 'string') this.url = message.url;
    if ('loadedInMs' in message && typeof message.loadedInMs === 'number') {
      this.loadedInMs = message.loadedInMs;
    }
    if ('rss' in message && typeof message.rss === 'number') {
      this.peakBytes = Math.max(this.peakBytes, message.rss);
    }
  }
}
