import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Reply } from './clearing-process.fixture.js';
import type { Fault } from './faults.fixture.js';

type WithoutNumber<T> = T extends unknown ? Omit<T, 'number'> : never;
type Hosting = Omit<Extract<Order, { kind: 'host' }>, 'number' | 'kind'>;

const all = new Set<ClearingProcess>();

/** A process that runs clearing as a spec tells it; it ends with the process that made it. */
export class ClearingProcess {
  /** Where it listens, once it hosts. */
  url = '';
  private text = '';
  private last = 0;
  private readonly child: ChildProcess;

  constructor() {
    const entry = fileURLToPath(new URL('./clearing-process.fixture.js', import.meta.url));
    const { PATH = '', HOME = '' } = process.env;
    this.child = fork(entry, [], { env: { PATH, HOME }, execArgv: [], silent: true });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.text += chunk.toString();
      });
    }
    // An order to a process that was killed meanwhile fails; its sender hears of the end.
    this.child.on('error', () => undefined);
    all.add(this);
  }

  /** What it has written so far. */
  get output(): string {
    return this.text;
  }

  /** True until it ends, by itself or by a signal. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts clearing in it and, unless told otherwise, waits until it consumes. */
  async host(hosting: Hosting): Promise<void> {
    const { url = '' } = await this.order({ kind: 'host', ...hosting });
    this.url = url;
  }

  /** The next time it passes the step, the signal hits it. */
  async arm(fault: Fault): Promise<void> {
    await this.order({ kind: 'arm', fault });
  }

  /** Stops clearing in it as a SIGTERM would; the process is ready for another. */
  async leave(): Promise<void> {
    await this.order({ kind: 'leave' });
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits until it is dead. */
  async dead(): Promise<void> {
    if (this.isAlive) await once(this.child, 'exit');
    all.delete(this);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.dead();
  }

  private async order(order: WithoutNumber<Order>): Promise<Reply> {
    this.last += 1;
    const number = this.last;
    const answered = new Promise<Reply>((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.child.off('message', hear);
        this.child.off('exit', fail);
        act();
      };
      const hear = (reply: Reply): void => {
        if (reply.number === number) settle(() => resolve(reply));
      };
      const fail = (): void =>
        settle(() => reject(new Error(`the process is dead:\n${this.text}`)));
      this.child.on('message', hear);
      this.child.on('exit', fail);
    });
    this.child.send({ number, ...order });
    const reply = await answered;
    if (reply.error !== undefined) throw new Error(`${reply.error}\n${this.text}`);
    return reply;
  }
}

/** Ends whatever this spec started; for `afterAll`. */
export async function killClearingProcesses(): Promise<void> {
  await Promise.all([...all].map((one) => one.kill()));
}
