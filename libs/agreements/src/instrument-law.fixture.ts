/*
 * Which instrument binds two States, written once more from the dates of the law, in another shape
 * than the data: specs compare the two. Nothing here may be taken from the data files.
 */

/** A place on the three axes of the selection. */
export interface LawQuery {
  readonly begun: string;
  readonly ended: string;
  /** Day of recording; for fixed amounts 31 December of the reference year. */
  readonly applied: string;
}

/** First day of care under the coordination of the Union and the EEA, 1408/71 included. */
const coordinatedFrom: Readonly<Record<string, string>> = {
  ...sameDay('BE DE FR IT LU NL', '1972-10-01'), // Regulation 574/72 Art 122
  ...sameDay('DK GB IE', '1973-04-01'), // first enlargement, 574/72 as adapted
  ...sameDay('GR', '1981-01-01'), // accession
  ...sameDay('ES PT', '1986-01-01'), // accession
  ...sameDay('AT FI SE IS NO', '1994-01-01'), // EEA Agreement
  ...sameDay('LI', '1995-05-01'), // EEA Council Decision 1/95
  ...sameDay('CH', '2002-06-01'), // free movement agreement; the EFTA Convention on the same day
  ...sameDay('CY CZ EE HU LT LV MT PL SI SK', '2004-05-01'), // accession
  ...sameDay('BG RO', '2007-01-01'), // accession
  ...sameDay('HR', '2013-07-01'), // accession
};

const withSwitzerlandFrom: Readonly<Record<string, string>> = {
  ...sameDay('CY CZ EE HU LT LV MT PL SI SK', '2006-04-01'), // OJ L 89, 28.3.2006
  ...sameDay('BG RO', '2009-06-01'), // OJ L 124, 20.5.2009
  ...sameDay('HR', '2017-01-01'), // OJ L 31, 4.2.2017
};

/** With Iceland, Liechtenstein and Norway, by the enlargement agreements of the EEA. */
const withEconomicAreaFrom: Readonly<Record<string, string>> = {
  ...sameDay('BG RO', '2007-08-01'),
  ...sameDay('HR', '2014-04-12'),
};

/** Texts between France and one partner: id, first and last day of care ('' for open). */
const frenchTexts: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  AD: [['FR-AD/1', '2003-06-01', '']],
  BA: [['FR-BA/1', '1951-04-01', '']],
  CV: [['FR-CV/1', '1983-04-01', '']],
  DZ: [
    ['FR-DZ/1965', '1965-02-01', '1982-01-31'],
    ['FR-DZ/1980', '1982-02-01', ''],
  ],
  GA: [['FR-GA/1', '1983-02-01', '']],
  GG: [['FR-GG/1', '1965-12-01', '']],
  JE: [['FR-JE/1', '1980-05-01', '']],
  MA: [
    ['FR-MA/1965', '1967-01-01', '2011-05-31'],
    ['FR-MA/2007', '2011-06-01', ''],
  ],
  MC: [['FR-MC/1', '1954-04-01', '']],
  ME: [['FR-ME/1', '1951-04-01', '']],
  MK: [['FR-MK/1', '1951-04-01', '']],
  ML: [['FR-ML/1', '1983-06-01', '']],
  NC: [['FR-DEC-NC/1', '2002-12-01', '']],
  PF: [['FR-DEC-PF/1', '1995-01-01', '']],
  PM: [['FR-DEC-PM/1', '2011-06-01', '']],
  QC: [
    ['FR-QC/1979', '1981-11-01', '2006-11-30'],
    ['FR-QC/2003', '2006-12-01', ''],
  ],
  RS: [
    ['FR-RS/1950', '1951-04-01', '2023-11-30'],
    ['FR-RS/2014', '2023-12-01', ''],
  ],
  SM: [['FR-SM/1', '1951-01-01', '']],
  SN: [['FR-SN/1', '1976-09-01', '']],
  TG: [['FR-TG/1', '1973-07-01', '']],
  TN: [
    ['FR-TN/1965', '1966-09-01', '2007-03-31'],
    ['FR-TN/2003', '2007-04-01', ''],
  ],
  TR: [['FR-TR/1', '1973-08-01', '']],
  XK: [['FR-XK/1', '2013-02-06', '']],
  YT: [
    ['FR-DEC-YT/2005', '2005-09-01', '2022-03-31'],
    ['FR-DEC-YT/2022', '2022-04-01', ''],
  ],
};

/** Agreements of France that refund no care, by partner: entry into force. */
export const lawWithoutCare: Readonly<Record<string, string>> = {
  AR: '2012-11-01',
  BJ: '1981-09-01',
  BR: '2014-09-01',
  CA: '1981-03-01',
  CG: '1988-06-01',
  CI: '1987-01-01',
  CL: '2001-09-01',
  CM: '1992-03-01',
  IL: '1966-10-01',
  IN: '2011-07-01',
  JP: '2007-06-01',
  KR: '2007-06-01',
  MG: '1968-03-01',
  MR: '1967-02-01',
  NE: '1974-11-01',
  PH: '1994-11-01',
  US: '1988-07-01',
  UY: '2014-07-01',
};

/** Every State and territory that some text binds to another. */
export const lawStates: readonly string[] = [
  ...Object.keys(coordinatedFrom),
  ...Object.keys(frenchTexts),
  ...Object.keys(lawWithoutCare),
].sort();

/** The days on which the law changes something for two States, or for everybody. */
export function lawDaysOf(pair: readonly [string, string]): readonly string[] {
  const ofStates = pair.flatMap((state) => [
    ...[coordinatedFrom[state], withSwitzerlandFrom[state], withEconomicAreaFrom[state]],
    ...(frenchTexts[state] ?? []).map(([, from]) => from),
    lawWithoutCare[state],
  ]);
  return [
    ...ofStates.filter((day) => day !== undefined),
    ...['2010-05-01', '2012-04-01', '2012-06-01', '2016-01-01'],
    ...['2021-01-01', '2021-11-01', '2024-01-01'],
  ];
}

/**
 * The instrument and part that bind two States; null where none does.
 *
 * @param pair two States in alphabetical order
 */
export function lawfulInstrument(pair: readonly [string, string], query: LawQuery): string | null {
  const [one, other] = pair;
  const partner = one === 'FR' ? other : one;
  if (pair.includes('FR') && frenchTexts[partner] !== undefined) {
    const text = frenchTexts[partner].find(
      ([, from, to]) => from <= query.ended && (to === '' || query.ended <= to),
    );
    return text?.[0] ?? null;
  }
  const start = coordinationStart(pair);
  if (one === other || start === null || query.ended < start) {
    return null;
  }
  const [isSwiss, isEconomicArea] = [pair.includes('CH'), pair.some(inEconomicArea)];
  if (isSwiss && isEconomicArea) {
    return query.applied < '2016-01-01' ? 'EFTA/1' : 'EFTA/2';
  }
  if (pair.includes('GB') && query.ended >= '2021-01-01') {
    return unitedKingdomAfter2020(query, { isSwiss, isEconomicArea });
  }
  const newRulesFrom = isSwiss ? '2012-04-01' : isEconomicArea ? '2012-06-01' : '2010-05-01';
  return query.applied < newRulesFrom ? 'EU-574-72/1' : 'EU-987-2009/1';
}

function unitedKingdomAfter2020(
  { begun, ended }: LawQuery,
  counterpart: { readonly isSwiss: boolean; readonly isEconomicArea: boolean },
): string | null {
  const { isSwiss, isEconomicArea } = counterpart;
  const part = isSwiss ? 'ch' : isEconomicArea ? 'eea-efta' : 'eu';
  if (begun <= '2020-12-31') {
    return `GB-WA/${part}`;
  }
  const from = isSwiss ? '2021-11-01' : isEconomicArea ? '2024-01-01' : '2021-01-01';
  return ended < from ? null : `GB-TCA/${part}`;
}

function coordinationStart(pair: readonly [string, string]): string | null {
  const days = pair.map((state) => coordinatedFrom[state]);
  if (pair.includes('CH')) {
    days.push(...pair.flatMap((state) => withSwitzerlandFrom[state] ?? []));
  }
  if (pair.some(inEconomicArea)) {
    days.push(...pair.flatMap((state) => withEconomicAreaFrom[state] ?? []));
  }
  let latest = '';
  for (const day of days) {
    if (day === undefined) {
      return null;
    }
    latest = day > latest ? day : latest;
  }
  return latest;
}

function inEconomicArea(state: string): boolean {
  return state === 'IS' || state === 'LI' || state === 'NO';
}

function sameDay(states: string, day: string): Record<string, string> {
  return Object.fromEntries(states.split(' ').map((state) => [state, day]));
}
