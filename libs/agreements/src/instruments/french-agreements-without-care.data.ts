import type { AgreementWithoutCare, Confidence } from '../instrument.schema.js';
import { textWithoutCare } from './french-terms.data.js';

interface AgreementRow {
  readonly state: string;
  readonly part?: string;
  /** State and text with its day of signature. */
  readonly title: string;
  readonly source: string;
  /** Entry into force. */
  readonly from: string;
  /** Last day before the next part. */
  readonly to?: string;
  /** How sure the days are. */
  readonly mark: Confidence;
  /** What it covers, by `article`, as sure as `scopeMark`. */
  readonly covers: string;
  readonly article: string;
  readonly scopeMark: Confidence;
}

const pensions = { covers: 'pensions and posting', article: 'scope', scopeMark: 'M' } as const;
const noSickness = {
  covers: 'pensions, family benefits and accidents at work',
  article: 'scope',
  scopeMark: 'M',
} as const;

const americas: readonly AgreementRow[] = [
  {
    state: 'AR',
    title: 'France-Argentina, convention of 22.9.2008',
    source: 'Decree 2012-1177 of 22.10.2012, JO 25.10.2012',
    from: '2012-11-01',
    mark: 'V',
    covers: 'pensions and cash benefits',
    article: 'Title III',
    scopeMark: 'V',
  },
  {
    state: 'BR',
    title: 'France-Brazil, agreement of 15.12.2011',
    source: 'Decree 2014-1013 of 8.9.2014, JO 10.9.2014',
    from: '2014-09-01',
    mark: 'V',
    covers: 'pensions and cash benefits',
    article: 'Title III',
    scopeMark: 'V',
  },
  {
    state: 'CA',
    part: '1979',
    title: 'France-Canada, agreement of 9.2.1979',
    source: 'Decree 81-353 of 8.4.1981',
    from: '1981-03-01',
    to: '2017-07-31',
    mark: 'M',
    ...pensions,
  },
  {
    state: 'CA',
    part: '2013',
    title: 'France-Canada, agreement of 14.3.2013',
    source: 'Decree 2017-1273 of 9.8.2017, JO 12.8.2017',
    from: '2017-08-01',
    mark: 'M',
    ...pensions,
  },
  {
    state: 'CL',
    title: 'France-Chile, convention of 25.6.1999',
    source: 'Convention of 25.6.1999 between France and Chile',
    from: '2001-09-01',
    mark: 'M',
    covers: 'pensions and cash benefits',
    article: 'scope',
    scopeMark: 'V',
  },
  {
    state: 'US',
    title: 'France-United States, agreement of 2.3.1987',
    source: 'Agreement of 2.3.1987, arrangement of 21.10.1987, JO 8.5.1988',
    from: '1988-07-01',
    mark: 'P',
    ...pensions,
    scopeMark: 'P',
  },
  {
    state: 'UY',
    title: 'France-Uruguay, agreement of 6.12.2010',
    source: 'Decree 2014-763 of 3.7.2014, JO 5.7.2014',
    from: '2014-07-01',
    mark: 'V',
    covers: 'posting, pensions and cash benefits',
    article: 'scope',
    scopeMark: 'V',
  },
];

const asia: readonly AgreementRow[] = [
  {
    state: 'IL',
    title: 'France-Israel, convention of 17.12.1965',
    source: 'Convention of 17.12.1965; circular 23 RI/SS of 17.7.1967',
    from: '1966-10-01',
    mark: 'V',
    covers: 'accidents at work, family benefits, maternity, old age and survivors',
    article: 'scope',
    scopeMark: 'V',
  },
  {
    state: 'IN',
    title: 'France-India, agreement of 30.9.2008',
    source: 'Agreement of 30.9.2008 between France and India',
    from: '2011-07-01',
    mark: 'P',
    covers: 'invalidity, old age and survivors, and posting',
    article: 'scope',
    scopeMark: 'P',
  },
  {
    state: 'JP',
    title: 'France-Japan, agreement of 25.2.2005',
    source: 'Decree 2007-1020 of 14.6.2007, JO 17.6.2007',
    from: '2007-06-01',
    mark: 'V',
    ...pensions,
    scopeMark: 'V',
  },
  {
    state: 'KR',
    title: 'France-Republic of Korea, agreement of 6.12.2004',
    source: 'Act 2007-247 of 26.2.2007; circular 2007-225',
    from: '2007-06-01',
    mark: 'V',
    ...pensions,
    scopeMark: 'V',
  },
  {
    state: 'PH',
    title: 'France-Philippines, convention of 7.2.1990',
    source: 'Convention of 7.2.1990 between France and the Philippines',
    from: '1994-11-01',
    mark: 'M',
    covers: 'pensions and accidents at work',
    article: 'scope',
    scopeMark: 'M',
  },
];

const africa: readonly AgreementRow[] = [
  {
    state: 'BJ',
    title: 'France-Benin, general convention of 6.11.1979',
    source: 'Convention of 6.11.1979 between France and Benin',
    from: '1981-09-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'CG',
    title: 'France-Congo, convention of 11.2.1987',
    source: 'Convention of 11.2.1987 between France and Congo',
    from: '1988-06-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'CI',
    title: "France-Côte d'Ivoire, convention of 16.1.1985",
    source: 'Decree 87-123 of 19.2.1987, JO 25.2.1987',
    from: '1987-01-01',
    mark: 'P',
    ...noSickness,
  },
  {
    state: 'CM',
    title: 'France-Cameroon, convention of 5.11.1990',
    source: 'Convention of 5.11.1990 between France and Cameroon',
    from: '1992-03-01',
    mark: 'V',
    ...noSickness,
  },
  {
    state: 'MG',
    title: 'France-Madagascar, convention of 8.5.1967',
    source: 'Convention of 8.5.1967, kept by Art 4 of the general accord of 4.6.1973',
    from: '1968-03-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'MR',
    title: 'France-Mauritania, convention of 22.7.1965',
    source: 'Convention of 22.7.1965 between France and Mauritania',
    from: '1967-02-01',
    mark: 'M',
    ...noSickness,
  },
  {
    state: 'NE',
    title: 'France-Niger, convention of 28.3.1973',
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
