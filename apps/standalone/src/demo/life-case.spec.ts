import { describe, expect, it } from '@jest/globals';
import {
  lifeChange,
  lifeClaims,
  lifeMovements,
  lifeSteps,
  type CycleStep,
  type Figures,
} from './life-case.js';

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const sum = (amounts: readonly string[]): bigint =>
  amounts.reduce((total, amount) => total + cents(amount), 0n);

const cycles = lifeSteps.filter((step): step is CycleStep => step.kind === 'cycle');

/** Of a claim before a step. */
function figuresBefore(step: CycleStep, reference: string): Figures {
  const earlier = lifeSteps.slice(0, lifeSteps.indexOf(step));
  return (
    earlier.map(({ after }) => after[reference]).findLast((each) => each !== undefined) ?? none
  );
}

const none: Figures = ['0.00', '0.00', '0.00', '0.00'];

describe('the figures reckoned by hand', () => {
  it.each(cycles)('add up in cycle $id, line by line', (cycle) => {
    for (const { sum: told, lines } of cycle.sides) {
      expect(sum(lines.map(({ amount }) => amount))).toBe(cents(told));
    }
    const [france, germany] = cycle.sides.map((side) => cents(side.sum));
    expect((france ?? 0n) - (germany ?? 0n)).toBe(cents(cycle.net.amount));
  });

  it.each(cycles)('put into settlement in cycle $id what its net takes', (cycle) => {
    for (const { reference, amount } of cycle.sides.flatMap(({ lines }) => lines)) {
      const [, before] = figuresBefore(cycle, reference);
      const [toPay, after] = cycle.after[reference] ?? none;
      expect([reference, cents(after) - cents(before)]).toEqual([reference, cents(amount)]);
      expect(toPay).toBe(after);
    }
  });

  it('move in the account statement what the nets settle', () => {
    const moved = sum(lifeMovements.map(({ amount }) => amount));
    expect(moved).toBe(cents(lifeChange));
    expect(moved).toBe(sum(cycles.map(({ net }) => net.amount)));
    const [france, germany] = ['FR', 'DE'].map((state) =>
      sum(lifeClaims.filter((claim) => claim.creditor.startsWith(state)).map((one) => one.amount)),
    );
    expect((france ?? 0n) - (germany ?? 0n)).toBe(cents(lifeMovements[0]?.amount ?? ''));
  });
});
