import { describe, expect, it } from '@jest/globals';
import { checkShippedData } from './instrument-checks.js';
import type { ShippedData } from './instrument-checks.js';
import type { Instrument, StateCurrency } from './instrument.schema.js';
import { eu987Of2009 } from './instruments/eu-987-2009.data.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { shippedStateCurrencies } from './instruments/state-currencies.data.js';
import { ReferenceDataError, buildReferenceData } from './reference-data.js';

const shipped: ShippedData = {
  instruments: shippedInstruments,
  stateCurrencies: shippedStateCurrencies,
};

const instrument = (change: Partial<Instrument>): Instrument => ({ ...eu987Of2009, ...change });
const provenance = { article: '1', source: 'test', mark: 'D' as const };
const currency = (change: Partial<StateCurrency>): StateCurrency => ({
  state: 'FR',
  currency: 'EUR',
  from: null,
  to: null,
  source: 'test',
  mark: 'D',
  ...change,
});

describe('shipped data', () => {
  it('are coherent', () => {
    expect(checkShippedData(shipped)).toEqual([]);
  });

  it('name source and confidence for every parameter of every instrument', () => {
    const marked = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && 'mark' in value && 'source' in value;
    for (const { parties, recorded, pairs, bases, ...rest } of shippedInstruments) {
      const { filing, ...clocks } = rest.clocks;
      const parameters = [
        ...parties,
        recorded,
        pairs,
        bases,
        rest.entitlement,
        rest.currency,
        ...Object.values(filing),
        ...Object.values(clocks).filter((clock) => clock !== null),
      ];
      expect(parameters.every(marked)).toBe(true);
    }
  });

  it.each<[string, Partial<ShippedData>, RegExp]>([
    [
      'one id twice',
      { instruments: [eu987Of2009, eu987Of2009] },
      /^instrument EU-987-2009 is there twice$/,
    ],
    [
      'two instruments for one claim',
      { instruments: [eu987Of2009, instrument({ id: 'EFTA' })] },
      /^DE-FR is bound twice, by EU-987-2009 .* and EFTA/,
    ],
    [
      'an end before a start',
      {
        instruments: [
          instrument({ recorded: { from: '2010-05-01', to: '2010-04-30', ...provenance } }),
        ],
      },
      /^instruments\.0\.recorded: ends before it starts$/,
    ],
    [
      'a day that does not exist',
      {
        stateCurrencies: [...shippedStateCurrencies, currency({ state: 'MC', from: '2025-02-30' })],
      },
      /^stateCurrencies\.\d+\.from: not a day of the calendar$/,
    ],
    [
      'a pair of groups without a party',
      { instruments: [instrument({ pairs: { groups: [['EU', 'MOON']], ...provenance } })] },
      /^instruments\.0\.pairs\.groups\.0: no party of group MOON$/,
    ],
    [
      'an unknown currency',
      { stateCurrencies: [...shippedStateCurrencies, currency({ state: 'MC', currency: 'ZZZ' })] },
      /^MC claims in ZZZ, which is no currency$/,
    ],
    [
      'two currencies at once',
      {
        stateCurrencies: [
          ...shippedStateCurrencies,
          currency({ currency: 'GBP', from: '2020-01-01' }),
        ],
      },
      /^FR has two currencies at once, EUR and GBP$/,
    ],
    [
      'a party without a currency',
      { stateCurrencies: shippedStateCurrencies.filter(({ state }) => state !== 'PL') },
      /^EU-987-2009 binds PL, whose currency is not in the data$/,
    ],
    [
      'a value without a source',
      { instruments: [instrument({ currency: { ...eu987Of2009.currency, source: '' } })] },
      /^instruments\.0\.currency\.source: /,
    ],
  ])('would be refused with %s', (_, change, fault) => {
    const faults = checkShippedData({ ...shipped, ...change });
    expect(faults.filter((line) => fault.test(line)).length).toBeGreaterThan(0);
  });

  it('stop the start with all faults at once', () => {
    const build = () =>
      buildReferenceData({
        institutions: [],
        arrangements: [],
        version: '1',
        instruments: [
          eu987Of2009,
          instrument({ recorded: { from: 'x', to: null, ...provenance } }),
        ],
        stateCurrencies: [currency({ currency: 'ZZZ' })],
      });
    expect(build).toThrow(ReferenceDataError);
    expect(build).toThrow(
      /instruments\.1\.recorded\.from[^]*EU-987-2009 is there twice[^]*ZZZ[^]*binds DE/,
    );
  });
});
