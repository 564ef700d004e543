import { limits, referenceKinds } from '@reciproca/contracts';
import type { Output as Answer, ReferenceKind, routes } from '@reciproca/contracts';
import { Argument, type Command } from 'commander';
import { openInput, wholeInput } from './input-file.js';
import { Session } from './session.js';
import type { World } from './world.js';

type Imported = Answer<typeof routes.importReference>;

const types = { json: 'application/json', csv: 'text/csv' } as const;

const help = `
Examples:
  $ reciproca reference import institutions institutions.json
  $ reciproca reference import arrangements - --format csv < arrangements.csv`;

/** `reference import`: dated records of a kind, whole or not at all. */
export function addReferenceCommand(program: Command, world: World): void {
  program
    .command('reference')
    .description('reference data')
    .addHelpText('after', help)
    .command('import')
    .description('import dated records of a kind from JSON or CSV, whole or not at all')
    .addArgument(new Argument('<kind>', 'what the records are').choices(referenceKinds))
    .argument('<file>', 'a .json or .csv file, - for standard input')
    .option('--format <format>', 'json or csv, when the name of the file does not tell')
    .addHelpText('after', help)
    .action(
      async (
        ...[kind, path, { format }, command]: [
          ReferenceKind,
          string,
          { readonly format?: string },
          Command,
        ]
      ) => {
        const session = new Session(command, world);
        const input = await openInput(world, path, { types, format });
        const { body } = await session.api.ask<Imported>({
          method: 'POST',
          path: `/v1/reference/${kind}`,
          token: await session.token('dispatcher'),
          body: {
            contentType: input.contentType,
            content: await wholeInput(input, limits.requestBytesMax),
          },
        });
        session.output.result(body, () => [
          `${body.kind}: ${body.imported} imported, ${body.unchanged} known already`,
        ]);
      },
    );
}
