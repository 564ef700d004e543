import type { Told } from '../fields.schema.js';
import type { AgreementWithoutCare, Confidence } from '../instrument.schema.js';
import { textWithoutCare } from './french-terms.data.js';

interface AgreementRow {
  readonly state: string;
  readonly part?: string;
  /** State and text with its day of signature. */
  readonly title: Told;
  readonly source: string;
  /** Entry into force. */
  readonly from: string;
  /** Last day before the next part. */
  readonly to?: string;
  /** How sure the days are. */
  readonly mark: Confidence;
  /** What it covers, by `article`, as sure as `scopeMark`. */
  readonly covers: Told;
  readonly article: string;
  readonly scopeMark: Confidence;
}

const pensions = {
  covers: { en: 'pensions and posting', fr: 'les pensions et le détachement' },
  article: 'scope',
  scopeMark: 'M',
} as const;
const noSickness = {
  covers: {
    en: 'pensions, family benefits and accidents at work',
    fr: 'les pensions, les prestations familiales et les accidents du travail',
  },
  article: 'scope',
  scopeMark: 'M',
} as const;

const americas: readonly AgreementRow[] = [
  {
    state: 'AR',
    title: {
      en: 'France-Argentina, convention of 22.9.2008',
      fr: "Convention de sécurité sociale du 22 septembre 2008 entre la France et l'Argentine",
    },
    source: 'Decree 2012-1177 of 22.10.2012, JO 25.10.2012',
    from: '2012-11-01',
    mark: 'V',
    covers: { en: 'pensions and cash benefits', fr: 'les pensions et les prestations en espèces' },
    article: 'Title III',
    scopeMark: 'V',
  },
  {
    state: 'BR',
    title: {
      en: 'France-Brazil, agreement of 15.12.2011',
      fr: 'Accord en matière de sécurité sociale du 15 décembre 2011 entre la France et le Brésil',
    },
    source: 'Decree 2014-1013 of 8.9.2014, JO 10.9.2014',
    from: '2014-09-01',
    mark: 'V',
    covers: { en: 'pensions and cash benefits', fr: 'les pensions et les prestations en espèces' },
    article: 'Title III',
    scopeMark: 'V',
  },
  {
    state: 'CA',
    part: '1979',
    title: {
      en: 'France-Canada, agreement of 9.2.1979',
      fr: 'Accord de sécurité sociale du 9 février 1979 entre la France et le Canada',
    },
    source: 'Decree 81-353 of 8.4.1981',
    from: '1981-03-01',
    to: '2017-07-31',
    mark: 'M',
    ...pensions,
  },
  {
    state: 'CA',
    part: '2013',
    title: {
      en: 'France-Canada, agreement of 14.3.2013',
      fr: 'Accord de sécurité sociale du 14 mars 2013 entre la France et le Canada',
    },
    source: 'Decree 2017-1273 of 9.8.2017, JO 12.8.2017',
    from: '2017-08-01',
    mark: 'M',
    ...pensions,
  },
  {
    state: 'CL',
    title: {
      en: 'France-Chile, convention of 25.6.1999',
      fr: 'Convention de sécurité sociale du 25 juin 1999 entre la France et le Chili',
    },
    source: 'Convention of 25.6.1999 between France and Chile',
    from: '2001-09-01',
    mark: 'M',
    covers: { en: 'pensions and cash benefits', fr: 'les pensions et les prestations en espèces' },
    article: 'scope',
    scopeMark: 'V',
  },
  {
    state: 'US',
    title: {
      en: 'France-United States, agreement of 2.3.1987',
      fr: "Accord de sécurité sociale du 2 mars 1987 entre la France et les États-Unis d'Amérique",
    },
    source: 'Agreement of 2.3.1987, arrangement of 21.10.1987, JO 8.5.1988',
    from: '1988-07-01',
    mark: 'P',
    ...pensions,
    scopeMark: 'P',
  },
  {
    state: 'UY',
    title: {
      en: 'France-Uruguay, agreement of 6.12.2010',
      fr: "Accord de sécurité sociale du 6 décembre 2010 entre la France et l'Uruguay",
    },
    source: 'Decree 2014-763 of 3.7.2014, JO 5.7.2014',
    from: '2014-07-01',
    mark: 'V',
    covers: {
      en: 'posting, pensions and cash benefits',
      fr: 'le détachement, les pensions et les prestations en espèces',
    },
    article: 'scope',
    scopeMark: 'V',
  },
];

const asia: readonly AgreementRow[] = [
  {
    state: 'IL',
    title: {
      en: 'France-Israel, convention of 17.12.1965',
      fr: 'Convention de sécurité sociale du 17 décembre 1965 entre la France et Israël',
    },
    source: 'Convention of 17.12.1965; circular 23 RI/SS of 17.7.1967',
    from: '1966-10-01',
    mark: 'V',
    covers: {
      en: 'accidents at work, family benefits, maternity, old age and survivors',
      fr: 'les accidents du travail, les prestations familiales, la maternité, la vieillesse et les survivants',
    },
    article: 'scope',
    scopeMark: 'V',
  },
  {
    state: 'IN',
    title: {
      en: 'France-India, agreement of 30.9.2008',
      fr: "Accord de sécurité sociale du 30 septembre 2008 entre la France et l'Inde",
    },
    source: 'Agreement of 30.9.2008 between France and India',
    from: '2011-07-01',
    mark: 'P',
    covers: {
      en: 'invalidity, old age and survivors, and posting',
      fr: "l'invalidité, la vieillesse, les survivants et le détachement",
    },
    article: 'scope',
    scopeMark: 'P',
  },
  {
    state: 'JP',
    title: {
      en: 'France-Japan, agreement of 25.2.2005',
      fr: 'Accord relatif à la sécurité sociale du 25 février 2005 entre la France et le Japon',
    },
    source: 'Decree 2007-1020 of 14.6.2007, JO 17.6.2007',
    from: '2007-06-01',
    mark: 'V',
    ...pensions,
    scopeMark: 'V',
  },
  {
    state: 'KR',
    title: {
      en: 'France-Republic of Korea, agreement of 6.12.2004',
      fr: 'Accord de sécurité sociale du 6 décembre 2004 entre la France et la République de Corée',
    },
    source: 'Act 2007-247 of 26.2.2007; circular 2007-225',
    from: '2007-06-01',
    mark: 'V',
    ...pensions,
    scopeMark: 'V',
  },
  {
    state: 'PH',
    title: {
      en: 'France-Philippines, convention of 7.2.1990',
      fr: 'Convention de sécurité sociale du 7 février 1990 entre la France et les Philippines',
    },
    source: 'Convention of 7.2.1990 between France and the Philippines',
    from: '1994-11-01',
    mark: 'M',
    covers: {
      en: 'pensions and accidents at work',
      fr: 'les pensions et les accidents du travail',
    },
    article: 'scope',
    scopeMark: 'M',
  },
];

const africa: readonly AgreementRow[] = [
  {
    state: 'BJ',
    title: {
      en: 'France-Benin, general convention of 6.11.1979',
      fr: 'Convention générale de sécurité sociale du 6 novembre 1979 entre la France et le Bénin',
    },
    source: 'Convention of 6.11.1979 between France and Benin',
    from: '1981-09-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'CG',
    title: {
      en: 'France-Congo, convention of 11.2.1987',
      fr: 'Convention de sécurité sociale du 11 février 1987 entre la France et le Congo',
    },
    source: 'Convention of 11.2.1987 between France and Congo',
    from: '1988-06-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'CI',
    title: {
      en: "France-Côte d'Ivoire, convention of 16.1.1985",
      fr: "Convention de sécurité sociale du 16 janvier 1985 entre la France et la Côte d'Ivoire",
    },
    source: 'Decree 87-123 of 19.2.1987, JO 25.2.1987',
    from: '1987-01-01',
    mark: 'P',
    ...noSickness,
  },
  {
    state: 'CM',
    title: {
      en: 'France-Cameroon, convention of 5.11.1990',
      fr: 'Convention de sécurité sociale du 5 novembre 1990 entre la France et le Cameroun',
    },
    source: 'Convention of 5.11.1990 between France and Cameroon',
    from: '1992-03-01',
    mark: 'V',
    ...noSickness,
  },
  {
    state: 'MG',
    title: {
      en: 'France-Madagascar, convention of 8.5.1967',
      fr: 'Convention de sécurité sociale du 8 mai 1967 entre la France et Madagascar',
    },
    source: 'Convention of 8.5.1967, kept by Art 4 of the general accord of 4.6.1973',
    from: '1968-03-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'MR',
    title: {
      en: 'France-Mauritania, convention of 22.7.1965',
      fr: 'Convention de sécurité sociale du 22 juillet 1965 entre la France et la Mauritanie',
    },
    source: 'Convention of 22.7.1965 between France and Mauritania',
    from: '1967-02-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'NE',
    title: {
      en: 'France-Niger, convention of 28.3.1973',
      fr: 'Convention de sécurité sociale du 28 mars 1973 entre la France et le Niger',
    },
    source: 'Convention of 28.3.1973 between France and Niger',
    from: '1974-11-01',
    mark: 'M',
    ...noSickness,
  },
];

/** The bilateral agreements of France that refund no care: a claim under them is refused with their name. */
export const frenchAgreementsWithoutCare: readonly AgreementWithoutCare[] = [
  ...americas,
  ...asia,
  ...africa,
].map(({ covers, article, scopeMark, ...text }) =>
  textWithoutCare(
    { id: `FR-${text.state}`, ...text },
    { covers, article, source: text.source, mark: scopeMark },
  ),
);
