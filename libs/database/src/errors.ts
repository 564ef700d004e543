/** What a failed statement means for the unit of work it belongs to. */
export type FailureKind = 'conflict' | 'unavailable' | 'other';

/** SQLSTATEs that say "somebody else was first": the whole unit of work is redone. */
const conflictStates = new Set(['40001', '40P01', '23505']);

/**
 * SQLSTATEs that say "the server is not there (yet), or not fit to work", whoever asks: connection,
 * authorization, missing database, read-only or timed-out session, resources, locks, operator's
 * hand, system, broken files. What was asked for has no part in these, so it may wait.
 */
const unavailableStates = /^(08|25006|25P03|28|3D000|53|55P03|57|58|XX001|XX002)/;
const unavailableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const unavailableMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Driver not Connected|Query runner already released/i;

/**
 * Sorts an error of the driver into what to do next: redo the unit of work (`conflict`),
 * wait for the server (`unavailable`), or pass it on (`other`).
 */
export function failureKind(error: unknown): FailureKind {
  const code = codeOf(error);
  if (code !== undefined && conflictStates.has(code)) return 'conflict';
  if (code !== undefined && (unavailableStates.test(code) || unavailableCodes.has(code))) {
    return 'unavailable';
  }
  if (error instanceof Error && unavailableMessages.test(error.message)) return 'unavailable';
  return 'other';
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('driverError' in error) return codeOf(error.driverError);
  return undefined;
}

/** The database was asked before it could be opened. */
export class DatabaseUnavailableError extends Error {
  readonly code = 'ECONNREFUSED';
  constructor(schema: string) {
    super(`the database of ${schema} is not open yet`);
    this.name = 'DatabaseUnavailableError';
  }
}
