import { describe, expect, it } from '@jest/globals';
import { averageCost } from './average-cost.builder.js';
import { averageCostTable } from './average-costs.js';
import { factsOf, institution, oneBenefit } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { dataJudgedOn, tellWithVersion } from './data-versions.js';
import { decide } from './decide.js';
import type { AppliedRule, Reason } from './decision.js';
import type { Sentence } from './explanations.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { buildReferenceData } from './reference-data.js';
import { shippedTables } from './shipped/shipped-tables.js';
import { tellRefusal, tellWhy } from './why.js';

const states = ['FR', 'DE', 'GB', 'IS', 'CH', 'NO', 'IE', 'SK', 'TR', 'RS'];
/** Every kind of data in a version of its own. */
const versions = {
  institutions: '11',
  instruments: '22',
  'state-currencies': '33',
  'average-costs': '44',
};
const reference = buildReferenceData({
  institutions: states.map((state) => institution(`${state}:X`)),
  arrangements: [],
  version: versions,
  averageCosts: averageCostTable([
    ...shippedTables().averageCosts.records,
    averageCost({
      ...{ year: 2003, state: 'TR', age_group: null, currency: 'TRL', decimals: 0 },
      ...{ annual_average: '1200000000', monthly_x20: '80000000', monthly_x15: null },
      oj: '1.6.2005',
    }),
    averageCost({
      ...{ year: 2005, state: 'RS', age_group: null, currency: 'CSD', oj: '1.6.2006' },
      ...{ annual_average: '15000.00', monthly_x20: '1000.00', monthly_x15: null },
    }),
  ]),
});

const between = (pair: string): ClaimChange => ({
  creditor: { institution: `${pair.slice(0, 2)}:X` },
  debtor: { institution: `${pair.slice(3)}:X` },
});

/** Ten months of a family in no age group: `2009-06-01 211.50 EUR`. */
function fixed(pair: string, year: number, claimed: string): ClaimChange {
  const [day = '', amount = '', currency = ''] = claimed.split(' ');
  return {
    ...between(pair),
    basis: 'fixed-amount',
    fixedAmount: { year, group: 'family', months: 10 },
    recordedOn: day,
    introducedOn: day,
    total: { amount, currency },
  };
}

function whyOf(change: ClaimChange): readonly AppliedRule[] {
  const decision = decide(factsOf(change), reference);
  if (decision.outcome === 'rejected') {
    throw new Error(decision.reasons.map(({ detail }) => detail).join());
  }
  return decision.why;
}

function reasonsOf(change: ClaimChange): readonly Reason[] {
  const decision = decide(factsOf(change), reference);
  return decision.outcome === 'rejected' ? decision.reasons : [];
}

describe('the text that binds two States', () => {
  it.each([
    ['EU-987-2009/1', 'FR-DE 2025-01-03 2025-01-05 EUR'],
    ['GB-WA/eu', 'FR-GB 2020-12-30 2025-01-05 EUR'],
    ['GB-WA/ch', 'CH-GB 2020-12-30 2025-01-05 CHF'],
    ['GB-WA/eea-efta', 'GB-IS 2020-12-30 2025-01-05 GBP'],
    ['GB-TCA/eu', 'FR-GB 2025-01-03 2025-01-05 EUR'],
    ['GB-TCA/ch', 'CH-GB 2025-01-03 2025-01-05 CHF'],
    ['GB-TCA/eea-efta', 'GB-IS 2025-01-03 2025-01-05 GBP'],
    ['EFTA/2', 'CH-NO 2025-01-03 2025-01-05 CHF'],
  ])('is named: %s for %s', (text, claimed) => {
    const [pair = '', from = '', to = '', currency = ''] = claimed.split(' ');
    const [id = '', part = ''] = text.split('/');
    const care = { type: 'unplanned', from, to } as const;
    const why = whyOf({ ...between(pair), care, ...oneBenefit('10.00', currency) });
    const { title } = shippedInstruments.find((one) => one.id === id && one.part === part) ?? {};
    const named = `${pair.replace('-', ' and ')} for care from ${from} to ${to}`;
    expect(why[0]?.text).toBe(
      `What binds ${named} recorded on 2025-03-15: ${title?.en ?? ''} (${id}) [instruments, data version 22].`,
    );
    const [french] = tellWhy(why, 'fr');
    expect(french?.text).toContain(` : ${title?.fr ?? ''} (${id}) [`);
    expect(french?.inputs['title']).toBe(title?.fr);
  });
});

describe('the version of the data', () => {
  it('stands in every line of an introduced claim, in words and among the inputs', () => {
    const named = { instruments: 'instruments', 'state-currencies': 'currencies of States' };
    const lines = whyOf(between('FR-DE')).map(({ text, inputs }) => {
      const data = inputs['data'] as keyof typeof named;
      expect(inputs['dataVersion']).toBe(versions[data]);
      expect(text.endsWith(` [${named[data]}, data version ${versions[data]}].`)).toBe(true);
      return data;
    });
    const [text, document, currency, ...clocks] = lines;
    expect([text, document, currency]).toEqual(['instruments', 'instruments', 'state-currencies']);
    expect(clocks).toEqual(['instruments', 'instruments', 'instruments', 'instruments']);
  });

  it('is that of the averages for a fixed amount and for the clock that publication starts', () => {
    const cover = { year: 2018, group: 'family', ageGroup: 'under-20', months: 10 } as const;
    const irish = { ...fixed('IE-FR', 2018, '2022-02-01 1244.90 EUR'), fixedAmount: cover };
    const versionAt = (rule: string): unknown =>
      whyOf(irish).find((line) => line.rule === `EU-987-2009/${rule}`)?.inputs['dataVersion'];
    expect([versionAt('64'), versionAt('67(2)'), versionAt('67(5)')]).toEqual(['44', '44', '22']);

    const late = { ...irish, introducedOn: '2022-07-01' };
    expect(reasonsOf(late)).toMatchObject([{ code: 'late', dataVersion: '44' }]);
    const care = { type: 'unplanned', from: '2020-01-03', to: '2020-01-05' } as const;
    const forCare = { ...between('FR-DE'), recordedOn: '2020-03-15', care };
    expect(reasonsOf(forCare)).toMatchObject([{ code: 'late', dataVersion: '22' }]);
  });

  it('follows what is said of a refusal', () => {
    const judged = { data: 'average-costs', dataVersion: '44' };
    expect(tellWithVersion('too late', judged, 'en')).toBe(
      'too late [average costs, data version 44]',
    );
    expect(tellWithVersion('trop tard', judged, 'fr')).toBe(
      'trop tard [coûts moyens, données en version 44]',
    );
    expect(dataJudgedOn({ code: 'malformed', said: [] })).toBeUndefined();
  });
});

describe('a late claim', () => {
  const care = { type: 'unplanned', from: '2020-01-03', to: '2020-01-05' } as const;
  it.each<[string, ClaimChange, Readonly<Record<string, string>>]>([
    [
      'by its recording',
      { recordedOn: '2020-03-15', care },
      {
        detail: 'recorded 2020-03-15, to be introduced by 2021-06-30, introduced 2026-03-02',
        recordedOn: '2020-03-15',
        by: '2021-06-30',
      },
    ],
    [
      'by the day on which its debtor was known',
      { recordedOn: '2020-03-15', competentInstitutionKnownOn: '2021-01-01', care },
      {
        detail:
          'recorded 2020-03-15, competent institution known 2021-01-01, to be introduced by 2022-06-30, introduced 2026-03-02',
        recordedOn: '2020-03-15',
        competentInstitutionKnownOn: '2021-01-01',
        by: '2022-06-30',
      },
    ],
    [
      'by the end of care',
      {
        recordedOn: '2006-03-15',
        care: { type: 'unplanned', from: '2005-01-03', to: '2005-01-05' },
      },
      {
        detail: 'care until 2005-01-05, to be introduced by 2008-12-31, introduced 2026-03-02',
        careUntil: '2005-01-05',
        by: '2008-12-31',
      },
    ],
    [
      'by publication',
      fixed('IE-FR', 2012, '2026-03-02 2186.20 EUR'),
      {
        detail:
          'average costs published 2016-01-16, to be introduced by 2017-01-31, introduced 2026-03-02',
        publishedOn: '2016-01-16',
        by: '2017-01-31',
      },
    ],
  ])('is told %s, with days alone among the inputs', (_, change, { detail, ...inputs }) => {
    const [late, ...others] = reasonsOf({ ...between('FR-DE'), ...change });
    expect([late?.code, late?.detail, others]).toEqual(['late', detail, []]);
    for (const language of ['en', 'fr'] as const) {
      const told = tellRefusal(late?.said ?? [], language);
      expect(told.inputs).toEqual({ ...inputs, introducedOn: '2026-03-02' });
    }
  });

  it('that was stored as it was told before is still told', () => {
    const started: Sentence = { key: 'part.published', inputs: { publishedOn: '2016-01-16' } };
    const inputs = { started: [started], by: '2017-01-31', introducedOn: '2026-03-02' };
    expect(tellRefusal([{ key: 'refused.late', inputs }], 'fr').text).toBe(
      'coûts moyens publiés le 2016-01-16, créance à introduire au plus tard le 2017-01-31, introduite le 2026-03-02',
    );
  });
});

describe('lists of codes', () => {
  it('stay codes among the inputs, whatever the language', () => {
    const care = { type: 'planned', from: '2025-01-03', to: '2025-01-05' } as const;
    const [refusal] = reasonsOf({ ...between('FR-DE'), care });
    expect(tellRefusal(refusal?.said ?? [], 'fr').inputs).toEqual({
      document: 'EHIC',
      accepted: 'unplanned, medical-check',
      care: 'planned',
      instrument: 'EU-987-2009',
      documents: 'S2, DA1, FORM',
    });
  });
});

describe('a fixed amount published in a currency that was replaced', () => {
  it.each<[string, ClaimChange, { readonly rate: string; readonly text: string }]>([
    // 10 × 637.16 = 6 371.60 SKK; / 30.1260 = 211.498…
    [
      'by the euro',
      fixed('SK-FR', 2005, '2009-06-01 211.50 EUR'),
      {
        rate: '30.1260 SKK = 1 EUR',
        text: '10 months at 637.16 SKK, published on 2008-01-31 for 2005, make 6371.60 SKK, at the fixed rate 30.1260 SKK = 1 EUR 211.50 EUR',
      },
    ],
    [
      'by the new lira',
      fixed('TR-FR', 2003, '2005-07-01 800.00 TRY'),
      {
        rate: '1000000 TRL = 1 TRY',
        text: '10 months at 80000000 TRL, published on 2005-06-01 for 2003, make 800000000 TRL, at the fixed rate 1000000 TRL = 1 TRY 800.00 TRY',
      },
    ],
    [
      'by the dinar of 2006',
      fixed('RS-FR', 2005, '2007-07-01 10000.00 RSD'),
      {
        rate: '1 CSD = 1 RSD',
        text: '10 months at 1000.00 CSD, published on 2006-06-01 for 2005, make 10000.00 CSD, at the fixed rate 1 CSD = 1 RSD 10000.00 RSD',
      },
    ],
  ])('%s names the fixed rate', (_, change, { rate, text }) => {
    const line = whyOf(change).find(({ key }) => key === 'applied.fixed-amount.at-rate');
    expect(line?.text).toBe(`${text} [average costs, data version 44].`);
    expect(line?.inputs['rate']).toBe(rate);
    const wrong = { ...change, total: { amount: '1.00', currency: change.total?.currency ?? '' } };
    const [mismatch] = reasonsOf(wrong);
    expect(mismatch?.detail).toMatch(new RegExp(`, total 1.00 .{3}; at the fixed rate ${rate}$`));
  });

  it('names it too where the value of an earlier year stands in, and none where none was needed', () => {
    const data = buildReferenceData({
      institutions: ['IE:X', 'FR:X'].map((id) => institution(id)),
      arrangements: [],
      version: '1',
      averageCosts: averageCostTable([
        averageCost({ year: 2012, age_group: null, currency: 'IEP', oj: '1.2.2015' }),
      ]),
    });
    // 10 × 66.67 = 666.70 IEP; / 0.787564 = 846.534…
    const decision = decide(factsOf(fixed('IE-FR', 2014, '2017-02-01 846.53 EUR')), data);
    const why = decision.outcome === 'introduced' ? decision.why : [];
    expect(why.map(({ text }) => text).join(' ')).toContain(
      '10 months at 66.67 IEP make 666.70 IEP, at the fixed rate 0.787564 IEP = 1 EUR 846.53 EUR: nothing was published in time for 2014, so the last earlier amount, of 2012, applies [',
    );
    const slovak = whyOf(fixed('SK-FR', 2005, '2008-06-01 6371.60 SKK'));
    expect(slovak.map(({ key }) => key)).toContain('applied.fixed-amount');
    expect(slovak.some(({ inputs }) => 'rate' in inputs)).toBe(false);
  });
});
