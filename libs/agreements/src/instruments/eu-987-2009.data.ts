import type { Instrument, Span } from '../instrument.schema.js';

const basicRegulation = 'Regulation (EC) 883/2004';
const implementingRegulation = 'Regulation (EC) 987/2009';

const recordedFromStart: Span = { from: '2010-05-01', to: null };

/**
 * Member States by accession. A claim recorded from 1 May 2010 on follows Arts 66 to 68 whatever the
 * date of care, but only care since the State was bound by the coordination at all can be owed for.
 */
const memberStates: readonly (readonly [accession: string | null, states: string])[] = [
  [null, 'BE DE FR IT LU NL'],
  ['1973-01-01', 'DK IE'],
  ['1981-01-01', 'GR'],
  ['1986-01-01', 'ES PT'],
  ['1995-01-01', 'AT FI SE'],
  ['2004-05-01', 'CY CZ EE HU LT LV MT PL SI SK'],
  ['2007-01-01', 'BG RO'],
];

const parties: Instrument['parties'] = [
  ...memberStates.flatMap(([accession, states]) =>
    states.split(' ').map((state) => ({
      state,
      group: 'EU',
      care: { from: accession, to: null },
      recorded: recordedFromStart,
      article: '93, 97',
      source: `${implementingRegulation}; treaty of accession`,
      mark: 'M' as const,
    })),
  ),
  {
    state: 'HR',
    group: 'EU',
    care: { from: '2013-07-01', to: null },
    recorded: { from: '2013-07-01', to: null },
    article: '2',
    source: 'Treaty of accession of Croatia, OJ L 112, 24.4.2012',
    mark: 'M',
  },
  {
    // Care up to the end of the transition period is still refunded under the regulation when it was
    // recorded later (Withdrawal Agreement Art 35), so only the day of care ends.
    state: 'GB',
    group: 'EU',
    care: { from: '1973-01-01', to: '2020-12-31' },
    recorded: recordedFromStart,
    article: '126, 127; 35',
    source: 'Withdrawal Agreement EU-UK, OJ L 29, 31.1.2020',
    mark: 'D',
  },
  ...['IS', 'NO', 'LI'].map((state) => ({
    state,
    group: 'EEA-EFTA',
    care: { from: state === 'LI' ? '1995-05-01' : '1994-01-01', to: null },
    recorded: { from: '2012-06-01', to: null },
    article: 'Annex VI',
    source: 'EEA Joint Committee Decision 76/2011, in force 1.6.2012',
    mark: 'P' as const,
  })),
  {
    state: 'CH',
    group: 'CH',
    care: { from: '2002-06-01', to: null },
    recorded: { from: '2012-04-01', to: null },
    article: 'Annex II',
    source: 'EU-Switzerland Joint Committee Decision 1/2012, in force 1.4.2012',
    mark: 'P',
  },
];

/** Regulations 883/2004 and 987/2009: reimbursement of health-care costs between institutions. */
export const eu987Of2009: Instrument = {
  id: 'EU-987-2009',
  title: 'Regulations (EC) 883/2004 and 987/2009, reimbursement between institutions',
  recorded: {
    ...recordedFromStart,
    article: '97',
    source: implementingRegulation,
    mark: 'V',
  },
  parties,
  pairs: {
    // The EFTA States among themselves follow the EFTA Convention.
    groups: [
      ['EU', 'EU'],
      ['EU', 'EEA-EFTA'],
      ['EU', 'CH'],
    ],
    article: '35(1)',
    source: `${basicRegulation}; EFTA Convention, Annex K`,
    mark: 'D',
  },
  bases: {
    allowed: ['actual-expenditure'],
    article: '63',
    source: `${implementingRegulation}; no State's fixed amounts are in the data`,
    mark: 'D',
  },
  entitlement: {
    accepted: {
      EHIC: { careTypes: ['unplanned', 'medical-check'], article: '25' },
      PRC: { careTypes: ['unplanned', 'medical-check'], article: '25' },
      S1: { careTypes: ['residence', 'medical-check'], article: '24' },
      S2: { careTypes: ['planned', 'medical-check'], article: '26' },
      S3: { careTypes: ['residence', 'medical-check'], article: '29' },
      DA1: { careTypes: ['unplanned', 'planned', 'residence', 'medical-check'], article: '33' },
      FORM: { careTypes: ['unplanned', 'planned', 'residence', 'medical-check'], article: '5' },
    },
    article: '24, 25, 26, 29, 33',
    source: implementingRegulation,
    mark: 'D',
  },
  currency: {
    rule: 'creditor-state-currency',
    article: '90',
    source: `${implementingRegulation}; Decision H3 of the Administrative Commission`,
    mark: 'V',
  },
  clocks: {
    filing: {
      'actual-expenditure': {
        startsWith: 'recording',
        afterEndOf: 'half-year',
        months: 12,
        kind: 'bounded-by-window',
        waitsForCompetentInstitution: true,
        article: '67(1)',
        source: implementingRegulation,
        mark: 'V',
      },
    },
    downPayment: {
      startsWith: 'introduction',
      afterEndOf: 'month',
      months: 6,
      kind: 'counted-from-arrival',
      waitsForCompetentInstitution: false,
      article: '68(1)',
      source: implementingRegulation,
      mark: 'V',
    },
    payment: {
      startsWith: 'introduction',
      afterEndOf: 'month',
      months: 18,
      kind: 'counted-from-arrival',
      waitsForCompetentInstitution: false,
      article: '67(5)',
      source: implementingRegulation,
      mark: 'V',
    },
    dispute: {
      startsWith: 'introduction',
      afterEndOf: 'month',
      months: 36,
      kind: 'counted-from-arrival',
      waitsForCompetentInstitution: false,
      article: '67(6)',
      source: implementingRegulation,
      mark: 'V',
    },
    reply: {
      startsWith: 'receipt',
      afterEndOf: 'month',
      months: 12,
      kind: 'counted-from-arrival',
      waitsForCompetentInstitution: false,
      article: '67',
      source: 'parameter: no text that fixes the time of a reply was found',
      mark: 'D',
    },
  },
};
