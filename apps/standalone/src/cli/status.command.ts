import { languages, type Language, type Output as Answer, type routes } from '@reciproca/contracts';
import { Option, type Command } from 'commander';
import { pathPart } from './api.client.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import type { World } from './world.js';

type ClaimView = Answer<typeof routes.readClaim>;

const help = `
Examples:
  $ reciproca status FR:CNAM 2025-H1-000123
  $ reciproca status FR:CNAM 2025-H1-000123 --lang fr`;

/** `status`: a claim, what is owed on it, its history and why. */
export function addStatusCommand(program: Command, world: World): void {
  program
    .command('status')
    .description('show a claim: where it stands, what is owed, what happened to it and why')
    .argument('<institution>', 'the creditor, e.g. FR:CNAM')
    .argument('<reference>', 'the reference of the claim')
    .addOption(
      new Option('--lang <language>', 'in which to be told what happened and why')
        .choices(languages)
        .default('en'),
    )
    .addHelpText('after', help)
    .action(
      async (
        ...[institution, reference, { lang }, command]: [
          string,
          string,
          { readonly lang: Language },
          Command,
        ]
      ) => {
        const session = new Session(command, world);
        const { body } = await session.api.ask<ClaimView>({
          method: 'GET',
          path: `/v1/claims/${pathPart(institution)}/${pathPart(reference)}`,
          token: await session.token('auditor'),
          language: lang,
        });
        session.output.result(body, () => claimLines(body));
      },
    );
}

function claimLines(claim: ClaimView): string[] {
  const { total, due } = claim;
  const facts: [string, string | null | undefined][] = [
    ['claim', `${claim.claim.institution}/${claim.claim.reference}`],
    ['status', claim.status],
    ['creditor', claim.creditor],
    ['debtor', claim.debtor],
    ['instrument', claim.instrument],
    ['introduced on', claim.introducedOn],
    ['total', total === null ? null : `${total.amount} ${total.currency}`],
    ['pay by', due?.payBy],
  ];
  return [
    ...tableLines([{ heading: '' }, { heading: '' }], facts).slice(1),
    ...obligationLines(claim),
    ...section('Settlements', claim.settlements, [
      ['settlement', ({ settlement }) => settlement],
      ['amount', ({ amount }) => amount],
      ['status', ({ status }) => status],
    ]),
    ...section('Reasons', claim.reasons, [
      ['code', ({ code }) => code],
      ['rule', ({ rule }) => rule],
      ['detail', ({ detail }) => detail],
    ]),
    ...historyLines(claim),
    // Why a claim was rejected is what its reasons say.
    ...section('Why', claim.reasons.length > 0 ? [] : claim.why, [
      ['rule', ({ rule }) => rule],
      ['text', ({ text }) => text],
    ]),
  ];
}

function obligationLines({ obligation }: ClaimView): string[] {
  if (obligation === null) return [];
  const rows = Object.entries(obligation).map(([name, amount]) => [name, amount] as const);
  return ['', ...tableLines([{ heading: 'Obligation' }, { heading: '', right: true }], rows)];
}

/** The life of the claim, with what was owed after each step. */
function historyLines({ history }: ClaimView): string[] {
  if (history.length === 0) return [];
  const figures = ['to pay', 'in settlement', 'contested', 'disputed'] as const;
  return [
    '',
    'History',
    ...tableLines(
      [
        { heading: 'day' },
        ...figures.map((heading) => ({ heading, right: true })),
        { heading: 'what happened' },
      ],
      history.map(({ day, text, obligation }) => [
        day,
        obligation?.toPay,
        obligation?.inSettlement,
        obligation?.contested,
        obligation?.disputed,
        text,
      ]),
    ),
  ];
}

type SectionColumn<Row> = readonly [string, (row: Row) => string | null | undefined];

function section<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly SectionColumn<Row>[],
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
  return [
    '',
    title,
    ...tableLines(
      columns.map(([heading]) => ({ heading })),
      cells,
    ),
  ];
}
