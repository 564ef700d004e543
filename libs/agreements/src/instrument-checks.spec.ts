import { describe, expect, it } from '@jest/globals';
import { checkShippedData } from './instrument-checks.js';
import type { ShippedData } from './instrument-checks.js';
import type { Instrument, ShippedInstrument, StateCurrency } from './instrument.schema.js';
import { eu987Of2009 } from './instruments/eu-987-2009.data.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { shippedStateCurrencies } from './instruments/state-currencies.data.js';
import { ReferenceDataError, buildReferenceData } from './reference-data.js';

const shipped: ShippedData = {
  instruments: shippedInstruments,
  stateCurrencies: shippedStateCurrencies,
};

const instrument = (change: Partial<Instrument>): Instrument => ({ ...eu987Of2009, ...change });
/** The instrument with one pair, all members of the Union among themselves, changed. */
const withPairs = (change: Partial<Instrument['pairs'][number]>): Instrument => ({
  ...eu987Of2009,
  id: 'EFTA',
  pairs: eu987Of2009.pairs.slice(0, 1).map((pair) => ({ ...pair, ...change })),
});
const currency = (change: Partial<StateCurrency>): StateCurrency => ({
  state: 'FR',
  currency: 'EUR',
  from: null,
  to: null,
  source: 'test',
  mark: 'D',
  ...change,
});

/** The parameters of a text beside its parties and pairs. */
function parametersOf(text: ShippedInstrument): readonly unknown[] {
  if (!text.refundsCare) {
    return [text.scope];
  }
  const { bases, entitlement, currency, offsetting, fixedAmounts, statements, advance } = text;
  const { filing, ...clocks } = text.clocks;
  const claimedBy = fixedAmounts?.claimedBy ?? [];
  return [
    ...[bases, entitlement, currency, offsetting],
    ...[fixedAmounts, fixedAmounts?.reduction ?? null, statements, advance],
    ...(claimedBy === 'every-party' ? [] : claimedBy),
    ...(fixedAmounts?.reduction.annexIV ?? []),
    ...Object.values(filing),
    ...Object.values(clocks),
  ].filter((parameter) => parameter !== null);
}

describe('shipped data', () => {
  it('are coherent', () => {
    expect(checkShippedData(shipped).faults).toEqual([]);
  });

  it('name source and confidence for every parameter of every instrument', () => {
    const marked = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && 'mark' in value && 'source' in value;
    for (const text of shippedInstruments) {
      expect([...text.parties, ...text.pairs, ...parametersOf(text)].every(marked)).toBe(true);
    }
  });

  it('say of every text what it refunds or covers instead, with unlike parts of one id', () => {
    expect(shippedInstruments.filter(({ refundsCare }) => refundsCare)).toHaveLength(40);
    const ids = new Set(shippedInstruments.map(({ id }) => id));
    expect(ids.size).toBe(9 + 20 + 18);
  });

  it.each<[string, Partial<ShippedData>, RegExp]>([
    [
      'one id twice',
      { instruments: [eu987Of2009, eu987Of2009] },
      /^instrument EU-987-2009, part 1 is there twice$/,
    ],
    [
      'two instruments for one claim',
      { instruments: [eu987Of2009, instrument({ id: 'EFTA' })] },
      /^DE-FR is bound twice, by EU-987-2009, part 1 .* and EFTA, part 1/,
    ],
    [
      'two parts of one instrument for one claim',
      { instruments: [eu987Of2009, instrument({ part: '2' })] },
      /^DE-FR is bound twice, by EU-987-2009, part 1 .* and EU-987-2009, part 2/,
    ],
    [
      'two texts whose days of care meet on one day',
      { instruments: [eu987Of2009, withPairs({ care: { from: null, to: '2004-05-01' } })] },
      /^DE-PL is bound twice/,
    ],
    [
      'two texts whose days of recording meet on one day',
      { instruments: [eu987Of2009, withPairs({ applies: { from: null, to: '2010-05-01' } })] },
      /^DE-FR is bound twice/,
    ],
    [
      'an end before a start',
      { instruments: [withPairs({ applies: { from: '2010-05-01', to: '2010-04-30' } })] },
      /^instruments\.0\.pairs\.0\.applies: ends before it starts$/,
    ],
    [
      'a currency that ends before it starts',
      { stateCurrencies: [currency({ from: '2010-05-01', to: '2010-04-30' })] },
      /^stateCurrencies\.0: ends before it starts$/,
    ],
    [
      'fixed amounts without a basis for them',
      {
        instruments: [
          instrument({ bases: { ...eu987Of2009.bases, allowed: ['actual-expenditure'] } }),
        ],
      },
      /^instruments\.0\.fixedAmounts: fixed amounts without a basis/,
    ],
    [
      'a filing clock for a basis that is not allowed',
      {
        instruments: [
          instrument({
            bases: { ...eu987Of2009.bases, allowed: ['actual-expenditure'] },
            fixedAmounts: null,
          }),
        ],
      },
      /^instruments\.0\.clocks\.filing\.fixed-amount: a filing clock for a basis/,
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
      { instruments: [withPairs({ between: ['EU', 'MOON'] })] },
      /^instruments\.0\.pairs\.0\.between: no party of group MOON$/,
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
      /^EU-987-2009 binds PL, whose currency on 2004-05-01 is not in the data$/,
    ],
    [
      'a party whose currency has a gap',
      {
        stateCurrencies: [
          ...shippedStateCurrencies.filter(({ state }) => state !== 'HR'),
          currency({ state: 'HR', currency: 'HRK', to: '2022-12-30' }),
          currency({ state: 'HR', from: '2023-01-01' }),
        ],
      },
      /^EU-987-2009 binds HR, whose currency on 2022-12-31 is not in the data$/,
    ],
    [
      'a value without a source',
      { instruments: [instrument({ currency: { ...eu987Of2009.currency, source: '' } })] },
      /^instruments\.0\.currency\.source: /,
    ],
  ])('would be refused with %s', (_, change, fault) => {
    const { faults } = checkShippedData({ ...shipped, ...change });
    expect(faults.filter((line) => fault.test(line)).length).toBeGreaterThan(0);
  });

  it('stop the start with all faults at once', () => {
    const build = () =>
      buildReferenceData({
        institutions: [],
        arrangements: [],
        version: '1',
        instruments: [withPairs({}), withPairs({ applies: { from: 'x', to: null } })],
        stateCurrencies: [currency({ currency: 'ZZZ' })],
      });
    expect(build).toThrow(ReferenceDataError);
    expect(build).toThrow(
      /instruments\.1\.pairs\.0\.applies\.from[^]*EFTA, part 1 is there twice[^]*ZZZ[^]*binds DE/,
    );
  });
});
