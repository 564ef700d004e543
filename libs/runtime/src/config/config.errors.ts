/** One fault in the environment: the variable and what would make it acceptable, never its value. */
export interface ConfigFault {
  readonly variable: string;
  readonly problem: string;
}

/**
 * The environment cannot be used. Lists every fault found, not only the first.
 * Values are never part of the text, since a wrong value may be a secret in the wrong place.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly ConfigFault[]) {
    super(
      ['The configuration has faults:', ...faults.map((f) => `  ${f.variable}: ${f.problem}`)].join(
        '\n',
      ),
    );
  }
}

/** Exit code of a process whose configuration is wrong. */
export const CONFIG_ERROR_EXIT_CODE = 2;

/**
 * Runs `load` and returns its result; on a {@link ConfigError} prints every fault to standard error
 * and ends the process with exit code 2. Any other error is passed on.
 */
export function exitOnConfigError<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exit(CONFIG_ERROR_EXIT_CODE);
  }
}
