import { describe, expect, it } from '@jest/globals';
import { positionOf, type BalanceLine } from './positions.js';

const key = { states: ['DE', 'FR'], currency: 'EUR' } as const;

function line(change: Partial<BalanceLine>): BalanceLine {
  return {
    creditor: 'FR',
    debtor: 'DE',
    currency: 'EUR',
    notDue: '0',
    due: '0',
    overdue: '0',
    contested: '0',
    underCorrection: '0',
    inSettlement: '0',
    disputed: '0',
    claims: 0,
    ...change,
  };
}

describe('positionOf', () => {
  it('adds up what is open and nets the two directions', () => {
    const french = line({
      notDue: '100.00',
      due: '20.00',
      overdue: '3.00',
      contested: '0.40',
      inSettlement: '0.05',
      claims: 9,
    });
    const german = line({ creditor: 'DE', debtor: 'FR', notDue: '23.45', claims: 2 });
    const position = positionOf(key, [french, german]);
    expect(position?.gross.map(({ creditor, open, claims }) => [creditor, open, claims])).toEqual([
      ['DE', '23.45', 2],
      ['FR', '123.45', 9],
    ]);
    expect(position?.net).toEqual({ payer: 'DE', payee: 'FR', amount: '100.00' });
  });

  it('lets the first State pay a net of nothing, and the creditor a negative one', () => {
    expect(positionOf(key, [line({})])?.net).toEqual({ payer: 'DE', payee: 'FR', amount: '0.00' });
    expect(positionOf(key, [line({ due: '-5.00' })])?.net).toEqual({
      payer: 'FR',
      payee: 'DE',
      amount: '5.00',
    });
  });

  it('is absent where nothing was booked', () => {
    expect(positionOf(key, [])).toBeUndefined();
  });
});
