import { describe, expect, it } from '@jest/globals';
import { hashOfSettlements } from './hashes.js';

const a = { settlement: '2026-Q1/DE-FR/EUR', hash: `sha256:${'a'.repeat(64)}` };
const b = { settlement: '2026-Q1/DE-FR/EUR/DE', hash: `sha256:${'b'.repeat(64)}` };
const c = { settlement: '2026-Q1/FR-PT/EUR/PT', hash: `sha256:${'c'.repeat(64)}` };

// Expected values: `printf 'ID\tHASH\n…' | LC_ALL=C sort | sha256sum`.
describe('the hash of a cycle', () => {
  it('is the SHA-256 over its lines sorted by bytes, in whatever order they are given', () => {
    const expected = 'sha256:b761676b3908eb50261620d40cefe2176a0265612e9ce1d9e2de6dcda45e45fb';
    expect(hashOfSettlements([a, b, c])).toBe(expected);
    expect(hashOfSettlements([c, b, a])).toBe(expected);
  });

  it('of no settlement is that of no bytes', () => {
    expect(hashOfSettlements([])).toBe(
      'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });
});
