import {
  limits,
  ProblemError,
  referenceRecordSchemas,
  type Fault,
  type RawBody,
  type ReferenceKind,
} from '@reciproca/contracts';
import { currencyOf } from '@reciproca/money';
import { readCsv } from './csv-records.js';

/** A record of an import before any check, and where it stood. */
export interface RecordLine {
  /** In a CSV the line on which the record ends, the header being 1; in JSON its number from 1. */
  readonly line: number;
  readonly record: unknown;
}

/** The records of an import, and what of it could not be read as a record. */
export interface RecordReading {
  readonly lines: readonly RecordLine[];
  /** Of lines that are no records, and of the header. */
  readonly faults: readonly Fault[];
  /** Columns that the header lacks: said once there, not again of every record. */
  readonly missingColumns: readonly string[];
}

/**
 * Reads the records of an import. What cannot be read hides nothing of what can.
 *
 * JSON: an array of records. CSV: the names of the fields as header, in any order, fields that a
 * record need not have may be left out; an empty cell is an absent field. A list is a JSON array or
 * values between spaces (`DE FR`); `accounts` is a JSON array; what has parts is a JSON object, or a
 * column per part by its dotted path (`approvals.officers`).
 *
 * @throws ProblemError not-json, or invalid-request when the body as a whole cannot be used
 */
export function readRecords(kind: ReferenceKind, body: RawBody): RecordReading {
  const reading = body.contentType === 'text/csv' ? csvRecords(kind, body) : jsonRecords(body);
  const { lines, faults } = reading;
  if (lines.length === 0 && faults.length === 0) throw unusable('holds no record');
  if (lines.length > limits.referenceRecordsMax) {
    throw unusable(`holds more than ${limits.referenceRecordsMax} records`);
  }
  return reading;
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

function unusable(detail: string): ProblemError {
  return new ProblemError('invalid-request', { detail: `the import ${detail}` });
}

function jsonRecords(body: RawBody): RecordReading {
  const records = parseJson(textOf(body, 'not-json'));
  if (!records.ok) throw new ProblemError('not-json', { detail: 'the body is not JSON in UTF-8' });
  if (!Array.isArray(records.value)) throw unusable('is not an array of records');
  const lines = records.value.map((record: unknown, index) => ({ line: index + 1, record }));
  return { lines, faults: [], missingColumns: [] };
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

function csvRecords(kind: ReferenceKind, body: RawBody): RecordReading {
  const { rows, unreadable } = readCsv(textOf(body, 'invalid-request'), limits.faultsMax);
  const [header, ...others] = rows;
  if (header === undefined || unreadable.some((line) => line < header.line)) {
    throw unusable('has no header line');
  }
  const names = header.cells.map((name) => name.trim());
  const missingColumns = (neededColumns[kind] ?? []).filter((name) => !names.includes(name));
  const faults = [
    ...missingColumns.map((path) => ({ path, detail: 'must be among the columns' })),
    ...headerFaults(kind, names),
  ].map((fault): Fault => ({ ...fault, line: header.line }));
  for (const line of unreadable) {
    faults.push({ path: '', detail: 'cannot be read as CSV: look at its quotes', line });
  }
  const columns = names.map((name, index) =>
    isColumn(kind, name) && !isColumnAgain(names, index) ? name : null,
  );
  const lines: RecordLine[] = [];
  for (const { cells, line } of others) {
    if (cells.length === names.length) {
      lines.push({ line, record: recordOf(columns, cells) });
    } else {
      const detail = `has ${cells.length} cells, the header has ${names.length}`;
      faults.push({ path: '', detail, line });
    }
  }
  return { lines, faults, missingColumns };
}

/** A misspelt column would be lost in silence, so it is refused. */
function headerFaults(kind: ReferenceKind, names: readonly string[]): Omit<Fault, 'line'>[] {
  return names.flatMap((path, index) => {
    if (!isColumn(kind, path)) {
      return [{ path, detail: `is not a field; there are ${namesOf(kind)}` }];
    }
    return isColumnAgain(names, index) ? [{ path, detail: 'stands there twice' }] : [];
  });
}

function isColumn(kind: ReferenceKind, path: string): boolean {
  const [field = '', ...parts] = path.split('.');
  if (!isField(kind, field) || parts.length > 1) return false;
  return parts.length === 0 || partsOf[field]?.includes(parts[0] ?? '') === true;
}

/** A field as a whole beside a column for a part of it is there twice, too. */
function isColumnAgain(names: readonly string[], index: number): boolean {
  const path = names[index] ?? '';
  const [field = '', part] = path.split('.');
  return names.indexOf(path) !== index || (part !== undefined && names.includes(field));
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

/** @param columns null: one that is no field or is there again, which is a fault of the header */
function recordOf(
  columns: readonly (string | null)[],
  cells: readonly string[],
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  columns.forEach((name, index) => {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '' || name === null) return;
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
