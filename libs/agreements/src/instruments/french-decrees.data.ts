import type { Instrument } from '../instrument.schema.js';
import { noClocks } from './european-terms.data.js';
import { refundingText } from './french-terms.data.js';

const article34 = {
  article: '34',
  source: 'Decree 2011-512 of 10.5.2011, JO 12.5.2011',
  mark: 'V',
} as const;

/**
 * Art 34: statements every half-year; what is not contested is paid in the half-year that follows
 * receipt, otherwise an advance is due; contested claims go back in the sixth month at the latest.
 */
const saintPierreClocks: Instrument['clocks'] = {
  ...noClocks,
  payment: {
    startsWith: 'introduction',
    afterEndOf: 'half-year',
    months: 6,
    kind: 'counted-from-arrival',
    waitsForCompetentInstitution: false,
    ...article34,
  },
  dispute: {
    startsWith: 'introduction',
    afterEndOf: 'month',
    months: 6,
    kind: 'counted-from-arrival',
    waitsForCompetentInstitution: false,
    ...article34,
  },
};

/** The decrees that coordinate the social security of France and of its territories with their own. */
export const frenchDecrees: readonly Instrument[] = [
  refundingText(
    {
      id: 'FR-DEC-NC',
      state: 'NC',
      title: {
        en: 'Coordination of social security between France and New Caledonia',
        fr: 'Décret n° 2002-1371 du 19 novembre 2002 portant coordination des régimes métropolitains et calédoniens de sécurité sociale',
      },
      source: 'Decree 2002-1371 of 19.11.2002, completed by decree 2003-249 of 18.3.2003',
      from: '2002-12-01',
      mark: 'M',
    },
    { mark: 'D' },
  ),
  refundingText(
    {
      id: 'FR-DEC-PF',
      state: 'PF',
      title: {
        en: 'Coordination of social security between France and French Polynesia',
        fr: 'Décret n° 94-1146 du 26 décembre 1994 portant coordination des régimes métropolitains et polynésiens de sécurité sociale',
      },
      source: 'Decree 94-1146 of 26.12.1994, JO 29.12.1994; circular DSS/DCI/95/43',
      from: '1995-01-01',
      mark: 'V',
    },
    { article: '17 to 22', mark: 'V' },
  ),
  refundingText(
    {
      id: 'FR-DEC-YT',
      part: '2005',
      state: 'YT',
      title: {
        en: 'Coordination of social security between France and Mayotte',
        fr: "Décret n° 2005-1050 du 26 août 2005 portant coordination entre les régimes de sécurité sociale des départements métropolitains ou d'outre-mer et ceux de Mayotte",
      },
      source: 'Decree 2005-1050 of 26.8.2005, JO 28.8.2005',
      from: '2005-09-01',
      to: '2022-03-31',
      mark: 'M',
    },
    { mark: 'M' },
  ),
  refundingText(
    {
      id: 'FR-DEC-YT',
      part: '2022',
      state: 'YT',
      title: {
        en: 'Coordination of social security between France and Mayotte, as amended in 2022',
        fr: "Décret n° 2005-1050 du 26 août 2005 portant coordination entre les régimes de sécurité sociale des départements métropolitains ou d'outre-mer et ceux de Mayotte, modifié par le décret n° 2022-187 du 15 février 2022",
      },
      source: 'Decree 2005-1050 as amended by decree 2022-187 of 15.2.2022, JO 17.2.2022',
      from: '2022-04-01',
      mark: 'V',
    },
    { mark: 'M' },
  ),
  refundingText(
    {
      id: 'FR-DEC-PM',
      state: 'PM',
      title: {
        en: 'Coordination of social security between France and Saint-Pierre-et-Miquelon',
        fr: "Décret n° 2011-512 du 10 mai 2011 portant coordination entre les régimes de sécurité sociale des départements métropolitains ou d'outre-mer, de Saint-Barthélemy et de Saint-Martin et ceux de Saint-Pierre-et-Miquelon",
      },
      source: 'Decree 2011-512 of 10.5.2011, JO 12.5.2011',
      from: '2011-06-01',
      mark: 'P',
    },
    {
      article: '34',
      mark: 'V',
      statements: { every: 'half-year', ...article34 },
      advance: { rule: 'when-not-paid-in-time', every: 'half-year', ...article34 },
      clocks: saintPierreClocks,
    },
  ),
];
