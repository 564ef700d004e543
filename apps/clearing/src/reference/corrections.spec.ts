import { describe, expect, it } from '@jest/globals';
import {
  averageCostKey,
  averageCostTable,
  buildReferenceData,
  shippedTables,
  type AverageCostRecord,
} from '@reciproca/agreements';
import { correctionOf, type FixedAmountClaim } from './corrections.js';

function publishedAverage(): AverageCostRecord {
  const found = shippedTables().averageCosts.records.find(
    (record) => averageCostKey(record) === 'IE/2018/all/under-20',
  );
  if (found === undefined) throw new Error('no average of IE 2018');
  return found;
}

/** 24 months at 124.49, as published in C 251 of 28.6.2021. */
const claim: FixedAmountClaim = {
  claimId: '1',
  creditor: 'IE:HSE',
  debtor: 'FR:CNAM',
  instrument: 'EU-987-2009',
  currency: 'EUR',
  reference: 'A',
  statement: 'S',
  recordedOn: '2022-03-01',
  introducedOn: '2022-05-02',
  messageDay: '2022-05-02',
  institutionKnownOn: null,
  total: '2987.76',
  fixedAmount: { year: 2018, group: 'family', ageGroup: 'under-20', months: 24 },
};

function corrected(change: Partial<AverageCostRecord>, of = claim, today = '2026-07-10') {
  const { records } = shippedTables().averageCosts;
  const averageCosts = averageCostTable([...records, { ...publishedAverage(), ...change }]);
  const options = { institutions: [], arrangements: [], version: '1', averageCosts };
  return correctionOf(of, buildReferenceData(options), today);
}

describe('the correction of a claim', () => {
  it('is none while its average stands', () => {
    expect(corrected({})).toBeNull();
  });

  it('is a credit note for what was too much, in cents of the months together', () => {
    // 24 × 124.48 = 2 987.52.
    expect(corrected({ monthly_x20: '124.48' })).toMatchObject({
      key: 'IE/2018/all/under-20',
      correction: {
        total: { amount: '2987.76', currency: 'EUR' },
        correct: { amount: '2987.52', currency: 'EUR' },
        correction: { kind: 'credit-note', amount: '0.24' },
      },
    });
  });

  it('is a claim for the rest where it was too little', () => {
    // 24 × 125.00 = 3 000.00.
    expect(corrected({ monthly_x20: '125.00' })?.correction.correction).toEqual({
      kind: 'additional-claim',
      amount: '12.24',
    });
  });

  it('waits for the publication', () => {
    const change = { monthly_x20: '125.00', oj: 'C 1, 11.7.2026' };
    expect(corrected(change)).toBeNull();
    expect(corrected(change, claim, '2026-07-11')?.correction.correct.amount).toBe('3000.00');
  });

  it('belongs to the average that holds now', () => {
    const later = { ...claim, fixedAmount: { ...claim.fixedAmount, year: 2019 } };
    // Nothing is published for 2019, so 2018 stands in.
    expect(corrected({ monthly_x20: '125.00' }, later)?.key).toBe('IE/2018/all/under-20');
    expect(corrected({ monthly_x20: '125.00', year: 2019 }, later)?.key).toBe(
      'IE/2019/all/under-20',
    );
  });

  it('says nothing where no text refunds fixed amounts', () => {
    expect(corrected({ monthly_x20: '125.00' }, { ...claim, debtor: 'US:X' })).toBeNull();
  });
});
