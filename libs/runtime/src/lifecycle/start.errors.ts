/** One reason why a process cannot start: a stable code, what is wrong and what would be right. */
export interface StartFault {
  /** Kebab-case, e.g. `port-in-use`. */
  readonly code: string;
  readonly problem: string;
}

/** The surroundings do not let the process start. Lists every fault found, not only the first. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(
    readonly faults: readonly StartFault[],
    options?: ErrorOptions,
  ) {
    const lines = faults.map(({ code, problem }) =>
      `${code}: ${problem}`.split('\n').join('\n    '),
    );
    super(['Reciproca cannot start:', ...lines.map((line) => `  ${line}`)].join('\n'), options);
  }
}

/**
 * Waits for `work`; on a {@link StartError} prints every fault to standard error and ends the process
 * with exit code 1. Any other error is passed on.
 */
export async function exitOnStartError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StartError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
