import { describe, expect, it } from '@jest/globals';
import { Money } from './money.js';
import type { MoneyFaultCode } from './money.js';

describe('Money.parse', () => {
  it.each([
    ['1134.56', 'EUR', 113456n, '1134.56'],
    ['0.1', 'EUR', 10n, '0.10'],
    ['7', 'EUR', 700n, '7.00'],
    ['007.50', 'EUR', 750n, '7.50'],
    ['0', 'EUR', 0n, '0.00'],
    ['-0.00', 'EUR', 0n, '0.00'],
    ['-0', 'XPF', 0n, '0'],
    ['-0.05', 'EUR', -5n, '-0.05'],
    ['-1134.56', 'EUR', -113456n, '-1134.56'],
    ['95217542', 'XPF', 95217542n, '95217542'],
    ['12.345', 'TND', 12345n, '12.345'],
    ['12.3', 'TND', 12300n, '12.300'],
    ['1500', 'HUF', 1500n, '1500'],
    ['820', 'ISK', 820n, '820'],
    ['999999999999999999.99', 'EUR', 99999999999999999999n, '999999999999999999.99'],
    [`${'9'.repeat(48)}.99`, 'EUR', 10n ** 50n - 1n, `${'9'.repeat(48)}.99`],
    ['9007199254740993.01', 'EUR', 900719925474099301n, '9007199254740993.01'],
  ])('reads %s %s', (text, currency, ...expected) => {
    const money = Money.of(text, currency);
    expect([money.toMinorUnits(), money.toString()]).toEqual(expected);
    expect(money.currency).toBe(currency);
  });

  it.each<[string, string, MoneyFaultCode]>([
    ['', 'EUR', 'malformed-amount'],
    ['-', 'EUR', 'malformed-amount'],
    ['.', 'EUR', 'malformed-amount'],
    ['.5', 'EUR', 'malformed-amount'],
    ['-.5', 'EUR', 'malformed-amount'],
    ['5.', 'EUR', 'malformed-amount'],
    ['1.2.3', 'EUR', 'malformed-amount'],
    ['1e3', 'EUR', 'malformed-amount'],
    ['1E3', 'EUR', 'malformed-amount'],
    ['NaN', 'EUR', 'malformed-amount'],
    ['Infinity', 'EUR', 'malformed-amount'],
    ['+1.00', 'EUR', 'malformed-amount'],
    ['--1', 'EUR', 'malformed-amount'],
    ['1-', 'EUR', 'malformed-amount'],
    [' 1.00', 'EUR', 'malformed-amount'],
    ['1.00 ', 'EUR', 'malformed-amount'],
    ['1.00\n', 'EUR', 'malformed-amount'],
    ['1 000.00', 'EUR', 'malformed-amount'],
    ['1,00', 'EUR', 'malformed-amount'],
    ["1'000.00", 'EUR', 'malformed-amount'],
    ['0x10', 'EUR', 'malformed-amount'],
    ['0b1', 'EUR', 'malformed-amount'],
    ['1_000', 'EUR', 'malformed-amount'],
    ['1n', 'EUR', 'malformed-amount'],
    ['\u0661\u0662', 'EUR', 'malformed-amount'],
    ['\u22121.00', 'EUR', 'malformed-amount'],
    ['1.234', 'EUR', 'too-many-decimals'],
    ['1.000', 'EUR', 'too-many-decimals'],
    ['1.0', 'XPF', 'too-many-decimals'],
    ['1.2345', 'TND', 'too-many-decimals'],
    ['100.5', 'HUF', 'too-many-decimals'],
    [`1${'0'.repeat(48)}`, 'EUR', 'amount-too-long'],
    [`${'0'.repeat(48)}1`, 'EUR', 'amount-too-long'],
    [`-1${'0'.repeat(48)}`, 'EUR', 'amount-too-long'],
    ['9'.repeat(100_000), 'EUR', 'amount-too-long'],
    ['1.00', 'ZZZ', 'unknown-currency'],
    ['1.00', 'eur', 'unknown-currency'],
    ['1.00', '', 'unknown-currency'],
    ['1e3', 'ZZZ', 'unknown-currency'],
    [`${'1'.repeat(49)}.001`, 'EUR', 'amount-too-long'],
  ])('refuses %j %s as %s', (text, currency, code) => {
    expect(Money.parse(text, currency)).toEqual({ ok: false, code });
    expect(() => Money.of(text, currency)).toThrow(code);
  });

  it('takes text and whole minor units only', () => {
    // @ts-expect-error a number is no amount
    expect(() => Money.of(1.5, 'EUR')).toThrow();
    // @ts-expect-error a number is no amount
    expect(() => Money.ofMinorUnits(150, 'EUR').plus(Money.of('1', 'EUR'))).toThrow();
    expect(() => Money.ofMinorUnits(1n, 'ZZZ')).toThrow('unknown-currency');
    expect(() => Money.zero('ZZZ')).toThrow('unknown-currency');
  });
});

describe('Money arithmetic', () => {
  const eur = (text: string) => Money.of(text, 'EUR');

  it('adds a tenth and two tenths to three tenths', () => {
    expect(eur('0.1').plus(eur('0.2')).equals(eur('0.3'))).toBe(true);
    expect(Money.sum([eur('0.1'), eur('0.2')], 'EUR').toString()).toBe('0.30');
  });

  it('sums nothing to zero of the named currency', () => {
    const none = Money.sum([], 'TND');
    expect([none.toString(), none.currency, none.decimals]).toEqual(['0.000', 'TND', 3]);
  });

  it.each([
    ['1.00', '2.00', -1],
    ['2.00', '1.00', 1],
    ['1.5', '1.50', 0],
    ['-1.00', '0.00', -1],
    ['-2.00', '-1.00', -1],
    ['10.00', '9.00', 1],
  ])('compares %s with %s as %d', (one, other, expected) => {
    expect(eur(one).compare(eur(other))).toBe(expected);
  });

  it('tells sign, size and opposite', () => {
    const [below, nothing, above] = [eur('-0.01'), eur('-0.00'), eur('0.01')];
    expect([below, nothing, above].map((m) => m.isNegative())).toEqual([true, false, false]);
    expect([below, nothing, above].map((m) => m.isZero())).toEqual([false, true, false]);
    expect([below, nothing, above].map((m) => m.isPositive())).toEqual([false, false, true]);
    expect([below, nothing, above].map((m) => m.abs().toString())).toEqual([
      '0.01',
      '0.00',
      '0.01',
    ]);
    expect([below, nothing, above].map((m) => m.negated().toString())).toEqual([
      '0.01',
      '0.00',
      '-0.01',
    ]);
  });

  it('throws when currencies are mixed, and calls them unequal', () => {
    const pounds = Money.of('1.00', 'GBP');
    expect(() => eur('1.00').plus(pounds)).toThrow(new TypeError('EUR mixed with GBP'));
    expect(() => eur('1.00').minus(pounds)).toThrow(TypeError);
    expect(() => eur('1.00').compare(pounds)).toThrow(TypeError);
    expect(() => Money.sum([eur('1.00'), pounds], 'EUR')).toThrow(TypeError);
    expect(eur('1.00').equals(pounds)).toBe(false);
    expect(eur('0.00').equals(Money.zero('GBP'))).toBe(false);
  });

  it('never changes what it was made from', () => {
    const money = eur('1.00');
    money.plus(eur('1.00'));
    money.times('3', { mode: 'half-up' });
    money.allocate([1n, 1n]);
    expect(money.toString()).toBe('1.00');
  });

  it('is told apart by comparisons of structure, as tests make them', () => {
    expect(eur('1.00')).toEqual(eur('1'));
    expect(eur('1.00')).not.toEqual(eur('2.00'));
    expect(eur('1.00')).not.toEqual(Money.of('1.00', 'GBP'));
  });

  it('appears in JSON as amount and currency', () => {
    expect(JSON.stringify({ total: eur('1134.5') })).toBe(
      '{"total":{"amount":"1134.50","currency":"EUR"}}',
    );
  });

  it('takes nine tenths of a statement to the cent', () => {
    expect(eur('100000.00').times('0.9', { mode: 'half-up' }).toString()).toBe('90000.00');
    expect(eur('99999.99').percent('90', { mode: 'up' }).toString()).toBe('90000.00');
    expect(eur('99999.99').percent('90', { mode: 'down' }).toString()).toBe('89999.99');
  });

  it('multiplies the published monthly amounts of Ireland 2018 by the months', () => {
    const children = eur('124.49').times('24', { mode: 'half-up' });
    const adults = eur('195.80').times('12', { mode: 'half-up' });
    expect(children.toString()).toBe('2987.76');
    expect(adults.toString()).toBe('2349.60');
    expect(children.plus(adults).toString()).toBe('5337.36');
  });

  it.each([
    // 4.50 per cent for 90 of 365 days: 1109.589…; rounded in between it would be another figure.
    ['100000.00', 'EUR', ['4.50', '90'], ['100', '365'], '1109.59'],
    // IR 987/2009 Art 64 on published yearly averages: × (1 − 0.20) / 12.
    ['1867.35', 'EUR', ['0.80'], ['12'], '124.49'],
    ['9180.80', 'EUR', ['0.85'], ['12'], '650.31'],
    ['0.10', 'EUR', ['0.2', '3'], [], '0.06'],
    ['1.000', 'TND', ['1'], ['3'], '0.333'],
    ['1000', 'XPF', ['1'], ['3'], '333'],
    ['-0.01', 'EUR', ['1'], ['2'], '-0.01'],
  ])('takes of %s %s the ratio %p by %p', (amount, currency, ...[times, dividedBy, expected]) => {
    const part = Money.of(amount, currency).timesRatio({ times, dividedBy }, { mode: 'half-up' });
    expect(part.toString()).toBe(expected);
  });

  it('rounds a ratio to fewer decimals than the currency has, where they are asked for', () => {
    const yearly = Money.of('123459.99', 'CZK');
    const monthly = { times: ['0.80'], dividedBy: ['12'] };
    const withDecimals = (decimals: number) =>
      yearly.timesRatio(monthly, { mode: 'half-up', decimals }).toString();
    // 8230.666
    expect([0, 1, 2].map(withDecimals)).toEqual(['8231.00', '8230.70', '8230.67']);
    expect(() => withDecimals(3)).toThrow(RangeError);
    expect(() => withDecimals(-1)).toThrow(RangeError);
    expect(() => withDecimals(0.5)).toThrow(RangeError);
  });

  it.each([
    [['1e3'], ['1']],
    [['1'], ['0']],
    [['1'], ['0.00']],
    [['1', '1', '1'], ['1']],
    [['1'], ['1', '1', '1']],
  ])('refuses the ratio %p by %p', (times, dividedBy) => {
    expect(() => eur('1.00').timesRatio({ times, dividedBy }, { mode: 'half-up' })).toThrow(
      RangeError,
    );
  });

  it.each(['1e3', '', ' 1', '+1', '.5', 'NaN', '1,5', '9'.repeat(31)])(
    'refuses the factor %j',
    (factor) => {
      expect(() => eur('1.00').times(factor, { mode: 'half-up' })).toThrow(RangeError);
      expect(() => eur('1.00').percent(factor, { mode: 'half-up' })).toThrow(RangeError);
    },
  );

  it.each([
    // A cent times 0.5, -0.5, 1.5, 0.4 and 0.6: the first three are ties.
    ['half-up', '0.01', '-0.01', '0.02', '0.00', '0.01'],
    ['half-even', '0.00', '0.00', '0.02', '0.00', '0.01'],
    ['half-down', '0.00', '0.00', '0.01', '0.00', '0.01'],
    ['up', '0.01', '-0.01', '0.02', '0.01', '0.01'],
    ['down', '0.00', '0.00', '0.01', '0.00', '0.00'],
    ['ceiling', '0.01', '0.00', '0.02', '0.01', '0.01'],
    ['floor', '0.00', '-0.01', '0.01', '0.00', '0.00'],
  ] as const)('rounds %s', (mode, ...expected) => {
    const cent = eur('0.01');
    const rounded = ['0.5', '-0.5', '1.5', '0.4', '0.6'].map((factor) =>
      cent.times(factor, { mode }).toString(),
    );
    expect(rounded).toEqual(expected);
  });

  it('sees a digit far behind the tie', () => {
    const factor = `0.5${'0'.repeat(26)}1`;
    expect(eur('0.01').times(factor, { mode: 'half-even' }).toString()).toBe('0.01');
    expect(eur('0.01').times(factor, { mode: 'half-down' }).toString()).toBe('0.01');
  });
});

describe('Money.allocate', () => {
  const split = (amount: string, weights: bigint[], currency = 'EUR') =>
    Money.of(amount, currency).allocate(weights).map(String);

  it.each<[string, bigint[], string[]]>([
    ['10.00', [1n, 1n, 1n], ['3.34', '3.33', '3.33']],
    ['-10.00', [1n, 1n, 1n], ['-3.34', '-3.33', '-3.33']],
    ['0.02', [1n, 1n, 1n], ['0.01', '0.01', '0.00']],
    ['0.05', [3n, 7n], ['0.02', '0.03']],
    ['100.00', [0n, 1n, 0n], ['0.00', '100.00', '0.00']],
    ['0.01', [0n, 1n, 1n], ['0.00', '0.01', '0.00']],
    ['0.00', [1n, 2n], ['0.00', '0.00']],
    ['5.00', [7n], ['5.00']],
    // 1.666…, 3.333…, 5: the largest remainder gets the last cent.
    ['0.10', [1n, 2n, 3n], ['0.02', '0.03', '0.05']],
  ])('splits %s by %p', (amount, weights, parts) => {
    expect(split(amount, weights)).toEqual(parts);
  });

  it('splits whole francs and millimes', () => {
    expect(split('100', [1n, 1n, 1n], 'XPF')).toEqual(['34', '33', '33']);
    expect(split('0.100', [1n, 1n, 1n], 'TND')).toEqual(['0.034', '0.033', '0.033']);
  });

  it.each<[string, bigint[]]>([
    ['no weights', []],
    ['only zeros', [0n, 0n]],
    ['a negative weight', [2n, -1n]],
  ])('refuses %s', (_, weights) => {
    expect(() => split('1.00', weights)).toThrow(RangeError);
  });
});
