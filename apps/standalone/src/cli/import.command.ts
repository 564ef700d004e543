import { limits } from '@reciproca/contracts';
import type { Output as Answer, routes } from '@reciproca/contracts';
import type { Command } from 'commander';
import { openInput, wholeInput } from './input-file.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import type { World } from './world.js';

type Opened = Answer<typeof routes.importOpenItems>;

const types = { json: 'application/json', csv: 'text/csv' } as const;

const help = `
Examples:
  $ reciproca import open-items open-items.csv
  $ reciproca import open-items - --format csv < open-items.csv

The file holds the open claims of an old system, at most ${limits.openItemsMax}: the columns of a claims
CSV (reciproca submit --help), of which entitlement, beneficiary, care and benefits may be left out,
and settled, credited, contestation.reference, contestation.reason, contestation.amount,
contestation.day, amounts in the currency of the claim. In JSON it is an array of the same.
It is taken whole or refused whole; then every faulty line is named and the exit code is 1. A claim
that is in the books already is a fault, so the same file is not taken twice.`;

/** `import open-items`: takes over what an old system holds open. */
export function addImportCommand(program: Command, world: World): void {
  const group = program
    .command('import')
    .description('what is taken over from an old system')
    .addHelpText('after', help);
  group
    .command('open-items')
    .description('take over open claims with what was settled, credited and contested of them')
    .argument('<file>', 'a .csv or .json file, - for standard input')
    .option('--format <format>', 'csv or json, when the name of the file does not tell')
    .addHelpText('after', help)
    .action(async (path: string, { format }: { readonly format?: string }, command: Command) => {
      await importOpenItems(new Session(command, world), path, format);
    });
}

async function importOpenItems(
  session: Session,
  path: string,
  format: string | undefined,
): Promise<void> {
  const { output, world } = session;
  const input = await openInput(world, path, { types, format });
  const content = await wholeInput(input, limits.requestBytesMax, (bytes) => {
    output.progress(bytes, input.bytes, `open items: ${bytes} bytes read`);
  });
  output.progress(content.length, content.length, 'open items: being checked and booked');
  const { body } = await session.api.ask<Opened>({
    method: 'POST',
    path: '/v1/open-items',
    token: await session.token('dispatcher'),
    body: { contentType: input.contentType, content },
  });
  output.result(body, () => openedLines(body));
}

function openedLines({ items, totals }: Opened): string[] {
  const columns = [
    { heading: 'creditor' },
    { heading: 'debtor' },
    { heading: 'claims', right: true },
    { heading: 'total', right: true },
    { heading: 'settled', right: true },
    { heading: 'credited', right: true },
    { heading: 'contested', right: true },
    { heading: 'open', right: true },
    { heading: '' },
  ];
  const rows = totals.map((sum) => [
    sum.creditor,
    sum.debtor,
    sum.claims,
    sum.total,
    sum.settled,
    sum.credited,
    sum.contested,
    sum.open,
    sum.currency,
  ]);
  return [`${items} open items taken over`, ...tableLines(columns, rows)];
}
