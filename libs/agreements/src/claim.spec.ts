import { describe, expect, it } from '@jest/globals';
import { exampleClaim } from './claim.builder.js';
import { readClaimFacts } from './claim.js';
import type { ClaimData } from './claim.js';

const { messageDay, ...example } = exampleClaim;

describe('readClaimFacts', () => {
  it('reads the example', () => {
    const reading = readClaimFacts(example, messageDay);
    expect(reading.ok && JSON.parse(JSON.stringify(reading.claim))).toEqual({
      creditor: 'FR:CNAM',
      debtor: 'DE:AOK-BY',
      basis: 'actual-expenditure',
      recordedOn: '2025-03-15',
      introducedOn: '2026-03-02',
      messageDay: '2026-03-02',
      competentInstitutionKnownOn: null,
      entitlement: 'EHIC',
      care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
      benefits: [
        { kind: 'hospital', amount: { amount: '1100.00', currency: 'EUR' } },
        { kind: 'medicines', amount: { amount: '34.56', currency: 'EUR' } },
      ],
      total: { amount: '1134.56', currency: 'EUR' },
    });
  });

  it.each<[string, Partial<ClaimData>, string]>([
    ['an exponent', { total: { amount: '1e3', currency: 'EUR' } }, 'total.amount malformed-amount'],
    [
      'three decimals of a euro',
      { total: { amount: '1.000', currency: 'EUR' } },
      'total.amount too-many-decimals',
    ],
    ['nothing claimed', { total: { amount: '-0.00', currency: 'EUR' } }, 'total.amount zero-total'],
    [
      'an unknown currency, once',
      { total: { amount: '1', currency: 'ZZZ' } },
      'total.currency unknown-currency',
    ],
    [
      'a benefit that is no amount',
      {
        benefits: [
          { kind: 'other', amount: '1' },
          { kind: 'other', amount: 'NaN' },
        ],
      },
      'benefits.1.amount malformed-amount',
    ],
    ['an impossible day of recording', { recordedOn: '2025-02-30' }, 'recordedOn impossible-date'],
    [
      'an impossible day of introduction',
      { introducedOn: '2026-04-31' },
      'introducedOn impossible-date',
    ],
    [
      'an impossible day of competence',
      { competentInstitutionKnownOn: '2025-13-01' },
      'competentInstitutionKnownOn impossible-date',
    ],
    [
      'an impossible start of care',
      { care: { type: 'planned', from: '2025-01-00', to: '2025-01-05' } },
      'care.from impossible-date',
    ],
    [
      'an impossible end of care',
      { care: { type: 'planned', from: '2025-01-01', to: '2025-01-32' } },
      'care.to impossible-date',
    ],
    ['no care', { care: undefined }, 'care missing'],
    ['no benefits', { benefits: undefined }, 'benefits missing'],
    ['no entitlement', { entitlement: undefined }, 'entitlement missing'],
    ['a fixed amount without its months', { basis: 'fixed-amount' }, 'fixedAmount missing'],
  ])('refuses %s', (_, change, fault) => {
    const reading = readClaimFacts({ ...example, ...change }, messageDay);
    const faults = reading.ok ? [] : reading.faults.map(({ path, code }) => `${path} ${code}`);
    expect(faults).toEqual([fault]);
  });

  it('names every fault', () => {
    const reading = readClaimFacts(
      {
        ...example,
        recordedOn: 'x',
        care: undefined,
        benefits: [{ kind: 'other', amount: '+1' }],
        total: { amount: '', currency: 'EUR' },
      },
      messageDay,
    );
    expect(reading.ok ? [] : reading.faults.map(({ path }) => path)).toEqual([
      'recordedOn',
      'total.amount',
      'benefits.0.amount',
      'care',
    ]);
  });

  it('reads a fixed amount without person, care and benefits', () => {
    const reading = readClaimFacts(
      {
        creditor: { institution: 'IE:HSE' },
        debtor: { institution: 'FR:CNAM' },
        basis: 'fixed-amount',
        recordedOn: '2021-07-01',
        fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24 },
        total: { amount: '2987.76', currency: 'EUR' },
      },
      '2021-08-01',
    );
    expect(reading).toMatchObject({
      ok: true,
      claim: { introducedOn: '2021-08-01', fixedAmount: { year: 2018, months: 24 } },
    });
  });
});
