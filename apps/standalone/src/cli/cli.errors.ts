import type { Fault, ProblemBody } from '@reciproca/contracts';

/** How a command ends: 0 done, 1 refused or found wrong, 2 wrong usage. */
export const exitCodes = Object.freeze({ done: 0, refused: 1, usage: 2 });

/** What is known of a failure beside its sentence. */
export interface CliErrorDetails {
  /** A code of the error catalogue. */
  readonly code?: string;
  readonly faults?: readonly Fault[];
}

/** An expected failure: told in plain words, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly exitCode: number,
    message: string,
    readonly details: CliErrorDetails = {},
  ) {
    super(message);
  }
}

/** The command was called in a wrong way: exit code 2. */
export function usageError(message: string): CliError {
  return new CliError(exitCodes.usage, message);
}

/** Something was refused or found wrong: exit code 1. */
export function refusal(message: string, details: CliErrorDetails = {}): CliError {
  return new CliError(exitCodes.refused, message, details);
}

/** A problem of the product in plain words: what it means, then what it says of this case. */
export function problemError(
  problem: Pick<ProblemBody, 'code' | 'title' | 'detail' | 'faults'>,
): CliError {
  const { code, title, detail, faults = [] } = problem;
  const message = detail === undefined || detail === title ? title : `${title} ${detail}`;
  return refusal(message, { code, faults });
}

/** The command has said everything; only its exit code is left. */
export class AlreadyToldError extends CliError {
  constructor(exitCode: number) {
    super(exitCode, 'already told');
  }
}
