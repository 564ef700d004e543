import type * as z from 'zod';
import { averageCostKey } from './average-costs.js';
import { averageCostRecordSchema, publicationDayOf } from './average-costs.schema.js';
import type { AverageCostRecord } from './average-costs.schema.js';
import { overlaps, refundsCare } from './compiled-instruments.js';
import { groupBy, indexByKey } from './dated.js';
import type { EffectiveRecord } from './dated.js';
import type { Law } from './law.js';
import { agreementLimits } from './limits.js';
import { exchangeRateRecordSchema, referenceRateRecordSchema } from './rates.schema.js';
import type { ExchangeRateRecord, ReferenceRateRecord } from './rates.schema.js';
import { arrangementRecordSchema, institutionRecordSchema } from './records.schema.js';
import type { ArrangementRecord, InstitutionRecord } from './records.schema.js';

/** One fault of an import. */
export interface RecordFault {
  /** Which record, counted from 0. */
  readonly index: number;
  /** Dotted path inside the record, empty for the record as a whole. */
  readonly path: string;
  readonly message: string;
  /** Of a record that is there twice the first one, counted from 0. */
  readonly first?: number;
}

/** An import is taken whole or refused whole, with every fault. */
export type RecordCheck<T> =
  | { readonly ok: true; readonly records: readonly T[] }
  | {
      readonly ok: false;
      readonly faults: readonly RecordFault[];
      /** Further faults, counted and not named; only pairs of records can make so many. */
      readonly unnamed: number;
    };

/**
 * Checks an import of institutions: shape, dates, check digits, and that no record is there twice.
 *
 * @param input parsed JSON or CSV rows, of unknown shape
 */
export function checkInstitutionRecords(input: readonly unknown[]): RecordCheck<InstitutionRecord> {
  return result(parseAll({ schema: institutionRecordSchema, input, placeOf: idAndFirstDay }));
}

/**
 * Checks an import of arrangements: shape, dates, that no record is there twice, that each instrument
 * it names binds its two States at some time and refunds care, that an id keeps its two States, and
 * that together with what is known at most one arrangement of a pair is in force on any day. Faults of
 * single records do not hide those between the others.
 *
 * @param input parsed JSON or CSV rows, of unknown shape
 * @param known the records already in force, in the order in which they were made known
 */
export function checkArrangementRecords(
  input: readonly unknown[],
  known: readonly ArrangementRecord[],
  law: Law,
): RecordCheck<ArrangementRecord> {
  const parsed = parseAll({ schema: arrangementRecordSchema, input, placeOf: idAndFirstDay });
  const between = pairFaults(
    parsed.found.filter(({ isAgain }) => !isAgain),
    known,
  );
  return result({
    ...parsed,
    faults: [...parsed.faults, ...bindingFaults(parsed.found, law), ...between.faults],
    unnamed: between.unnamed,
  });
}

/**
 * Checks an import of average costs: shape, a day of publication after the reference year, monthly
 * amounts that the formula gives within one unit of their last decimal, a currency that the State had
 * between the beginning of the reference year and the publication, and that no publication of a year,
 * State, group and age group is there twice; one published again on a later day corrects it.
 *
 * @param input parsed JSON or CSV rows with the columns of the published table, of unknown shape
 * @param law absent for the shipped table, which a test holds against the shipped law
 */
export function checkAverageCostRecords(
  input: readonly unknown[],
  law?: Law,
): RecordCheck<AverageCostRecord> {
  const placeOf = (record: AverageCostRecord): string =>
    `${averageCostKey(record)} of ${publicationDayOf(record.oj) ?? ''}`;
  const parsed = parseAll({ schema: averageCostRecordSchema, input, placeOf });
  const faults = law === undefined ? [] : currencyFaults(parsed.found, law);
  return result({ ...parsed, faults: [...parsed.faults, ...faults] });
}

/**
 * Checks an import of exchange rates: days, known currencies, rates above zero, and no day twice.
 *
 * @param input parsed JSON or CSV rows with `date` and a column per currency, of unknown shape
 */
export function checkExchangeRateRecords(
  input: readonly unknown[],
): RecordCheck<ExchangeRateRecord> {
  return result(parseAll({ schema: exchangeRateRecordSchema, input, placeOf: ({ date }) => date }));
}

/**
 * Checks an import of steps of the ECB's main refinancing rate: days, percentages, and no day twice.
 *
 * @param input parsed JSON or CSV rows with `effective_from` and `rate_percent`, of unknown shape
 */
export function checkReferenceRateRecords(
  input: readonly unknown[],
): RecordCheck<ReferenceRateRecord> {
  const placeOf = (record: ReferenceRateRecord): string => record.effective_from;
  return result(parseAll({ schema: referenceRateRecordSchema, input, placeOf }));
}

function idAndFirstDay({ id, from }: { readonly id: string; readonly from: string }): string {
  return `${id} from ${from}`;
}

interface Parsed<T> {
  /** The well-formed records. */
  readonly found: readonly Found<T>[];
  readonly faults: readonly RecordFault[];
  readonly unnamed?: number;
}

interface Found<T> {
  readonly record: T;
  /** Its place in the import, counted from 0. */
  readonly index: number;
  /** Whether an earlier one stands at its place. */
  readonly isAgain: boolean;
}

function parseAll<T>(asked: {
  readonly schema: z.ZodType<T>;
  readonly input: readonly unknown[];
  /** The place of a record, which only one of an import may take. */
  readonly placeOf: (record: T) => string;
}): Parsed<T> {
  const { schema, input, placeOf } = asked;
  const found: Found<T>[] = [];
  const faults: RecordFault[] = [];
  const firstIndex = new Map<string, number>();
  input.forEach((candidate, index) => {
    const parsed = schema.safeParse(candidate);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        faults.push({ index, path: path.join('.'), message });
      }
      return;
    }
    const place = placeOf(parsed.data);
    const first = firstIndex.get(place);
    found.push({ record: parsed.data, index, isAgain: first !== undefined });
    if (first === undefined) {
      firstIndex.set(place, index);
    } else {
      faults.push({ index, path: '', message: `${place} is there twice`, first });
    }
  });
  return { found, faults };
}

function result<T>({ found, faults, unnamed = 0 }: Parsed<T>): RecordCheck<T> {
  return faults.length === 0
    ? { ok: true, records: found.map(({ record }) => record) }
    : { ok: false, faults: [...faults].sort((one, other) => one.index - other.index), unnamed };
}

/** Such an arrangement would never apply to any claim, and nobody would notice. */
function bindingFaults(found: readonly Found<ArrangementRecord>[], law: Law): RecordFault[] {
  return found.flatMap(({ record: { states, instruments }, index }) => {
    const bindings = law.bindingsBetween(...states);
    return instruments.flatMap((id, place): RecordFault[] => {
      const own = bindings.filter(({ instrument }) => instrument.id === id);
      if (own.some(refundsCare)) return [];
      const message =
        own.length === 0 ? `${id} never binds ${states.join(' and ')}` : `${id} refunds no care`;
      return [{ index, path: `instruments.${String(place)}`, message }];
    });
  });
}

/** A State of whose currencies nothing is known in that time can claim nothing, so that it has no fault. */
function currencyFaults(found: readonly Found<AverageCostRecord>[], law: Law): RecordFault[] {
  return found.flatMap(({ record: { state, year, currency, oj }, index }): RecordFault[] => {
    const firstDay = `${String(year)}-01-01`;
    const publishedOn = publicationDayOf(oj) ?? firstDay;
    const own = law.currenciesOfStateBetween(state, firstDay, publishedOn);
    if (own.length === 0 || own.includes(currency)) return [];
    const message = `${state} claimed in ${own.join(' and ')} from ${firstDay} to ${publishedOn}`;
    return [{ index, path: 'currency', message }];
  });
}

function pairFaults(
  imported: readonly Found<ArrangementRecord>[],
  known: readonly ArrangementRecord[],
): { readonly faults: readonly RecordFault[]; readonly unnamed: number } {
  const indexOf = new Map(imported.map(({ record, index }) => [record, index]));
  const byId = indexByKey([...known, ...imported.map(({ record }) => record)], ({ id }) => id);
  const faults: RecordFault[] = movedIds(byId, indexOf);
  let unnamed = 0;
  const effective = [...byId.values()].flat();
  for (const [pair, ofPair] of groupBy(effective, ({ record }) => record.states.join('-'))) {
    ofPair.forEach((one, position) => {
      for (const other of ofPair.slice(position + 1)) {
        const index = indexOf.get(other.record) ?? indexOf.get(one.record);
        if (index === undefined || !overlaps(one, other)) continue;
        if (faults.length >= agreementLimits.overlapsNamedMax) {
          unnamed += 1;
          continue;
        }
        const message = `${pair} would have two arrangements in force at once: ${describe(one.record)} and ${describe(other.record)}`;
        faults.push({ index, path: 'from', message });
      }
    });
  }
  return { faults, unnamed };
}

function movedIds(
  byId: ReadonlyMap<string, readonly EffectiveRecord<ArrangementRecord>[]>,
  indexOf: ReadonlyMap<ArrangementRecord, number>,
): RecordFault[] {
  return [...byId].flatMap(([id, versions]) => {
    const pairs = new Set(versions.map(({ record }) => record.states.join('-')));
    return versions.flatMap(({ record }): RecordFault[] => {
      const index = indexOf.get(record);
      if (pairs.size === 1 || index === undefined) return [];
      const message = `${id} is already an arrangement of other States`;
      return [{ index, path: 'states', message }];
    });
  });
}

function describe({ id, from, to }: ArrangementRecord): string {
  return `${id} from ${from}${to === null ? '' : ` to ${to}`}`;
}
