import type { Confidence, StateCurrency } from '../instrument.schema.js';

const implementingRegulation = 'Regulation (EC) 987/2009 Art 90';

/** A State's change of currency: the old one until the day before, the new one from then on. */
type Change = readonly [
  state: string,
  before: string,
  after: string,
  /** Last day of the old one. */
  lastDay: string,
  /** First day of the new one. */
  firstDay: string,
  source: string,
  mark: Confidence,
];

const firstEuroStates: readonly (readonly [state: string, before: string])[] = [
  ['AT', 'ATS'],
  ['BE', 'BEF'],
  ['DE', 'DEM'],
  ['ES', 'ESP'],
  ['FI', 'FIM'],
  ['FR', 'FRF'],
  ['IE', 'IEP'],
  ['IT', 'ITL'],
  ['LU', 'LUF'],
  ['NL', 'NLG'],
  ['PT', 'PTE'],
];

/** Territories and small States that used the currency of one of the first euro States. */
const usersOfFirstEuroStates: readonly (readonly [state: string, before: string])[] = [
  ['AD', 'FRF'],
  ['MC', 'FRF'],
  ['PM', 'FRF'],
  ['SM', 'ITL'],
  ['YT', 'FRF'],
];

const changes: readonly Change[] = [
  ...firstEuroStates.map(([state, before]): Change => [
    ...([state, before, 'EUR', '1998-12-31', '1999-01-01'] as const),
    ...([`${implementingRegulation}; Regulation (EC) 974/98`, 'V'] as const),
  ]),
  ...usersOfFirstEuroStates.map(([state, before]): Change => [
    ...([state, before, 'EUR', '1998-12-31', '1999-01-01'] as const),
    ...(['Regulation (EC) 974/98, by the currency used there', 'M'] as const),
  ]),
  ['GR', 'GRD', 'EUR', '2000-12-31', '2001-01-01', 'Regulation (EC) 2596/2000', 'M'],
  ['SI', 'SIT', 'EUR', '2006-12-31', '2007-01-01', 'Decision 2006/495/EC', 'M'],
  ['CY', 'CYP', 'EUR', '2007-12-31', '2008-01-01', 'Decision 2007/503/EC', 'M'],
  ['MT', 'MTL', 'EUR', '2007-12-31', '2008-01-01', 'Decision 2007/504/EC', 'M'],
  ['SK', 'SKK', 'EUR', '2008-12-31', '2009-01-01', 'Decision 2008/608/EC', 'V'],
  ['EE', 'EEK', 'EUR', '2010-12-31', '2011-01-01', 'Decision 2010/416/EU', 'M'],
  ['LV', 'LVL', 'EUR', '2013-12-31', '2014-01-01', 'Decision 2013/387/EU', 'M'],
  ['LT', 'LTL', 'EUR', '2014-12-31', '2015-01-01', 'Decision 2014/509/EU', 'V'],
  ['HR', 'HRK', 'EUR', '2022-12-31', '2023-01-01', 'Decision (EU) 2022/1211', 'V'],
  ['BG', 'BGN', 'EUR', '2025-12-31', '2026-01-01', 'Decision (EU) 2025/1407', 'M'],
  ['TR', 'TRL', 'TRY', '2004-12-31', '2005-01-01', 'Turkish Act 5083', 'M'],
];

/** A currency that a State has within the days given; null: open. */
type Period = readonly [
  state: string,
  currency: string,
  from: string | null,
  to: string | null,
  source: string,
  mark: Confidence,
];

const iso = 'ISO 4217';

const periods: readonly Period[] = [
  ['RO', 'RON', '2005-07-01', null, implementingRegulation, 'V'],
  ['RS', 'YUM', '1994-01-24', '2002-05-14', iso, 'M'],
  ['RS', 'CSD', '2002-05-15', '2006-10-24', iso, 'M'],
  ['RS', 'RSD', '2006-10-25', null, iso, 'M'],
  ['ME', 'YUM', '1994-01-24', '1999-11-01', iso, 'M'],
  // The German mark was a unit of the euro when Montenegro and Kosovo took it.
  ['ME', 'EUR', '1999-11-02', null, 'use of the German mark, then of the euro', 'M'],
  ['XK', 'EUR', '1999-09-02', null, 'use of the German mark, then of the euro', 'M'],
  ['BA', 'BAM', '1998-06-22', null, iso, 'M'],
  ['MK', 'MKD', '1993-05-05', null, iso, 'M'],
];

/** States with one currency all the time, with the source of all of them. */
const steady: readonly {
  readonly currencies: readonly (readonly [state: string, currency: string])[];
  readonly source: string;
  readonly mark: Confidence;
}[] = [
  {
    currencies: [
      ['CH', 'CHF'],
      ['CZ', 'CZK'],
      ['DK', 'DKK'],
      ['GB', 'GBP'],
      ['HU', 'HUF'],
      ['IS', 'ISK'],
      ['LI', 'CHF'],
      ['NO', 'NOK'],
      ['PL', 'PLN'],
      ['SE', 'SEK'],
    ],
    source: implementingRegulation,
    mark: 'V',
  },
  {
    currencies: [
      ['CV', 'CVE'],
      ['DZ', 'DZD'],
      ['GA', 'XAF'],
      ['GG', 'GBP'],
      ['JE', 'GBP'],
      ['MA', 'MAD'],
      ['ML', 'XOF'],
      ['QC', 'CAD'],
      ['SN', 'XOF'],
      ['TG', 'XOF'],
      ['TN', 'TND'],
    ],
    source: iso,
    mark: 'M',
  },
  {
    currencies: [
      ['NC', 'XPF'],
      ['PF', 'XPF'],
    ],
    source: 'Decree 98-1152 and order of 31.12.1998 on the Pacific franc',
    mark: 'M',
  },
];

/** The currency in which each State claims, by day of recording (IR 987/2009 Art 90). */
export const shippedStateCurrencies: readonly StateCurrency[] = [
  ...changes.flatMap(([state, before, after, lastDay, firstDay, source, mark]) => [
    { state, currency: before, from: null, to: lastDay, source, mark },
    { state, currency: after, from: firstDay, to: null, source, mark },
  ]),
  ...periods.map(([state, currency, from, to, source, mark]) => ({
    state,
    currency,
    from,
    to,
    source,
    mark,
  })),
  ...steady.flatMap(({ currencies, source, mark }) =>
    currencies.map(([state, currency]) => ({
      state,
      currency,
      from: null,
      to: null,
      source,
      mark,
    })),
  ),
];
