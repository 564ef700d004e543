import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sharesOf } from './shares.js';

const toEuro =
  (factor: string) =>
  (amount: Money): Money =>
    Money.of(amount.toString(), 'EUR').times(factor, { mode: 'half-up' });

function shares(amounts: readonly string[], factor: string): string[] {
  const given = amounts.map((amount) => Money.of(amount, 'GBP'));
  return sharesOf(given, toEuro(factor)).map((share) => share.toString());
}

describe('shares of a converted amount', () => {
  it.each([
    // 1.00 in all; a cut third is 0.33, the cent left over goes to the first.
    [['1.00', '1.00', '1.00'], '0.3333333333', ['0.34', '0.33', '0.33']],
    [['2.00'], '1.25', ['2.50']],
    [['0.00', '2.00'], '1.25', ['0.00', '2.50']],
    [['-2.00', '-1.00'], '0.5', ['-1.00', '-0.50']],
    // What cancels out in all is still owed by each.
    [['10.00', '-10.00'], '1.15', ['11.50', '-11.50']],
    [['100.00', '-99.99'], '1.15', ['115.00', '-114.99']],
    [['0.00'], '1.15', ['0.00']],
    [[], '1.15', []],
  ])('of %j by %s are %j', (amounts, factor, expected) => {
    expect(shares(amounts, factor)).toEqual(expected);
  });

  it('add up, keep their sign and lie within a cent or two of their own conversion', () => {
    const cents = fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n });
    const factors = fc.integer({ min: 1, max: 3_000_000 }).map((n) => (n / 1_000_000).toFixed(6));
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 30 }), factors, (list, factor) => {
        const given = list.map((units) => Money.ofMinorUnits(units, 'GBP'));
        const found = sharesOf(given, toEuro(factor)).map((share) => share.toMinorUnits());
        const whole = toEuro(factor)(Money.sum(given, 'GBP')).toMinorUnits();
        expect(found.reduce((sum, share) => sum + share, 0n)).toBe(whole);
        const millionths = BigInt(factor.replace('.', ''));
        for (const [index, units] of list.entries()) {
          const share = found[index] ?? 0n;
          expect(share === 0n || share > 0n === units > 0n).toBe(true);
          const distance = share * 1_000_000n - units * millionths;
          expect(distance < 2_000_000n && distance > -2_000_000n).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
