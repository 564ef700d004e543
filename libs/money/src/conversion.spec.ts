import { describe, expect, it } from '@jest/globals';
import { convert, quotedPerEuro, unitsPerEuro } from './conversion.js';
import { fixedEuroQuotationOf } from './currency.js';
import type { EuroQuotation } from './currency.types.js';
import { Money } from './money.js';

const euro = quotedPerEuro('1');

function fixed(code: string): EuroQuotation {
  const quotation = fixedEuroQuotationOf(code);
  if (quotation === undefined) {
    throw new Error(`${code} has no fixed rate`);
  }
  return quotation;
}

function toEuro(amount: string, currency: string, quotation: EuroQuotation): string {
  return convert(Money.of(amount, currency), {
    to: 'EUR',
    sourceQuotation: quotation,
    targetQuotation: euro,
    mode: 'half-up',
  }).toString();
}

describe('unitsPerEuro', () => {
  it('is one decimal number, whatever the form of the rate', () => {
    // 1000 / 8.38 = 119.331 742 243 436 7…, by hand.
    expect(unitsPerEuro(fixed('XPF'))).toBe('119.331742243437');
    expect(unitsPerEuro(fixed('XOF'))).toBe('655.957');
    expect(unitsPerEuro(fixed('HRK'))).toBe('7.53450');
    expect(unitsPerEuro(euro)).toBe('1');
  });
});

describe('convert', () => {
  it.each([
    // 1000 XPF = 8.38 EUR: 12 345 × 0.00838 = 103.4511.
    ['12345', 'XPF', '103.45'],
    // New Caledonia 2015: the published euros of the three care types.
    ['95217542', 'XPF', '797923.00'],
    ['28795585', 'XPF', '241307.00'],
    ['1804062530', 'XPF', '15118044.00'],
    ['7.53', 'HRK', '1.00'],
    ['100.00', 'HRK', '13.27'],
    ['1.95', 'BGN', '1.00'],
    ['1000.00', 'LTL', '289.62'],
    ['1.00', 'LVL', '1.42'],
    ['1000.00', 'EEK', '63.91'],
    ['1000.00', 'SKK', '33.19'],
    ['655957', 'XOF', '1000.00'],
    ['-12345', 'XPF', '-103.45'],
  ])('turns %s %s into %s EUR at the rate fixed by law', (amount, currency, expected) => {
    expect(toEuro(amount, currency, fixed(currency))).toBe(expected);
  });

  it('turns 500.00 EUR into whole Pacific francs', () => {
    const francs = convert(Money.of('500.00', 'EUR'), {
      to: 'XPF',
      sourceQuotation: euro,
      targetQuotation: fixed('XPF'),
      mode: 'half-up',
    });
    expect(francs.toString()).toBe('59666');
    expect(francs.currency).toBe('XPF');
  });

  it('turns euro into whole forints', () => {
    // 1 234.56 × 397.83 = 491 145.0048, 0.01 × 397.83 = 3.9783.
    const forints = (amount: string) =>
      convert(Money.of(amount, 'EUR'), {
        to: 'HUF',
        sourceQuotation: euro,
        targetQuotation: quotedPerEuro('397.83'),
        mode: 'half-up',
      }).toString();
    expect(['1234.56', '0.01', '-0.01'].map(forints)).toEqual(['491145', '4', '-4']);
  });

  it('crosses through the unrounded euro', () => {
    // 0.01 GBP / 0.9 = 0.0111… EUR; rounded there to 0.01 it would give 4.00, unrounded 4.44.
    const cross = convert(Money.of('0.01', 'GBP'), {
      to: 'CZK',
      sourceQuotation: quotedPerEuro('0.9'),
      targetQuotation: quotedPerEuro('400'),
      mode: 'half-up',
    });
    expect(cross.toString()).toBe('4.44');
  });

  it('leaves an amount in its own currency alone, whatever the rate', () => {
    const pounds = Money.of('0.01', 'GBP');
    const same = convert(pounds, {
      to: 'GBP',
      sourceQuotation: quotedPerEuro('0.3'),
      targetQuotation: quotedPerEuro('0.7'),
      mode: 'half-up',
    });
    expect(same.equals(pounds)).toBe(true);
  });

  it.each([
    ['half-up', '0.13'],
    ['half-even', '0.12'],
    ['half-down', '0.12'],
    ['ceiling', '0.13'],
    ['floor', '0.12'],
  ] as const)('rounds a tie by %s', (mode, expected) => {
    const half = convert(Money.of('0.25', 'GBP'), {
      to: 'EUR',
      sourceQuotation: quotedPerEuro('2'),
      targetQuotation: euro,
      mode,
    });
    expect(half.toString()).toBe(expected);
  });

  it.each(['0', '-1', '0.00', 'x', '', '1e3'])('refuses the rate %j', (rate) => {
    expect(() => toEuro('1.00', 'GBP', quotedPerEuro(rate))).toThrow(RangeError);
    expect(() => toEuro('1.00', 'GBP', { units: '1', euros: rate })).toThrow(RangeError);
  });

  it('refuses an unknown currency', () => {
    const options = { to: 'ZZZ', sourceQuotation: euro, targetQuotation: euro } as const;
    expect(() => convert(Money.of('1', 'EUR'), { ...options, mode: 'half-up' })).toThrow(
      'unknown-currency',
    );
  });
});
