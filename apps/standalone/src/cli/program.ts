import { ProblemError } from '@reciproca/contracts';
import { isKafkaError } from '@reciproca/messaging';
import { Command, CommanderError } from 'commander';
import { NotReadyError } from './api.client.js';
import { AlreadyToldError, CliError, exitCodes, problemError, refusal } from './cli.errors.js';
import { addCycleCommand } from './cycle.command.js';
import { addDeadLettersCommand } from './dead-letters.command.js';
import { addImportCommand } from './import.command.js';
import { Output } from './output.js';
import { addReferenceCommand } from './reference.command.js';
import { addExplainCommand } from './explain.command.js';
import { addStatusCommand } from './status.command.js';
import { addSubmitCommand } from './submit.command.js';
import { addTokenCommand } from './token.command.js';
import type { World } from './world.js';

const help = `
Examples:
  $ reciproca token --role officer --state FR --subject alice
  $ reciproca submit claims.csv
  $ reciproca status FR:CNAM 2025-H1-000123
  $ reciproca cycle preview 2026-Q1 --cutoff 2026-03-31

Without --url the command finds what npm start runs, through endpoints.json in DATA_DIR (.data).
Without a token, the local issuer there gives one. Exit codes: 0 done, 1 refused or found wrong,
2 wrong usage.`;

/** The command line; every command ends by returning or throwing, never by leaving the process. */
export function createProgram(world: World): Command {
  const program = new Command('reciproca')
    .description('Claims, cycles and reference data of Reciproca, for institutions and operators.')
    .option('--json', 'print one JSON document for machines')
    .option('--token <jwt>', 'bearer token (or the variable RECIPROCA_TOKEN)')
    .option('--url <url>', 'where the product answers, e.g. https://clearing.example.org')
    .addHelpText('after', help)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
    })
    .showHelpAfterError('(add --help for the usage)')
    .exitOverride();
  addTokenCommand(program, world);
  addSubmitCommand(program, world);
  addStatusCommand(program, world);
  addExplainCommand(program, world);
  addCycleCommand(program, world);
  addReferenceCommand(program, world);
  addImportCommand(program, world);
  addDeadLettersCommand(program, world);
  return program;
}

/**
 * Runs the command line.
 * @param args what stands after the name of the program
 * @returns the exit code: 0 done, 1 refused or found wrong, 2 wrong usage
 * @throws only what is a bug
 */
export async function run(args: readonly string[], world: World): Promise<number> {
  const program = createProgram(world);
  try {
    await program.parseAsync(withoutHelpForStrangers(program, args), { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    // Commander has said what is wrong; asking for help is no mistake.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    const failure = expectedFailure(error);
    if (failure === undefined) throw error;
    if (!(failure instanceof AlreadyToldError)) {
      new Output(world, args.includes('--json')).failure(failure);
    }
    return failure.exitCode;
  }
}

/** Commander gives help before it looks whether there is such a command; what it must look at is left. */
function withoutHelpForStrangers(program: Command, args: readonly string[]): string[] {
  const { operands } = program.parseOptions([...args]);
  const words = operands[0] === 'help' ? operands.slice(1) : operands;
  let command: Command | undefined = program;
  for (const word of words) {
    if (command.commands.length === 0) break;
    command = command.commands.find((each) => each.name() === word);
    if (command === undefined) return words;
  }
  return [...args];
}

function expectedFailure(error: unknown): CliError | undefined {
  if (error instanceof CliError) return error;
  if (error instanceof ProblemError) return problemError(error.toBody());
  if (error instanceof NotReadyError) {
    return error.cause instanceof CliError ? error.cause : refusal(error.message);
  }
  if (isKafkaError(error))
    return refusal(`the broker does not answer: ${(error as Error).message}`);
  return undefined;
}
