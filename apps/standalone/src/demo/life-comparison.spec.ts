import { describe, expect, it } from '@jest/globals';
import { lifeFaults } from './life-comparison.js';
import type { LifeResult, LivedStep } from './life-run.js';
import { livedLife } from './lived-life.builder.js';

type Change = (step: LivedStep) => Partial<LivedStep>;

/** A life in which one step, counted from 1, went another way. */
function lifeWith(number: number, change: Change): LifeResult {
  const life = livedLife();
  const steps = life.steps.map((step, index) =>
    index === number - 1 ? { ...step, ...change(step) } : step,
  );
  return { ...life, steps };
}

const answers =
  (...told: readonly string[]): Change =>
  () => ({ answers: told });

describe('lifeFaults', () => {
  it('finds nothing where all is as reckoned', () => {
    expect(lifeFaults(livedLife(), '0.00')).toEqual([]);
  });

  it('names an answer that is another one', () => {
    const life = lifeWith(3, answers('recorded', 'recorded'));
    expect(lifeFaults(life, '0.00')).toEqual([
      '2021-04-06: DE:AOK-BY waives 640.00, LIFE-4: recorded, not not-your-claim',
    ]);
  });

  it('names a figure that is a cent off, also of a claim that the step leaves alone', () => {
    const life = lifeWith(2, ({ figures }) => ({
      figures: { ...figures, 'LIFE-8': ['300.01', '0.00', '0.00', '0.00'] },
    }));
    expect(lifeFaults(life, '0.00')).toEqual(['2021-03-15: LIFE-8 to pay 300.01, not 300.00']);
  });

  it('names what a net has too much, too little or not at all', () => {
    const life = lifeWith(5, ({ net }) => ({
      net: {
        settlements: (net?.settlements ?? []).map((one) => ({
          ...one,
          gross: one.gross.map((line) =>
            line.creditor === 'DE' ? { ...line, amount: '950.00' } : line,
          ),
          net: { ...one.net, amount: '1490.00' },
        })),
        claims: [
          ...(net?.claims ?? []).filter(({ reference }) => reference !== 'LIFE-8'),
          { institution: 'DE', reference: 'LIFE-9', amount: '300.00' },
        ],
      },
    }));
    expect(lifeFaults(life, '0.00')).toEqual([
      '2021-06-30: LIFE-8 in the net with nothing, not 120.00',
      '2021-06-30: LIFE-9 in the net with 300.00, not nothing',
      '2021-06-30: DE gets 950.00 gross, not 770.00',
      '2021-06-30: DE pays FR 1490.00, not DE pays FR 1670.00',
    ]);
  });

  it('names a cycle without a settlement', () => {
    const life = lifeWith(10, () => ({ net: { settlements: [], claims: [] } }));
    expect(lifeFaults(life, '0.00')).toEqual(['2021-12-31: cycle 2021-H2 has no settlement']);
  });

  it('names movements that differ or were not reckoned with, opening and closing', () => {
    const life = livedLife();
    const [introduced, ...others] = life.statement.movements;
    const movements = [
      { cause: 'introduced', amount: introduced?.amount ?? '', count: 7 },
      ...others,
      { cause: 'settled', amount: '-1.00', count: 1 },
    ];
    const statement = { opening: '0.00', movements, closing: '2021.25' };
    expect(lifeFaults({ ...life, statement }, '5.00')).toEqual([
      'account statement opens with 0.00, not 5.00',
      'account statement, introduced: 1786.60 in 7 lines, not 1786.60 in 8 lines',
      'account statement, settled: -1.00 in 1 lines, not nothing',
      'account statement closes with 2021.25, not 2027.25',
    ]);
  });
});
