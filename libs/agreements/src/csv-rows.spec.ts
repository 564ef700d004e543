import { describe, expect, it } from '@jest/globals';
import { csvRows } from './csv-rows.js';

describe('rows of a shipped table', () => {
  it('are read by the names of the header, quotes and empty cells included', () => {
    const text = 'year,oj,note\n2018,"C 251, 28.6.2021, p. 4",\n,"says ""so""",x\n';
    expect(csvRows(text)).toEqual([
      { year: '2018', oj: 'C 251, 28.6.2021, p. 4', note: '' },
      { year: '', oj: 'says "so"', note: 'x' },
    ]);
  });

  it('are none in a table with a header alone', () => {
    expect(csvRows('year,oj\n')).toEqual([]);
  });

  it('have as many cells as the header', () => {
    expect(() => csvRows('a,b\n1,2\n3\n')).toThrow('row 2 has 1 cells');
    expect(() => csvRows('a,b\n"1,2"\n')).toThrow(RangeError);
  });
});
