import { describe, expect, it } from '@jest/globals';
import { Money } from '@reciproca/money';
import { exchange, exchangeRateTable } from './exchange.js';
import { checkExchangeRateRecords, checkReferenceRateRecords } from './record-checks.js';
import { referenceRateTable } from './reference-rates.js';
import { shippedTables } from './shipped/shipped-tables.js';

const rates = shippedTables().exchangeRates;

const exchanged = (amount: string, pair: string, day: string): string | object => {
  const [from = '', to = ''] = pair.split('-');
  const answer = exchange({ amount: Money.of(amount, from), to, day, rates });
  return answer.ok ? answer.money.toString() : answer.missing;
};

describe('exchange at the rates of a day', () => {
  // Expected amounts calculated with decimal arithmetic elsewhere, from the published quotations.
  it.each([
    ['1000.00', 'GBP-EUR', '2026-10-30', '1199.33'],
    ['1000.00', 'EUR-GBP', '2014-12-31', '778.90'],
    // New Year's Day has no quotation: those of 31.12.2014, 0.7789 and 9.393.
    ['1000.00', 'EUR-GBP', '2015-01-01', '778.90'],
    ['1000.00', 'GBP-SEK', '2015-01-01', '12059.31'],
    ['57350000.00', 'SEK-EUR', '2026-10-30', '5224084.53'],
    // The kuna by its last quotation to its end, then by the conversion rate.
    ['1000.00', 'HRK-EUR', '2022-12-31', '132.69'],
    ['1000.00', 'HRK-EUR', '2023-01-01', '132.72'],
    ['1000.00', 'HRK-EUR', '2030-01-01', '132.72'],
    ['12345', 'XPF-EUR', '2020-06-30', '103.45'],
    ['500.00', 'EUR-XPF', '2020-06-30', '59666'],
    ['1000.00', 'GBP-XPF', '2015-01-01', '153205'],
    ['-12345', 'XPF-EUR', '2020-06-30', '-103.45'],
    ['0.10', 'EUR-EUR', '2020-06-30', '0.10'],
  ])('%s %s on %s is %s', (amount, pair, ...[day, expected]) => {
    expect(exchanged(amount, pair, day)).toBe(expected);
  });

  it('names value, day and source of each rate', () => {
    const amount = Money.of('1000.00', 'GBP');
    expect(exchange({ amount, to: 'HRK', day: '2023-01-01', rates })).toMatchObject({
      rates: [
        { currency: 'GBP', value: '0.88693', day: '2022-12-30', source: 'ECB' },
        { currency: 'HRK', value: '7.53450', day: '2023-01-01', source: 'Regulation (EC) 2866/98' },
      ],
    });
    expect(rates.rateOn('XPF', '2020-06-30')).toMatchObject({
      value: '119.331742243437',
      source: 'parity 1000 XPF = 8.38 EUR',
    });
    expect(exchange({ amount, to: 'GBP', day: '2023-01-01', rates })).toEqual({
      ok: true,
      money: amount,
      rates: [],
    });
  });

  it('says which rate is missing', () => {
    expect(exchanged('1.00', 'GBP-EUR', '2009-01-01')).toEqual({
      currency: 'GBP',
      day: '2009-01-01',
    });
    expect(exchanged('1.00', 'EUR-DZD', '2020-01-01')).toEqual({
      currency: 'DZD',
      day: '2020-01-01',
    });
    // A currency that the euro replaced has no rate fixed before.
    expect(exchanged('1.00', 'LTL-EUR', '2008-12-31')).toEqual({
      currency: 'LTL',
      day: '2008-12-31',
    });
  });

  it('is the same whatever else was exchanged before', () => {
    const first = exchanged('1234.56', 'GBP-SEK', '2020-01-01');
    exchanged('1.00', 'SEK-GBP', '2010-01-04');
    expect(exchanged('1234.56', 'GBP-SEK', '2020-01-01')).toBe(first);
  });
});

describe('versions of exchange rates', () => {
  it('replace a quotation, not the other currencies of the day', () => {
    const table = exchangeRateTable([
      { date: '2024-01-02', GBP: '0.86', SEK: '11.1' },
      { date: '2024-01-04', GBP: '0.88' },
      { date: '2024-01-02', GBP: '0.87' },
      { date: '2024-01-03', DZD: '148.5' },
    ]);
    const value = (currency: string, day: string) => table.rateOn(currency, day)?.value;
    expect(value('GBP', '2024-01-03')).toBe('0.87');
    expect(value('SEK', '2024-01-03')).toBe('11.1');
    expect(value('GBP', '2024-01-04')).toBe('0.88');
    expect(value('DZD', '2024-01-02')).toBeUndefined();
    expect(value('DZD', '2024-12-31')).toBe('148.5');
  });

  it('quote nothing but currencies', () => {
    const table = exchangeRateTable([{ date: '2024-01-02', GBP: '0.86' }]);
    const asked = ['date', 'constructor', 'GBX', 'SEK'];
    expect(asked.map((code) => table.rateOn(code, '2024-01-03'))).toEqual(
      asked.map(() => undefined),
    );
    expect(table.rateOn('GBP', '2024-01-03')).toMatchObject({ value: '0.86', day: '2024-01-02' });
  });
});

describe('an import of exchange rates', () => {
  it('takes a row with empty cells, and keeps what is quoted', () => {
    const row = { date: '2024-01-02', GBP: '0.8665', HRK: '', ISK: null };
    expect(checkExchangeRateRecords([row])).toEqual({
      ok: true,
      records: [{ date: '2024-01-02', GBP: '0.8665' }],
    });
  });

  it('refuses wrong days, currencies, rates and rows, each by its place', () => {
    const checked = checkExchangeRateRecords([
      { date: '2024-01-02', GBP: '0', SEK: '-1', CHF: '1e3', NOK: 11.2, DKK: '7,45' },
      { date: '2024-02-30', GBP: 'x' },
      { GBP: '0.86' },
      { date: '2024-01-03', EUR: '1', ZZZ: '2', gbp: '0.86' },
      null,
      [],
      { date: '2024-01-04', GBP: '0.86' },
      { date: '2024-01-04', SEK: '11.1' },
    ]);
    expect(
      checked.ok ? [] : checked.faults.map(({ index, path }) => `${String(index)}:${path}`),
    ).toEqual([
      ...['0:GBP', '0:SEK', '0:CHF', '0:NOK', '0:DKK', '1:date', '1:GBP', '2:date'],
      ...['3:EUR', '3:ZZZ', '3:gbp', '4:', '5:', '7:'],
    ]);
  });

  it('takes the published file whole', () => {
    expect(rates.records).toHaveLength(4566);
    expect(rates.records[0]).toMatchObject({ date: '2009-01-02', GBP: '0.961', CAD: '1.6942' });
    expect(rates.records.at(-1)).toMatchObject({ date: '2026-10-30', TRY: '55.8015' });
  });
});

describe('the main refinancing rate', () => {
  it.each([
    ['2009-05-12', undefined],
    ['2009-05-13', '1.00'],
    ['2016-03-15', '0.05'],
    ['2016-03-16', '0.00'],
    ['2022-07-26', '0.00'],
    ['2022-07-27', '0.50'],
    ['2024-05-01', '4.50'],
    ['2024-06-12', '4.25'],
    ['2030-01-01', '2.15'],
  ])('on %s is %s', (day, percent) => {
    expect(shippedTables().referenceRates.rateOn(day)?.percent).toBe(percent);
  });

  it('takes later steps, in any order, and the last version of one', () => {
    const table = referenceRateTable([
      { effective_from: '2026-06-17', rate_percent: '2.40' },
      { effective_from: '2025-06-11', rate_percent: '2.15' },
      { effective_from: '2026-06-17', rate_percent: '2.25' },
    ]);
    expect(table.rateOn('2026-06-16')).toEqual({ percent: '2.15', from: '2025-06-11' });
    expect(table.rateOn('2026-06-17')).toEqual({ percent: '2.25', from: '2026-06-17' });
  });

  it('refuses wrong rows of an import', () => {
    const checked = checkReferenceRateRecords([
      { effective_from: '2026-02-30', rate_percent: '2.00' },
      { effective_from: '2026-01-01', rate_percent: '2,00' },
      { effective_from: '2026-01-02', rate_percent: 2 },
      { effective_from: '2026-01-03', rate_percent: '-0.25' },
      { effective_from: '2026-01-04', rate_percent: '2.00' },
      { effective_from: '2026-01-04', rate_percent: '2.10' },
    ]);
    expect(
      checked.ok ? [] : checked.faults.map(({ index, path }) => `${String(index)}:${path}`),
    ).toEqual(['0:effective_from', '1:rate_percent', '2:rate_percent', '3:rate_percent', '5:']);
  });
});
