import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { convert } from './conversion.js';
import { Money } from './money.js';
import { moneyLimits } from './limits.js';
import type { RoundingMode } from './rounding.js';

// Everything is checked against whole-number arithmetic written here, not against decimal.js.

const decimalsOf: Readonly<Record<string, number>> = { EUR: 2, GBP: 2, HUF: 0, XPF: 0, TND: 3 };
const currencies = Object.keys(decimalsOf);
const unitsMax = 10n ** BigInt(moneyLimits.integerDigitsMax) - 1n;

const currency = fc.constantFrom(...currencies);
const minorUnits = fc.bigInt({ min: -unitsMax, max: unitsMax });
const money = fc
  .tuple(minorUnits, currency)
  .map(([units, code]) => Money.ofMinorUnits(units, code));
const euros = minorUnits.map((units) => Money.ofMinorUnits(units, 'EUR'));
const modes: readonly RoundingMode[] = [
  'half-up',
  'half-even',
  'half-down',
  'up',
  'down',
  'ceiling',
  'floor',
];
const mode = fc.constantFrom(...modes);
/** A decimal number as digits and scale, with its text. */
const factor = fc
  .record({
    digits: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    scale: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ digits, scale }) => ({ digits, scale, text: decimalText(digits, scale) }));
const rate = fc
  .record({
    digits: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    scale: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ digits, scale }) => ({ digits, scale, text: decimalText(digits, scale) }));

function decimalText(digits: bigint, scale: number): string {
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const point = text.length - scale;
  const printed = scale === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
  return digits < 0n ? `-${printed}` : printed;
}

/** numerator / denominator as a whole number, denominator above zero. */
function rounded(numerator: bigint, denominator: bigint, how: RoundingMode): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  const size = numerator * sign;
  const whole = size / denominator;
  const rest = size % denominator;
  const twice = rest * 2n;
  const away: Record<RoundingMode, boolean> = {
    'half-up': twice >= denominator,
    'half-even': twice > denominator || (twice === denominator && whole % 2n === 1n),
    'half-down': twice > denominator,
    up: rest > 0n,
    down: false,
    ceiling: rest > 0n && sign > 0n,
    floor: rest > 0n && sign < 0n,
  };
  return sign * (away[how] ? whole + 1n : whole);
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

describe('Money, for all amounts', () => {
  it('prints what it parses back, with the decimals of the currency', () => {
    fc.assert(
      fc.property(minorUnits, currency, (units, code) => {
        const text = Money.ofMinorUnits(units, code).toString();
        expect(text).toBe(decimalText(units, decimalsOf[code] ?? -1));
        expect(Money.of(text, code).toMinorUnits()).toBe(units);
      }),
    );
  });

  it('parses or refuses any text, and never invents a value', () => {
    const nearlyAmounts = fc.stringMatching(/^[-+.,eE0-9 NaI]{0,55}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearlyAmounts), currency, (text, code) => {
        const decimals = decimalsOf[code] ?? -1;
        const form = /^-?(\d{1,48})(?:\.(\d+))?$/.exec(text);
        const isGood = form !== null && !text.endsWith('\n') && (form[2] ?? '').length <= decimals;
        expect(Money.parse(text, code).ok).toBe(isGood);
      }),
      { numRuns: 1_000 },
    );
  });

  it('adds in any order and grouping, with zero and opposite', () => {
    fc.assert(
      fc.property(euros, euros, euros, (a, b, c) => {
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(
          a
            .plus(b)
            .plus(c)
            .equals(a.plus(b.plus(c))),
        ).toBe(true);
        expect(a.plus(Money.zero('EUR')).equals(a)).toBe(true);
        expect(a.plus(a.negated()).isZero()).toBe(true);
        expect(a.minus(b).plus(b).equals(a)).toBe(true);
        expect(a.plus(b).toMinorUnits()).toBe(a.toMinorUnits() + b.toMinorUnits());
      }),
    );
  });

  it('sums like repeated addition, in any order', () => {
    fc.assert(
      fc.property(fc.array(euros, { maxLength: 50 }), (amounts) => {
        const oneByOne = amounts.reduce((sum, amount) => sum.plus(amount), Money.zero('EUR'));
        expect(Money.sum(amounts, 'EUR').equals(oneByOne)).toBe(true);
        expect(Money.sum(amounts.toReversed(), 'EUR').equals(oneByOne)).toBe(true);
      }),
    );
  });

  it('compares as its minor units do', () => {
    fc.assert(
      fc.property(euros, euros, (a, b) => {
        expect(a.compare(b)).toBe(-b.compare(a) + 0);
        expect(a.compare(b) < 0).toBe(a.toMinorUnits() < b.toMinorUnits());
        expect(a.compare(b) === 0).toBe(a.equals(b));
        expect(a.abs().isNegative()).toBe(false);
        expect([a.isNegative(), a.isZero(), a.isPositive()].filter(Boolean)).toHaveLength(1);
        expect(a.negated().negated().equals(a)).toBe(true);
      }),
    );
  });

  it('multiplies exactly and rounds once', () => {
    fc.assert(
      fc.property(money, factor, mode, (amount, by, how) => {
        const exact = amount.toMinorUnits() * by.digits;
        const product = amount.times(by.text, { mode: how });
        expect(product.toMinorUnits()).toBe(rounded(exact, power(by.scale), how));
        expect(product.currency).toBe(amount.currency);
        const part = amount.percent(by.text, { mode: how });
        expect(part.toMinorUnits()).toBe(rounded(exact, power(by.scale + 2), how));
      }),
      { numRuns: 500 },
    );
  });

  it('takes a ratio exactly and rounds once', () => {
    fc.assert(
      fc.property(money, fc.tuple(factor, factor, rate), mode, (amount, [one, other, by], how) => {
        const part = amount.timesRatio(
          { times: [one.text, other.text], dividedBy: [by.text, '365'] },
          { mode: how },
        );
        const numerator = amount.toMinorUnits() * one.digits * other.digits * power(by.scale);
        const denominator = by.digits * 365n * power(one.scale + other.scale);
        expect(part.toMinorUnits()).toBe(rounded(numerator, denominator, how));
        expect(part.currency).toBe(amount.currency);
      }),
      { numRuns: 500 },
    );
  });

  it('rounds a refund to the same size as its claim', () => {
    const symmetric = fc.constantFrom<RoundingMode>(
      'half-up',
      'half-even',
      'half-down',
      'up',
      'down',
    );
    fc.assert(
      fc.property(money, factor, symmetric, (amount, by, how) => {
        const claim = amount.times(by.text, { mode: how });
        const refund = amount.negated().times(by.text, { mode: how });
        expect(refund.equals(claim.negated())).toBe(true);
      }),
    );
  });

  it('allocates the whole, fairly to one minor unit, and the same way every time', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 30 })
      .filter((list) => list.some((weight) => weight > 0n));
    fc.assert(
      fc.property(money, weights, (amount, list) => {
        const parts = amount.allocate(list);
        const weightOfAll = list.reduce((sum, weight) => sum + weight, 0n);
        expect(Money.sum(parts, amount.currency).equals(amount)).toBe(true);
        parts.forEach((part, index) => {
          const weight = list[index] ?? 0n;
          const units = part.toMinorUnits();
          const difference = units * weightOfAll - amount.toMinorUnits() * weight;
          expect(difference < weightOfAll && difference > -weightOfAll).toBe(true);
          expect(weight > 0n || units === 0n).toBe(true);
          expect(units === 0n || units < 0n === amount.isNegative()).toBe(true);
        });
        expect(amount.allocate(list).map(String)).toEqual(parts.map(String));
      }),
    );
  });

  it('gives left-over minor units to the first among equals', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: unitsMax }),
        fc.integer({ min: 1, max: 40 }),
        (units, parts) => {
          const split = Money.ofMinorUnits(units, 'EUR').allocate(
            Array.from({ length: parts }, () => 1n),
          );
          const extra = Number(units % BigInt(parts));
          split.forEach((part, index) => {
            expect(part.toMinorUnits()).toBe(units / BigInt(parts) + (index < extra ? 1n : 0n));
          });
        },
      ),
    );
  });

  it('converts through the unrounded euro and rounds once', () => {
    fc.assert(
      fc.property(
        money,
        fc.tuple(currency, mode),
        fc.tuple(rate, rate),
        (amount, [to, how], rates) => {
          fc.pre(amount.currency !== to);
          const [from, into] = rates;
          const converted = convert(amount, {
            to,
            sourceQuotation: { units: from.text, euros: '1' },
            targetQuotation: { units: into.text, euros: '1' },
            mode: how,
          });
          const numerator =
            amount.toMinorUnits() * into.digits * power(from.scale) * power(decimalsOf[to] ?? 0);
          const denominator =
            from.digits * power(into.scale) * power(decimalsOf[amount.currency] ?? 0);
          expect(converted.toMinorUnits()).toBe(rounded(numerator, denominator, how));
          expect(converted.currency).toBe(to);
        },
      ),
      { numRuns: 500 },
    );
  });
});
