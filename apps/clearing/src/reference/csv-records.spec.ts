import { describe, expect, it } from '@jest/globals';
import { readCsv } from './csv-records.js';

function read(...lines: readonly string[]): readonly unknown[] {
  const { rows, unreadable } = readCsv(lines.join('\n'), 1_000);
  return [...rows.map(({ cells, line }) => `${line}: ${cells.join('|')}`), unreadable];
}

describe('a CSV text', () => {
  it('has a row a line, empty lines left out, and cells of several lines', () => {
    expect(read('a,b', '', '1,"x', 'y"', '2,"say ""z"""', '')).toEqual([
      '1: a|b',
      '4: 1|x\ny',
      '5: 2|say "z"',
      [],
    ]);
    const windows = readCsv('a,b\r\n1,"x\r\ny"\r\n2,z\r\n', 1_000);
    expect(windows.rows.map(({ line }) => line)).toEqual([1, 3, 4]);
  });

  it('hides no row behind one with wrong quotes', () => {
    expect(read('a,b', '1,x"y', '', '2,"z"', '3,"q"r', '4,"s"')).toEqual([
      '1: a|b',
      '4: 2|z',
      '6: 4|s',
      [2, 5],
    ]);
  });

  it('names the line on which a quote is opened that nothing closes', () => {
    expect(read('a,b', '1,x', '', '2,"open', '3,y', '4,z')).toEqual([
      '1: a|b',
      '2: 1|x',
      '5: 3|y',
      '6: 4|z',
      [4],
    ]);
    expect(read('a,"b')).toEqual([[1]]);
  });

  it('is not read further after so many unreadable rows', () => {
    const lines = ['a', ...Array.from({ length: 9 }, () => 'x"y')];
    expect(readCsv(lines.join('\n'), 3).unreadable).toEqual([2, 3, 4]);
  });
});
