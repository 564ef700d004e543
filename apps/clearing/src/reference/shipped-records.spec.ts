import { describe, expect, it } from '@jest/globals';
import {
  digestOfShipment,
  newRowsOf,
  shipment,
  shippedBy,
  type BroughtRow,
} from './shipped-records.js';

const all = shipment();
const brought = (broughtBy = shippedBy): BroughtRow[] =>
  all.rows.map((row) => ({ ...row, broughtBy }));
const rate = (GBP: string) => ({ date: '2026-10-30', GBP });
const isRate = ({ kind, key }: { kind: string; key: string }): boolean =>
  kind === 'exchange-rates' && key === '2026-10-30';

describe('a shipment', () => {
  it('is taken over whole where nothing is known, and not again', () => {
    expect(newRowsOf(all, [])).toEqual(all.rows);
    expect(newRowsOf(all, brought())).toEqual([]);
  });

  it('survives its way through the tables', () => {
    expect(JSON.parse(JSON.stringify(all.rows))).toEqual(all.rows);
    expect(all.faults).toEqual([]);
  });

  it('brings what differs, and nothing in the place of what an operator brought', () => {
    const rows = all.rows.map((row) => (isRate(row) ? { ...row, record: rate('0.99') } : row));
    expect(newRowsOf({ rows }, brought())).toMatchObject([{ record: rate('0.99') }]);
    const corrected = all.rows.filter(isRate).map((row): BroughtRow => {
      return { ...row, record: rate('0.98'), broughtBy: 'issuer#dora' };
    });
    expect(newRowsOf({ rows }, [...brought(), ...corrected])).toEqual([]);
    expect(digestOfShipment({ ...all, rows })).not.toBe(digestOfShipment(all));
  });

  it('withdraws texts that are shipped no more, once, and no published figure', () => {
    const rows = all.rows.filter((row) => row.key !== 'FR-US/1' && !isRate(row));
    const withdrawn = newRowsOf({ rows }, brought());
    expect(withdrawn).toMatchObject([{ kind: 'instruments', key: 'FR-US/1', record: null }]);
    const known = withdrawn.map((row): BroughtRow => ({ ...row, broughtBy: shippedBy }));
    expect(newRowsOf({ rows }, [...brought(), ...known])).toEqual([]);
    expect(newRowsOf(all, [...brought(), ...known])).toMatchObject([{ key: 'FR-US/1' }]);
  });
});
