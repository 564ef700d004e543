import { describe, expect, it } from '@jest/globals';
import { averageCost, averageCostRow } from './average-cost.builder.js';
import { averageCostTable, monthlyAmount } from './average-costs.js';
import type { AverageCostQuery, PublishedQuery } from './average-costs.js';
import { publicationDayOf } from './average-costs.schema.js';
import { checkAverageCostRecords } from './record-checks.js';
import { shippedTables } from './shipped/shipped-tables.js';

const placesOf = (rows: readonly unknown[]): readonly string[] => {
  const checked = checkAverageCostRecords(rows);
  return checked.ok ? [] : checked.faults.map(({ index, path }) => `${String(index)}:${path}`);
};

describe('an import of average costs', () => {
  it('takes a row of a CSV file, with absent cells as null', () => {
    expect(checkAverageCostRecords([averageCostRow()])).toEqual({
      ok: true,
      records: [averageCost()],
    });
    const bare = averageCostRow({ age_group: '', monthly_x15: '', note: undefined });
    expect(checkAverageCostRecords([bare])).toEqual({
      ok: true,
      records: [averageCost({ age_group: null, monthly_x15: null })],
    });
  });

  it('takes numbers of JSON where no amount is meant', () => {
    const record = averageCostRow({ year: 2019, decimals: 2, note: null });
    expect(checkAverageCostRecords([record])).toEqual({ ok: true, records: [averageCost()] });
  });

  it.each([
    ['EL', 'GR'],
    ['UK', 'GB'],
    ['SE', 'SE'],
  ])('takes %s as %s', (written, state) => {
    const checked = checkAverageCostRecords([averageCostRow({ state: written })]);
    expect(checked.ok && checked.records[0]?.state).toBe(state);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no year', { year: '' }, '0:year'],
    ['a year in words', { year: 'MMXIX' }, '0:year'],
    ['a year of two digits', { year: '19' }, '0:year'],
    ['a State in words', { state: 'Ireland' }, '0:state'],
    ['another group', { group: 'students' }, '0:group'],
    ['no average', { annual_average: '' }, '0:annual_average'],
    ['a number for an amount', { annual_average: 1000 }, '0:annual_average'],
    ['an exponent', { annual_average: '1e3' }, '0:annual_average'],
    ['a minus', { annual_average: '-1000.00' }, '0:annual_average'],
    ['nothing', { annual_average: '0.00', monthly_x20: '0.00' }, '0:annual_average'],
    ['an unknown currency', { currency: 'ZZZ' }, '0:currency'],
    ['no monthly amount', { monthly_x20: '' }, '0:monthly_x20'],
    ['more decimals than it says', { decimals: '1' }, '0:monthly_x20'],
    ['more decimals than the currency has', { decimals: '3' }, '0:decimals'],
    ['decimals in words', { decimals: 'two' }, '0:decimals'],
    ['a publication without a day', { oj: 'C 190, p. 4' }, '0:oj'],
    ['a publication on a day that is none', { oj: 'C 190, 31.6.2022' }, '0:oj'],
    ['no publication', { oj: undefined }, '0:oj'],
    // One unit of the last decimal away is as published, two are a mistake.
    ['a monthly amount two cents above the formula', { monthly_x20: '66.69' }, '0:monthly_x20'],
    ['a monthly amount two cents below the formula', { monthly_x20: '66.65' }, '0:monthly_x20'],
    ['the amount of 20 per cent for 15', { monthly_x15: '66.67' }, '0:monthly_x15'],
  ])('refuses %s', (_, change, place) => {
    expect(placesOf([averageCostRow(change)])[0]).toBe(place);
  });

  it.each(['66.66', '66.67', '66.68'])('takes the published %s', (published) => {
    expect(placesOf([averageCostRow({ monthly_x20: published })])).toEqual([]);
  });

  it('checks amounts published without decimals to the whole unit', () => {
    // 123 459 × 0.80 / 12 = 8 230.6, × 0.85 / 12 = 8 745.01…
    const row = averageCostRow({
      annual_average: '123459',
      currency: 'HUF',
      decimals: '0',
      monthly_x20: '8231',
      monthly_x15: '8746',
    });
    expect(placesOf([row])).toEqual([]);
    expect(placesOf([{ ...row, monthly_x20: '8233' }])).toEqual(['0:monthly_x20']);
  });

  it('names every fault of every row, and a row that is there twice', () => {
    const rows = [
      averageCostRow({ oj: 'C 1', group: '?' }),
      averageCostRow(),
      averageCostRow({ age_group: '20-64' }),
      averageCostRow({ note: 'again', state: 'IE' }),
      null,
    ];
    expect(placesOf(rows)).toEqual(['0:group', '0:oj', '3:', '4:']);
  });

  it('takes a row and its correction, published later', () => {
    expect(placesOf([averageCostRow(), averageCostRow({ oj: 'C 300, 1.8.2022' })])).toEqual([]);
  });

  it('takes the published file whole, with the amount that the formula does not give', () => {
    const { averageCosts, faults } = shippedTables();
    expect(faults).toEqual([]);
    expect(averageCosts.records).toHaveLength(40);
    expect(averageCosts.records.find(({ note }) => note !== null)).toMatchObject({
      state: 'FR',
      year: 2012,
      monthly_x20: '167.16',
      oj: 'C 133, 24.4.2015, p. 4',
    });
  });
});

describe('the day of publication', () => {
  it.each([
    ['C 251, 28.6.2021, p. 4', '2021-06-28'],
    ['C 36, 29.1.2019', '2019-01-29'],
    ['C, C/2024/1890, 6.3.2024', '2024-03-06'],
    ['C 36, 29.2.2019', null],
    ['C 36', null],
    ['C 36, 129.1.2019', null],
    ['', null],
  ])('of %j is %s', (oj, day) => {
    expect(publicationDayOf(oj)).toBe(day);
  });
});

describe('the average cost of a claim', () => {
  const table = averageCostTable([
    averageCost({ year: 2016, monthly_x20: '66.66', oj: 'C 1, 10.2.2019' }),
    averageCost({ year: 2018, monthly_x20: '66.68', oj: 'C 2, 28.6.2021' }),
    averageCost(),
    averageCost({ group: 'pensioner', age_group: null, year: 2012 }),
    averageCost({ group: 'all', age_group: null, year: 2012, monthly_x20: '66.66' }),
  ]);
  const find = (change: Partial<AverageCostQuery>) => {
    const found = table.find({
      state: 'IE',
      year: 2019,
      group: 'family',
      ageGroup: 'under-20',
      day: '2022-05-11',
      lastEarlierValueAfterYears: 2,
      ...change,
    });
    return found === undefined ? null : [found.record.year, found.publishedOn, found.standsIn];
  };

  it.each<[string, Partial<AverageCostQuery>, readonly unknown[] | null]>([
    ['the row of the year, on the day of its publication', {}, [2019, '2022-05-11', false]],
    ['for pensioners by the same row', { group: 'pensioner' }, [2019, '2022-05-11', false]],
    ['the last earlier one the day before', { day: '2022-05-10' }, [2018, '2021-06-28', true]],
    [
      'the last earlier one on the first day of it',
      { day: '2022-01-01' },
      [2018, '2021-06-28', true],
    ],
    ['nothing while publication may still come', { day: '2021-12-31' }, null],
    [
      'of earlier years only what was published',
      { day: '2022-01-01', year: 2018 },
      [2018, '2021-06-28', false],
    ],
    ['the one before', { day: '2021-06-27', year: 2018 }, [2016, '2019-02-10', true]],
    ['nothing without waiting time', { day: '2022-05-10', lastEarlierValueAfterYears: null }, null],
    ['nothing before all years', { year: 2011 }, null],
    ['nothing where the last earlier year has no age groups', { year: 2015 }, null],
    ['nothing for another State', { state: 'PT' }, null],
    ['nothing for another age group', { ageGroup: '65-plus' }, null],
    [
      'nothing where its year is published in age groups alone',
      { ageGroup: null, year: 2016 },
      null,
    ],
    [
      'nothing where the last earlier year is, though one before it is not',
      { ageGroup: null, year: 2019, day: '2022-05-10' },
      null,
    ],
    [
      'nothing where its year knows another age group alone, though an earlier one knows its own',
      { year: 2012, group: 'pensioner' },
      null,
    ],
    [
      'the last earlier one without age groups before any is published in them',
      { ageGroup: null, year: 2015 },
      [2012, '2022-05-11', true],
    ],
    [
      'no age group where the table has none',
      { year: 2012, ageGroup: null },
      [2012, '2022-05-11', false],
    ],
  ])('is %s', (_, change, expected) => {
    expect(find(change)).toEqual(expected);
  });

  it.each<[string, Partial<PublishedQuery>, readonly unknown[] | null]>([
    ['of its year, whatever the age group', { year: 2012 }, [2012, [null]]],
    ['by the day alone', { day: '2022-05-10' }, [2018, ['under-20']]],
    ['of the latest earlier year', { year: 2021 }, [2019, ['under-20']]],
    ['nowhere before all years', { year: 2011 }, null],
    ['nowhere for another State', { state: 'PT' }, null],
  ])('is published for age groups %s', (_, change, expected) => {
    const query = { state: 'IE', year: 2019, group: 'family', day: '2022-05-11' } as const;
    const found = table.publishedBy({ ...query, ...change });
    expect(found === undefined ? null : [found.year, found.ageGroups]).toEqual(expected);
  });

  it('goes back to a year that was published by the day alone', () => {
    const late = averageCostTable([
      averageCost({ year: 2014, oj: 'C 1, 1.2.2017' }),
      averageCost({ year: 2015, age_group: null, oj: 'C 2, 1.2.2020' }),
    ]);
    const standIn = (day: string) =>
      late.find({
        ...{ state: 'IE', year: 2016, group: 'family', ageGroup: 'under-20', day },
        lastEarlierValueAfterYears: 2,
      })?.record.year;
    expect(['2018-12-31', '2019-01-01', '2020-01-31', '2020-02-01'].map(standIn)).toEqual([
      undefined,
      2014,
      2014,
      undefined,
    ]);
  });

  it('names each age group once, those of the group itself first', () => {
    const both = averageCostTable([
      averageCost(),
      averageCost({ age_group: '20-64' }),
      averageCost({ group: 'family', age_group: '20-64' }),
      averageCost({ age_group: '65-plus', oj: 'C 300, 1.8.2022' }),
    ]);
    const query = { state: 'IE', year: 2019, group: 'family', day: '2022-07-31' } as const;
    expect(both.publishedBy(query)?.ageGroups).toEqual(['20-64', 'under-20']);
  });

  it('prefers the row of the group to the one that serves both', () => {
    const of = (group: 'family' | 'pensioner') =>
      table.find({
        state: 'IE',
        year: 2012,
        group,
        ageGroup: null,
        day: '2022-05-11',
        lastEarlierValueAfterYears: 2,
      })?.record.monthly_x20;
    expect([of('pensioner'), of('family')]).toEqual(['66.67', '66.66']);
  });

  it('goes by the last publication up to the day, and by the version of it made known last', () => {
    const corrected = averageCost({ monthly_x20: '66.68', oj: 'C 300, 1.8.2022' });
    const misprinted = averageCost({ monthly_x20: '66.66' });
    // Made known in this order; the first two say the same publication.
    const both = averageCostTable([misprinted, averageCost(), corrected]);
    const on = (day: string) =>
      both.find({
        state: 'IE',
        year: 2019,
        group: 'family',
        ageGroup: 'under-20',
        day,
        lastEarlierValueAfterYears: 2,
      })?.record.monthly_x20;
    expect(on('2022-08-01')).toBe('66.68');
    expect(on('2022-07-31')).toBe('66.67');
    expect(on('2022-05-10')).toBeUndefined();
    expect(both.records).toHaveLength(3);
  });
});

type Row = readonly [state: string, year: number, ageGroup: string | null];

describe('the amount of a month', () => {
  const monthly = ([state, year, ageGroup]: Row, reduction: string) => {
    const found = shippedTables().averageCosts.find({
      state,
      year,
      group: 'family',
      ageGroup,
      day: '2999-12-31',
      lastEarlierValueAfterYears: null,
    });
    return found === undefined ? null : monthlyAmount(found.record, reduction).toString();
  };

  it.each<[Row, string, string]>([
    // As published, C 251 of 28.6.2021, C 133 of 24.4.2015.
    [['IE', 2018, '65-plus'], '0.20', '612.05'],
    [['IE', 2018, '65-plus'], '0.15', '650.31'],
    [['FR', 2012, null], '0.20', '167.16'],
    // Not published, so 5 458.43 × 0.85 / 12 and 2 507.53 × 0.85 / 12.
    [['GB', 2018, '65-plus'], '0.15', '386.64'],
    [['FR', 2012, null], '0.15', '177.62'],
    // Of a reduction that is not published at all: 1 867.35 × 0.90 / 12 = 140.05125.
    [['IE', 2018, 'under-20'], '0.1', '140.05'],
  ])('of %p with X = %s is %s', (row, reduction, expected) => {
    expect(monthly(row, reduction)).toBe(expected);
  });
});
