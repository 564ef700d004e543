import { languages, type Language, type Output as Answer, type routes } from '@reciproca/contracts';
import { Option, type Command } from 'commander';
import { pathPart } from './api.client.js';
import { tableLines } from './output.js';
import { Session } from './session.js';
import type { World } from './world.js';

type Explanation = Answer<typeof routes.explainSettlement>;

const help = `
Shows how the net came about, what was decided on it by whom, and the first claims behind it with the
rules that admitted them; --claims says how many, --json gives all that there is about them.

Examples:
  $ reciproca explain 2026-Q1/DE-FR/EUR
  $ reciproca explain 2026-Q1/DE-FR/EUR --claims 50 --lang fr`;

/** `explain`: a settlement, from its net down to the rules of its claims. */
export function addExplainCommand(program: Command, world: World): void {
  program
    .command('explain')
    .description('explain a settlement: from its net down to claims, rules, rates and approvers')
    .argument('<settlement>', 'its id, e.g. 2026-Q1/DE-FR/EUR')
    .option('--claims <number>', 'how many claims to show, at most 200', '20')
    .addOption(
      new Option('--lang <language>', 'in which to be told').choices(languages).default('en'),
    )
    .addHelpText('after', help)
    .action(
      async (
        ...[settlement, { claims, lang }, command]: [
          string,
          { readonly claims: string; readonly lang: Language },
          Command,
        ]
      ) => {
        const session = new Session(command, world);
        const { body } = await session.api.ask<Explanation>({
          method: 'GET',
          path: `/v1/explanations/${pathPart(settlement)}?limit=${pathPart(claims)}`,
          token: await session.token('auditor'),
          language: lang,
        });
        session.output.result(body, () => explanationLines(body));
      },
    );
}

/** The explanation for a reader: a heading per level, from the net down. */
export function explanationLines(explanation: Explanation): string[] {
  const { settlement, status, cutoff, hash, net, currency } = explanation;
  return [
    `${settlement}: ${net.payer} pays ${net.payee} ${net.amount} ${currency}, ${status}`,
    `cut-off ${cutoff}, ${hash}`,
    '',
    'How the net came about',
    ...explanation.steps.map(({ rule, text }) => `  ${text} [${rule}]`),
    '',
    'By institution',
    ...tableLines(
      [
        { heading: 'creditor' },
        { heading: 'debtor' },
        { heading: 'claims', right: true },
        { heading: 'amount', right: true },
      ],
      explanation.byInstitution.map(({ creditor, debtor, claims, amount }) => [
        creditor,
        debtor,
        String(claims),
        amount,
      ]),
    ),
    '',
    'What was decided',
    ...(explanation.decisions.length === 0 ? ['  nothing yet'] : []),
    ...explanation.decisions.map(({ at, text }) => `  ${at}  ${text}`),
    '',
    'Claims behind it',
    ...explanation.claims.items.flatMap(claimLines),
    ...(explanation.claims.next === null
      ? []
      : ['  … and more: --claims, or GET /v1/settlements/{id}/claims for all of them']),
  ];
}

function claimLines(claim: Explanation['claims']['items'][number]): string[] {
  const { institution, reference, amount, currency, debtor, total, why } = claim;
  const ofTotal = total === null ? '' : ` of ${total.amount} ${total.currency}`;
  return [
    `  ${institution}/${reference} on ${debtor}: ${amount} ${currency}${ofTotal}`,
    ...why.map(({ rule, text }) => `    ${text} [${rule}]`),
  ];
}
