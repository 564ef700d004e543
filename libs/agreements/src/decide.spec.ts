import { describe, expect, it } from '@jest/globals';
import { exampleClaim, factsOf, institution, oneBenefit } from './claim.builder.js';
import type { ClaimChange } from './claim.builder.js';
import { readClaimFacts } from './claim.js';
import { decide } from './decide.js';
import type { Decision, Reason } from './decision.js';
import { buildReferenceData } from './reference-data.js';

const reference = buildReferenceData({
  institutions: ['FR:CNAM', 'DE:AOK-BY', 'GB:NHS', 'HR:HZZO', 'BG:NHIF', 'CH:LAMAL'].map((id) =>
    institution(id),
  ),
  arrangements: [],
  version: '7',
});

const decided = (change: ClaimChange = {}): Decision => decide(factsOf(change), reference);

function reasons(change: ClaimChange): readonly Reason[] {
  const decision = decided(change);
  return decision.outcome === 'rejected' ? decision.reasons : [];
}

describe('decide, an admitted claim', () => {
  it('gives the instrument, the clocks and why', () => {
    const decision = decided();
    expect(decision).toMatchObject({
      outcome: 'introduced',
      instrument: 'EU-987-2009',
      fileBy: '2026-06-30',
      due: { downPaymentBy: '2026-09-30', payBy: '2027-09-30', disputeEnds: '2029-03-31' },
      versions: { institutions: '7', arrangements: '7' },
    });
    const rules = decision.outcome === 'introduced' ? decision.why.map(({ rule }) => rule) : [];
    expect(rules).toEqual(
      ['97', '25', '90', '67(1)', '68(1)', '67(5)', '67(6)'].map((a) => `EU-987-2009/${a}`),
    );
  });

  it.each([
    // IR Art 68(1), 67(5), 67(6): month ends on month ends.
    ['2022-08-31', '2023-02-28', '2024-02-29', '2025-08-31'],
    ['2022-11-10', '2023-05-31', '2024-05-31', '2025-11-30'],
  ])('introduced %s has its clocks on %s, %s and %s', (day, ...clocks) => {
    const [downPaymentBy, payBy, disputeEnds] = clocks;
    const decision = decided({
      messageDay: day,
      introducedOn: day,
      recordedOn: '2022-05-01',
      care: { type: 'unplanned', from: '2022-01-01', to: '2022-01-02' },
    });
    expect(decision).toMatchObject({ due: { downPaymentBy, payBy, disputeEnds } });
  });

  it('takes the day of the message for an absent introduction day', () => {
    const { introducedOn: _, messageDay, ...data } = exampleClaim;
    const reading = readClaimFacts(data, messageDay);
    expect(reading.ok && decide(reading.claim, reference)).toEqual(decided());
  });

  it.each([
    [
      'the last franc of care in the United Kingdom under EU rules',
      {
        creditor: 'FR:CNAM',
        debtor: 'GB:NHS',
        careDay: '2020-12-31',
        recordedOn: '2020-12-31',
        currency: 'EUR',
      },
    ],
    [
      'care in 2019 claimed by the United Kingdom',
      {
        creditor: 'GB:NHS',
        debtor: 'FR:CNAM',
        careDay: '2019-07-01',
        recordedOn: '2020-01-15',
        currency: 'GBP',
      },
    ],
    [
      'the last day of the kuna',
      {
        creditor: 'HR:HZZO',
        debtor: 'FR:CNAM',
        careDay: '2022-12-01',
        recordedOn: '2022-12-31',
        currency: 'HRK',
      },
    ],
    [
      'the first day of the euro in Croatia',
      {
        creditor: 'HR:HZZO',
        debtor: 'FR:CNAM',
        careDay: '2022-12-01',
        recordedOn: '2023-01-01',
        currency: 'EUR',
      },
    ],
    [
      'the last day of the lev',
      {
        creditor: 'BG:NHIF',
        debtor: 'DE:AOK-BY',
        careDay: '2025-12-01',
        recordedOn: '2025-12-31',
        currency: 'BGN',
      },
    ],
    [
      'the first day of the euro in Bulgaria',
      {
        creditor: 'BG:NHIF',
        debtor: 'DE:AOK-BY',
        careDay: '2025-12-01',
        recordedOn: '2026-01-01',
        currency: 'EUR',
      },
    ],
    [
      'Switzerland from its first day',
      {
        creditor: 'CH:LAMAL',
        debtor: 'DE:AOK-BY',
        careDay: '2011-01-01',
        recordedOn: '2012-04-01',
        currency: 'CHF',
      },
    ],
  ])('admits %s', (_, { creditor, debtor, careDay, recordedOn, currency }) => {
    const decision = decided({
      creditor: { institution: creditor },
      debtor: { institution: debtor },
      care: { type: 'unplanned', from: careDay, to: careDay },
      recordedOn,
      introducedOn: recordedOn,
      messageDay: recordedOn,
      ...oneBenefit('10.00', currency),
    });
    expect(decision.outcome).toBe('introduced');
  });
});

describe('decide, the filing clock of IR Art 67(1) and 67(3)', () => {
  it.each([
    ['2023-03-15', undefined, '2024-06-30'],
    ['2023-06-30', undefined, '2024-06-30'],
    ['2023-07-01', undefined, '2024-12-31'],
    ['2023-12-31', undefined, '2024-12-31'],
    // Provisional application: the later of the two days starts the clock.
    ['2023-03-15', '2023-09-01', '2024-12-31'],
    ['2023-03-15', '2023-03-15', '2024-06-30'],
    ['2023-03-15', '2022-01-01', '2024-06-30'],
  ])('recorded %s, competence known %s: until %s and no longer', (recordedOn, known, fileBy) => {
    const introduced = (day: string): ClaimChange => ({
      recordedOn,
      competentInstitutionKnownOn: known,
      care: { type: 'unplanned', from: '2023-01-03', to: '2023-01-05' },
      introducedOn: day,
      messageDay: day,
    });
    const nextDay = fileBy === '2024-06-30' ? '2024-07-01' : '2025-01-01';
    expect(decided(introduced(fileBy))).toMatchObject({ outcome: 'introduced', fileBy });
    expect(reasons(introduced(nextDay)).map(({ code }) => code)).toEqual(['late']);
  });

  it('says when the competent institution became known', () => {
    const change = { recordedOn: '2023-03-15', competentInstitutionKnownOn: '2023-09-01' };
    const care = { type: 'unplanned', from: '2023-01-03', to: '2023-01-05' } as const;
    expect(reasons({ ...change, care })[0]?.detail).toBe(
      'recorded 2023-03-15, competent institution known 2023-09-01, to be introduced by 2024-12-31, introduced 2026-03-02',
    );
  });
});

describe('decide, documents by care (IR Arts 24 to 33)', () => {
  const documents = ['EHIC', 'PRC', 'S1', 'S2', 'S3', 'DA1', 'FORM'] as const;
  it.each([
    ['unplanned', ['EHIC', 'PRC', 'DA1', 'FORM']],
    ['planned', ['S2', 'DA1', 'FORM']],
    ['residence', ['S1', 'S3', 'DA1', 'FORM']],
    ['medical-check', [...documents]],
  ] as const)('%s care takes %p', (type, accepted) => {
    const admitted = documents.filter(
      (document) =>
        decided({
          entitlement: { document },
          care: { type, from: '2025-01-03', to: '2025-01-05' },
        }).outcome === 'introduced',
    );
    expect(admitted).toEqual(accepted);
  });
});

describe('decide, with records that replace each other', () => {
  const asOf = (...debtors: readonly (readonly [from: string, to?: string])[]): Decision => {
    const records = debtors.map(([from, to]) =>
      institution('DE:AOK-BY', to === undefined ? { from } : { from, to }),
    );
    const institutions = [institution('FR:CNAM'), ...records];
    const data = buildReferenceData({ institutions, arrangements: [], version: '8' });
    return decide(factsOf(), data);
  };

  it('never goes by a record that a newer one with the same first day replaced', () => {
    const open: readonly [string] = ['1960-01-01'];
    expect(asOf(open)).toMatchObject({ outcome: 'introduced' });
    expect(asOf(open, ['1960-01-01', '1999-12-31'])).toMatchObject({
      reasons: [{ code: 'unknown-institution' }],
    });
    expect(asOf(['1960-01-01', '1999-12-31'], open)).toMatchObject({ outcome: 'introduced' });
    // A third record with a later day ends whichever of the two stands.
    expect(asOf(open, ['2025-02-01', '2025-02-28'], open)).toMatchObject({
      reasons: [{ detail: 'no record of DE:AOK-BY on 2025-03-15' }],
    });
  });
});
