import { describe, expect, it } from '@jest/globals';
import { readMirrorHeader, readMirrorLine } from './mirror-list.js';

const columns = ['institution', 'reference', 'amount', 'currency', 'status'];
const good = ['FR:CNAM', '2025-H1-1', '10.50', 'EUR', 'introduced'];

describe('the header of a list of open claims', () => {
  it('has its five columns in any order', () => {
    expect(readMirrorHeader(columns)).toEqual({ ok: true, columns });
    expect(readMirrorHeader(columns.toReversed().map((name) => ` ${name} `)).ok).toBe(true);
  });

  it('may lack the status, of which nothing is compared then', () => {
    const lacking = columns.slice(0, -1);
    expect(readMirrorHeader(lacking)).toEqual({ ok: true, columns: lacking });
    expect(readMirrorLine(lacking, good.slice(0, -1))).toMatchObject({
      ok: true,
      line: { status: null },
    });
  });

  it.each([
    ['a missing column', columns.slice(1), ['institution']],
    ['a column twice', [...columns, 'amount'], ['amount']],
    ['another column', [...columns, 'note'], ['note']],
    ['a line of data in its place', good, [...columns.slice(0, -1), ...good]],
  ])('does not have %s', (_what, names, paths) => {
    const reading = readMirrorHeader(names);
    expect(reading.ok ? [] : reading.faults.map(({ path }) => path)).toEqual(paths);
    expect(reading.ok ? [] : reading.faults.map(({ line }) => line)).toEqual(paths.map(() => 1));
  });
});

describe('a line of a list of open claims', () => {
  const changed = (column: string, cell: string) =>
    readMirrorLine(
      columns,
      columns.map((name, index) => (name === column ? cell : (good[index] ?? ''))),
    );

  it.each([
    ['amount', '10.5', '10.50', 'introduced'],
    ['amount', '-3', '-3.00', 'introduced'],
    ['amount', '0', '0.00', 'introduced'],
    ['status', ' contested ', '10.50', 'contested'],
    ['status', '', '10.50', null],
  ])('with %s %s is read', (column, cell, ...[amount, status]) => {
    const reading = changed(column, cell);
    if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
    expect([reading.line.amount.toString(), reading.line.status]).toEqual([amount, status]);
  });

  it.each([
    ['institution', 'CNAM'],
    ['institution', ''],
    ['reference', 'a b'],
    ['reference', "'; drop table claims"],
    ['amount', '1e3'],
    ['amount', '1,00'],
    ['amount', '1.001'],
    ['amount', '9'.repeat(19)],
    ['amount', ''],
    ['currency', 'eur'],
    ['currency', 'ZZZ'],
    ['status', 'open'],
  ])('with %s "%s" is not', (column, cell) => {
    const reading = changed(column, cell);
    expect(reading.ok ? [] : reading.faults.map(({ path }) => path)).toEqual([column]);
  });
});
