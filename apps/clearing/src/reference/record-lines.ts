import {
  limits,
  ProblemError,
  referenceRecordSchemas,
  type Fault,
  type RawBody,
  type ReferenceKind,
} from '@reciproca/contracts';
import { currencyOf } from '@reciproca/money';
import { CsvError, parse } from 'csv-parse/sync';

/** A record of an import before any check, and where it stood. */
export interface RecordLine {
  /** In a CSV the line on which the record ends, the header being 1; in JSON its number from 1. */
  readonly line: number;
  readonly record: unknown;
}

/**
 * Reads the records of an import.
 *
 * JSON: an array of records. CSV: the names of the fields as header, in any order, fields that a
 * record need not have may be left out; an empty cell is an absent field. A list is a JSON array or
 * values between spaces (`DE FR`); `accounts` is a JSON array; what has parts is a JSON object, or a
 * column per part by its dotted path (`approvals.officers`).
 *
 * @throws ProblemError not-json, or invalid-request when the body as a whole cannot be used
 */
export function readRecords(kind: ReferenceKind, body: RawBody): RecordLine[] {
  const lines = body.contentType === 'text/csv' ? csvRecords(kind, body) : jsonRecords(body);
  if (lines.length === 0) throw unusable('holds no record');
  if (lines.length > limits.referenceRecordsMax) {
    throw unusable(`holds more than ${limits.referenceRecordsMax} records`);
  }
  return lines;
}

/** Whether a record of this kind has a field of this name; rates have one per currency. */
export function isField(kind: ReferenceKind, name: string): boolean {
  if (Object.hasOwn(referenceRecordSchemas[kind].shape, name)) return true;
  return kind === 'exchange-rates' && name !== 'EUR' && currencyOf(name) !== undefined;
}

/** The names of the fields of a record of this kind, for people. */
export function namesOf(kind: ReferenceKind): string {
  const names = Object.keys(referenceRecordSchemas[kind].shape);
  return [...names, ...(kind === 'exchange-rates' ? ['currencies by ISO 4217'] : [])].join(', ');
}

/** Columns without which no record of a published table can be read. */
const neededColumns: Readonly<Partial<Record<ReferenceKind, readonly string[]>>> = {
  'average-costs': [
    'year',
    'state',
    'group',
    'annual_average',
    'currency',
    'monthly_x20',
    'decimals',
    'oj',
  ],
  'exchange-rates': ['date'],
  'reference-rates': ['effective_from', 'rate_percent'],
};

function unusable(detail: string, faults: readonly Fault[] = []): ProblemError {
  return new ProblemError('invalid-request', { detail: `the import ${detail}`, faults });
}

function jsonRecords(body: RawBody): RecordLine[] {
  const records = parseJson(textOf(body, 'not-json'));
  if (!records.ok) throw new ProblemError('not-json', { detail: 'the body is not JSON in UTF-8' });
  if (!Array.isArray(records.value)) throw unusable('is not an array of records');
  return records.value.map((record: unknown, index) => ({ line: index + 1, record }));
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

function textOf(body: RawBody, code: 'not-json' | 'invalid-request'): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body.bytes);
  } catch {
    throw new ProblemError(code, { detail: 'the body is not text in UTF-8' });
  }
}

interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function csvRecords(kind: ReferenceKind, body: RawBody): RecordLine[] {
  const [header, ...rows] = csvRows(textOf(body, 'invalid-request'));
  if (header === undefined) throw unusable('has no header line');
  const names = header.record.map((name) => name.trim());
  const faults = headerFaults(kind, names);
  for (const { record, info } of rows) {
    if (record.length !== names.length) {
      const detail = `has ${record.length} cells, the header has ${names.length}`;
      faults.push({ path: '', detail, line: info.lines });
    }
  }
  if (faults.length > 0) {
    throw unusable('cannot be read as CSV', faults.slice(0, limits.faultsMax));
  }
  return rows.map(({ record, info }) => ({ line: info.lines, record: recordOf(names, record) }));
}

function csvRows(text: string): CsvRow[] {
  try {
    // With `info` the parser gives rows of this form, which its types do not say.
    return parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The message of the parser may quote the file.
    const lines: unknown = error['lines'];
    const line = typeof lines === 'number' && lines > 0 ? lines : 1;
    const detail = 'cannot be read as CSV: look at its quotes';
    throw unusable('cannot be read as CSV', [{ path: '', detail, line }]);
  }
}

/** A misspelt column would be lost in silence, so it is refused. */
function headerFaults(kind: ReferenceKind, names: readonly string[]): Fault[] {
  const missing = (neededColumns[kind] ?? [])
    .filter((path) => !names.includes(path))
    .map((path): Fault => ({ path, detail: 'must be among the columns', line: 1 }));
  const faults = names.flatMap((path, index): Fault[] => {
    const [field = '', ...parts] = path.split('.');
    const known = isField(kind, field) && parts.length <= 1;
    if (!known || (parts.length === 1 && partsOf[field]?.includes(parts[0] ?? '') !== true)) {
      return [{ path, detail: `is not a field; there are ${namesOf(kind)}`, line: 1 }];
    }
    const twice = names.indexOf(path) !== index || (parts.length === 1 && names.includes(field));
    return twice ? [{ path, detail: 'stands there twice', line: 1 }] : [];
  });
  return [...missing, ...faults];
}

/** Fields that may be spread over columns. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  rate: ['source', 'day'],
  approvals: ['officers', 'threshold', 'officersAbove'],
  acceptance: ['days', 'silence'],
  fee: ['percent'],
};
const lists: ReadonlySet<string> = new Set(['states', 'instruments', 'calendar']);
const structures: ReadonlySet<string> = new Set(['accounts', ...Object.keys(partsOf)]);
const wholeNumbers: ReadonlySet<string> = new Set([
  'approvals.officers',
  'approvals.officersAbove',
  'acceptance.days',
]);

function recordOf(names: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  names.forEach((name, index) => {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') return;
    const [field = '', part] = name.split('.');
    const value = valueOf(name, cell);
    record[field] = part === undefined ? value : { ...(record[field] ?? {}), [part]: value };
  });
  return record;
}

/** What cannot be read stays text, so that the check of the record names it. */
function valueOf(name: string, cell: string): unknown {
  if (name === 'offsetting') return cell === 'true' || (cell === 'false' ? false : cell);
  if (wholeNumbers.has(name)) return /^\d{1,9}$/.test(cell) ? Number.parseInt(cell, 10) : cell;
  if (lists.has(name) && !cell.startsWith('[')) return cell.split(/\s+/);
  if (!lists.has(name) && !structures.has(name)) return cell;
  const parsed = parseJson(cell);
  return parsed.ok ? parsed.value : cell;
}
