import { institutionSchema, roles, stateSchema, type Role } from '@reciproca/contracts';
import { Option, type Command } from 'commander';
import { usageError } from './cli.errors.js';
import { Session } from './session.js';
import type { World } from './world.js';

interface TokenOptions {
  readonly role: readonly Role[];
  readonly subject: string;
  readonly state?: string;
  readonly institution?: string;
}

const help = `
Examples:
  $ reciproca token --role officer --state FR --subject alice
  $ reciproca token --role institution --institution FR:CNAM --subject cnam
  $ export RECIPROCA_TOKEN=$(reciproca token --role dispatcher --subject dan)`;

/** `token`: prints a token of the local issuer, alone; it lives 12 hours. */
export function addTokenCommand(program: Command, world: World): void {
  program
    .command('token')
    .description('print a token of the local issuer; it lives 12 hours')
    .addOption(
      new Option('--role <role...>', 'what the token entitles to')
        .choices(roles)
        .makeOptionMandatory(),
    )
    .requiredOption('--subject <name>', 'who it is: the same name is the same person')
    .option('--state <state>', 'State of an officer or treasurer, e.g. FR')
    .option('--institution <institution>', 'institution, e.g. FR:CNAM')
    .addHelpText('after', help)
    .action(async (options: TokenOptions, command: Command) => {
      check(options);
      const session = new Session(command, world);
      const { role, subject, state, institution } = options;
      const token = await session.issue({
        subject,
        roles: role,
        ...(state === undefined ? {} : { state }),
        ...(institution === undefined ? {} : { institution }),
      });
      session.output.result({ token }, () => [token]);
    });
}

/** A token that would be refused everywhere is not made. */
function check({ role, state, institution, subject }: TokenOptions): void {
  if (subject.trim() === '') throw usageError('--subject must not be empty');
  if (state !== undefined && !stateSchema.safeParse(state).success) {
    throw usageError('--state must be two capital letters, e.g. FR');
  }
  if (institution !== undefined && !institutionSchema.safeParse(institution).success) {
    throw usageError('--institution must be STATE:CODE, e.g. FR:CNAM');
  }
  if (state !== undefined && institution !== undefined && !institution.startsWith(`${state}:`)) {
    throw usageError('--state must be the State of the institution');
  }
  const needsState = role.find((name) => name === 'officer' || name === 'treasurer');
  if (needsState !== undefined && state === undefined && institution === undefined) {
    throw usageError(`the role ${needsState} needs --state`);
  }
  if (role.includes('institution') && institution === undefined) {
    throw usageError('the role institution needs --institution');
  }
}
