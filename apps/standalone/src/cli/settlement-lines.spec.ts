import { describe, expect, it } from '@jest/globals';
import { conversionLines, waitingLines } from './settlement-lines.js';

const line = { creditor: 'SE', debtor: 'GB', amount: '89595.69', claims: 4 };
const krona = { value: '10.0343', day: '2020-12-31', source: 'ECB' };
const sterling = { value: '0.89903', day: '2020-12-31', source: 'ECB' };
const original = { amount: '1000000.00', currency: 'SEK' };

function linesOf(...gross: Parameters<typeof conversionLines>[0]['gross']): string[] {
  return conversionLines({ settlement: '2020-Q4/GB-SE/GBP', currency: 'GBP', gross });
}

describe('lines of a settlement', () => {
  it('say nothing of what was not converted', () => {
    expect(linesOf(line)).toEqual([]);
  });

  it('name amount, rate and day of what was, and both rates of a cross', () => {
    const owed = '2020-Q4/GB-SE/GBP: GB owes SE 1000000.00 SEK, 89595.69 GBP';
    expect(linesOf({ ...line, original, rate: krona })).toEqual([
      `${owed} at 10.0343 (ECB, 2020-12-31)`,
    ]);
    expect(linesOf({ ...line, original, rate: krona, settlementRate: sterling })).toEqual([
      `${owed} at 10.0343 (ECB, 2020-12-31) and 0.89903 (ECB, 2020-12-31)`,
    ]);
  });

  it('say what a cycle leaves, and why', () => {
    expect(waitingLines([])).toEqual([]);
    const waiting = {
      settlement: '2026-Q4/FR-GB/EUR',
      creditor: 'GB',
      debtor: 'FR',
      amount: '5.00',
      currency: 'GBP',
      claims: 2,
      reason: 'rate-missing' as const,
      detail: 'no reference rate of GBP',
    };
    expect(waitingLines([waiting])).toEqual([
      'left for a later cycle: 2 claims of GB on FR, 5.00 GBP, of 2026-Q4/FR-GB/EUR: no reference rate of GBP',
    ]);
  });
});
