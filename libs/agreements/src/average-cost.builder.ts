import type { AverageCostRecord } from './average-costs.schema.js';

/** A row of the published table as a file holds it, changed: 1 000.00 a year give 66.67 and 70.83 a month. */
export function averageCostRow(change: Readonly<Record<string, unknown>> = {}): object {
  return {
    year: '2019',
    state: 'IE',
    group: 'all',
    age_group: 'under-20',
    annual_average: '1000.00',
    currency: 'EUR',
    monthly_x20: '66.67',
    monthly_x15: '70.83',
    decimals: '2',
    oj: 'C 190, 11.5.2022, p. 4',
    note: '',
    ...change,
  };
}

/** The checked record of the same row, changed. */
export function averageCost(change: Partial<AverageCostRecord> = {}): AverageCostRecord {
  return {
    year: 2019,
    state: 'IE',
    group: 'all',
    age_group: 'under-20',
    annual_average: '1000.00',
    currency: 'EUR',
    monthly_x20: '66.67',
    monthly_x15: '70.83',
    decimals: 2,
    oj: 'C 190, 11.5.2022, p. 4',
    note: null,
    ...change,
  };
}
