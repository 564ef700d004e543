import { describe, expect, it } from '@jest/globals';
import { KnownRecords } from './known-records.js';
import type { ReferenceRow, VersionedRow } from './reference-kinds.js';
import { shipment } from './shipped-records.js';
import { storedFaults } from './stored-faults.js';

const shipped = shipment().rows;

/** What is in the tables beside what was shipped: kind, key, first day, record. */
type Stored = readonly [kind: ReferenceRow['kind'], key: string, from: string, record: object];

function faultsOf(...stored: readonly Stored[]): readonly string[] {
  const added = stored.map(([kind, key, from, record]): ReferenceRow => {
    return { kind, key, from, to: null, record: record as ReferenceRow['record'] };
  });
  const rows = [...shipped, ...added].map((row, index): VersionedRow => ({
    ...row,
    version: index + 1,
  }));
  const known = new KnownRecords();
  known.learn(rows, rows.length);
  return storedFaults(rows, known);
}

const next = shipped.length + 1;
const institution = { id: 'FR:X', name: 'X', from: '1980-01-01' };
const arrangement = {
  ...{ id: 'A', states: ['DE', 'FR'], instruments: ['EU-987-2009'] },
  ...{ from: '2010-05-01', offsetting: true },
};

describe('faults in the tables', () => {
  it('are none in what is shipped', () => {
    expect(faultsOf()).toEqual([]);
  });

  it('of single records, between records and of the law are told together', () => {
    const [instrument] = shipped.filter(({ kind }) => kind === 'instruments');
    const faults = faultsOf(
      ['institutions', 'FR:X', '1980-01-01', { ...institution, name: '' }],
      ['arrangements', 'A', '2010-05-01', arrangement],
      ['arrangements', 'B', '2015-01-01', { ...arrangement, id: 'B', from: '2015-01-01' }],
      ['arrangements', 'C', '2015-01-01', { ...arrangement, id: 'C', from: 'then' }],
      ['exchange-rates', '2027-02-30', '2027-03-01', { date: '2027-02-30', GBP: '1' }],
      ['instruments', 'copy', '1900-01-01', { ...instrument?.record }],
      ['instruments', 'empty', '1900-01-01', {}],
      ['instruments', 'half', '1900-01-01', { refundsCare: true }],
    );
    expect(faults.slice(0, 4)).toEqual([
      `institutions FR:X, version ${next}, name: must not be empty`,
      `arrangements B, version ${next + 2}, from: DE-FR would have two arrangements in force at once: A from 2010-05-01 and B from 2015-01-01`,
      `arrangements C, version ${next + 3}, from: not a day of the calendar`,
      `exchange-rates 2027-02-30, version ${next + 4}, date: not a day of the calendar`,
    ]);
    expect(faults).toContain('instrument EU-987-2009, part 1 is there twice');
    expect(faults).toContainEqual(expect.stringMatching(/^instruments\.\d+\.refundsCare: /));
    expect(faults).toContainEqual(expect.stringMatching(/^instruments\.\d+\.pairs: /));
  });

  it('name a record that is there twice by its keys', () => {
    expect(
      faultsOf(
        ['institutions', 'FR:X', '1980-01-01', institution],
        ['institutions', 'FR:Y', '1980-01-01', institution],
      ),
    ).toEqual([
      `institutions FR:Y, version ${next + 1}: FR:X from 1980-01-01 is there twice, first as institutions FR:X, version ${next}`,
    ]);
  });

  it('of a record that a newer one replaced are told no more', () => {
    const broken = { ...institution, name: '' };
    expect(
      faultsOf(
        ['institutions', 'FR:X', '1980-01-01', broken],
        ['institutions', 'FR:X', '1980-01-01', institution],
      ),
    ).toEqual([]);
  });

  it('are counted after the first thousand', () => {
    const many = Array.from({ length: 1_200 }, (_, index): Stored => {
      return ['institutions', `FR:${index}`, '1980-01-01', { ...institution, id: `fr:${index}` }];
    });
    const faults = faultsOf(...many);
    expect(faults).toHaveLength(1_001);
    expect(faults.at(-1)).toBe('and 200 more faults');
  });
});
