import { describe, expect, it } from '@jest/globals';
import { hashOfSettlements } from './batch-hash.js';

const ending = (digit: string): string => `sha256:${digit.padStart(64, '0')}`;

// The expected values are those of `printf 'ID\tsha256:…\n…' | LC_ALL=C sort | sha256sum`.
describe('the hash over settlements', () => {
  const german = { id: '2026-Q1/DE-FR/EUR', hash: ending('1') };
  const austrian = { id: '2026-Q1/AT-DE/EUR', hash: ending('2') };

  it('is the SHA-256 of the sorted lines, each with its line feed', () => {
    const expected = 'sha256:88a433a9e985147e7592974e713ded2d6c7207420ec3ac13e76b1081f1122a79';
    expect(hashOfSettlements([german, austrian])).toBe(expected);
    expect(hashOfSettlements([austrian, german])).toBe(expected);
  });

  it('sorts whole lines, so that a tab stands before a slash', () => {
    const gross = { id: '2026-Q1/DE-FR/EUR/DE', hash: ending('2') };
    expect(hashOfSettlements([gross, german])).toBe(
      'sha256:9f1676ccd5732e6538b28d8342a4584194533ca07f5344054013dd7c2933e952',
    );
  });

  it('of nothing is the SHA-256 of nothing', () => {
    expect(hashOfSettlements([])).toBe(
      'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('changes with each settlement and with each of their hashes', () => {
    const all = [
      hashOfSettlements([german]),
      hashOfSettlements([german, austrian]),
      hashOfSettlements([{ ...german, hash: ending('3') }]),
    ];
    expect(new Set(all).size).toBe(3);
  });
});
