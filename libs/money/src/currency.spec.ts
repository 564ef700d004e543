import { describe, expect, it } from '@jest/globals';
import { allCurrencies, currencyOf, fixedEuroQuotationOf, isCurrencyInUse } from './currency.js';

describe('currencies', () => {
  it.each([
    // ISO 4217, list one: decimals of the currencies met in claims.
    ['EUR GBP CHF SEK NOK DKK PLN CZK RON', 2],
    ['DZD MAD TRY RSD BAM MKD CVE CAD ARS BRL USD INR ILS PHP UYU MRU MGA', 2],
    ['ISK XPF XOF XAF JPY KRW CLP', 0],
    ['TND', 3],
    // ISO 4217 lists two; the fillér was withdrawn in 1999.
    ['HUF', 0],
    ['CYP MTL SIT SKK EEK LVL LTL HRK BGN', 2],
    ['ATS DEM FIM FRF IEP NLG CSD YUM ROL MRO', 2],
    ['BEF ESP GRD ITL LUF PTE TRL MGF', 0],
  ])('gives %s their %d decimals', (codes, decimals) => {
    for (const code of codes.split(' ')) {
      expect([code, currencyOf(code)?.decimals]).toEqual([code, decimals]);
    }
  });

  it.each([
    // Regulation (EC) 2866/98, Art 1, and its amendments.
    ['ATS', '1998-12-31', '13.7603'],
    ['BEF', '1998-12-31', '40.3399'],
    ['DEM', '1998-12-31', '1.95583'],
    ['ESP', '1998-12-31', '166.386'],
    ['FIM', '1998-12-31', '5.94573'],
    ['FRF', '1998-12-31', '6.55957'],
    ['IEP', '1998-12-31', '0.787564'],
    ['ITL', '1998-12-31', '1936.27'],
    ['LUF', '1998-12-31', '40.3399'],
    ['NLG', '1998-12-31', '2.20371'],
    ['PTE', '1998-12-31', '200.482'],
    ['GRD', '2000-12-31', '340.750'],
    ['SIT', '2006-12-31', '239.640'],
    ['CYP', '2007-12-31', '0.585274'],
    ['MTL', '2007-12-31', '0.429300'],
    ['SKK', '2008-12-31', '30.1260'],
    ['EEK', '2010-12-31', '15.6466'],
    ['LVL', '2013-12-31', '0.702804'],
    ['LTL', '2014-12-31', '3.45280'],
    ['HRK', '2022-12-31', '7.53450'],
    ['BGN', '2025-12-31', '1.95583'],
  ])('ends %s on %s at %s', (code, lastDay, rate) => {
    expect(currencyOf(code)).toMatchObject({ to: lastDay, euroRate: rate, euroParity: null });
    expect(fixedEuroQuotationOf(code)).toEqual({ units: rate, euros: '1' });
  });

  it.each([
    ['TRL', '2004-12-31', 'TRY', '2005-01-01'],
    ['CSD', '2006-10-24', 'RSD', '2006-10-25'],
    ['ROL', '2005-06-30', 'RON', '2005-07-01'],
    ['MRO', '2017-12-31', 'MRU', '2018-01-01'],
    ['MGF', '2004-12-31', 'MGA', '2005-01-01'],
    ['YUM', '2002-05-14', 'CSD', '2002-05-15'],
  ])('ends %s on %s for %s from %s, without a rate fixed by law', (...row) => {
    const [old, lastDay, next, firstDay] = row;
    expect(currencyOf(old)).toMatchObject({ to: lastDay, euroRate: null, euroParity: null });
    expect(currencyOf(next)).toMatchObject({ from: firstDay });
    expect(fixedEuroQuotationOf(old)).toBeUndefined();
  });

  it('knows the parity of the Pacific franc and of the euro, and none of a floating currency', () => {
    expect(fixedEuroQuotationOf('XPF')).toEqual({ units: '1000', euros: '8.38' });
    expect(fixedEuroQuotationOf('EUR')).toEqual({ units: '1', euros: '1' });
    expect(fixedEuroQuotationOf('GBP')).toBeUndefined();
    expect(fixedEuroQuotationOf('ZZZ')).toBeUndefined();
  });

  it('includes the first and the last day of a currency', () => {
    const kuna = currencyOf('HRK');
    const euro = currencyOf('EUR');
    if (kuna === undefined || euro === undefined) {
      throw new Error('kuna or euro missing');
    }
    expect(isCurrencyInUse(kuna, '2022-12-31')).toBe(true);
    expect(isCurrencyInUse(kuna, '2023-01-01')).toBe(false);
    expect(isCurrencyInUse(kuna, '1994-05-29')).toBe(false);
    expect(isCurrencyInUse(euro, '1999-01-01')).toBe(true);
    expect(isCurrencyInUse(euro, '1998-12-31')).toBe(false);
    expect(isCurrencyInUse(euro, '2999-12-31')).toBe(true);
  });

  it('lists each currency once, with coherent data', () => {
    const all = allCurrencies();
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(150);
    for (const { code, decimals, from, to, name, euroRate } of all) {
      expect(code).toMatch(/^[A-Z]{3}$/);
      expect([0, 2, 3]).toContain(decimals);
      expect(name).not.toBe('');
      expect(to === null || from === null || from < to).toBe(true);
      expect(euroRate === null || to !== null).toBe(true);
    }
  });
});
