import { parseArgs, type ParseArgsConfig } from 'node:util';
import { exitCodes } from './cli/cli.errors.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<Known extends Options> = ReturnType<
  typeof parseArgs<{ readonly options: Known; readonly strict: true }>
>['values'];

/**
 * Reads the command line of a program that npm runs. `--help` prints the help and ends the process with
 * exit code 0; what is not known ends it with 2.
 */
export function readOptions<const Known extends Options>(
  help: string,
  known: Known,
): Values<Known> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(help);
    process.exit(exitCodes.done);
  }
  try {
    return parseArgs({ options: known, strict: true }).values;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS_') !== true) throw error;
    return exitOnUsage([message.replace(/\. To specify .*$|\n.*$/s, '')]);
  }
}

/** Ends the process with exit code 2 after telling everything that is wrong with its options. */
export function exitOnUsage(faults: readonly string[]): never {
  process.stderr.write(`${faults.join('\n')}\n(add --help for the usage)\n`);
  process.exit(exitCodes.usage);
}
