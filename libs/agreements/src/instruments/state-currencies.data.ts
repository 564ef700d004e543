import type { Confidence, StateCurrency } from '../instrument.schema.js';

const implementingRegulation = 'Regulation (EC) 987/2009 Art 90';

interface Changeover {
  readonly state: string;
  readonly before: string;
  /** First day of the euro. */
  readonly euroFrom: string;
  /** Last day of the currency before. */
  readonly lastDay: string;
  readonly source: string;
  readonly mark: Confidence;
}

/** States that took the euro while claims of theirs are still in the books. */
const changeovers: readonly Changeover[] = [
  {
    state: 'SI',
    before: 'SIT',
    euroFrom: '2007-01-01',
    lastDay: '2006-12-31',
    source: 'Decision 2006/495/EC',
    mark: 'M',
  },
  {
    state: 'CY',
    before: 'CYP',
    euroFrom: '2008-01-01',
    lastDay: '2007-12-31',
    source: 'Decision 2007/503/EC',
    mark: 'M',
  },
  {
    state: 'MT',
    before: 'MTL',
    euroFrom: '2008-01-01',
    lastDay: '2007-12-31',
    source: 'Decision 2007/504/EC',
    mark: 'M',
  },
  {
    state: 'SK',
    before: 'SKK',
    euroFrom: '2009-01-01',
    lastDay: '2008-12-31',
    source: 'Decision 2008/608/EC',
    mark: 'V',
  },
  {
    state: 'EE',
    before: 'EEK',
    euroFrom: '2011-01-01',
    lastDay: '2010-12-31',
    source: 'Decision 2010/416/EU',
    mark: 'M',
  },
  {
    state: 'LV',
    before: 'LVL',
    euroFrom: '2014-01-01',
    lastDay: '2013-12-31',
    source: 'Decision 2013/387/EU',
    mark: 'M',
  },
  {
    state: 'LT',
    before: 'LTL',
    euroFrom: '2015-01-01',
    lastDay: '2014-12-31',
    source: 'Decision 2014/509/EU',
    mark: 'V',
  },
  {
    state: 'HR',
    before: 'HRK',
    euroFrom: '2023-01-01',
    lastDay: '2022-12-31',
    source: 'Decision (EU) 2022/1211',
    mark: 'V',
  },
  {
    state: 'BG',
    before: 'BGN',
    euroFrom: '2026-01-01',
    lastDay: '2025-12-31',
    source: 'Decision (EU) 2025/1407',
    mark: 'M',
  },
];

/** States of the euro from its start, or (GR) from 2001. */
const euroStates = 'AT BE DE ES FI FR IE IT LU NL PT';

/** States with a currency of their own all the time. */
const ownCurrencies: readonly (readonly [state: string, currency: string])[] = [
  ['CH', 'CHF'],
  ['CZ', 'CZK'],
  ['DK', 'DKK'],
  ['GB', 'GBP'],
  ['HU', 'HUF'],
  ['IS', 'ISK'],
  ['LI', 'CHF'],
  ['NO', 'NOK'],
  ['PL', 'PLN'],
  ['RO', 'RON'],
  ['SE', 'SEK'],
];

/** The currency in which each State claims, by day of recording (IR 987/2009 Art 90). */
export const shippedStateCurrencies: readonly StateCurrency[] = [
  ...euroStates.split(' ').map((state) => ({
    state,
    currency: 'EUR',
    from: '1999-01-01',
    to: null,
    source: `${implementingRegulation}; Regulation (EC) 974/98`,
    mark: 'V' as const,
  })),
  {
    state: 'GR',
    currency: 'EUR',
    from: '2001-01-01',
    to: null,
    source: `${implementingRegulation}; Regulation (EC) 2596/2000`,
    mark: 'M',
  },
  ...changeovers.flatMap(({ state, before, euroFrom, lastDay, source, mark }) => [
    { state, currency: before, from: null, to: lastDay, source, mark },
    { state, currency: 'EUR', from: euroFrom, to: null, source, mark },
  ]),
  ...ownCurrencies.map(([state, currency]) => ({
    state,
    currency,
    from: currency === 'RON' ? '2005-07-01' : null,
    to: null,
    source: implementingRegulation,
    mark: 'V' as const,
  })),
];
