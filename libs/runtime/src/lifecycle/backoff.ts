import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { codeOf, isError } from '../errors/errors.js';
import type { HealthRegistry } from '../health/health-registry.js';
import { redactText } from '../logging/redact.js';
import type { Logger } from '../logging/logger.js';

/** How long to wait between attempts, in milliseconds. */
export interface Backoff {
  readonly firstMs: number;
  /** The wait doubles up to this. */
  readonly maxMs: number;
}

/** Starts at a quarter of a second, ends at ten. */
export const defaultBackoff: Backoff = { firstMs: 250, maxMs: 10_000 };

/**
 * The wait before attempt `attempt` + 1, in milliseconds: doubled each time up to the limit, then a
 * random part between half of it and all of it, so that many processes do not come back at once.
 * @param attempt attempts made so far, from 1
 * @param random a number from 0 up to but not 1
 */
export function backoffMs(attempt: number, random: number, backoff: Backoff): number {
  const doubled = backoff.firstMs * 2 ** Math.min(attempt - 1, 30);
  const limited = Math.min(doubled, backoff.maxMs);
  return Math.round(limited / 2 + (limited / 2) * random);
}

/** What is waited for and who is told. */
export interface RetryOptions {
  /** Name of what is waited for, as shown in the log and in `/health/ready`. */
  readonly name: string;
  readonly logger: Logger;
  /** Noted here as waited for until it succeeds. */
  readonly health?: HealthRegistry;
  /** Ends the waiting: the returned promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  readonly backoff?: Backoff;
  /** Errors that waiting cannot mend are thrown at once when this says false. Default: all are retried. */
  readonly isTransient?: (error: unknown) => boolean;
}

const JITTER_STEPS = 1_000_000;

/**
 * Tries until it succeeds, with growing jittered waits; says in the log and in the health what it
 * waits for.
 * @returns what `attempt` returned
 * @throws the signal's reason when stopped; an error that is not transient
 */
export async function retryForever<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { name, logger, health, signal } = options;
  for (let attempts = 1; ; attempts += 1) {
    signal.throwIfAborted();
    try {
      const result = await attempt(signal);
      if (attempts > 1) {
        logger.info({ waitedFor: name, attempts }, `${name} is there`);
      }
      health?.arrived(name);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (options.isTransient?.(error) === false) {
        throw error;
      }
      const random = randomInt(JITTER_STEPS) / JITTER_STEPS;
      const waitMs = backoffMs(attempts, random, options.backoff ?? defaultBackoff);
      sayWaiting(options, error, { attempts, waitMs });
      await sleep(waitMs, undefined, { signal });
    }
  }
}

function sayWaiting(
  options: RetryOptions,
  error: unknown,
  progress: { readonly attempts: number; readonly waitMs: number },
): void {
  const why = redactText(describeError(error));
  const attempts = String(progress.attempts);
  options.health?.waitsFor(options.name, `waiting, attempt ${attempts} failed: ${why}`);
  options.logger.warn({ waitsFor: options.name, why, ...progress }, `waiting for ${options.name}`);
}

/** A text for any error; several connection attempts to one host come as one error with parts. */
export function describeError(error: unknown): string {
  if (isError(error) && error.message === '' && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors.map(describeError).join('; ');
  }
  if (isError(error)) {
    return error.message === '' ? (codeOf(error) ?? error.name) : error.message;
  }
  return String(error);
}
