import { setTimeout as sleep } from 'node:timers/promises';

import type { MessagingLog } from '@reciproca/messaging';
import { describeError } from './backoff.js';
import type { Component } from './components.js';

/** Work that is done over and over. */
export interface BackgroundWorkOptions {
  /**
   * Does it once and says how many milliseconds to pause before the next time. A pass that is long
   * looks at `signal` in its midst and throws its reason; others are waited for.
   */
  readonly pass: (signal: AbortSignal) => Promise<number>;
  /** Milliseconds to pause after a pass that failed. */
  readonly afterErrorMs: number;
  readonly log: Pick<MessagingLog, 'warn'>;
  /** The line of the log about a pass that failed. */
  readonly failed: string;
}

/**
 * Works beside the requests: one pass after the other, with a pause between them. A pass that fails
 * is told and done again.
 */
export class BackgroundWork {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: BackgroundWorkOptions) {}

  /** Starts working at once; a second start changes nothing. */
  start(): void {
    this.running ??= this.run();
  }

  /** Cuts a pause short and resolves when the pass under way is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pauseMs = await this.pass(signal);
      await pause(pauseMs, signal);
    }
  }

  private async pass(signal: AbortSignal): Promise<number> {
    const { pass, log, failed, afterErrorMs } = this.options;
    try {
      return await pass(signal);
    } catch (error) {
      const isStopped = signal.aborted && error === signal.reason;
      if (!isStopped) log.warn({ error: describeError(error) }, failed);
      return afterErrorMs;
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The component of a part that starts at once and works beside the requests. */
export function background(
  name: string,
  part: { start(): void; stop(): Promise<void> },
): Component {
  return {
    name,
    start: () => {
      part.start();
      return Promise.resolve();
    },
    stop: () => part.stop(),
  };
}
