import { describe, expect, it } from '@jest/globals';
import { shippedInstruments, shippedStateCurrencies, shippedTables } from '@reciproca/agreements';
import { endsOf, placeOf, rowOf, type ReferenceRow } from './reference-kinds.js';

const rate = (date: string) => rowOf({ kind: 'exchange-rates', record: { date, GBP: '0.8' } });
const institution = (from: string, to: string | null = null) =>
  rowOf({
    kind: 'institutions',
    record: { id: 'FR:CNAM', name: 'CNAM', from, to, liaisonBody: null, accounts: [] },
  });
const ends = (rows: readonly ReferenceRow[]) => rows.map(endsOf(rows));

describe('the last day of a record', () => {
  it('is the day before the next of its key, or its own end', () => {
    expect(ends([institution('1960-01-01'), institution('2000-03-01')])).toEqual([
      '2000-02-29',
      null,
    ]);
    const early = institution('1960-01-01', '1970-01-01');
    expect(ends([institution('2000-03-01'), early])).toEqual([null, '1970-01-01']);
    const late = institution('1960-01-01', '2020-01-01');
    expect(ends([institution('2000-03-01'), late])).toEqual([null, '2000-02-29']);
  });

  it('is the day before the next rate, whatever its key, in any order of import', () => {
    const rows = [rate('2024-04-02'), rate('2024-03-28'), rate('2024-03-28')];
    expect(ends(rows)).toEqual([null, '2024-04-01', '2024-04-01']);
  });
});

describe('the place of a record', () => {
  it('is its own for every instrument and every part of it', () => {
    const keys = shippedInstruments.map((record) => placeOf({ kind: 'instruments', record }).key);
    expect(new Set(keys).size).toBe(shippedInstruments.length);
    expect(keys).toContain('EFTA/2');
  });

  it('is that of the publication for average costs, and of the State for its currencies', () => {
    const [record] = shippedTables().averageCosts.records;
    if (record === undefined) throw new Error('no average costs');
    const place = { key: 'IE/2018/all/under-20', from: '2021-06-28', to: null };
    expect(placeOf({ kind: 'average-costs', record })).toEqual(place);
    const periods = shippedStateCurrencies.slice(0, 1);
    const french = { kind: 'state-currencies', record: { state: 'FR', periods } } as const;
    expect(placeOf(french).key).toBe('FR');
  });
});
