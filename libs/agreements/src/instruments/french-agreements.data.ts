import type { Instrument } from '../instrument.schema.js';
import { refundingText } from './french-terms.data.js';
import type { FrenchRefunds, FrenchText } from './french-terms.data.js';

type AgreementRow = Omit<FrenchText, 'id'> & { readonly refunds: FrenchRefunds };

const actualCost: FrenchRefunds = { mark: 'M' };
const actualCostAndFlatRates: FrenchRefunds = { mark: 'M', flatRates: 'M' };

const maghrebAndTurkey: readonly AgreementRow[] = [
  {
    state: 'DZ',
    part: '1965',
    title: {
      en: 'France-Algeria, general convention of 19.1.1965',
      fr: "Convention générale de sécurité sociale du 19 janvier 1965 entre la France et l'Algérie",
    },
    source: 'Convention of 19.1.1965 between France and Algeria',
    from: '1965-02-01',
    to: '1982-01-31',
    mark: 'M',
    refunds: actualCost,
  },
  {
    state: 'DZ',
    part: '1980',
    title: {
      en: 'France-Algeria, general convention of 1.10.1980',
      fr: "Convention générale de sécurité sociale du 1er octobre 1980 entre la France et l'Algérie",
    },
    source: 'Decree 82-166 of 10.2.1982, JO 17.2.1982',
    from: '1982-02-01',
    mark: 'P',
    refunds: {
      ...actualCostAndFlatRates,
      advance: {
        rule: 'set-by-joint-commission',
        every: 'year',
        article: 'protocol of 10.4.2016',
        source: 'Decree 2019-69 of 1.2.2019, JO 3.2.2019, in force 1.2.2019',
        mark: 'P',
      },
    },
  },
  {
    state: 'MA',
    part: '1965',
    title: {
      en: 'France-Morocco, general convention of 9.7.1965',
      fr: 'Convention générale de sécurité sociale du 9 juillet 1965 entre la France et le Maroc',
    },
    source: 'Decree 67-379 of 18.4.1967, JO 6.5.1967',
    from: '1967-01-01',
    to: '2011-05-31',
    mark: 'P',
    refunds: actualCostAndFlatRates,
  },
  {
    state: 'MA',
    part: '2007',
    title: {
      en: 'France-Morocco, convention of 22.10.2007',
      fr: 'Convention de sécurité sociale du 22 octobre 2007 entre la France et le Maroc',
    },
    source: 'Decree 2011-567 of 24.5.2011, JO 26.5.2011',
    from: '2011-06-01',
    mark: 'P',
    refunds: { ...actualCostAndFlatRates, article: '50' },
  },
  {
    state: 'TN',
    part: '1965',
    title: {
      en: 'France-Tunisia, general convention of 17.12.1965',
      fr: 'Convention générale de sécurité sociale du 17 décembre 1965 entre la France et la Tunisie',
    },
    source: 'Convention of 17.12.1965 between France and Tunisia, arrangement of 4.7.1966',
    from: '1966-09-01',
    to: '2007-03-31',
    mark: 'M',
    refunds: actualCost,
  },
  {
    state: 'TN',
    part: '2003',
    title: {
      en: 'France-Tunisia, convention of 26.6.2003',
      fr: 'Convention de sécurité sociale du 26 juin 2003 entre la France et la Tunisie',
    },
    source: 'Decree 2007-626 of 26.4.2007, JO 29.4.2007; circular DSS/DACI 2007-277',
    from: '2007-04-01',
    mark: 'V',
    refunds: {
      article: '51',
      mark: 'V',
      statements: {
        every: 'half-year',
        article: '51',
        source: 'Decree 2007-626 of 26.4.2007, JO 29.4.2007',
        mark: 'V',
      },
    },
  },
  {
    state: 'TR',
    title: {
      en: 'France-Turkey, general convention of 20.1.1972',
      fr: 'Convention générale de sécurité sociale du 20 janvier 1972 entre la France et la Turquie',
    },
    source: 'Decree of 27.11.1973, JO 5.12.1973; circular 38 SS of 15.10.1973',
    from: '1973-08-01',
    mark: 'V',
    refunds: actualCostAndFlatRates,
  },
];

const neighbours: readonly AgreementRow[] = [
  {
    state: 'AD',
    title: {
      en: 'France-Andorra, convention of 12.12.2000',
      fr: "Convention de sécurité sociale du 12 décembre 2000 entre la France et l'Andorre",
    },
    source: 'Decree 2003-489 of 4.6.2003, JO 12.6.2003',
    from: '2003-06-01',
    mark: 'P',
    refunds: { article: '42 to 48', mark: 'M' },
  },
  {
    state: 'GG',
    title: {
      en: 'France-Guernsey, letters of 19.11.1965 on the French-British convention of 10.7.1956',
      fr: 'Échange de lettres du 19 novembre 1965 relatif à Guernesey, sur la convention franco-britannique de sécurité sociale du 10 juillet 1956',
    },
    source: 'Decree 65-1107, JO 17.12.1965; the published summary lists no care',
    from: '1965-12-01',
    mark: 'P',
    refunds: actualCost,
  },
  {
    state: 'JE',
    title: {
      en: 'France-Jersey, letters and annex of 29.5.1979 on the convention of 10.7.1956',
      fr: 'Échange de lettres et annexe du 29 mai 1979 relatifs à Jersey, sur la convention franco-britannique de sécurité sociale du 10 juillet 1956',
    },
    source: 'Reciprocal Agreement with France (Jersey) Act 1980; arrangement of 12.5.1981',
    from: '1980-05-01',
    mark: 'M',
    // Care on a stay remains with the place of stay (Art 3); what one side serves for the other is refunded.
    refunds: { article: 'annex, 4(2)', mark: 'V' },
  },
  {
    state: 'MC',
    title: {
      en: 'France-Monaco, convention of 28.2.1952',
      fr: 'Convention de sécurité sociale du 28 février 1952 entre la France et Monaco',
    },
    source: 'Decree 54-682 of 11.6.1954, JO 27.6.1954; amendment 5, decree 2000-377 of 26.4.2000',
    from: '1954-04-01',
    mark: 'P',
    refunds: { article: 'arrangement of 20.7.1998', mark: 'P' },
  },
  {
    state: 'SM',
    title: {
      en: 'France-San Marino, general convention of 12.7.1949',
      fr: 'Convention générale de sécurité sociale du 12 juillet 1949 entre la France et Saint-Marin',
    },
    source: 'Decree 51-102 of 26.1.1951, JO 31.1.1951; the published summary lists no care',
    from: '1951-01-01',
    mark: 'P',
    refunds: actualCost,
  },
];

const yugoslavConvention = 'Convention France-Yugoslavia of 5.1.1950, decree 51-457 of 19.4.1951';

/** The convention of 1950 bound the territory all the time; the letters of succession continue it. */
const formerYugoslavia: readonly AgreementRow[] = [
  {
    state: 'BA',
    title: {
      en: 'France-Bosnia and Herzegovina, French-Yugoslav convention of 5.1.1950',
      fr: 'Convention franco-yougoslave de sécurité sociale du 5 janvier 1950, applicable entre la France et la Bosnie-Herzégovine',
    },
    source: `${yugoslavConvention}; letters of succession of 3 and 4.12.2003`,
    from: '1951-04-01',
    mark: 'D',
    refunds: actualCostAndFlatRates,
  },
  {
    state: 'ME',
    title: {
      en: 'France-Montenegro, French-Yugoslav convention of 5.1.1950',
      fr: 'Convention franco-yougoslave de sécurité sociale du 5 janvier 1950, applicable entre la France et le Monténégro',
    },
    source: `${yugoslavConvention}; accord of 26.3.2003, succession from 3.6.2006`,
    from: '1951-04-01',
    mark: 'D',
    refunds: actualCostAndFlatRates,
  },
  {
    state: 'MK',
    title: {
      en: 'France-North Macedonia, French-Yugoslav convention of 5.1.1950',
      fr: 'Convention franco-yougoslave de sécurité sociale du 5 janvier 1950, applicable entre la France et la Macédoine du Nord',
    },
    source: `${yugoslavConvention}; letters of succession of 13 and 14.12.1995`,
    from: '1951-04-01',
    mark: 'D',
    refunds: actualCostAndFlatRates,
  },
  {
    state: 'RS',
    part: '1950',
    title: {
      en: 'France-Serbia, French-Yugoslav convention of 5.1.1950',
      fr: 'Convention franco-yougoslave de sécurité sociale du 5 janvier 1950, applicable entre la France et la Serbie',
    },
    source: `${yugoslavConvention}; accord of succession of 26.3.2003`,
    from: '1951-04-01',
    to: '2023-11-30',
    mark: 'M',
    refunds: actualCostAndFlatRates,
  },
  {
    state: 'RS',
    part: '2014',
    title: {
      en: 'France-Serbia, agreement of 6.11.2014',
      fr: 'Accord de sécurité sociale du 6 novembre 2014 entre la France et la Serbie',
    },
    source: 'Agreement of 6.11.2014, arrangement of 15.3.2018, in force 1.12.2023',
    from: '2023-12-01',
    mark: 'P',
    refunds: actualCost,
  },
  {
    state: 'XK',
    title: {
      en: 'France-Kosovo, French-Yugoslav convention of 5.1.1950',
      fr: 'Convention franco-yougoslave de sécurité sociale du 5 janvier 1950, applicable entre la France et le Kosovo',
    },
    source: `${yugoslavConvention}; letters of succession of 6.2.2013`,
    from: '2013-02-06',
    mark: 'M',
    refunds: actualCostAndFlatRates,
  },
];

const elsewhere: readonly AgreementRow[] = [
  {
    state: 'CV',
    title: {
      en: 'France-Cape Verde, general convention of 15.1.1980',
      fr: 'Convention générale de sécurité sociale du 15 janvier 1980 entre la France et le Cap-Vert',
    },
    source: 'Convention of 15.1.1980 between France and Cape Verde',
    from: '1983-04-01',
    mark: 'M',
    refunds: actualCost,
  },
  {
    state: 'GA',
    title: {
      en: 'France-Gabon, agreement of 2.10.1980',
      fr: 'Accord de sécurité sociale du 2 octobre 1980 entre la France et le Gabon',
    },
    source: 'Agreement of 2.10.1980, arrangement of 2.4.1981',
    from: '1983-02-01',
    mark: 'P',
    refunds: { article: '13 to 24', mark: 'M' },
  },
  {
    state: 'ML',
    title: {
      en: 'France-Mali, general convention of 12.6.1979',
      fr: 'Convention générale de sécurité sociale du 12 juin 1979 entre la France et le Mali',
    },
    source: 'Decree 83-577 of 16.6.1983, JO 4.7.1983',
    from: '1983-06-01',
    mark: 'P',
    refunds: { article: '7 to 17', mark: 'M' },
  },
  {
    state: 'QC',
    part: '1979',
    title: {
      en: 'France-Québec, agreement of 12.2.1979',
      fr: 'Entente en matière de sécurité sociale du 12 février 1979 entre la France et le Québec',
    },
    source: 'Agreement of 12.2.1979 between France and Québec; decree 90-441 of 28.5.1990',
    from: '1981-11-01',
    to: '2006-11-30',
    mark: 'M',
    refunds: actualCost,
  },
  {
    state: 'QC',
    part: '2003',
    title: {
      en: 'France-Québec, agreement of 17.12.2003',
      fr: 'Entente en matière de sécurité sociale du 17 décembre 2003 entre la France et le Québec',
    },
    source: 'Agreement of 17.12.2003 between France and Québec; Québec decree 740-2006',
    from: '2006-12-01',
    mark: 'M',
    refunds: actualCost,
  },
  {
    state: 'SN',
    title: {
      en: 'France-Senegal, general convention of 29.3.1974',
      fr: 'Convention générale de sécurité sociale du 29 mars 1974 entre la France et le Sénégal',
    },
    source: 'Convention of 29.3.1974 between France and Senegal; decree 94-513 of 20.6.1994',
    from: '1976-09-01',
    mark: 'M',
    refunds: actualCost,
  },
  {
    state: 'TG',
    title: {
      en: 'France-Togo, convention of 7.12.1971',
      fr: 'Convention de sécurité sociale du 7 décembre 1971 entre la France et le Togo',
    },
    source: 'Convention of 7.12.1971 between France and Togo; circular 1 SS of 3.1.1975',
    from: '1973-07-01',
    mark: 'M',
    refunds: actualCost,
  },
];

/** The bilateral agreements of France under which care is refunded; each binds France and its partner alone. */
export const frenchAgreements: readonly Instrument[] = [
  ...maghrebAndTurkey,
  ...neighbours,
  ...formerYugoslavia,
  ...elsewhere,
].map(({ refunds, ...text }) => refundingText({ id: `FR-${text.state}`, ...text }, refunds));
