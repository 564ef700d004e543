import type * as z from 'zod';
import { averageCostKey } from './average-costs.js';
import { averageCostRecordSchema, publicationDayOf } from './average-costs.schema.js';
import type { AverageCostRecord } from './average-costs.schema.js';
import { overlaps } from './compiled-instruments.js';
import { groupBy, indexByKey } from './dated.js';
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
}

/** An import is taken whole or refused whole, with every fault (at most 1 000). */
export type RecordCheck<T> =
  | { readonly ok: true; readonly records: readonly T[] }
  | { readonly ok: false; readonly faults: readonly RecordFault[] };

/**
 * Checks an import of institutions: shape, dates, check digits, and that no record is there twice.
 *
 * @param input parsed JSON or CSV rows, of unknown shape
 */
export function checkInstitutionRecords(input: readonly unknown[]): RecordCheck<InstitutionRecord> {
  return result(parseAll({ schema: institutionRecordSchema, input, placeOf: idAndFirstDay }));
}

/**
 * Checks an import of arrangements: shape, dates, that no record is there twice, that an id keeps its
 * two States, and that together with what is known at most one arrangement of a pair is in force on
 * any day.
 *
 * @param input parsed JSON or CSV rows, of unknown shape
 * @param known the records already in force, in the order in which they were made known
 */
export function checkArrangementRecords(
  input: readonly unknown[],
  known: readonly ArrangementRecord[],
): RecordCheck<ArrangementRecord> {
  const parsed = parseAll({ schema: arrangementRecordSchema, input, placeOf: idAndFirstDay });
  if (parsed.faults.length === 0) {
    parsed.faults.push(...pairFaults(parsed.records, known));
  }
  return result(parsed);
}

/**
 * Checks an import of average costs: shape, a day of publication, monthly amounts that the formula
 * gives within one unit of their last decimal, and that no publication of a year, State, group and age
 * group is there twice; one published again on a later day corrects it.
 *
 * @param input parsed JSON or CSV rows with the columns of the published table, of unknown shape
 */
export function checkAverageCostRecords(input: readonly unknown[]): RecordCheck<AverageCostRecord> {
  const placeOf = (record: AverageCostRecord): string =>
    `${averageCostKey(record)} of ${publicationDayOf(record.oj) ?? ''}`;
  return result(parseAll({ schema: averageCostRecordSchema, input, placeOf }));
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
  readonly records: T[];
  readonly faults: RecordFault[];
}

function parseAll<T>(asked: {
  readonly schema: z.ZodType<T>;
  readonly input: readonly unknown[];
  /** The place of a record, which only one of an import may take. */
  readonly placeOf: (record: T) => string;
}): Parsed<T> {
  const { schema, input, placeOf } = asked;
  const records: T[] = [];
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
    const earlier = firstIndex.get(place);
    if (earlier === undefined) {
      firstIndex.set(place, index);
      records.push(parsed.data);
    } else {
      faults.push({
        index,
        path: '',
        message: `${place} is there twice, first as ${String(earlier)}`,
      });
    }
  });
  return { records, faults };
}

function result<T>({ records, faults }: Parsed<T>): RecordCheck<T> {
  return faults.length === 0
    ? { ok: true, records }
    : { ok: false, faults: faults.slice(0, agreementLimits.faultsMax) };
}

function pairFaults(
  imported: readonly ArrangementRecord[],
  known: readonly ArrangementRecord[],
): RecordFault[] {
  const indexOf = new Map(imported.map((record, index) => [record, index]));
  const byId = indexByKey([...known, ...imported], ({ id }) => id);
  const faults: RecordFault[] = [];
  for (const [id, versions] of byId) {
    const pairs = new Set(versions.map(({ record }) => record.states.join('-')));
    for (const { record } of versions) {
      const index = indexOf.get(record);
      if (pairs.size > 1 && index !== undefined) {
        const message = `${id} is already an arrangement of other States`;
        faults.push({ index, path: 'states', message });
      }
    }
  }
  const effective = [...byId.values()].flat();
  for (const [pair, ofPair] of groupBy(effective, ({ record }) => record.states.join('-'))) {
    ofPair.forEach((one, position) => {
      for (const other of ofPair.slice(position + 1)) {
        const index = indexOf.get(other.record) ?? indexOf.get(one.record);
        if (index !== undefined && overlaps(one, other)) {
          const message = `${pair} would have two arrangements in force at once: ${describe(one.record)} and ${describe(other.record)}`;
          faults.push({ index, path: 'from', message });
        }
      }
    });
  }
  return faults.sort((a, b) => a.index - b.index);
}

function describe({ id, from, to }: ArrangementRecord): string {
  return `${id} from ${from}${to === null ? '' : ` to ${to}`}`;
}
