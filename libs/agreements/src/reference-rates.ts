import type { IsoDate } from '@reciproca/money';
import { datedValues } from './dated-values.js';
import type { ReferenceRateRecord } from './rates.schema.js';

/** The rate of the ECB's main refinancing operations in force on a day. */
export interface ReferenceRate {
  /** Per cent a year, decimal text. */
  readonly percent: string;
  /** The day from which it holds. */
  readonly from: IsoDate;
}

/** Steps of the reference rate. */
export interface ReferenceRateTable {
  /** The records it was made from. */
  readonly records: readonly ReferenceRateRecord[];
  /** The rate in force on a day; undefined before the first step. */
  rateOn(day: IsoDate): ReferenceRate | undefined;
}

/**
 * @param records checked, in the order in which they were made known; of two with the same first day
 * the last one stands
 */
export function referenceRateTable(records: readonly ReferenceRateRecord[]): ReferenceRateTable {
  const steps = datedValues(
    records.map((record) => ({ day: record.effective_from, value: record.rate_percent })),
  );
  return {
    records,
    rateOn(day) {
      const step = steps.lastOn(day);
      return step === undefined ? undefined : { percent: step.value, from: step.day };
    },
  };
}
