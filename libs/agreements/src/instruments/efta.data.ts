import type { Instrument, Party } from '../instrument.schema.js';
import {
  always,
  clocksOf574,
  clocksOf987,
  entitlementOf574,
  entitlementOf987,
  offsettingBy,
} from './european-terms.data.js';
import type { Adoption } from './european-terms.data.js';
import { claimants, fixedAmountsOf574, reductionOf64 } from './fixed-amount-terms.data.js';

const convention = 'EFTA Convention (Vaduz, 21.6.2001), Annex K, Appendix 2';
const decision = `${convention}, as amended by EFTA Council Decision 5/2015 of 12.11.2015`;

const entry = { article: 'Annex K', source: convention, mark: 'P' } as const;

/** Iceland, Liechtenstein and Norway owe each other by the EEA Agreement; the Convention adds Switzerland. */
const parties: Party[] = [
  { state: 'CH', groups: ['CH'], care: { from: '2002-06-01', to: null }, ...entry },
  ...['IS', 'LI', 'NO'].map((state) => ({
    state,
    groups: ['EEA-EFTA'],
    care: { from: '2002-06-01', to: null },
    ...entry,
  })),
];

/** The last day of recording under the rules of 574/72, and the first under those of 987/2009. */
const turn = { before: '2015-12-31', after: '2016-01-01' };

const underRegulation574: Instrument = {
  id: 'EFTA',
  part: '1',
  title: {
    en: 'EFTA Convention with Regulations (EEC) 1408/71 and 574/72',
    fr: "Convention instituant l'Association européenne de libre-échange (AELE), avec les règlements (CEE) n° 1408/71 et n° 574/72",
  },
  refundsCare: true,
  parties,
  pairs: [
    {
      between: ['CH', 'EEA-EFTA'],
      care: always,
      begun: always,
      applies: { from: null, to: turn.before },
      ...entry,
    },
  ],
  bases: {
    allowed: ['actual-expenditure', 'fixed-amount'],
    article: '93, 94, 95',
    source: `Regulation (EEC) 574/72 by ${convention}`,
    mark: 'M',
  },
  entitlement: entitlementOf574(convention),
  currency: {
    rule: 'creditor-state-currency',
    article: '107',
    source: `Regulation (EEC) 574/72 by ${convention}`,
    mark: 'M',
  },
  offsetting: offsettingBy('36(3)', `Regulation (EEC) 1408/71 by ${convention}`),
  fixedAmounts: fixedAmountsOf574(`Regulation (EEC) 574/72 by ${convention}`),
  statements: null,
  advance: null,
  clocks: clocksOf574(`Regulation (EEC) 574/72 by ${convention}`),
};

const regulation: Adoption = {
  cite: (article) => `Annex K, IR ${article}`,
  source: decision,
  mark: 'P',
};

const underRegulation987: Instrument = {
  id: 'EFTA',
  part: '2',
  title: {
    en: 'EFTA Convention with Regulations (EC) 883/2004 and 987/2009',
    fr: "Convention instituant l'Association européenne de libre-échange (AELE), avec les règlements (CE) n° 883/2004 et n° 987/2009",
  },
  refundsCare: true,
  parties,
  pairs: [
    {
      between: ['CH', 'EEA-EFTA'],
      care: always,
      begun: always,
      applies: { from: turn.after, to: null },
      article: 'Annex K',
      source: `${decision}; LGBl. 2015 Nr. 352`,
      mark: 'V',
    },
  ],
  bases: {
    allowed: ['actual-expenditure', 'fixed-amount'],
    article: regulation.cite('62, 63'),
    source: decision,
    mark: 'P',
  },
  entitlement: entitlementOf987(regulation),
  currency: {
    rule: 'creditor-state-currency',
    article: regulation.cite('90'),
    source: decision,
    mark: 'P',
  },
  offsetting: offsettingBy('Annex K, BR 35(3)', decision),
  fixedAmounts: {
    claimedBy: claimants([
      {
        states: 'NO',
        from: 2016,
        to: null,
        article: regulation.cite('Annex 3'),
        source: decision,
        mark: 'M',
      },
    ]),
    reduction: reductionOf64(regulation.cite('64'), decision),
    lastEarlierValueAfterYears: 2,
    article: regulation.cite('63, 65(1)'),
    source: decision,
    mark: 'M',
  },
  statements: null,
  advance: null,
  clocks: clocksOf987(regulation),
};

/** The EFTA Convention between Switzerland and Iceland, Liechtenstein and Norway: two sets of rules in turn. */
export const eftaConvention: readonly Instrument[] = [underRegulation574, underRegulation987];
