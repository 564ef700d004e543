import type { Told } from '../fields.schema.js';
import type { Confidence, Instrument, Party, Span } from '../instrument.schema.js';
import { unionOf27 } from './coordination-parties.data.js';
import {
  always,
  clocksOf987,
  entitlementOf987,
  offsettingBy,
  withoutFixedAmounts,
} from './european-terms.data.js';
import type { Adoption } from './european-terms.data.js';
import { claimants, reductionOf64 } from './fixed-amount-terms.data.js';

/** Care that began by this day goes on under the law of that time, whenever it ends. */
const transitionEnds = '2020-12-31';
const dayAfter = '2021-01-01';

interface TextRow {
  readonly part: 'eu' | 'eea-efta' | 'ch';
  readonly title: Told;
  readonly source: string;
  /** First day of care, its last day counted. */
  readonly careFrom: string;
  readonly article: string;
  readonly mark: Confidence;
}

const counterparts: Readonly<Record<TextRow['part'], (care: Span) => Party[]>> = {
  eu: (care) => unionOf27(care, 'OTHER'),
  'eea-efta': (care) =>
    ['IS', 'LI', 'NO'].map((state) => ({
      state,
      groups: ['OTHER'],
      care,
      article: 'Annex VI',
      source: 'EEA Agreement',
      mark: 'P',
    })),
  ch: (care) => [
    {
      state: 'CH',
      groups: ['OTHER'],
      care,
      article: 'Annex II',
      source: 'Agreement EC-Switzerland on the free movement of persons',
      mark: 'P',
    },
  ],
};

interface Family {
  readonly id: 'GB-WA' | 'GB-TCA';
  readonly begun: Span;
  readonly cite: (article: string) => string;
  readonly fixedAmounts: (source: string) => Instrument['fixedAmounts'];
}

function instrumentOf(family: Family, row: TextRow): Instrument {
  const { part, title, source, careFrom, article, mark } = row;
  const { id, begun, cite } = family;
  const adoption: Adoption = { cite, source, mark: 'P' };
  const care = { from: careFrom, to: null };
  const clocks = clocksOf987(adoption);
  const fixedAmounts = part === 'eu' ? family.fixedAmounts(source) : null;
  return {
    id,
    part,
    title,
    refundsCare: true,
    parties: [
      { state: 'GB', groups: ['GB'], care, article, source, mark },
      ...counterparts[part](care),
    ],
    pairs: [{ between: ['GB', 'OTHER'], care, begun, applies: always, article, source, mark }],
    bases: {
      allowed:
        fixedAmounts === null ? ['actual-expenditure'] : ['actual-expenditure', 'fixed-amount'],
      article: cite('62, 63'),
      source,
      mark: 'M',
    },
    entitlement: entitlementOf987(adoption),
    currency: { rule: 'creditor-state-currency', article: cite('90'), source, mark: 'P' },
    offsetting: offsettingBy(cite('BR 35(3)'), source),
    fixedAmounts,
    statements: null,
    advance: null,
    clocks: fixedAmounts === null ? withoutFixedAmounts(clocks) : clocks,
  };
}

const withdrawal: Family = {
  id: 'GB-WA',
  begun: { from: null, to: transitionEnds },
  cite: (article) => (article.startsWith('BR') ? `35, ${article}` : `35, IR ${article}`),
  // A reference year begins and ends within one year, so none begins before 2021 and ends later.
  fixedAmounts: () => null,
};

const cooperation: Family = {
  id: 'GB-TCA',
  begun: { from: dayAfter, to: null },
  cite: (article) =>
    article.startsWith('BR') ? `SSC protocol, as ${article}` : `SSC protocol, as IR ${article}`,
  fixedAmounts: (source) => ({
    claimedBy: claimants([
      {
        states: 'CY ES IE PT SE',
        from: 2021,
        to: null,
        article: 'Annex SSC-7',
        source,
        mark: 'M',
      },
    ]),
    reduction: reductionOf64('SSC protocol, as IR 64', source),
    lastEarlierValueAfterYears: 2,
    article: 'SSC protocol, as IR 63, 65(1)',
    source,
    mark: 'M',
  }),
};

const withdrawalTexts: readonly TextRow[] = [
  {
    part: 'eu',
    title: {
      en: 'Withdrawal Agreement between the European Union and the United Kingdom, stays and treatments in progress at the end of the transition period',
      fr: "Accord sur le retrait du Royaume-Uni de l'Union européenne, séjours et traitements en cours à la fin de la période de transition",
    },
    source: 'Withdrawal Agreement EU-UK, OJ L 29, 31.1.2020, p. 7, Title III of Part Two',
    careFrom: dayAfter,
    article: '32, 35',
    mark: 'M',
  },
  {
    part: 'eea-efta',
    title: {
      en: 'Separation Agreement between Iceland, Liechtenstein, Norway and the United Kingdom, stays and treatments in progress at the end of the transition period',
      fr: "Accord de séparation entre l'Islande, le Liechtenstein, la Norvège et le Royaume-Uni, séjours et traitements en cours à la fin de la période de transition",
    },
    source: 'EEA EFTA Separation Agreement of 28.1.2020, copy of Title III of Part Two',
    careFrom: dayAfter,
    article: '31, 34',
    mark: 'M',
  },
  {
    part: 'ch',
    title: {
      en: "Citizens' Rights Agreement between Switzerland and the United Kingdom, stays and treatments in progress at the end of the transition period",
      fr: 'Accord entre la Suisse et le Royaume-Uni relatif aux droits des citoyens, séjours et traitements en cours à la fin de la période de transition',
    },
    source: "Swiss Citizens' Rights Agreement of 25.2.2019, Part Three",
    careFrom: dayAfter,
    article: 'Part Three',
    mark: 'M',
  },
];

const cooperationTexts: readonly TextRow[] = [
  {
    part: 'eu',
    title: {
      en: 'Trade and Cooperation Agreement between the European Union and the United Kingdom, Protocol on Social Security Coordination',
      fr: "Accord de commerce et de coopération entre l'Union européenne et le Royaume-Uni, protocole en matière de coordination de la sécurité sociale",
    },
    source:
      'Protocol on Social Security Coordination, OJ L 149, 30.4.2021, p. 10, applied from 1.1.2021',
    careFrom: dayAfter,
    article: 'SSC protocol',
    mark: 'P',
  },
  {
    part: 'eea-efta',
    title: {
      en: 'Convention on Social Security Coordination between Iceland, Liechtenstein, Norway and the United Kingdom',
      fr: "Convention sur la coordination de la sécurité sociale entre l'Islande, le Liechtenstein, la Norvège et le Royaume-Uni",
    },
    source: 'Convention signed in London on 30.6.2023, Art 74; UK S.I. 2023/1060',
    careFrom: '2024-01-01',
    article: '74',
    mark: 'P',
  },
  {
    part: 'ch',
    title: {
      en: 'Convention on Social Security Coordination between Switzerland and the United Kingdom',
      fr: 'Convention sur la coordination de la sécurité sociale entre la Suisse et le Royaume-Uni',
    },
    source: 'Convention of 9.9.2021 (CP 530), applied provisionally from 1.11.2021',
    careFrom: '2021-11-01',
    article: '77',
    mark: 'P',
  },
];

/** What binds the United Kingdom since the end of the transition period, by counterpart. */
export const unitedKingdom: readonly Instrument[] = [
  ...withdrawalTexts.map((row) => instrumentOf(withdrawal, row)),
  ...cooperationTexts.map((row) => instrumentOf(cooperation, row)),
];
