import {
  lifeClaims,
  lifeMovements,
  lifeSteps,
  type CycleStep,
  type LifeStep,
  type MessageStep,
} from './life-case.js';
import type { LifeResult, LivedStep } from './life-run.js';
import { table } from './text-table.js';

const head = ['claim', 'to pay', 'in settlement', 'contested', 'disputed'];

/** The life of the claims as text for a reader who has not seen the product before. */
export function lifeText(life: LifeResult): string {
  return [
    introduction,
    ...lifeSteps.map((step, index) => stepText(step, index, life.steps[index])),
    statementText(life),
    ...(life.deadlines.length > 0 ? [deadlinesText(life)] : []),
  ].join('\n\n');
}

const introduction = `The life of ${String(lifeClaims.length)} claims between France and Germany after the published year, in EUR
  to pay         what is owed: total less credited, contested, waived, paid in advance and settled
  in settlement  taken by a closed cycle and not yet seen on an account; the next takes the difference
  contested      left out of the next cycle until the creditor answers
  disputed       contested when a cycle had taken it: moves no money until the creditor answers
  Shown are the claims that a step changes. What is said goes in through POST /v1/claims.`;

function stepText(step: LifeStep, index: number, lived: LivedStep | undefined): string {
  if (lived === undefined) return `  ${step.day}  was not reached`;
  const said = step.kind === 'messages' ? messageLines(step, lived) : netLines(step, lived);
  const references = Object.keys(step.after);
  const rows = references.map((reference) => [
    claimName(reference),
    ...(lived.figures[reference] ?? []),
  ]);
  return [
    `  ${String(index + 1)}. ${step.day}  ${step.title}`,
    ...said,
    ...(rows.length > 0 ? ['', ...table(head, rows, 7)] : []),
  ].join('\n');
}

function claimName(reference: string): string {
  const claim = lifeClaims.find((each) => each.reference === reference);
  return `${claim?.creditor ?? ''}/${reference}`;
}

function messageLines({ messages }: MessageStep, { answers }: LivedStep): string[] {
  const rows = messages.map(({ speaker, subject, text }, index) => {
    const told = answers[index] ?? 'nothing';
    const isTaken = told === 'introduced' || told === 'recorded';
    return [speaker, subject.reference, text, isTaken ? told : `refused: ${told}`];
  });
  return table(['who', 'about', 'says', 'answer'], rows, 5);
}

/** The net, line by line: what the product took, and how that comes about. */
function netLines({ id, sides, net }: CycleStep, lived: LivedStep): string[] {
  const amounts = new Map(
    lived.net?.claims.map(({ reference, amount }) => [reference, amount] as const),
  );
  const [settlement] = lived.net?.settlements ?? [];
  const rows = sides.flatMap(({ creditor, debtor, lines }) => [
    ...lines.map(({ reference, how }) => [
      claimName(reference),
      amounts.get(reference) ?? 'missing',
      how,
    ]),
    [
      `${debtor} owes ${creditor}`,
      settlement?.gross.find((line) => line.creditor === creditor)?.amount ?? 'missing',
      lines.length === 0 ? 'nothing' : 'together',
    ],
  ]);
  const { payer, payee, amount } = settlement?.net ?? { ...net, amount: 'missing' };
  const paid = [
    `${payer} pays ${payee}`,
    amount,
    `the net of cycle ${id}, approved by two officers and released`,
  ];
  return table(['', 'amount', 'how it comes about'], [...rows, paid], 5).slice(1);
}

function statementText({ statement }: LifeResult): string {
  const rows = [
    [
      'opening',
      statement.opening,
      '',
      'the published net, released and not yet seen on an account',
    ],
    ...statement.movements.map(({ cause, amount, count }) => [
      cause,
      amount,
      String(count),
      lifeMovements.find((movement) => movement.cause === cause)?.how ?? '',
    ]),
    ['closing', statement.closing, '', 'opening and both nets'],
  ];
  return [
    '  Account statement of France with Germany, 2021: positive is owed to France',
    ...table(['', 'amount', 'lines', 'what is behind it'], rows, 5),
  ].join('\n');
}

function deadlinesText({ deadlines }: LifeResult): string {
  const rows = deadlines.map(({ on, kind, claim, statement, amount, currency, consequence }) => {
    const about = claim ?? statement;
    return [
      on,
      kind,
      about === undefined ? '' : `${about.institution}/${about.reference}`,
      amount,
      currency,
      consequence,
    ];
  });
  return [
    '  What falls next for France, seen from 2022-01-01',
    ...table(['on', 'deadline', 'of', 'amount', '', 'consequence'], rows, 5),
  ].join('\n');
}
