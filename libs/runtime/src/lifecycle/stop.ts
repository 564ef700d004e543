import { constants } from 'node:os';

import type { Logger } from '../logging/logger.js';

/** Stops in the documented order; calling it again gives the same promise. */
export type Stop = () => Promise<void>;

/** How a process reacts to SIGTERM and SIGINT. */
export interface StopOnSignalsOptions {
  readonly logger: Logger;
  /** Longest that stopping may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Exit code after a complete stop; default 0. */
  readonly exitCode?: number | undefined;
}

/**
 * Ctrl-C comes twice to a program that npm started: from the terminal and, passed on, from npm. What
 * comes this soon after the first, in milliseconds, is the same wish.
 */
const SAME_SIGNAL_MS = 500;

/**
 * Lets SIGTERM and SIGINT stop the process: the first begins `stop` and ends with exit code 0 when it
 * is done, 1 when it fails or takes longer than the limit; a second one, later, ends the process at
 * once with 128 + the signal's number.
 * @returns a function that takes the signal handlers away
 */
export function stopOnSignals(
  stop: Stop,
  { logger, timeoutMs, exitCode = 0 }: StopOnSignalsOptions,
): () => void {
  let stoppingSince: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince < SAME_SIGNAL_MS) return;
      process.exit(128 + constants.signals[signal]);
    }
    stoppingSince = performance.now();
    logger.info({ signal }, 'stopping');
    const limit = setTimeout(() => {
      logger.fatal({ timeoutMs }, 'stopping took too long');
      process.exit(1);
    }, timeoutMs);
    limit.unref();
    stop().then(
      () => {
        logger.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        logger.fatal({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return () => {
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  };
}
