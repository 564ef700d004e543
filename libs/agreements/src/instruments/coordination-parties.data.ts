import type { Confidence, Instrument, Party } from '../instrument.schema.js';

interface PartyRow {
  /** First day of care under the coordination of social security, 1408/71 included. */
  readonly careFrom: string;
  readonly careTo?: string;
  readonly states: string;
  readonly groups: string[];
  readonly article: string;
  readonly source: string;
  readonly mark: Confidence;
}

const accession = 'treaty of accession';
const areaAgreement = 'EEA Agreement, Annex VI, OJ L 1, 3.1.1994, p. 327';

/**
 * Group `EU` binds the members among themselves; the waves of accession stand apart because the
 * agreements with Switzerland and with the three EFTA States of the EEA were extended later.
 */
const members: readonly PartyRow[] = [
  {
    careFrom: '1972-10-01',
    states: 'BE DE FR IT LU NL',
    groups: ['EU', 'EU-15'],
    article: '574/72 Art 122',
    source: 'Regulations (EEC) 1408/71 and 574/72',
    mark: 'M',
  },
  {
    careFrom: '1973-04-01',
    states: 'DK IE',
    groups: ['EU', 'EU-15'],
    article: accession,
    source: 'Act of accession of 22.1.1972 and the adaptation of Regulation (EEC) 574/72',
    mark: 'M',
  },
  {
    // Care up to the end of the transition period is still refunded under the regulation when it was
    // recorded later (Withdrawal Agreement Art 35), so only the day of care ends.
    careFrom: '1973-04-01',
    careTo: '2020-12-31',
    states: 'GB',
    groups: ['EU', 'EU-15'],
    article: '126, 127; 35',
    source: 'Withdrawal Agreement EU-UK, OJ L 29, 31.1.2020; act of accession of 22.1.1972',
    mark: 'D',
  },
  {
    careFrom: '1981-01-01',
    states: 'GR',
    groups: ['EU', 'EU-15'],
    article: accession,
    source: 'Act of accession of 28.5.1979',
    mark: 'M',
  },
  {
    careFrom: '1986-01-01',
    states: 'ES PT',
    groups: ['EU', 'EU-15'],
    article: accession,
    source: 'Act of accession of 12.6.1985',
    mark: 'M',
  },
  {
    careFrom: '1994-01-01',
    states: 'AT FI SE',
    groups: ['EU', 'EU-15'],
    article: 'Annex VI',
    source: `${areaAgreement}; members of the Union from 1.1.1995`,
    mark: 'M',
  },
  {
    careFrom: '2004-05-01',
    states: 'CY CZ EE HU LT LV MT PL SI SK',
    groups: ['EU', 'EU-2004'],
    article: accession,
    source: 'Act of accession of 16.4.2003',
    mark: 'M',
  },
  {
    careFrom: '2007-01-01',
    states: 'BG RO',
    groups: ['EU', 'EU-2007'],
    article: accession,
    source: 'Act of accession of 25.4.2005; Regulation (EC) 1791/2006, OJ L 363, 20.12.2006',
    mark: 'M',
  },
];

const croatia: PartyRow = {
  careFrom: '2013-07-01',
  states: 'HR',
  groups: ['EU', 'EU-2013'],
  article: accession,
  source: 'Treaty of accession of Croatia, OJ L 112, 24.4.2012; Regulation (EU) 517/2013',
  mark: 'P',
};

const neighbours: readonly PartyRow[] = [
  {
    careFrom: '1994-01-01',
    states: 'IS NO',
    groups: ['EEA-EFTA'],
    article: 'Annex VI',
    source: areaAgreement,
    mark: 'V',
  },
  {
    careFrom: '1995-05-01',
    states: 'LI',
    groups: ['EEA-EFTA'],
    article: 'Annex VI',
    source: 'Decision 1/95 of the EEA Council',
    mark: 'M',
  },
  {
    careFrom: '2002-06-01',
    states: 'CH',
    groups: ['CH'],
    article: 'Annex II',
    source: 'Agreement EC-Switzerland on the free movement of persons, OJ L 114, 30.4.2002, p. 6',
    mark: 'V',
  },
];

function partiesOf(rows: readonly PartyRow[]): Party[] {
  return rows.flatMap(({ careFrom, careTo, states, ...rest }) =>
    states.split(' ').map((state) => ({
      state,
      care: { from: careFrom, to: careTo ?? null },
      ...rest,
    })),
  );
}

/** Parties of Regulations 1408/71 and 574/72. */
export const partiesOf574: Instrument['parties'] = partiesOf([...members, ...neighbours]);

/** Parties of Regulations 883/2004 and 987/2009: Croatia acceded under these alone. */
export const partiesOf987: Instrument['parties'] = partiesOf([...members, croatia, ...neighbours]);

/** The members of the Union after the United Kingdom left, for care from a day on. */
export function unionOf27(care: Party['care'], group: string): Party[] {
  return partiesOf([...members, croatia])
    .filter(({ state }) => state !== 'GB')
    .map((party) => ({ ...party, groups: [group], care }));
}

/** From when the agreement with Switzerland binds each wave of members. */
export const switzerlandWaves = [
  {
    wave: 'EU-15',
    careFrom: '2002-06-01',
    source: 'Agreement EC-Switzerland on the free movement of persons, OJ L 114, 30.4.2002, p. 6',
    mark: 'V',
  },
  {
    wave: 'EU-2004',
    careFrom: '2006-04-01',
    source: 'Protocol on the extension to the new members, OJ L 89, 28.3.2006, p. 30',
    mark: 'P',
  },
  {
    wave: 'EU-2007',
    careFrom: '2009-06-01',
    source: 'Protocol on Bulgaria and Romania, OJ L 124, 20.5.2009, p. 53',
    mark: 'P',
  },
  {
    wave: 'EU-2013',
    careFrom: '2017-01-01',
    source: 'Protocol on Croatia, OJ L 31, 4.2.2017, p. 3',
    mark: 'P',
  },
] as const;

/** From when the EEA Agreement binds Iceland, Liechtenstein and Norway to each wave of members. */
export const economicAreaWaves = [
  { wave: 'EU-15', careFrom: '1994-01-01', source: areaAgreement, mark: 'V' },
  {
    wave: 'EU-2004',
    careFrom: '2004-05-01',
    source: 'EEA enlargement agreement of 14.10.2003, applied provisionally',
    mark: 'M',
  },
  {
    wave: 'EU-2007',
    careFrom: '2007-08-01',
    source: 'EEA enlargement agreement of 25.7.2007, applied provisionally',
    mark: 'M',
  },
  {
    wave: 'EU-2013',
    careFrom: '2014-04-12',
    source: 'EEA enlargement agreement of 11.4.2014, applied provisionally',
    mark: 'M',
  },
] as const;
