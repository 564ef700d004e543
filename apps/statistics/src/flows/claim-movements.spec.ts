import { describe, expect, it } from '@jest/globals';
import { Money } from '@reciproca/money';
import { effectOf, readMovement, type ReadMovement } from './claim-movements.js';

const total = Money.of('100.00', 'EUR');

function movement(given: {
  readonly sequence: number;
  readonly year?: number;
  readonly paid?: string;
  readonly toPay: string;
  readonly contested?: string;
  readonly isFolded?: boolean;
}): ReadMovement {
  const read = readMovement(
    {
      sequence: given.sequence,
      paidYear: given.year ?? null,
      paid: given.paid ?? '0',
      toPay: given.toPay,
      contested: given.contested ?? '0',
      isFolded: given.isFolded ?? false,
    },
    'EUR',
  );
  if (read === undefined) throw new Error('no movement');
  return read;
}

function told(movements: readonly ReadMovement[]): object {
  const { paid, outstanding, years } = effectOf(total, movements);
  return {
    paid: paid.toString(),
    outstanding: outstanding.toString(),
    years: years.map(
      (each) => `${String(each.year)} ${each.paid.toString()} ${String(each.claims)}`,
    ),
  };
}

describe('the effect of movements', () => {
  const paid60 = { sequence: 2, year: 2026, paid: '60.00', toPay: '40.00' };
  const paid40 = { sequence: 3, year: 2026, paid: '40.00', toPay: '0.00' };
  const back100 = { sequence: 4, year: 2027, paid: '-100.00', toPay: '100.00' };

  it.each<[string, readonly ReadMovement[], object]>([
    ['nothing changes nothing', [], { paid: '0.00', outstanding: '0.00', years: [] }],
    [
      'a part payment',
      [movement(paid60)],
      { paid: '60.00', outstanding: '-60.00', years: ['2026 60.00 1'] },
    ],
    [
      'the rest, when the part is counted',
      [movement({ ...paid60, isFolded: true }), movement(paid40)],
      { paid: '40.00', outstanding: '-40.00', years: ['2026 40.00 0'] },
    ],
    [
      'the part, when the rest came first',
      [movement(paid60), movement({ ...paid40, isFolded: true })],
      { paid: '60.00', outstanding: '0.00', years: ['2026 60.00 0'] },
    ],
    [
      'money that goes back in a later year',
      [movement({ ...paid60, isFolded: true }), movement(paid40), movement(back100)],
      { paid: '-60.00', outstanding: '60.00', years: ['2026 40.00 0', '2027 -100.00 1'] },
    ],
    [
      'money that goes back within the year: the claim leaves it',
      [
        movement({ ...paid60, isFolded: true }),
        movement({ sequence: 3, year: 2026, paid: '-60.00', toPay: '100.00' }),
      ],
      { paid: '-60.00', outstanding: '60.00', years: ['2026 -60.00 -1'] },
    ],
    [
      'a contestation: what is contested is still outstanding',
      [movement({ sequence: 2, toPay: '70.00', contested: '30.00' })],
      { paid: '0.00', outstanding: '0.00', years: [] },
    ],
    [
      'a credit note',
      [movement({ sequence: 2, toPay: '70.00' })],
      { paid: '0.00', outstanding: '-30.00', years: [] },
    ],
  ])('%s', (_what, movements, effect) => {
    expect(told(movements)).toEqual(effect);
  });

  it('has no effect when an amount is none of the currency', () => {
    const given = { sequence: 2, paidYear: 2026, paid: '1.005', toPay: '0', contested: '0' };
    expect(readMovement({ ...given, isFolded: false }, 'EUR')).toBeUndefined();
    expect(readMovement({ ...given, isFolded: false }, 'TND')).toBeDefined();
  });
});
