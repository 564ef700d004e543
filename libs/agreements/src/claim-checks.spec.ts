import { describe, expect, it } from '@jest/globals';
import { exampleClaim, factsOf, institution, oneBenefit } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { readClaimFacts } from './claim.js';
import { decide } from './decide.js';
import { reasonCodes } from './decision.js';
import type { Decision, Reason } from './decision.js';
import { buildReferenceData } from './reference-data.js';

const reference = buildReferenceData({
  institutions: [
    ...['FR:CNAM', 'DE:AOK-BY', 'HR:HZZO', 'US:CMS', 'AU:HIC'].map((id) => institution(id)),
    institution('DE:NEW', { from: '2025-01-04' }),
    institution('DE:OLD', { from: '1960-01-01', to: '2025-03-14' }),
  ],
  arrangements: [],
  version: '7',
});

const decided = (change: ClaimChange = {}): Decision => decide(factsOf(change), reference);

function reasons(change: ClaimChange): readonly Reason[] {
  const decision = decided(change);
  return decision.outcome === 'rejected' ? decision.reasons : [];
}

describe('decide, one reason at a time', () => {
  it.each<[string, ClaimChange, Pick<Reason, 'code' | 'rule' | 'detail'>]>([
    [
      'a benefit below zero',
      {
        benefits: [
          { kind: 'hospital', amount: '1200.00' },
          { kind: 'dental', amount: '-65.44' },
        ],
      },
      {
        code: 'negative-amount',
        rule: 'claim/amounts',
        detail: 'amounts below zero: dental -65.44; a claim holds none, lower it by a credit note',
      },
    ],
    [
      'a cent missing in the total',
      { total: { amount: '1134.55', currency: 'EUR' } },
      {
        code: 'total-mismatch',
        rule: 'claim/total',
        detail: 'benefits add up to 1134.56 EUR, total 1134.55',
      },
    ],
    [
      'care that ends before it starts',
      { care: { type: 'unplanned', from: '2025-01-05', to: '2025-01-03' } },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail: 'care from 2025-01-05 after its end 2025-01-03',
      },
    ],
    [
      'care after recording',
      { care: { type: 'unplanned', from: '2025-03-15', to: '2025-03-16' } },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail: 'care until 2025-03-16 after recording 2025-03-15',
      },
    ],
    [
      'care that begins after recording and ends before it begins',
      { care: { type: 'unplanned', from: '2025-03-20', to: '2025-01-05' } },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail:
          'care from 2025-03-20 after its end 2025-01-05; care from 2025-03-20 after recording 2025-03-15',
      },
    ],
    [
      'care that lies wholly after recording',
      { care: { type: 'unplanned', from: '2025-03-16', to: '2025-03-18' } },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail:
          'care from 2025-03-16 after recording 2025-03-15; care until 2025-03-18 after recording 2025-03-15',
      },
    ],
    [
      'four wrong comparisons at once',
      {
        care: { type: 'unplanned', from: '2025-03-20', to: '2025-03-18' },
        introducedOn: '2025-03-14',
        messageDay: '2025-03-13',
      },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail:
          'care from 2025-03-20 after its end 2025-03-18; care from 2025-03-20 after recording 2025-03-15; care until 2025-03-18 after recording 2025-03-15; recorded 2025-03-15 after introduction 2025-03-14; introduced 2025-03-14 after the day of the message 2025-03-13',
      },
    ],
    [
      'recording after introduction',
      { introducedOn: '2025-03-14' },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail: 'recorded 2025-03-15 after introduction 2025-03-14',
      },
    ],
    [
      'introduction after the day of the message',
      { messageDay: '2026-03-01' },
      {
        code: 'period-invalid',
        rule: 'claim/period',
        detail: 'introduced 2026-03-02 after the day of the message 2026-03-01',
      },
    ],
    [
      'a debtor without any record',
      { debtor: { institution: 'DE:NOBODY' } },
      {
        code: 'unknown-institution',
        rule: 'reference/institutions',
        detail: 'no record of DE:NOBODY on 2025-01-05, DE:NOBODY on 2025-03-15',
      },
    ],
    [
      'a creditor without any record',
      { creditor: { institution: 'FR:NOBODY' } },
      {
        code: 'unknown-institution',
        rule: 'reference/institutions',
        detail: 'no record of FR:NOBODY on 2025-01-05, FR:NOBODY on 2025-03-15',
      },
    ],
    [
      'a debtor that ended the day before recording',
      { debtor: { institution: 'DE:OLD' } },
      {
        code: 'unknown-institution',
        rule: 'reference/institutions',
        detail: 'no record of DE:OLD on 2025-03-15',
      },
    ],
    [
      'a debtor that began after the last day of care',
      {
        debtor: { institution: 'DE:NEW' },
        care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-03' },
      },
      {
        code: 'unknown-institution',
        rule: 'reference/institutions',
        detail: 'no record of DE:NEW on 2025-01-03',
      },
    ],
    [
      'a State that nothing binds',
      { debtor: { institution: 'AU:HIC' } },
      {
        code: 'no-instrument',
        rule: 'reference/instruments',
        detail:
          'no instrument in the data of this release makes AU refund FR for care from 2025-01-03 to 2025-01-05 recorded on 2025-03-15',
      },
    ],
    [
      'a State whose agreement refunds no care',
      { debtor: { institution: 'US:CMS' } },
      {
        code: 'no-instrument',
        rule: 'FR-US/scope',
        detail:
          'France-United States, agreement of 2.3.1987 (FR-US) refunds no care: it covers pensions and posting; it binds FR and US from 1988-07-01',
      },
    ],
    [
      'an EHIC for planned care',
      { care: { type: 'planned', from: '2025-01-03', to: '2025-01-05' } },
      {
        code: 'not-entitled',
        rule: 'EU-987-2009/25',
        detail:
          'EHIC is accepted for unplanned, medical-check, care planned; EU-987-2009 accepts for planned: S2, DA1, FORM',
      },
    ],
    [
      "another currency than the creditor's",
      { total: { amount: '1134.56', currency: 'GBP' } },
      {
        code: 'currency-not-allowed',
        rule: 'EU-987-2009/90',
        detail: 'recorded 2025-03-15, when FR claims in EUR, claimed in GBP',
      },
    ],
    [
      'filing after the half-year and twelve months',
      {
        recordedOn: '2023-03-15',
        care: { type: 'unplanned', from: '2023-01-03', to: '2023-01-05' },
      },
      {
        code: 'late',
        rule: 'EU-987-2009/67(1)',
        detail: 'recorded 2023-03-15, to be introduced by 2024-06-30, introduced 2026-03-02',
      },
    ],
  ])('rejects %s', (_, change, expected) => {
    const found = reasons(change);
    expect(found).toHaveLength(1);
    expect(found).toMatchObject([expected]);
  });

  it('sees a negative total and its benefits together', () => {
    const [reason, ...others] = reasons(oneBenefit('-5.00', 'EUR'));
    expect(reason?.detail).toContain('hospital -5.00, total -5.00');
    expect(others).toEqual([]);
  });

  it('rejects a retired currency from the day after its end, in words that say what was due', () => {
    const croatian: ClaimChange = {
      creditor: { institution: 'HR:HZZO' },
      recordedOn: '2023-01-01',
      introducedOn: '2023-02-01',
      messageDay: '2023-02-01',
      care: { type: 'unplanned', from: '2022-12-01', to: '2022-12-02' },
      ...oneBenefit('10.00', 'HRK'),
    };
    expect(reasons(croatian).map(({ code }) => code)).toEqual(['currency-not-allowed']);
    expect(reasons(croatian)[0]?.detail).toBe(
      'recorded 2023-01-01, when HR claims in EUR, claimed in HRK',
    );
  });

  it('tells a claim between institutions of one State from one between strangers', () => {
    const [reason] = reasons({ debtor: { institution: 'FR:CNAM' } });
    expect(reason).toMatchObject({ code: 'no-instrument' });
    expect(reason?.detail).toContain('FR is both creditor and debtor State');
  });

  it('keeps the detail of ten thousand wrong benefits short', () => {
    const benefits = Array.from({ length: 10_000 }, () => ({
      kind: 'dental' as const,
      amount: '-1.00',
    }));
    const [reason] = reasons({ benefits });
    expect(reason?.detail).toContain('and 9990 more');
    expect(reason?.detail.length).toBeLessThan(400);
  });

  it('knows no fixed amounts of a State that claims none for the group and year', () => {
    const { care: _, benefits: __, entitlement: ___, messageDay, ...rest } = exampleClaim;
    const reading = readClaimFacts(
      {
        ...rest,
        basis: 'fixed-amount',
        fixedAmount: { year: 2023, group: 'family', ageGroup: '20-64', months: 24 },
      },
      messageDay,
    );
    const decision = reading.ok ? decide(reading.claim, reference) : undefined;
    const found = decision?.outcome === 'rejected' ? decision.reasons : [];
    expect(found[0]).toMatchObject({
      code: 'not-entitled',
      rule: 'EU-987-2009/Annex 3',
      detail:
        'FR claims no fixed amounts for group family and year 2023 under EU-987-2009, only actual expenditure',
    });
  });
});

describe('decide, all reasons together', () => {
  /** Codes that a claim for actual expenditure between bound States cannot have. */
  const needOtherFacts: ReadonlySet<string> = new Set([
    'no-instrument',
    'unknown-average-cost',
    'fixed-amount-mismatch',
  ]);

  it('lists every reason that can be tested, in order', () => {
    const found = reasons({
      creditor: { institution: 'FR:NOBODY' },
      recordedOn: '2023-03-15',
      care: { type: 'planned', from: '2023-02-05', to: '2023-02-03' },
      benefits: [{ kind: 'dental', amount: '-1.00' }],
      total: { amount: '1.00', currency: 'GBP' },
    });
    expect(found.map(({ code }) => code)).toEqual(
      reasonCodes.filter((code) => !needOtherFacts.has(code)),
    );
  });

  it('leaves entitlement and filing untested without an instrument, but not the currency', () => {
    const found = reasons({
      debtor: { institution: 'US:NOBODY' },
      recordedOn: '2023-03-15',
      care: { type: 'planned', from: '2023-02-05', to: '2023-02-03' },
      benefits: [{ kind: 'dental', amount: '-1.00' }],
      total: { amount: '1.00', currency: 'GBP' },
    });
    expect(found.map(({ code }) => code)).toEqual([
      'negative-amount',
      'total-mismatch',
      'period-invalid',
      'unknown-institution',
      'no-instrument',
      'currency-not-allowed',
    ]);
    expect(found.at(-1)?.rule).toBe('reference/currencies');
  });

  it('leaves the currency untested where the currency of the State is not in the data', () => {
    const found = reasons({ creditor: { institution: 'US:CMS' } });
    expect(found.map(({ code }) => code)).toEqual(['no-instrument']);
  });
});
