import { csvMessages, csvTypeOf, isInboundType, type InboundType } from '@reciproca/contracts';
import type { Command } from 'commander';
import { AlreadyToldError, exitCodes, usageError } from './cli.errors.js';
import { openInput } from './input-file.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import { Submission, type SubmissionResult } from './submission.js';
import type { World } from './world.js';

const types = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv',
} as const;

/** Refused lines shown to people; `--json` has all of them. */
const SHOWN_MAX = 50;

const help = `
Examples:
  $ reciproca submit claims.ndjson
  $ reciproca submit claims.csv --json
  $ reciproca submit contestations.csv --type claim.contested
  $ producer | reciproca submit - --format ndjson

The file holds one CloudEvent or an array of them (.json), one per line (.ndjson), or messages with
dotted paths as header (.csv). Every line of a CSV is of the type in its column type, without one of
that in --type, without both a claim. What each type needs:
${typeLines().join('\n')}
Optionally id, time, source (STATE:CODE; what the debtor says needs it, unless a token tells), and
more that docs/csv.md describes; docs/examples has a file of each type.
A line without id gets one from its content, so the same file may be sent again: nothing is booked
twice, and the answers are those of the first time. To submit a rejected claim again unchanged, give
it a new id. Exit code 1 when a line was refused.`;

/** Each type without its version, with the columns that it needs. */
function typeLines(): string[] {
  return Object.entries(csvMessages).flatMap(([type, { columns }]) => {
    const needed = columns.filter((column) => column.needed).map(({ name }) => name);
    return [`  ${type.replace(/\.v1$/, '')}`, ...wrapped(needed, '      ')];
  });
}

/** Names in lines of at most 100 characters. */
function wrapped(names: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length + 1 > 100) lines.push(indent + name);
    else lines[lines.length - 1] = `${last} ${name}`;
  }
  return lines;
}

/** `submit`: sends a file of events through the gateway. */
export function addSubmitCommand(program: Command, world: World): void {
  program
    .command('submit')
    .description('send a file of claims, contestations, credit notes and other messages')
    .argument('<file>', 'a .json, .ndjson or .csv file; - for standard input, with --format')
    .option(
      '--format <format>',
      'json, ndjson or csv; needed for standard input, and when the name of the file does not tell',
    )
    .option('--type <type>', 'the type of the lines of a CSV that name none, e.g. claim.contested')
    .addHelpText('after', help)
    .action(async (path: string, { format, type }: SubmitOptions, command: Command) => {
      const session = new Session(command, world);
      const given = inboundTypeOf(type);
      const input = await openInput(world, path, { types, format });
      if (given !== undefined && input.contentType !== 'text/csv') {
        throw usageError('--type is for CSV; a JSON event has its own');
      }
      const result = await new Submission(session, given).send(input);
      session.output.result(result, () => resultLines(result));
      if (result.refused.length > 0) throw new AlreadyToldError(exitCodes.refused);
    });
}

interface SubmitOptions {
  readonly format?: string;
  readonly type?: string;
}

function inboundTypeOf(given: string | undefined): InboundType | undefined {
  if (given === undefined) return undefined;
  const type = csvTypeOf(given);
  if (isInboundType(type)) return type;
  throw usageError(`--type must be one of ${Object.keys(csvMessages).join(', ')}`);
}

function resultLines({ accepted, refused }: SubmissionResult): string[] {
  const summary = `${accepted} accepted, ${refused.length} refused`;
  if (refused.length === 0) return [summary];
  const columns = [{ heading: 'line', right: true }, { heading: 'code' }, { heading: 'detail' }];
  const rows = refused
    .slice(0, SHOWN_MAX)
    .map(({ line, code, detail }) => [line, code, detail] as const);
  const left = refused.length - rows.length;
  const more = left > 0 ? [`and ${left} more; --json shows all`] : [];
  return [...tableLines(columns, rows), ...more, summary];
}
