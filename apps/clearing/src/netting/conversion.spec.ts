import { exchangeRateTable } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import { convertAtCutoff } from './conversion.js';
import { cycle } from './netting.builder.js';
import type { CycleFacts } from './placement.js';

function ratesOf(...records: Parameters<typeof exchangeRateTable>[0]): CycleFacts['rateOn'] {
  const table = exchangeRateTable(records);
  return (currency, day) => table.rateOn(currency, day);
}

function convert(text: string, to: string, facts: Partial<CycleFacts>): unknown[] {
  const [amount = '', currency = ''] = text.split(' ');
  const answer = convertAtCutoff(Money.of(amount, currency), to, { ...cycle(), ...facts });
  if (!answer.ok) return [answer.fault.reason, answer.fault.detail];
  const rates = answer.rates.map(({ value, day, source }) => `${value} ${day} ${source}`);
  return [answer.money.toString(), ...rates];
}

// Expected amounts by decimal arithmetic elsewhere, from the rates published by the European Central
// Bank and those of Regulation (EC) 2866/98 as amended.
describe('conversion at the cut-off', () => {
  it.each([
    ['1000000.00 GBP', 'EUR', '2020-12-31', '1112309.93', ['0.89903 2020-12-31 ECB']],
    ['1000000.00 EUR', 'GBP', '2020-12-31', '899030.00', ['0.89903 2020-12-31 ECB']],
    // A Sunday: the quotation of Friday. Easter Monday: that of Maundy Thursday.
    ['1000000.00 GBP', 'EUR', '2021-01-31', '1131439.30', ['0.88383 2021-01-29 ECB']],
    ['1000.00 GBP', 'EUR', '2021-04-05', '1173.78', ['0.85195 2021-04-01 ECB']],
    ['5.00 EUR', 'EUR', '2021-01-31', '5.00', []],
    // Across the euro, which is not rounded in between.
    [
      '1000000.00 SEK',
      'GBP',
      '2020-12-31',
      '89595.69',
      ['10.0343 2020-12-31 ECB', '0.89903 2020-12-31 ECB'],
    ],
    // The kuna is quoted to its last day, then fixed for ever.
    ['1000.00 HRK', 'EUR', '2022-12-31', '132.69', ['7.5365 2022-12-30 ECB']],
    ['1000.00 HRK', 'EUR', '2023-01-01', '132.72', ['7.53450 2022-12-31 Regulation (EC) 2866/98']],
    [
      '-1000.00 HRK',
      'GBP',
      '2023-12-31',
      '-115.34',
      ['7.53450 2022-12-31 Regulation (EC) 2866/98', '0.86905 2023-12-29 ECB'],
    ],
    [
      '12345 XPF',
      'EUR',
      '2020-06-30',
      '103.45',
      ['119.331742243437 2020-06-30 parity 1000 XPF = 8.38 EUR'],
    ],
    [
      '500.00 EUR',
      'XPF',
      '2020-06-30',
      '59666',
      ['119.331742243437 2020-06-30 parity 1000 XPF = 8.38 EUR'],
    ],
  ])('%s in %s on %s is %s', (amount, to, ...[cutoff, expected, rates]) => {
    expect(convert(amount, to, { cutoff })).toEqual([expected, ...rates]);
  });

  it.each([
    ['1000.00 BGN', '511.29', '1.95583', '2025-12-31'],
    ['1000.00 LTL', '289.62', '3.45280', '2014-12-31'],
    ['1000.00 LVL', '1422.87', '0.702804', '2013-12-31'],
    ['1000.00 EEK', '63.91', '15.6466', '2010-12-31'],
    ['1000.00 SKK', '33.19', '30.1260', '2008-12-31'],
    ['1000.00 FRF', '152.45', '6.55957', '1998-12-31'],
    ['1000000 ITL', '516.46', '1936.27', '1998-12-31'],
  ])('%s are %s euro once it has ended', (amount, expected, ...[value, day]) => {
    const rate = `${value} ${day} Regulation (EC) 2866/98`;
    expect(convert(amount, 'EUR', {})).toEqual([expected, rate]);
  });

  it('takes the last quotation up to the cut-off, however old, and none of a day after it', () => {
    const rateOn = ratesOf({ date: '2030-04-01', GBP: '0.8' });
    const at = (cutoff: string) => convert('1.00 GBP', 'EUR', { cutoff, rateOn });
    for (const cutoff of ['2030-04-01', '2030-05-02', '2030-05-03', '2041-01-31']) {
      expect(at(cutoff)).toEqual(['1.25', '0.8 2030-04-01 ECB']);
    }
    expect(at('2030-03-31')).toEqual([
      'rate-missing',
      'no reference rate of GBP of 2030-03-31 or any day before',
    ]);
  });

  it('asks as much of the second rate of a cross as of the first', () => {
    const rateOn = ratesOf({ date: '2030-05-04', GBP: '0.8' }, { date: '2030-05-03', SEK: '11' });
    for (const [amount, to] of [
      ['1.00 SEK', 'GBP'],
      ['1.00 GBP', 'SEK'],
    ] as const) {
      expect(convert(amount, to, { cutoff: '2030-05-03', rateOn })[0]).toBe('rate-missing');
    }
  });

  it.each([
    ['1 TRL', 'TRL', 'TRL was in use up to 2004-12-31, and no law fixes its rate to the euro'],
    ['1.00 CSD', 'EUR', 'CSD was in use up to 2006-10-24, and no law fixes its rate to the euro'],
    ['1.00 EUR', 'MRO', 'MRO was in use up to 2017-12-31, and no law fixes its rate to the euro'],
  ])('%s to %s: the currency has no value any more', (amount, to, detail) => {
    expect(convert(amount, to, {})).toEqual(['currency-not-in-use', detail]);
  });
});
