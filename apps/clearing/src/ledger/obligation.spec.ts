import { describe, expect, it } from '@jest/globals';
import { figuresOf, obligationOf, statusOf, type BucketSums } from './obligation.js';

/** A claim of 1000.00 of which these parts have moved on. */
function claim(moved: BucketSums): BucketSums {
  return { claimed: '-1000.00', ...moved };
}

describe('obligationOf', () => {
  it('is the total less what was credited, contested, waived, down-paid and settled', () => {
    const sums = claim({
      open: '490.00',
      'in-settlement': '200.00',
      settled: '100.00',
      contested: '80.00',
      credited: '50.00',
      refused: '10.00',
      waived: '30.00',
      'written-off': '20.00',
      'down-paid': '20.00',
    });
    expect(obligationOf(figuresOf(sums, 'EUR'))).toEqual({
      total: '1000.00',
      credited: '60.00',
      contested: '80.00',
      disputed: '0.00',
      waived: '50.00',
      downPaid: '20.00',
      inSettlement: '200.00',
      settled: '100.00',
      // 1000 − 60 − 80 − 50 − 20 − 100, which is what lies open and in settlement.
      toPay: '690.00',
    });
  });

  it('has the decimals of its currency', () => {
    const sums: BucketSums = { claimed: '-12345', open: '12345' };
    expect(obligationOf(figuresOf(sums, 'XPF'))).toMatchObject({ total: '12345', settled: '0' });
  });
});

describe('statusOf', () => {
  const status = (moved: BucketSums) => statusOf(figuresOf(claim(moved), 'EUR'));

  it.each<[ReturnType<typeof status>, BucketSums]>([
    ['introduced', { open: '1000.00' }],
    ['in-settlement', { 'in-settlement': '1000.00' }],
    ['in-settlement', { open: '1.00', 'in-settlement': '999.00' }],
    ['contested', { contested: '1000.00' }],
    ['contested', { contested: '1.00', 'in-settlement': '999.00' }],
    ['settled', { settled: '1000.00' }],
    ['settled', { settled: '1.00', credited: '999.00' }],
    ['settled', { 'down-paid': '1000.00' }],
    ['closed', { credited: '400.00', 'written-off': '600.00' }],
    // A refund that is owed keeps a claim from being settled.
    ['introduced', { settled: '1000.00', credited: '100.00', open: '-100.00' }],
    ['in-settlement', { settled: '1000.00', credited: '100.00', 'in-settlement': '-100.00' }],
  ])('is %s for %p', (expected, moved) => {
    expect(status(moved)).toBe(expected);
  });
});
