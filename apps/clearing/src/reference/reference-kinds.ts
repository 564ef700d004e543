import {
  addDays,
  averageCostKey,
  publicationDayOf,
  type ArrangementRecord,
  type AverageCostRecord,
  type ExchangeRateRecord,
  type InstitutionRecord,
  type ReferenceRateRecord,
  type ShippedInstrument,
  type StateCurrency,
} from '@reciproca/agreements';
import type { ReferenceKind } from '@reciproca/contracts';

/** The currencies of one State, all its days together. */
export interface StateCurrencies {
  readonly state: string;
  readonly periods: readonly StateCurrency[];
}

/** The record of each kind in the tables; currencies of States are shipped and not shown. */
export interface StoredRecords {
  readonly institutions: InstitutionRecord;
  readonly arrangements: ArrangementRecord;
  readonly 'average-costs': AverageCostRecord;
  readonly 'exchange-rates': ExchangeRateRecord;
  readonly 'reference-rates': ReferenceRateRecord;
  readonly instruments: ShippedInstrument;
  readonly 'state-currencies': StateCurrencies;
}

/** A kind of reference data in the tables. */
export type StoredKind = keyof StoredRecords;

/** A record that can be imported. */
export type ReferenceRecord = StoredRecords[ReferenceKind];

/** A record with its kind. */
export type KindRecord<K extends StoredKind = StoredKind> = {
  [Kind in K]: { readonly kind: Kind; readonly record: StoredRecords[Kind] };
}[K];

/** Where a record stands: of several with one key and first day the newest stands. */
export interface Place {
  readonly key: string;
  /** First day, `YYYY-MM-DD`. */
  readonly from: string;
  /** Its own last day, later records not considered; null: none. */
  readonly to: string | null;
}

/** A record as the tables hold it; null: what stood at its place is withdrawn. */
export interface ReferenceRow<K extends StoredKind = StoredKind> extends Place {
  readonly kind: K;
  readonly record: StoredRecords[K] | null;
}

/** A row with the version under which it was made known. */
export interface VersionedRow<K extends StoredKind = StoredKind> extends ReferenceRow<K> {
  readonly version: number;
}

/** What is shipped as a whole has days of its own inside; a newer version replaces all of it. */
const replacedWhole = '1900-01-01';

/** Where a record stands in the tables. */
export function placeOf(entry: KindRecord): Place {
  switch (entry.kind) {
    case 'institutions':
    case 'arrangements': {
      const { id, from, to } = entry.record;
      return { key: id, from, to };
    }
    case 'average-costs':
      return {
        key: averageCostKey(entry.record),
        from: publicationDayOf(entry.record.oj) ?? replacedWhole,
        to: null,
      };
    case 'exchange-rates':
      return { key: entry.record.date, from: entry.record.date, to: null };
    case 'reference-rates': {
      const { effective_from: from } = entry.record;
      return { key: from, from, to: null };
    }
    case 'instruments': {
      const { id, part } = entry.record;
      return { key: `${id}/${part}`, from: replacedWhole, to: null };
    }
    case 'state-currencies':
      return { key: entry.record.state, from: replacedWhole, to: null };
  }
}

/** The row of a record. */
export function rowOf(entry: KindRecord): ReferenceRow {
  return { ...entry, ...placeOf(entry) };
}

/** One text per place. */
export function placeText({ key, from }: Pick<Place, 'key' | 'from'>): string {
  return `${key} ${from}`;
}

/**
 * Records of these kinds end each other whatever their key: a rate holds until the next one. Those of
 * the others end only the earlier ones of their own key.
 */
export const oneSeries: readonly StoredKind[] = ['exchange-rates', 'reference-rates'];

/**
 * Tells the last day on which rows of one kind hold: their own end, or the day before a later row.
 *
 * @param rows every row of the kind
 */
export function endsOf(rows: readonly ReferenceRow[]): (row: ReferenceRow) => string | null {
  const seriesOf = ({ kind, key }: ReferenceRow): string => (oneSeries.includes(kind) ? '' : key);
  const days = new Map<string, Set<string>>();
  for (const row of rows) {
    const known = days.get(seriesOf(row));
    if (known === undefined) days.set(seriesOf(row), new Set([row.from]));
    else known.add(row.from);
  }
  const next = new Map<string, string>();
  for (const [series, known] of days) {
    const sorted = [...known].sort();
    sorted.slice(1).forEach((day, index) => next.set(`${series} ${sorted[index] ?? ''}`, day));
  }
  return (row) => {
    const later = next.get(`${seriesOf(row)} ${row.from}`);
    const ended = later === undefined ? null : addDays(later, -1);
    return ended !== null && (row.to === null || ended < row.to) ? ended : row.to;
  };
}
