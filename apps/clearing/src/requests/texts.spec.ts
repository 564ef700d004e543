import { describe, expect, it } from '@jest/globals';
import { canonicalText, digestOf } from './canonical-text.js';
import { csvText } from './csv-text.js';

describe('canonicalText', () => {
  it('is the same for what says the same, whatever the order of its names', () => {
    const one = { b: [1, { d: null, c: 'x' }], a: undefined, e: true };
    expect(canonicalText(one)).toBe('{"b":[1,{"c":"x","d":null}],"e":true}');
    expect(digestOf(one)).toBe(digestOf({ e: true, b: [1, { c: 'x', d: null }] }));
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
  });
});

describe('csvText', () => {
  it('follows RFC 4180', () => {
    const rows = [
      { name: 'a,b', value: 'say "x"' },
      { name: 'two\nlines', value: null },
    ];
    expect(csvText(['value', 'name'], rows)).toBe(
      'value,name\r\n"say ""x""","a,b"\r\n,"two\nlines"\r\n',
    );
  });
});
