import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import { officersFor } from './officers.js';

const approvals = { officers: 2, threshold: '10000000.00', officersAbove: 3 };

describe('how many officers approve a settlement', () => {
  it.each([
    ['below the threshold', '9999999.99', 2],
    ['at the threshold, which is not passed', '10000000.00', 2],
    ['a cent above it', '10000000.01', 3],
    ['a net of nothing', '0.00', 2],
  ])('%s', (_name, amount, expected) => {
    expect(officersFor({ approvals }, Money.of(amount, 'EUR'))).toBe(expected);
  });

  it('are two without an arrangement, whatever the net', () => {
    expect(officersFor(undefined, Money.of('999999999999999.99', 'EUR'))).toBe(2);
  });

  it('are those of the arrangement when it has no threshold', () => {
    const always = { officers: 4, threshold: null, officersAbove: 5 };
    expect(officersFor({ approvals: always }, Money.of('20000000.00', 'EUR'))).toBe(4);
  });

  it('passes a threshold of nothing with anything', () => {
    const zero = { ...approvals, threshold: '0.00' };
    expect(officersFor({ approvals: zero }, Money.of('0.00', 'EUR'))).toBe(2);
    expect(officersFor({ approvals: zero }, Money.of('0.01', 'EUR'))).toBe(3);
  });

  it.each([
    ['500.50', '500 ISK', 2],
    ['500.50', '501 ISK', 3],
    ['500.00', '500 ISK', 2],
    ['500', '501 ISK', 3],
    ['500.50', '500.500 TND', 2],
    ['500.50', '500.501 TND', 3],
    ['500.5', '500.50 EUR', 2],
    ['500.5', '500.51 EUR', 3],
  ])('of a threshold of %s and a net of %s', (threshold, net, expected) => {
    const [amount = '', currency = ''] = net.split(' ');
    const given = { approvals: { ...approvals, threshold } };
    expect(officersFor(given, Money.of(amount, currency))).toBe(expected);
  });
});
