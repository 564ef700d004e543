/** Why a local part could not be started; the text of the error says what to do about it. */
export type LocalPartErrorCode =
  'already-in-use' | 'tool-missing' | 'download-failed' | 'start-failed' | 'platform-unsupported';

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
