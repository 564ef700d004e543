import type { Command } from 'commander';
import { AlreadyToldError, exitCodes } from './cli.errors.js';
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
  $ producer | reciproca submit - --format ndjson

The file holds one CloudEvent or an array of them (.json), one per line (.ndjson), or claims with
dotted paths as header (.csv): claim.reference, claim.statement, creditor.institution,
debtor.institution, recordedOn, introducedOn, entitlement.document, entitlement.number,
beneficiary.id, care.type, care.from, care.to, benefits.hospital (medical, dental, medicines,
transport, other), total.amount, total.currency; optionally id, time, type, source.
A line without id gets one from its content, so the same file may be sent again: nothing is booked
twice, and the answers are those of the first time. To submit a rejected claim again unchanged, give
it a new id. Exit code 1 when a line was refused.`;

/** `submit`: sends a file of events through the gateway. */
export function addSubmitCommand(program: Command, world: World): void {
  program
    .command('submit')
    .description('send a file of claims and other events')
    .argument('<file>', 'a .json, .ndjson or .csv file, - for standard input')
    .option('--format <format>', 'json, ndjson or csv, when the name of the file does not tell')
    .addHelpText('after', help)
    .action(async (path: string, { format }: { readonly format?: string }, command: Command) => {
      const session = new Session(command, world);
      const input = await openInput(world, path, { types, format });
      const result = await new Submission(session).send(input);
      session.output.result(result, () => resultLines(result));
      if (result.refused.length > 0) throw new AlreadyToldError(exitCodes.refused);
    });
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
