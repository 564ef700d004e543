import { isErrnoException } from './process-identity.js';

/** Why a local part could not be started; the text of the error says what to do about it. */
export type LocalPartErrorCode =
  | 'already-in-use'
  | 'folder-unusable'
  | 'tool-missing'
  | 'download-failed'
  | 'start-failed'
  | 'platform-unsupported';

/** Thrown by everything in this library that fails for a reason outside the program. */
export class LocalPartError extends Error {
  /**
   * @param code stable, kebab-case
   * @param message what happened and what the reader can do
   */
  constructor(
    readonly code: LocalPartErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LocalPartError';
  }
}

/**
 * What the system refused, in words of this library; everything else is returned as it is.
 * @param name what could not be started, e.g. `the local database`
 */
export function localFailure(name: string, error: unknown): unknown {
  if (error instanceof LocalPartError || !isErrnoException(error)) return error;
  return new LocalPartError(
    'folder-unusable',
    `${name} cannot use its files: ${error.message}\n` +
      'This user must be able to write there (DATA_DIR; XDG_CACHE_HOME for the jars of the broker).',
    { cause: error },
  );
}

/** What the log of a failed server or tool says: its last lines without stacks, times and repetitions. */
export function tellingLines(output: string, count: number): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d[T ][\d:.,]+( UTC)?( \[\d+\])? /, '').trimEnd())
    .filter((line) => line !== '' && !/^(\s+(at |\.\.\. \d+ more)|INFO )/.test(line));
  return [...new Set(lines)].slice(-count).join('\n');
}
