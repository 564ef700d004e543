import { lifeChange, lifeMovements, lifeSteps, type CycleStep, type Figures } from './life-case.js';
import type { LifeResult, LivedNet, LivedStep } from './life-run.js';

/** A life as a product shows it that does everything as reckoned, on an opening of 0.00. */
export function livedLife(): LifeResult {
  let figures: Readonly<Record<string, Figures>> = {};
  const steps = lifeSteps.map((step): LivedStep => {
    figures = { ...figures, ...step.after };
    return step.kind === 'messages'
      ? { answers: step.messages.map(({ answer }) => answer), figures }
      : { answers: [], figures, net: netOf(step) };
  });
  return {
    steps,
    statement: { opening: '0.00', movements: lifeMovements, closing: lifeChange },
    statementCsv: '',
    deadlines: [],
  };
}

function netOf({ id, net, sides }: CycleStep): LivedNet {
  return {
    settlements: [
      {
        settlement: `${id}/DE-FR/EUR`,
        states: ['DE', 'FR'],
        currency: 'EUR',
        gross: sides.map(({ creditor, debtor, sum, lines }) => ({
          creditor,
          debtor,
          amount: sum,
          claims: lines.length,
        })),
        net,
        hash: '',
      },
    ],
    claims: sides.flatMap(({ creditor, lines }) =>
      lines.map(({ reference, amount }) => ({ institution: creditor, reference, amount })),
    ),
  };
}
