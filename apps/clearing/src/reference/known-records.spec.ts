import { describe, expect, it } from '@jest/globals';
import { KnownRecords } from './known-records.js';
import { rowOf, type KindRecord, type VersionedRow } from './reference-kinds.js';
import { shipment } from './shipped-records.js';

const { rows } = shipment();
const shipped = rows.map((row, index): VersionedRow => ({ ...row, version: index + 1 }));
const last = shipped.length;

const versioned = (version: number, entry: KindRecord): VersionedRow => ({
  ...rowOf(entry),
  version,
});
const rate = (version: number, units: string) =>
  versioned(version, { kind: 'exchange-rates', record: { date: '2026-11-02', GBP: units } });
const step = (version: number) =>
  versioned(version, {
    kind: 'reference-rates',
    record: { effective_from: '2026-11-02', rate_percent: '9.99' },
  });

function known(): KnownRecords {
  const records = new KnownRecords();
  records.learn(shipped, last);
  return records;
}

const poundOn = (records: KnownRecords, version: number) =>
  records.asOf(version).exchangeRateOn('GBP', '2026-11-02')?.value;

describe('known records', () => {
  it('give the data of every version', () => {
    const records = known();
    // The rate of 30.10.2026 holds until the next one.
    expect(poundOn(records, last)).toBe('0.8338');
    records.learn([rate(last + 1, '0.81'), rate(last + 2, '0.82')], last + 2);
    expect(poundOn(records, last + 2)).toBe('0.82');
    expect(poundOn(records, last + 1)).toBe('0.81');
    expect(poundOn(records, last)).toBe('0.8338');
    expect(poundOn(records, last + 2)).toBe('0.82');
  });

  it('name the newest version of each kind', () => {
    const records = known();
    const before = records.asOf(last).versions;
    records.learn([step(last + 1)], last + 1);
    expect(records.asOf(last + 1).versions).toEqual({
      ...before,
      'reference-rates': String(last + 1),
    });
    expect(records.asOf(last).versions).toEqual(before);
  });

  it('learn each version once, also when two readers bring it', () => {
    const records = known();
    records.learn([step(last + 1)], last + 2);
    records.learn([step(last + 1)], last + 1);
    expect(records.version).toBe(last + 2);
    expect(records.asOf(last + 2).referenceRateOn('2026-12-01')?.percent).toBe('9.99');
  });

  it('keep what nobody else sees yet to the one who asked', () => {
    const records = known();
    const further = records.asOf(last, [rate(last + 1, '0.81')]);
    expect(further.exchangeRateOn('GBP', '2026-11-02')?.value).toBe('0.81');
    expect(poundOn(records, last)).toBe('0.8338');
  });

  it('forget a text that is withdrawn, from then on', () => {
    const records = known();
    const monaco = shipped.find(({ key }) => key === 'FR-MC/1');
    if (monaco === undefined) throw new Error('no agreement with Monaco');
    records.learn([{ ...monaco, version: last + 1, record: null }], last + 1);
    expect(records.asOf(last + 1).bindingsBetween('FR', 'MC')).toEqual([]);
    expect(records.asOf(last).bindingsBetween('FR', 'MC')).toHaveLength(1);
  });
});
