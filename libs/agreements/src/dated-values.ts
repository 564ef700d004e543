import type { IsoDate } from '@reciproca/money';

/** A value with the day from which it holds. */
export interface DatedValue {
  readonly day: IsoDate;
  readonly value: string;
}

/** Values by day, each of which holds until the next one. */
export interface DatedValues {
  /** The last value on or before a day; undefined before the first one. */
  lastOn(day: IsoDate): DatedValue | undefined;
}

/**
 * @param given values in the order in which they were made known; of two for one day the last stands
 */
export function datedValues(given: readonly DatedValue[]): DatedValues {
  const values = isAscending(given) ? given : lastOfEachDay(given);
  return { lastOn: (day) => values[countUpTo(values, day) - 1] };
}

/** Published tables come sorted, so that thousands of values need no sorting. */
function isAscending(values: readonly DatedValue[]): boolean {
  let previous = '';
  for (const { day } of values) {
    if (day <= previous) {
      return false;
    }
    previous = day;
  }
  return true;
}

function lastOfEachDay(values: readonly DatedValue[]): DatedValue[] {
  const byDay = new Map(values.map((value) => [value.day, value]));
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** How many of the values, sorted by day, lie on or before a day. */
function countUpTo(values: readonly DatedValue[], day: IsoDate): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const isUpTo = (values[middle]?.day ?? '') <= day;
    low = isUpTo ? middle + 1 : low;
    high = isUpTo ? high : middle;
  }
  return low;
}
