import type { Instrument } from '../instrument.schema.js';
import { economicAreaWaves, partiesOf574, switzerlandWaves } from './coordination-parties.data.js';
import { always, clocksOf574, entitlementOf574, offsettingBy } from './european-terms.data.js';
import { fixedAmountsOf574 } from './fixed-amount-terms.data.js';

const implementingRegulation = 'Regulation (EEC) 574/72';

/** The last day of recording, by the day on which each relation went over to Regulation 987/2009. */
const lastDay = { union: '2010-04-30', switzerland: '2012-03-31', economicArea: '2012-05-31' };

const pairs: Instrument['pairs'] = [
  {
    between: ['EU', 'EU'],
    care: always,
    begun: always,
    applies: { from: null, to: lastDay.union },
    article: '93 to 100',
    source: `${implementingRegulation}; repealed by Regulation (EC) 987/2009 Art 96; Decisions S7 and S10 of the Administrative Commission`,
    mark: 'P',
  },
  ...switzerlandWaves
    .filter(({ wave }) => wave !== 'EU-2013')
    .map(({ wave, careFrom, source, mark }): Instrument['pairs'][number] => ({
      between: [wave, 'CH'],
      care: { from: careFrom, to: null },
      begun: always,
      applies: { from: null, to: lastDay.switzerland },
      article: 'Annex II',
      source: `${source}; until Joint Committee Decision 1/2012, OJ L 103, 13.4.2012, p. 51`,
      mark,
    })),
  ...economicAreaWaves
    .filter(({ wave }) => wave !== 'EU-2013')
    .map(({ wave, careFrom, source, mark }): Instrument['pairs'][number] => ({
      between: [wave, 'EEA-EFTA'],
      care: { from: careFrom, to: null },
      begun: always,
      applies: { from: null, to: lastDay.economicArea },
      article: 'Annex VI',
      source: `${source}; until EEA Joint Committee Decision 76/2011, OJ L 262, 6.10.2011, p. 33`,
      mark,
    })),
  {
    // Among themselves these three are bound by the EEA Agreement, not by the EFTA Convention.
    between: ['EEA-EFTA', 'EEA-EFTA'],
    care: always,
    begun: always,
    applies: { from: null, to: lastDay.economicArea },
    article: 'Annex VI',
    source: 'EEA Agreement, until EEA Joint Committee Decision 76/2011, OJ L 262, 6.10.2011, p. 33',
    mark: 'P',
  },
];

/** Regulations 1408/71 and 574/72, which the regulations of 2004 and 2009 replaced. */
export const eu574Of72: Instrument = {
  id: 'EU-574-72',
  part: '1',
  title: {
    en: 'Regulations (EEC) 1408/71 and 574/72, refunds between institutions',
    fr: 'Règlements (CEE) n° 1408/71 et n° 574/72, remboursements entre institutions',
  },
  refundsCare: true,
  parties: partiesOf574,
  pairs,
  bases: {
    allowed: ['actual-expenditure', 'fixed-amount'],
    article: '93, 94, 95',
    source: implementingRegulation,
    mark: 'M',
  },
  entitlement: entitlementOf574(implementingRegulation),
  currency: {
    rule: 'creditor-state-currency',
    article: '107',
    source: implementingRegulation,
    mark: 'M',
  },
  offsetting: offsettingBy('36(3)', 'Regulation (EEC) 1408/71'),
  fixedAmounts: fixedAmountsOf574(implementingRegulation),
  statements: null,
  advance: null,
  clocks: clocksOf574(implementingRegulation),
};
