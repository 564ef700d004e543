import { describe, expect, it } from '@jest/globals';
import { factsOf, institution, oneBenefit } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { entitlementDocuments } from './claim.js';
import type { EntitlementDocument } from './claim.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { claimsFixedAmounts } from './fixed-amount-claimants.js';
import type { Instrument } from './instrument.schema.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { buildReferenceData } from './reference-data.js';

const states =
  'AD BA CH CV DE DZ FR GA GB GG IS JE LI MA MC ME MK ML NC NO PF PM QC RS SM SN TG TN TR XK YT';
const reference = buildReferenceData({
  institutions: states.split(' ').map((state) => institution(`${state}:X`, { from: '1950-01-01' })),
  arrangements: [],
  version: '1',
});

interface Story {
  /** Creditor and debtor, `FR-DE`. */
  readonly pair: string;
  readonly care: readonly [from: string, to: string];
  readonly recordedOn: string;
  readonly introducedOn: string;
  readonly document?: EntitlementDocument;
  readonly money?: readonly [amount: string, currency: string];
}

function decided(story: Story): Decision {
  const [creditor = '', debtor = ''] = story.pair.split('-');
  const [from, to] = story.care;
  const { recordedOn, introducedOn } = story;
  const currency = reference.currencyOfStateOn(creditor, recordedOn) ?? 'EUR';
  const [amount, code] = story.money ?? ['10', currency];
  const change: ClaimChange = {
    creditor: { institution: `${creditor}:X` },
    debtor: { institution: `${debtor}:X` },
    care: { type: 'unplanned', from, to },
    entitlement: { document: story.document ?? 'FORM' },
    recordedOn,
    introducedOn,
    messageDay: introducedOn,
    ...oneBenefit(amount, code),
  };
  return decide(factsOf(change), reference);
}

const codes = (story: Story): readonly string[] => {
  const decision = decided(story);
  return decision.outcome === 'rejected' ? decision.reasons.map(({ code }) => code) : [];
};

const instrumentOf = (id: string, part = '1'): Instrument => {
  const found = shippedInstruments.find((one) => one.id === id && one.part === part);
  if (found?.refundsCare !== true) {
    throw new Error(`no ${id}, part ${part}`);
  }
  return found;
};

const noDue = { downPaymentBy: null, payBy: null, disputeEnds: null };

describe('Regulation 574/72 (and the EFTA Convention until 2015)', () => {
  it.each([
    // Art 100: until 31 December of the third year after the year of care.
    ['DE-FR', ['2006-12-30', '2007-01-02'], '2007-06-30', '2010-12-31', 'EU-574-72'],
    ['DE-FR', ['2007-12-30', '2007-12-31'], '2010-04-30', '2010-12-31', 'EU-574-72'],
    ['CH-FR', ['2008-05-01', '2008-05-02'], '2012-03-31', '2011-12-31', 'EU-574-72'],
    ['CH-NO', ['2012-05-01', '2012-05-02'], '2015-12-31', '2015-12-31', 'EFTA'],
  ] as const)('%s, care %j recorded %s: until %s', (...row) => {
    const [pair, care, recordedOn, fileBy, id] = row;
    const at = (introducedOn: string): Story => ({ pair, care, recordedOn, introducedOn });
    const nextDay = `${String(Number.parseInt(fileBy, 10) + 1)}-01-01`;
    if (recordedOn <= fileBy) {
      expect(decided(at(fileBy))).toMatchObject({ instrument: id, fileBy, due: noDue });
    }
    expect(codes(at(nextDay > recordedOn ? nextDay : recordedOn))).toEqual(['late']);
  });

  it('tells from which day it counts', () => {
    const decision = decided({
      pair: 'DE-FR',
      care: ['2005-05-01', '2005-05-02'],
      recordedOn: '2010-04-30',
      introducedOn: '2010-05-03',
    });
    expect(decision).toMatchObject({
      reasons: [
        {
          rule: 'EU-574-72/100',
          detail: 'care until 2005-05-02, to be introduced by 2008-12-31, introduced 2010-05-03',
        },
      ],
    });
  });
});

describe('the clocks of Regulation 987/2009 under other names', () => {
  it.each([
    ['FR-GB', ['2020-12-20', '2021-01-05'], 'GB-WA'],
    ['FR-GB', ['2021-01-01', '2021-01-05'], 'GB-TCA'],
    ['CH-GB', ['2021-10-20', '2021-11-05'], 'GB-TCA'],
    ['NO-GB', ['2024-01-01', '2024-01-01'], 'GB-TCA'],
    ['CH-IS', ['2021-01-01', '2021-01-05'], 'EFTA'],
    ['IS-NO', ['2021-01-01', '2021-01-05'], 'EU-987-2009'],
  ] as const)('%s, care %j', (pair, care, instrument) => {
    const story = { pair, care, recordedOn: '2024-03-15', introducedOn: '2024-08-31' };
    expect(decided(story)).toMatchObject({
      instrument,
      fileBy: '2025-06-30',
      due: { downPaymentBy: '2025-02-28', payBy: '2026-02-28', disputeEnds: '2027-08-31' },
    });
    const late = { ...story, introducedOn: '2025-07-01' };
    expect(codes(late)).toEqual(['late']);
  });
});

describe('Saint-Pierre-et-Miquelon (decree 2011-512, Art 34)', () => {
  it.each([
    // Paid in the half-year after receipt; contested in the sixth month after the month of introduction.
    ['2022-01-01', '2022-12-31', '2022-07-31'],
    ['2022-06-30', '2022-12-31', '2022-12-31'],
    ['2022-07-01', '2023-06-30', '2023-01-31'],
    ['2022-08-31', '2023-06-30', '2023-02-28'],
  ])('introduced %s: pay by %s, contest until %s', (introducedOn, payBy, disputeEnds) => {
    for (const pair of ['FR-PM', 'PM-FR']) {
      const care = ['2021-11-01', '2021-11-02'] as const;
      expect(decided({ pair, care, recordedOn: '2021-12-01', introducedOn })).toMatchObject({
        instrument: 'FR-DEC-PM',
        fileBy: null,
        due: { downPaymentBy: null, payBy, disputeEnds },
      });
    }
  });

  it('has statements and, where nothing was paid in time, an advance every half-year', () => {
    expect(instrumentOf('FR-DEC-PM')).toMatchObject({
      statements: { every: 'half-year', article: '34', mark: 'V' },
      advance: { rule: 'when-not-paid-in-time', every: 'half-year', article: '34' },
      clocks: { reply: null, filing: {} },
    });
  });
});

describe('decrees and bilateral agreements', () => {
  const partners = states.split(' ').filter((state) => !'CH DE FR GB IS LI NO PM'.includes(state));

  it.each(partners)('with %s have no clock and take a form alone, for any care', (partner) => {
    for (const pair of [`FR-${partner}`, `${partner}-FR`]) {
      const story = {
        pair,
        care: ['2013-06-30', '2013-07-01'],
        recordedOn: '2013-08-01',
        introducedOn: '2026-06-30',
      } as const;
      const instrument = 'NC PF YT'.includes(partner) ? `FR-DEC-${partner}` : `FR-${partner}`;
      expect(decided(story)).toMatchObject({ instrument, fileBy: null, due: noDue });
      for (const document of entitlementDocuments) {
        const expected = document === 'FORM' ? [] : ['not-entitled'];
        expect([document, codes({ ...story, document })]).toEqual([document, expected]);
      }
    }
  });

  it.each([
    ['NC-FR', '12345', 'XPF'],
    ['PF-FR', '500', 'XPF'],
    ['TN-FR', '1.234', 'TND'],
    ['DZ-FR', '1.23', 'DZD'],
    ['SN-FR', '655', 'XOF'],
    ['GA-FR', '655', 'XAF'],
    ['QC-FR', '1.23', 'CAD'],
    ['JE-FR', '1.23', 'GBP'],
    ['YT-FR', '1.23', 'EUR'],
    ['FR-NC', '1.23', 'EUR'],
    ['FR-TN', '1.23', 'EUR'],
  ])("claims %s in the creditor's currency, as %s %s", (pair, amount, currency) => {
    const story = {
      pair,
      care: ['2024-01-01', '2024-01-02'],
      recordedOn: '2024-02-01',
      introducedOn: '2024-03-01',
    } as const;
    expect(codes({ ...story, money: [amount, currency] })).toEqual([]);
    const other = currency === 'CHF' ? 'EUR' : 'CHF';
    expect(codes({ ...story, money: ['1.00', other] })).toEqual(['currency-not-allowed']);
  });

  it('offer fixed amounts only where a joint commission sets flat rates', () => {
    const withRates = shippedInstruments.filter(
      (one) => one.id.startsWith('FR-') && one.refundsCare && one.fixedAmounts !== null,
    );
    expect(withRates.map(({ id, part }) => `${id}/${part}`).sort()).toEqual([
      'FR-BA/1',
      'FR-DZ/1980',
      'FR-MA/1965',
      'FR-MA/2007',
      'FR-ME/1',
      'FR-MK/1',
      'FR-RS/1950',
      'FR-TR/1',
      'FR-XK/1',
    ]);
  });
});

describe('who claims fixed amounts', () => {
  it.each([
    // IR 987/2009 Annex 3 and its changes: first year, last year ('' for open).
    ['IE ES PT SE', 2010, ''],
    ['GB', 2010, 2020],
    ['NL FI', 2010, 2017],
    ['IT MT', 2010, 2012],
    ['CY', 2013, ''],
    ['NO', 2012, ''],
  ] as const)('%s from %s to %s', (claimants, first, last) => {
    const rules = instrumentOf('EU-987-2009').fixedAmounts;
    if (rules === null) {
      throw new Error('no fixed amounts');
    }
    for (const state of claimants.split(' ')) {
      for (const group of ['family', 'pensioner'] as const) {
        const claims = (year: number): boolean => claimsFixedAmounts(rules, { state, group, year });
        expect([state, claims(first - 1), claims(first)]).toEqual([state, false, true]);
        const end = last === '' ? 2026 : last;
        expect([state, claims(end), claims(end + 1)]).toEqual([state, true, last === '']);
      }
    }
  });

  it('under 574/72 every party, under 987/2009 nobody else', () => {
    const [old, now] = ['EU-574-72', 'EU-987-2009'].map((id) => instrumentOf(id).fixedAmounts);
    const claimants = 'CY ES FI GB IE IT MT NL NO PT SE'.split(' ');
    for (const state of 'AT BE BG CH CZ DE DK EE FR GR HR HU IS LI LT LU LV PL RO SI SK'.split(
      ' ',
    )) {
      expect(claimants).not.toContain(state);
      for (let year = 2010; year <= 2026; year += 1) {
        expect(now && claimsFixedAmounts(now, { state, group: 'family', year })).toBe(false);
      }
      expect(old && claimsFixedAmounts(old, { state, group: 'pensioner', year: 2008 })).toBe(true);
    }
  });

  it('with a reduction of 20 per cent, 15 for pensioners outside Annex IV, and always 20 before', () => {
    const now = instrumentOf('EU-987-2009').fixedAmounts;
    expect(now?.reduction).toMatchObject({ usual: '0.20', pensionersLower: '0.15' });
    expect(now?.reduction.annexIV.map(({ state }) => state)).toEqual(
      'AT BE BG CY CZ DE ES FR GR HU IT LU NL PL SE SI'.split(' '),
    );
    expect(instrumentOf('EU-574-72').fixedAmounts?.reduction).toMatchObject({
      usual: '0.20',
      pensionersLower: null,
    });
  });
});
