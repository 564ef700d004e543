import { averageCostTable } from '../average-costs.js';
import type { AverageCostTable } from '../average-costs.js';
import { csvRows } from '../csv-rows.js';
import { exchangeRateTable } from '../exchange.js';
import type { ExchangeRateTable } from '../exchange.js';
import {
  checkAverageCostRecords,
  checkExchangeRateRecords,
  checkReferenceRateRecords,
} from '../record-checks.js';
import type { RecordCheck } from '../record-checks.js';
import { referenceRateTable } from '../reference-rates.js';
import type { ReferenceRateTable } from '../reference-rates.js';
import { averageCostsCsv } from './average-costs.data.js';
import { mainRefinancingRateCsv } from './ecb-main-refinancing-rate.data.js';
import { referenceRatesCsv } from './ecb-reference-rates.data.js';

/** Version of the tables below; decisions record it. Raise it with the data. */
export const shippedReferenceVersion = 'shipped-1';

/**
 * Counts the releases of everything that is shipped, instruments and currencies of States included;
 * raise it with any of them. A process with older data leaves newer ones that it finds alone.
 */
export const shippedDataRelease = 1;

/** The published tables that come with the product, read like any import of them. */
export interface ShippedTables {
  readonly averageCosts: AverageCostTable;
  readonly exchangeRates: ExchangeRateTable;
  readonly referenceRates: ReferenceRateTable;
  /** What keeps a table from being used, in plain words; none in a release. */
  readonly faults: readonly string[];
}

let read: ShippedTables | undefined;

/** The shipped tables, read at the first call. */
export function shippedTables(): ShippedTables {
  read ??= readShippedTables();
  return read;
}

function readShippedTables(): ShippedTables {
  const faults: string[] = [];
  const recordsOf = <T>(
    kind: string,
    text: string,
    check: (input: readonly unknown[]) => RecordCheck<T>,
  ): readonly T[] => {
    const rows = rowsOf(kind, text, faults);
    const checked = check(rows);
    if (checked.ok) {
      return checked.records;
    }
    faults.push(
      ...checked.faults.map(
        ({ index, path, message }) => `${kind}.${String(index)}.${path}: ${message}`,
      ),
    );
    return [];
  };
  return {
    averageCosts: averageCostTable(
      recordsOf('average-costs', averageCostsCsv, checkAverageCostRecords),
    ),
    exchangeRates: exchangeRateTable(
      recordsOf('exchange-rates', referenceRatesCsv, checkExchangeRateRecords),
    ),
    referenceRates: referenceRateTable(
      recordsOf('reference-rates', mainRefinancingRateCsv, checkReferenceRateRecords),
    ),
    faults,
  };
}

function rowsOf(kind: string, text: string, faults: string[]): Record<string, string>[] {
  try {
    return csvRows(text);
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    faults.push(`${kind}: ${error.message}`);
    return [];
  }
}
