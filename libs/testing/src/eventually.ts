import { setTimeout as pause } from 'node:timers/promises';
import { types } from 'node:util';

/** How long to wait and how often to look; milliseconds. */
export interface Patience {
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
  /** What is waited for, for the message of a failure. */
  readonly what?: string;
}

/**
 * Waits until `look` returns without throwing and not `false`, and gives what it returned.
 * So both conditions and expectations can be waited for.
 * A minute unless told: a bound against waiting for ever, no measure of speed, so that a busy
 * machine fails no spec; say less only where the time is itself what is promised.
 * @throws an error with the last reason when the time is up
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  patience: Patience = {},
): Promise<Exclude<T, false>> {
  const { timeoutMs = 60_000, intervalMs = 50, what = 'the condition' } = patience;
  const until = Date.now() + timeoutMs;
  for (;;) {
    let reason: unknown = 'it was false';
    try {
      const seen = await look();
      if (seen !== false) return seen as Exclude<T, false>;
    } catch (error) {
      reason = error;
    }
    if (Date.now() >= until) {
      const text = types.isNativeError(reason) ? reason.message : String(reason);
      throw new Error(`${what} did not come true within ${timeoutMs} ms: ${text}`, {
        cause: reason,
      });
    }
    await pause(intervalMs);
  }
}
