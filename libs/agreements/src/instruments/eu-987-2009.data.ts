import type { Instrument } from '../instrument.schema.js';
import { economicAreaWaves, partiesOf987, switzerlandWaves } from './coordination-parties.data.js';
import { always, clocksOf987, entitlementOf987, offsettingBy } from './european-terms.data.js';
import type { Adoption } from './european-terms.data.js';
import { claimants, reductionOf64 } from './fixed-amount-terms.data.js';

const implementingRegulation = 'Regulation (EC) 987/2009';
const regulation: Adoption = {
  cite: (article) => article,
  source: implementingRegulation,
  mark: null,
};

/**
 * A claim recorded from these days on follows Arts 66 to 68 whatever the date of care; only care since
 * the two States were bound by the coordination at all can be owed for.
 */
const firstDay = { union: '2010-05-01', switzerland: '2012-04-01', economicArea: '2012-06-01' };

const pairs: Instrument['pairs'] = [
  {
    between: ['EU', 'EU'],
    care: always,
    begun: always,
    applies: { from: firstDay.union, to: null },
    article: '97',
    source: `${implementingRegulation}; Decisions S7 and S10 of the Administrative Commission`,
    mark: 'V',
  },
  ...switzerlandWaves.map(({ wave, careFrom, source, mark }): Instrument['pairs'][number] => ({
    between: [wave, 'CH'],
    care: { from: careFrom, to: null },
    begun: always,
    applies: { from: firstDay.switzerland, to: null },
    article: 'Annex II',
    source: `Joint Committee Decision 1/2012, OJ L 103, 13.4.2012, p. 51; ${source}`,
    mark,
  })),
  ...economicAreaWaves.map(({ wave, careFrom, source, mark }): Instrument['pairs'][number] => ({
    between: [wave, 'EEA-EFTA'],
    care: { from: careFrom, to: null },
    begun: always,
    applies: { from: firstDay.economicArea, to: null },
    article: 'Annex VI',
    source: `EEA Joint Committee Decision 76/2011, OJ L 262, 6.10.2011, p. 33; ${source}`,
    mark: mark === 'V' ? 'P' : mark,
  })),
  {
    // Among themselves these three are bound by the EEA Agreement, not by the EFTA Convention.
    between: ['EEA-EFTA', 'EEA-EFTA'],
    care: always,
    begun: always,
    applies: { from: firstDay.economicArea, to: null },
    article: 'Annex VI',
    source: 'EEA Joint Committee Decision 76/2011, OJ L 262, 6.10.2011, p. 33',
    mark: 'P',
  },
];

const deletion = 'Regulation (EU) 1224/2012 Art 2, OJ L 349, 19.12.2012, p. 45';

const claimedBy = claimants([
  {
    states: 'ES IE PT SE',
    from: 2010,
    to: null,
    article: 'Annex 3',
    source: implementingRegulation,
    mark: 'M',
  },
  {
    states: 'GB',
    from: 2010,
    to: 2020,
    article: 'Annex 3',
    source: `${implementingRegulation}; Withdrawal Agreement Art 126`,
    mark: 'M',
  },
  {
    states: 'FI NL',
    from: 2010,
    to: 2017,
    article: 'Annex 3',
    source: `${implementingRegulation}, consolidated version of 1.1.2018`,
    mark: 'P',
  },
  { states: 'IT MT', from: 2010, to: 2012, article: 'Annex 3', source: deletion, mark: 'D' },
  { states: 'CY', from: 2013, to: null, article: 'Annex 3', source: deletion, mark: 'D' },
  {
    states: 'NO',
    from: 2012,
    to: null,
    article: 'Annex 3',
    source: 'EEA Joint Committee Decision 76/2011, OJ L 262, 6.10.2011, p. 33',
    mark: 'M',
  },
]);

/** Regulations 883/2004 and 987/2009: reimbursement of health-care costs between institutions. */
export const eu987Of2009: Instrument = {
  id: 'EU-987-2009',
  part: '1',
  title: {
    en: 'Regulations (EC) 883/2004 and 987/2009, reimbursement between institutions',
    fr: 'Règlements (CE) n° 883/2004 et n° 987/2009, remboursements entre institutions',
  },
  refundsCare: true,
  parties: partiesOf987,
  pairs,
  bases: {
    allowed: ['actual-expenditure', 'fixed-amount'],
    article: '62, 63',
    source: implementingRegulation,
    mark: 'V',
  },
  entitlement: entitlementOf987(regulation),
  currency: {
    rule: 'creditor-state-currency',
    article: '90',
    source: `${implementingRegulation}; Decisions H3 and H12 of the Administrative Commission`,
    mark: 'V',
  },
  offsetting: offsettingBy('35(3)', 'Regulation (EC) 883/2004'),
  fixedAmounts: {
    claimedBy,
    reduction: reductionOf64('64', implementingRegulation),
    lastEarlierValueAfterYears: 2,
    article: '63, 65(1)',
    source: implementingRegulation,
    mark: 'V',
  },
  statements: null,
  advance: null,
  clocks: clocksOf987(regulation),
};
