import { describe, expect, it } from '@jest/globals';
import { canonicalText, digestOf } from './canonical-text.js';
import { csvPieces, csvText } from './csv-text.js';

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

  it('comes in pieces that are the same text, and reads no further than it is read', async () => {
    const rows = ['a', 'b', 'c'].map((name) => ({ name, value: null }));
    let asked = 0;
    async function* chunks(): AsyncGenerator<typeof rows> {
      for (const row of rows) {
        asked += 1;
        yield await Promise.resolve([row]);
      }
    }
    const pieces: string[] = [];
    for await (const piece of csvPieces(['name', 'value'], chunks())) {
      expect(asked).toBe(pieces.length);
      pieces.push(piece);
    }
    expect(pieces).toHaveLength(4);
    expect(pieces.join('')).toBe(csvText(['name', 'value'], rows));
  });
});
