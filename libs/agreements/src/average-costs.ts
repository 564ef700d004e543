import { Money } from '@reciproca/money';
import type { IsoDate } from '@reciproca/money';
import { monthlyByFormula, publicationDayOf } from './average-costs.schema.js';
import type { AverageCostRecord } from './average-costs.schema.js';

/** Which published average a claim goes by. */
export interface AverageCostQuery {
  /** The State that claims. */
  readonly state: string;
  /** Reference year. */
  readonly year: number;
  readonly group: 'family' | 'pensioner';
  /** Null where the publication has no age groups. */
  readonly ageGroup: string | null;
  /** Only what was published by this day is there. */
  readonly day: IsoDate;
  /** So many years after the reference year without publication, the last earlier value stands in; null: never. */
  readonly lastEarlierValueAfterYears: number | null;
}

/** A published average that applies to a claim. */
export interface AverageCost {
  readonly record: AverageCostRecord;
  readonly publishedOn: IsoDate;
  /** When averages of its State, year and group were published first: what starts the filing clock. */
  readonly firstPublishedOn: IsoDate;
  /** Whether it is the value of an earlier year, since none was published in time (IR 987/2009 Art 65(1)). */
  readonly standsIn: boolean;
}

/** Published average costs by State, group, age group and year. */
export interface AverageCostTable {
  /** The records it was made from. */
  readonly records: readonly AverageCostRecord[];
  /**
   * The average that applies: the one of the reference year when it was published by the day, else,
   * once the waiting time is over, the last one of an earlier year; undefined when there is none.
   */
  find(query: AverageCostQuery): AverageCost | undefined;
}

/** What makes two records the same one in two versions. */
export function averageCostKey(record: AverageCostRecord): string {
  const { state, year, group, age_group: ageGroup } = record;
  return `${state}/${String(year)}/${group}${ageGroup === null ? '' : `/${ageGroup}`}`;
}

/**
 * @param records checked, in the order in which they were made known; of two with one key and day of
 * publication the last one stands, one published later holds from its day on
 */
export function averageCostTable(records: readonly AverageCostRecord[]): AverageCostTable {
  const series = new Map<string, Map<number, Publications>>();
  for (const record of records) {
    const key = seriesKey(record.state, record.group, record.age_group);
    const byYear = series.get(key) ?? new Map<number, Publications>();
    byYear.set(record.year, withPublication(byYear.get(record.year) ?? [], record));
    series.set(key, byYear);
  }
  return {
    records,
    find: (query) => findIn(seriesOf(series, query), query),
  };
}

/**
 * The amount of a month of cover: the published one, which prevails over the formula; where none is
 * published for the reduction, what the formula gives.
 *
 * @param reduction X of the formula, e.g. `0.15`
 */
export function monthlyAmount(record: AverageCostRecord, reduction: string): Money {
  const published = publishedFor(record, reduction);
  return published === null
    ? monthlyByFormula(record, reduction)
    : Money.of(published, record.currency);
}

function publishedFor(record: AverageCostRecord, reduction: string): string | null {
  switch (reduction) {
    case '0.20':
      return record.monthly_x20;
    case '0.15':
      return record.monthly_x15;
    default:
      return null;
  }
}

/** One publication of an average. */
interface Publication {
  readonly record: AverageCostRecord;
  readonly publishedOn: IsoDate;
}

/** What was published for one year, the latest publication first. */
type Publications = readonly Publication[];

/** The averages of one State, group and age group by year, as they apply to their own year. */
type Series = ReadonlyMap<number, Publications>;

function withPublication(known: Publications, record: AverageCostRecord): Publications {
  const publishedOn = dayOf(record);
  const others = known.filter((one) => one.publishedOn !== publishedOn);
  return [...others, { record, publishedOn }].sort((one, other) =>
    one.publishedOn < other.publishedOn ? 1 : -1,
  );
}

function dayOf(record: AverageCostRecord): IsoDate {
  const day = publicationDayOf(record.oj);
  if (day === null) {
    throw new Error(`unchecked average costs ${averageCostKey(record)}: no day of publication`);
  }
  return day;
}

function seriesKey(state: string, group: string, ageGroup: string | null): string {
  return `${state} ${group} ${ageGroup ?? ''}`;
}

/** The rows of the group itself come before the rows that serve both groups. */
function seriesOf(all: ReadonlyMap<string, Series>, query: AverageCostQuery): readonly Series[] {
  const { state, group, ageGroup } = query;
  const own = all.get(seriesKey(state, group, ageGroup));
  const both = all.get(seriesKey(state, 'all', ageGroup));
  return [own, both].filter((one) => one !== undefined);
}

function findIn(series: readonly Series[], query: AverageCostQuery): AverageCost | undefined {
  const { year, day, lastEarlierValueAfterYears: waiting } = query;
  const own = publishedBy(series, year, day);
  if (own !== undefined || waiting === null || day <= `${String(year + waiting)}-12-31`) {
    return own;
  }
  const earlier = series
    .flatMap((one) => [...one.keys()])
    .filter((known) => known < year)
    .sort((a, b) => b - a);
  for (const known of earlier) {
    const value = publishedBy(series, known, day);
    if (value !== undefined) {
      return { ...value, standsIn: true };
    }
  }
  return undefined;
}

function publishedBy(
  series: readonly Series[],
  year: number,
  day: IsoDate,
): AverageCost | undefined {
  const byGroup = series.map((one) => one.get(year) ?? []);
  for (const publications of byGroup) {
    const published = publications.find(({ publishedOn }) => publishedOn <= day);
    if (published !== undefined) {
      const firstPublishedOn = byGroup
        .flat()
        .map(({ publishedOn }) => publishedOn)
        .reduce((first, other) => (other < first ? other : first));
      return { ...published, firstPublishedOn, standsIn: false };
    }
  }
  return undefined;
}
