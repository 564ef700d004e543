import { isError } from '../errors/errors.js';
import { redactText } from '../logging/redact.js';

/** Longest a check may take before it counts as failed, in milliseconds. */
export const CHECK_TIMEOUT_MS = 2_000;

/**
 * Looks whether one part works. Resolves when it does (a text is shown as detail) and rejects when it
 * does not; should stop when `signal` is aborted.
 */
export type HealthCheck = (signal: AbortSignal) => Promise<unknown>;

/** How one part is. */
export interface CheckState {
  readonly name: string;
  readonly ready: boolean;
  /** What it waits for or what failed, without secrets. */
  readonly detail?: string;
}

/** The answer of `/health/ready`. */
export interface Readiness {
  readonly status: 'ready' | 'waiting';
  readonly checks: readonly CheckState[];
}

interface RegisteredCheck {
  readonly check: HealthCheck;
  readonly timeoutMs: number;
}

/**
 * Knows every part that must work before the process takes work: registered checks, asked when
 * somebody wants to know, and things waited for, noted by whoever waits.
 */
export class HealthRegistry {
  private readonly checks = new Map<string, RegisteredCheck>();
  private readonly waits = new Map<string, string>();
  private running: Promise<Readiness> | undefined;
  private stopBegan = false;

  /**
   * Adds a check under a name that is shown.
   * @returns a function that takes it out again
   * @throws Error when the name is taken
   */
  register(name: string, check: HealthCheck, options: { timeoutMs?: number } = {}): () => void {
    if (this.checks.has(name)) {
      throw new Error(`a health check named ${name} is already registered`);
    }
    const registered = { check, timeoutMs: options.timeoutMs ?? CHECK_TIMEOUT_MS };
    this.checks.set(name, registered);
    return () => {
      if (this.checks.get(name) === registered) {
        this.checks.delete(name);
      }
    };
  }

  /** Notes that the process waits for `name`; `/health/ready` is 503 until {@link arrived}. */
  waitsFor(name: string, detail: string): void {
    this.waits.set(name, redactText(detail));
  }

  /** Notes that what was waited for is there. */
  arrived(name: string): void {
    this.waits.delete(name);
  }

  /** From now on the process is not ready, so that nothing new is sent to it. */
  stopping(): void {
    this.stopBegan = true;
  }

  /** True since {@link stopping} was called. */
  get isStopping(): boolean {
    return this.stopBegan;
  }

  /** Asks every check; callers at the same moment share one round. */
  ready(): Promise<Readiness> {
    this.running ??= this.askAll().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async askAll(): Promise<Readiness> {
    const asked = await Promise.all([...this.checks].map(([name, check]) => ask(name, check)));
    const waiting = [...this.waits].map(([name, detail]) => ({ name, ready: false, detail }));
    const stopping = { name: 'process', ready: false, detail: 'stopping' };
    const checks = [...asked, ...waiting, ...(this.isStopping ? [stopping] : [])];
    return { status: checks.every((state) => state.ready) ? 'ready' : 'waiting', checks };
  }
}

async function ask(name: string, registered: RegisteredCheck): Promise<CheckState> {
  const signal = AbortSignal.timeout(registered.timeoutMs);
  const timedOut = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error(`no answer within ${String(registered.timeoutMs)} ms`));
    });
  });
  try {
    // A check that throws before its first await must count as failed like any other.
    const asked = Promise.resolve().then(() => registered.check(signal));
    const detail = await Promise.race([asked, timedOut]);
    return { name, ready: true, ...(typeof detail === 'string' && { detail: redactText(detail) }) };
  } catch (error) {
    const detail = isError(error) && error.message !== '' ? error.message : 'failed';
    return { name, ready: false, detail: redactText(detail) };
  }
}
