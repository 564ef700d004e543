import { Money } from '@reciproca/money';
import {
  lifeChange,
  lifeMovements,
  lifeSteps,
  type CycleStep,
  type Figures,
  type MessageStep,
} from './life-case.js';
import type { LifeResult, LivedNet, LivedStep } from './life-run.js';

const names = ['to pay', 'in settlement', 'contested', 'disputed'] as const;

/**
 * Holds the whole life against what was reckoned by hand: every answer, every figure of every claim
 * after every step, every net with the claims behind it, and the account statement.
 *
 * @param opening what Germany owes France before the life, in euro
 * @returns every difference in words; none when all is as reckoned
 */
export function lifeFaults(life: LifeResult, opening: string): string[] {
  const faults: string[] = [];
  let expected: Readonly<Record<string, Figures>> = {};
  for (const [index, step] of lifeSteps.entries()) {
    const lived = life.steps[index];
    if (lived === undefined) return [...faults, `step ${String(index + 1)} was not reached`];
    expected = { ...expected, ...step.after };
    const found = [
      ...(step.kind === 'messages' ? answerFaults(step, lived) : netFaults(step, lived)),
      ...figureFaults(expected, lived.figures),
    ];
    faults.push(...found.map((fault) => `${step.day}: ${fault}`));
  }
  return [...faults, ...statementFaults(life, opening)];
}

function answerFaults(step: MessageStep, { answers }: LivedStep): string[] {
  return step.messages.flatMap(({ speaker, subject, text, answer }, index) => {
    const told = answers[index] ?? 'nothing';
    const what = `${speaker} ${text}, ${subject.reference}`;
    return told === answer ? [] : [`${what}: ${told}, not ${answer}`];
  });
}

function figureFaults(
  expected: Readonly<Record<string, Figures>>,
  shown: Readonly<Record<string, Figures>>,
): string[] {
  return Object.entries(expected).flatMap(([reference, figures]) =>
    figures.flatMap((figure, index) => {
      const found = shown[reference]?.[index] ?? 'nothing';
      const name = names[index] ?? '';
      return found === figure ? [] : [`${reference} ${name} ${found}, not ${figure}`];
    }),
  );
}

function netFaults(step: CycleStep, { net }: LivedStep): string[] {
  const [settlement, ...others] = net?.settlements ?? [];
  if (net === undefined || settlement === undefined) return [`cycle ${step.id} has no settlement`];
  const sums = step.sides.flatMap(({ creditor, sum }) => {
    const found = settlement.gross.find((line) => line.creditor === creditor)?.amount ?? 'nothing';
    return found === sum ? [] : [`${creditor} gets ${found} gross, not ${sum}`];
  });
  const { payer, payee, amount } = settlement.net;
  const told = `${payer} pays ${payee} ${amount}`;
  const wanted = `${step.net.payer} pays ${step.net.payee} ${step.net.amount}`;
  return [
    ...others.map((other) => `settlement ${other.settlement} was not reckoned with`),
    ...lineFaults(step, net),
    ...sums,
    ...(told === wanted ? [] : [`${told}, not ${wanted}`]),
  ];
}

function lineFaults({ sides }: CycleStep, { claims }: LivedNet): string[] {
  const wanted = new Map(
    sides.flatMap(({ lines }) => lines.map((line) => [line.reference, line.amount] as const)),
  );
  const found = new Map(claims.map(({ reference, amount }) => [reference, amount] as const));
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((reference) => {
    const [is, should] = [found.get(reference) ?? 'nothing', wanted.get(reference) ?? 'nothing'];
    return is === should ? [] : [`${reference} in the net with ${is}, not ${should}`];
  });
}

function statementFaults({ statement }: LifeResult, opening: string): string[] {
  const causes = new Set(
    [...lifeMovements, ...statement.movements].map((movement) => movement.cause),
  );
  const movements = [...causes].flatMap((cause) => {
    const textOf = (of: { amount: string; count: number } | undefined): string =>
      of === undefined ? 'nothing' : `${of.amount} in ${String(of.count)} lines`;
    const is = textOf(statement.movements.find((movement) => movement.cause === cause));
    const should = textOf(lifeMovements.find((movement) => movement.cause === cause));
    return is === should ? [] : [`account statement, ${cause}: ${is}, not ${should}`];
  });
  const closing = Money.of(opening, 'EUR').plus(Money.of(lifeChange, 'EUR')).toString();
  return [
    ...(statement.opening === opening
      ? []
      : [`account statement opens with ${statement.opening}, not ${opening}`]),
    ...movements,
    ...(statement.closing === closing
      ? []
      : [`account statement closes with ${statement.closing}, not ${closing}`]),
  ];
}
