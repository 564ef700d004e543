import type { IsoDate } from '@reciproca/money';
import { addDays } from './dates.js';

/** A record that holds from a day to a day, both included; `to` null: until a later one begins. */
export interface DatedRecord {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

/** A record with the days on which it really holds, later records considered. */
export interface EffectiveRecord<T> {
  readonly record: T;
  readonly from: IsoDate;
  readonly to: IsoDate | null;
}

/**
 * When each of the records of one key holds: a record with a later `from` ends the earlier one the day
 * before, also where the earlier one named a later end. Of two with the same `from` the later given
 * one (the newer version) stands alone.
 *
 * @param records of one key, in the order in which they were made known
 * @returns sorted by first day, no two overlapping
 */
export function effectiveRecords<T extends DatedRecord>(
  records: readonly T[],
): readonly EffectiveRecord<T>[] {
  const byFirstDay = new Map(records.map((record) => [record.from, record]));
  const sorted = [...byFirstDay.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  return sorted.map((record, index) => {
    const next = sorted[index + 1];
    const endedOn = next === undefined ? null : addDays(next.from, -1);
    return { record, from: record.from, to: earlierEnd(record.to, endedOn) };
  });
}

/** The record that holds on a day, if any. */
export function recordOn<T>(
  records: readonly EffectiveRecord<T>[] | undefined,
  day: IsoDate,
): T | undefined {
  return records?.find(({ from, to }) => from <= day && (to === null || day <= to))?.record;
}

/** Groups records by key and works out when each holds. */
export function indexByKey<T extends DatedRecord>(
  records: readonly T[],
  keyOf: (record: T) => string,
): ReadonlyMap<string, readonly EffectiveRecord<T>[]> {
  return new Map(
    [...groupBy(records, keyOf)].map(([key, group]) => [key, effectiveRecords(group)]),
  );
}

function earlierEnd(one: IsoDate | null, other: IsoDate | null): IsoDate | null {
  if (one === null || other === null) {
    return one ?? other;
  }
  return one < other ? one : other;
}

/** The items by key, each group in the order given. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
