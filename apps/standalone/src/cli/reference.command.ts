import { limits, referenceKinds } from '@reciproca/contracts';
import type { Output as Answer, ReferenceKind, routes } from '@reciproca/contracts';
import { Argument, type Command } from 'commander';
import { pathPart } from './api.client.js';
import { openInput, wholeInput } from './input-file.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import type { World } from './world.js';

type Imported = Answer<typeof routes.importReference>;
type CorrectionPage = Answer<typeof routes.listCorrections>;

const types = { json: 'application/json', csv: 'text/csv' } as const;

const help = `
Examples:
  $ reciproca reference import institutions institutions.json
  $ reciproca reference import exchange-rates ecb-reference-rates.csv
  $ reciproca reference import arrangements - --format csv < arrangements.csv
  $ reciproca reference corrections IE/2018/all/20-64`;

/** `reference import` and `reference corrections`. */
export function addReferenceCommand(program: Command, world: World): void {
  const reference = program
    .command('reference')
    .description('reference data')
    .addHelpText('after', help);
  reference
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
        await importRecords(new Session(command, world), { kind, path, format });
      },
    );
  reference
    .command('corrections')
    .description('list the claims that a corrected average cost touches, and what to do about each')
    .argument('<key>', 'the average, e.g. IE/2018/all/20-64')
    .addHelpText('after', help)
    .action(async (key: string, _options: object, command: Command) => {
      await listCorrections(new Session(command, world), key);
    });
}

async function importRecords(
  session: Session,
  wish: {
    readonly kind: ReferenceKind;
    readonly path: string;
    readonly format: string | undefined;
  },
): Promise<void> {
  const { kind, path, format } = wish;
  const { output, world } = session;
  const input = await openInput(world, path, { types, format });
  const content = await wholeInput(input, limits.requestBytesMax, (bytes) => {
    output.progress(bytes, input.bytes, `${kind}: ${bytes} bytes read`);
  });
  output.progress(content.length, content.length, `${kind}: being checked and imported`);
  const { body } = await session.api.ask<Imported>({
    method: 'POST',
    path: `/v1/reference/${kind}`,
    token: await session.token('dispatcher'),
    body: { contentType: input.contentType, content },
  });
  output.result(body, () => importedLines(body));
}

function importedLines({ kind, imported, unchanged, corrections }: Imported): string[] {
  const summary = `${kind}: ${imported} imported, ${unchanged} known already`;
  if (corrections === undefined || corrections.claims === 0) return [summary];
  return [
    summary,
    `${corrections.claims} introduced claims have another total by these averages; none was changed. To list them:`,
    ...corrections.averages.map(
      ({ key, claims }) => `  reciproca reference corrections ${key}  (${claims})`,
    ),
  ];
}

async function listCorrections(session: Session, key: string): Promise<void> {
  const items: CorrectionPage['items'] = [];
  const path = `/v1/reference/average-costs/${pathPart(key)}/corrections?limit=${limits.pageMax}`;
  for (let next: string | null = ''; next !== null;) {
    const { body }: { body: CorrectionPage } = await session.api.ask<CorrectionPage>({
      method: 'GET',
      path: next === '' ? path : `${path}&cursor=${next}`,
      token: await session.token('auditor'),
    });
    items.push(...body.items);
    next = body.next;
    session.output.progress(items.length, undefined, `${items.length} claims`);
  }
  session.output.result({ key, items }, () => correctionLines(key, items));
}

function correctionLines(key: string, items: CorrectionPage['items']): string[] {
  if (items.length === 0) return [`${key}: no introduced claim has another total by this average`];
  const columns = [
    { heading: 'claim' },
    { heading: 'debtor' },
    { heading: 'introduced' },
    { heading: 'total', right: true },
    { heading: 'correct', right: true },
    { heading: '' },
    { heading: 'proposed' },
    { heading: 'amount', right: true },
  ];
  const rows = items.map(({ claim, debtor, introducedOn, total, correct, correction }) => [
    `${claim.institution}/${claim.reference}`,
    debtor,
    introducedOn,
    total.amount,
    correct.amount,
    total.currency,
    correction.kind,
    correction.amount,
  ]);
  return [`${key}: ${items.length} claims`, ...tableLines(columns, rows)];
}
