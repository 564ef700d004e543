import { describe, expect, it } from '@jest/globals';
import { exampleClaim, institution } from './claim.builder.js';
import type { SentClaim } from './claim.builder.js';
import { readClaimFacts, readOpenItemFacts } from './claim.js';
import { decide, decideOpenItem } from './decide.js';
import type { Decision } from './decision.js';
import { buildReferenceData } from './reference-data.js';

const reference = buildReferenceData({
  institutions: ['FR:CNAM', 'DE:AOK-BY', 'GB:NHS', 'IE:HSE'].map((id) => institution(id)),
  arrangements: [],
  version: '7',
});

/** Recorded on 15 March 2018: to be introduced by 30 June 2019 (IR 987/2009 Art 67(1)). */
const late: SentClaim = {
  ...exampleClaim,
  messageDay: '2026-07-10',
  recordedOn: '2018-03-15',
  introducedOn: '2019-07-01',
  care: { type: 'unplanned', from: '2018-01-03', to: '2018-01-05' },
};

const { care: _, benefits: __, entitlement: ___, ...bare } = late;

function taken({ messageDay, ...data }: SentClaim): Decision {
  const reading = readOpenItemFacts(data, messageDay);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return decideOpenItem(reading.claim, reference);
}

const rulesOf = (decision: Decision): string[] =>
  decision.outcome === 'introduced' ? decision.why.map(({ rule }) => rule) : [];
const codesOf = (decision: Decision): string[] =>
  decision.outcome === 'rejected' ? decision.reasons.map(({ code }) => code) : [];

describe('an open item of an old system', () => {
  it('is not late again, while the same claim is', () => {
    const { messageDay, ...data } = late;
    const reading = readClaimFacts(data, messageDay);
    expect(reading.ok && codesOf(decide(reading.claim, reference))).toEqual(['late']);
    expect(taken(late)).toMatchObject({ outcome: 'introduced', fileBy: null });
  });

  it('has its clocks from its own introduction', () => {
    // IR 987/2009 Arts 68(1), 67(5), 67(6): 6, 18 and 36 months after the end of July 2019.
    expect(taken(late)).toMatchObject({
      due: { downPaymentBy: '2020-01-31', payBy: '2021-01-31', disputeEnds: '2022-07-31' },
    });
  });

  it('says that it was taken over, and when', () => {
    expect(rulesOf(taken(late))).toEqual([
      'EU-987-2009/97',
      'EU-987-2009/25',
      'EU-987-2009/90',
      'claim/opening',
      'EU-987-2009/68(1)',
      'EU-987-2009/67(5)',
      'EU-987-2009/67(6)',
    ]);
    const decision = taken(late);
    const why = decision.outcome === 'introduced' ? decision.why : [];
    expect(why.find(({ rule }) => rule === 'claim/opening')?.text).toContain('2026-07-10');
  });

  it('need not know its care, benefits and entitlement', () => {
    const decision = taken(bare);
    expect(decision).toMatchObject({ outcome: 'introduced', instrument: 'EU-987-2009' });
    expect(rulesOf(decision)).not.toContain('EU-987-2009/25');
  });

  it.each([
    // A claim recorded in April 2010 still follows Regulation 574/72, one of May its successor.
    ['2010-04-30', 'EU-574-72'],
    ['2010-05-01', 'EU-987-2009'],
  ])('without care goes by the day of recording, %s', (recordedOn, instrument) => {
    expect(taken({ ...bare, recordedOn, introducedOn: '2011-01-10' })).toMatchObject({
      outcome: 'introduced',
      instrument,
    });
  });

  it.each<[string, Partial<SentClaim>, readonly string[]]>([
    [
      'a currency of another State',
      { total: { amount: '5.00', currency: 'GBP' } },
      ['currency-not-allowed'],
    ],
    ['a negative total', { total: { amount: '-5.00', currency: 'EUR' } }, ['negative-amount']],
    ['an unknown institution', { debtor: { institution: 'DE:NONE' } }, ['unknown-institution']],
    ['a State that nothing binds', { debtor: { institution: 'FR:CNAM' } }, ['no-instrument']],
    ['an introduction before its recording', { introducedOn: '2018-03-14' }, ['period-invalid']],
    ['an introduction to come', { introducedOn: '2026-07-11' }, ['period-invalid']],
    [
      'care after its recording',
      { care: { type: 'planned', from: '2018-03-01', to: '2018-03-16' } },
      ['period-invalid'],
    ],
    [
      'benefits that are not its total',
      { benefits: [{ kind: 'hospital', amount: '1.00' }] },
      ['total-mismatch'],
    ],
  ])('obeys the other rules: %s', (_what, change, codes) => {
    expect(codesOf(taken({ ...bare, ...change }))).toEqual(codes);
  });

  it('for a document that its care does not accept is refused', () => {
    const change = { care: late.care, entitlement: { document: 'S1' as const } };
    expect(codesOf(taken({ ...bare, ...change }))).toEqual(['not-entitled']);
  });

  it('for a fixed amount is held against what was published', () => {
    // 24 months at 124.49 EUR (OJ C 251, 28.6.2021), introduced after 30 June 2022, the end of filing.
    const fixed: SentClaim = {
      messageDay: '2026-07-10',
      creditor: { institution: 'IE:HSE' },
      debtor: { institution: 'FR:CNAM' },
      basis: 'fixed-amount',
      recordedOn: '2022-03-01',
      introducedOn: '2022-08-01',
      fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24 },
      total: { amount: '2987.76', currency: 'EUR' },
    };
    expect(taken(fixed).outcome).toBe('introduced');
    const other = { ...fixed, total: { amount: '2987.75', currency: 'EUR' } };
    expect(codesOf(taken(other))).toEqual(['fixed-amount-mismatch']);
  });
});
