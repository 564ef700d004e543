import { buildAsyncApi } from '@reciproca/contracts';
import { describe, expect, it } from '@jest/globals';
import { aClaim, aFixedAmountClaim } from './claim.builder.js';
import { manyClaims } from './many-claims.builder.js';
import { EventValidator } from './schema-validation.js';

const validator = new EventValidator(buildAsyncApi());

function cents(amount: string): number {
  return Number(amount.replace('.', ''));
}

describe('a built claim', () => {
  it('fits the published schema on either basis', () => {
    expect(validator.faults(aClaim())).toEqual([]);
    expect(validator.faults(aFixedAmountClaim())).toEqual([]);
  });

  it('follows what the test says and keeps envelope and data in step', () => {
    const claim = aClaim({
      reference: 'R-7',
      creditor: 'BE:INAMI',
      amount: '10.00',
      introducedOn: null,
    });
    expect(claim).toMatchObject({
      id: 'R-7#1',
      source: 'urn:institution:BE:INAMI',
      subject: 'BE:INAMI/R-7',
      data: {
        claim: { reference: 'R-7' },
        benefits: [{ amount: '10.00' }],
        total: { amount: '10.00' },
      },
    });
    expect(claim.data).not.toHaveProperty('introducedOn');
  });
});

describe('many claims', () => {
  const claims = manyClaims({ seed: 5, count: 3_000 });

  it('are the same for the same seed and others for another', () => {
    expect(manyClaims({ seed: 5, count: 3_000 })).toEqual(claims);
    expect(manyClaims({ seed: 6, count: 10 })).not.toEqual(claims.slice(0, 10));
  });

  it('fit the published schema, each with lines that add up to its total', () => {
    for (const claim of claims) {
      expect(validator.faults(claim)).toEqual([]);
      const lines = (claim.data.benefits ?? []).map(({ amount }) => cents(amount));
      expect(Math.min(...lines)).toBeGreaterThan(0);
      expect(lines.reduce((sum, line) => sum + line, 0)).toBe(cents(claim.data.total.amount));
    }
  });

  it('have a heavy tail: the median far below the mean', () => {
    const sorted = claims.map(({ data }) => cents(data.total.amount)).sort((a, b) => a - b);
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    expect(mean).toBeGreaterThan(80_000);
    expect(mean).toBeLessThan(180_000);
    expect(sorted[1_500]).toBeLessThan(45_000);
  });

  it('differ in subject', () => {
    expect(new Set(claims.map(({ subject }) => subject)).size).toBe(3_000);
  });
});
