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

/** Which averages are asked for where no age group is meant. */
export type PublishedQuery = Pick<AverageCostQuery, 'state' | 'year' | 'group' | 'day'>;

/** What was published for a State, a year and a group. */
export interface PublishedAverages {
  readonly year: number;
  /** In the order in which they were made known; null: all ages together. */
  readonly ageGroups: readonly (string | null)[];
}

/** Published average costs by State, group, year and age group. */
export interface AverageCostTable {
  /** The records it was made from. */
  readonly records: readonly AverageCostRecord[];
  /**
   * The average that applies: the one of the reference year when anything was published for its
   * State, year and group by the day, else, once the waiting time is over, the one of the latest
   * earlier year of which anything was. Undefined when there is none, also where that year knows
   * other age groups alone: a claim does not choose its year by its age group.
   */
  find(query: AverageCostQuery): AverageCost | undefined;
  /**
   * What was published by the day for the reference year, else for the latest earlier year of which
   * anything was; undefined when nothing was. Waiting times play no part.
   */
  publishedBy(query: PublishedQuery): PublishedAverages | undefined;
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
  const series = new Map<string, Map<number, Map<string | null, Publications>>>();
  for (const record of records) {
    const key = seriesKey(record.state, record.group);
    const byYear = series.get(key) ?? new Map<number, Map<string | null, Publications>>();
    const rows = byYear.get(record.year) ?? new Map<string | null, Publications>();
    rows.set(record.age_group, withPublication(rows.get(record.age_group) ?? [], record));
    series.set(key, byYear.set(record.year, rows));
  }
  return {
    records,
    find: (query) => findIn(seriesOf(series, query), query),
    publishedBy: (query) => publishedIn(seriesOf(series, query), query),
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

/** The averages of one State and group, by year and age group, as they apply to their own year. */
type Series = ReadonlyMap<number, ReadonlyMap<string | null, Publications>>;

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

function seriesKey(state: string, group: string): string {
  return `${state} ${group}`;
}

/** The rows of the group itself come before the rows that serve both groups. */
function seriesOf(all: ReadonlyMap<string, Series>, query: PublishedQuery): readonly Series[] {
  const { state, group } = query;
  const own = all.get(seriesKey(state, group));
  const both = all.get(seriesKey(state, 'all'));
  return [own, both].filter((one) => one !== undefined);
}

function findIn(series: readonly Series[], query: AverageCostQuery): AverageCost | undefined {
  const year = yearThatApplies(series, query);
  return year === undefined ? undefined : averageOf(series, year, query);
}

function publishedIn(
  series: readonly Series[],
  query: PublishedQuery,
): PublishedAverages | undefined {
  const { year, day } = query;
  const known = isPublished(series, year, day) ? year : lastYearBefore(series, query);
  return known === undefined
    ? undefined
    : { year: known, ageGroups: ageGroupsOf(series, known, day) };
}

/** The reference year, or the one whose values stand in for it; undefined where none does. */
function yearThatApplies(series: readonly Series[], query: AverageCostQuery): number | undefined {
  const { year, day, lastEarlierValueAfterYears: waiting } = query;
  if (isPublished(series, year, day)) {
    return year;
  }
  return waiting === null || day <= `${String(year + waiting)}-12-31`
    ? undefined
    : lastYearBefore(series, query);
}

/** The latest earlier year of which anything was published by the day. */
function lastYearBefore(
  series: readonly Series[],
  { year, day }: PublishedQuery,
): number | undefined {
  let last: number | undefined;
  for (const one of series) {
    for (const known of one.keys()) {
      const isLater = known < year && (last === undefined || known > last);
      last = isLater && isPublished([one], known, day) ? known : last;
    }
  }
  return last;
}

/** Whether anything was published for a year by the day, in whatever age group. */
function isPublished(series: readonly Series[], year: number, day: IsoDate): boolean {
  for (const one of series) {
    for (const publications of one.get(year)?.values() ?? []) {
      if (firstDayOf(publications) <= day) {
        return true;
      }
    }
  }
  return false;
}

/** The latest publication comes first. */
function firstDayOf(publications: Publications): IsoDate {
  return publications.at(-1)?.publishedOn ?? '9999-12-31';
}

/** The age groups for which anything was published by the day, each once. */
function ageGroupsOf(
  series: readonly Series[],
  year: number,
  day: IsoDate,
): readonly (string | null)[] {
  const published = series
    .flatMap((one) => [...(one.get(year) ?? [])])
    .filter(([, publications]) => firstDayOf(publications) <= day)
    .map(([ageGroup]) => ageGroup);
  return [...new Set(published)];
}

function averageOf(
  series: readonly Series[],
  year: number,
  query: AverageCostQuery,
): AverageCost | undefined {
  const rows = series.map((one) => one.get(year)?.get(query.ageGroup) ?? []);
  for (const publications of rows) {
    const published = publications.find(({ publishedOn }) => publishedOn <= query.day);
    if (published !== undefined) {
      const firstPublishedOn = rows
        .map(firstDayOf)
        .reduce((first, other) => (other < first ? other : first));
      return { ...published, firstPublishedOn, standsIn: year !== query.year };
    }
  }
  return undefined;
}
