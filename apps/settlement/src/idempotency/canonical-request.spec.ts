import { describe, expect, it } from '@jest/globals';
import { requestDigest } from './canonical-request.js';

describe('the digest of a request', () => {
  it('does not depend on the order of names, nor on absent fields', () => {
    const one = { batch: 'C1/FR/EUR', command: { kind: 'release', hash: undefined } };
    const other = { command: { kind: 'release' }, batch: 'C1/FR/EUR' };
    expect(requestDigest(one)).toBe(requestDigest(other));
    // printf '{"batch":"C1/FR/EUR","command":{"kind":"release"}}' | sha256sum
    expect(requestDigest(one)).toBe(
      '774876ae3ed6878452ba9e4452ea42d5d21db11e015d9fe6327f4a91f1fccc88',
    );
  });

  it('depends on everything else', () => {
    const requests = [
      { a: ['x', 'y'] },
      { a: ['y', 'x'] },
      { a: 'x' },
      { b: 'x' },
      { a: null },
      { a: '1' },
      { a: 1 },
    ];
    expect(new Set(requests.map(requestDigest)).size).toBe(requests.length);
  });
});
