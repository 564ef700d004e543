import type { Fault } from '../errors/problem.js';
import { institutionSource, subjectOf } from '../events/envelope.js';
import { keyOf } from '../events/event-text.js';
import { isInboundType } from '../events/inbound.js';
import type { InboundType } from '../events/inbound.js';
import { canonicalMalformedContent } from './canonical-content.js';
import { csvMessages, neededColumnsOf } from './csv-columns.js';
import { subjectFieldsOf } from './field-checks.js';

/*
 * Messages as CSV: one event per line, the header holds dotted paths of its data (`care.from`).
 * The mapping only moves cells to their places; what is wrong with them is found by the checks that
 * every event passes, so that a line of CSV and the same event as JSON get the same answer.
 */

/** Columns that hold a whole number; every other cell stays text. */
const integerColumns: ReadonlySet<string> = new Set([
  'fixedAmount.year',
  'fixedAmount.months',
  'fixedAmount.persons',
  'claims',
]);

/** The columns of the envelope; all are optional. */
const envelopeColumns = ['id', 'time', 'type', 'source'] as const;
type EnvelopeColumn = (typeof envelopeColumns)[number];

/** The first part of a path that data may have; columns with another are ignored. */
const dataRoots: ReadonlySet<string> = new Set([
  'claim',
  'creditor',
  'debtor',
  'basis',
  'recordedOn',
  'introducedOn',
  'competentInstitutionKnownOn',
  'entitlement',
  'beneficiary',
  'care',
  'benefits',
  'fixedAmount',
  'total',
  'settled',
  'credited',
  'statement',
  'debtorState',
  'claims',
  'contestation',
  'outcome',
  'acceptedAmount',
  'creditNote',
  'waiver',
  'payment',
]);

/** A step of a path: a name as JSON Schema would have it, never `__proto__` and the like. */
const STEP = /^[a-zA-Z][a-zA-Z0-9-]{0,63}$/;
const STEPS_MAX = 4;

type Column =
  | { readonly place: 'envelope'; readonly name: EnvelopeColumn }
  | { readonly place: 'benefit'; readonly kind: string }
  | { readonly place: 'data'; readonly path: readonly string[]; readonly integer: boolean }
  | { readonly place: 'nowhere' };

/** The header of a claims CSV, understood. */
export interface ClaimsCsvHeader {
  readonly columns: readonly Column[];
  /** The names that mean something, as they stand there. */
  readonly names: ReadonlySet<string>;
}

/** A header that can be used, or what is wrong with it. */
export type ClaimsCsvHeaderReading =
  | { readonly ok: true; readonly header: ClaimsCsvHeader }
  | { readonly ok: false; readonly faults: readonly Fault[] };

function columnOf(name: string): Column {
  const envelope = envelopeColumns.find((column) => column === name);
  if (envelope !== undefined) return { place: 'envelope', name: envelope };
  const path = name.split('.');
  const [root = '', second, third] = path;
  if (!dataRoots.has(root) || path.length > STEPS_MAX || !path.every((step) => STEP.test(step))) {
    return { place: 'nowhere' };
  }
  if (root === 'benefits') {
    return second === undefined || third !== undefined
      ? { place: 'nowhere' }
      : { place: 'benefit', kind: second };
  }
  return { place: 'data', path, integer: integerColumns.has(name) };
}

/** A column cannot be a value and hold others: `claim` beside `claim.reference`. */
function contradictions(names: readonly string[]): Fault[] {
  const known = new Set(names);
  const parents = names.filter((name) => names.some((other) => other.startsWith(`${name}.`)));
  const parentFaults = [...new Set(parents)].map((path) => ({
    path,
    detail: 'cannot be a column beside columns of its parts',
  }));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const twiceFaults = [...new Set(twice)].map((path) => ({ path, detail: 'stands there twice' }));
  const named = known.has('claim.reference') || known.has('statement.reference');
  const missing = named
    ? []
    : [
        {
          path: 'claim.reference',
          detail:
            'is missing: the first line must name the columns, separated by commas, as dotted paths',
        },
      ];
  return [...parentFaults, ...twiceFaults, ...missing];
}

/**
 * Reads the header line of a claims CSV: dotted paths such as `claim.reference`, `care.from`,
 * `benefits.hospital`, `total.amount`, and optionally `id`, `time`, `type`, `source`. Columns that
 * an event does not have are ignored, as unknown fields are everywhere.
 * @param names the cells of the header, in order
 */
export function readClaimsCsvHeader(names: readonly string[]): ClaimsCsvHeaderReading {
  const trimmed = names.map((name) => name.trim());
  const columns = trimmed.map(columnOf);
  const used = trimmed.filter((_, index) => columns[index]?.place !== 'nowhere');
  const faults = contradictions(used).map((fault) => ({ ...fault, line: 1 }));
  return faults.length > 0
    ? { ok: false, faults }
    : { ok: true, header: { columns, names: new Set(used) } };
}

/**
 * Reads the header line of a file of messages. Without a column `type` all its lines are of one type,
 * so a column that the type needs and that is not there spoils every line: then the file is refused
 * whole, and once.
 * @param names the cells of the header, in order
 * @param type of lines that name none; without it they are `claim.submitted.v1`
 */
export function readMessagesCsvHeader(
  names: readonly string[],
  type: InboundType = 'claim.submitted.v1',
): ClaimsCsvHeaderReading {
  const reading = readClaimsCsvHeader(names);
  if (!reading.ok || reading.header.names.has('type')) return reading;
  const missing = missingColumns(reading.header, type);
  if (missing.length === 0) return reading;
  const fitting = Object.keys(csvMessages)
    .filter(isInboundType)
    .find((other) => missingColumns(reading.header, other).length === 0);
  const faults: Fault[] =
    fitting === undefined
      ? missing.map((path) => ({ path, detail: `is missing: ${type} needs it`, line: 1 }))
      : [
          {
            path: 'type',
            detail: `is missing: these are the columns of ${fitting}; a column type must say so on every line`,
            line: 1,
          },
        ];
  return { ok: false, faults };
}

function missingColumns({ names }: ClaimsCsvHeader, type: InboundType): readonly string[] {
  return neededColumnsOf(type).filter((name) => !names.has(name));
}

/** A type by its name, with or without its version; other text stays as it is. */
export function csvTypeOf(text: string): string {
  return isInboundType(`${text}.v1`) ? `${text}.v1` : text;
}

/** What a line of CSV does not say itself. */
export interface ClaimsCsvContext {
  /**
   * The `source` of lines that name none, e.g. `urn:institution:FR:CNAM`; null: the institution
   * whose claim or statement the line names.
   */
  readonly source: string | null;
  /** The `time` of lines that name none: RFC 3339, UTC. */
  readonly time: string;
  /** The type of lines that name none; `claim.submitted.v1` when absent. */
  readonly type?: InboundType;
}

type Fields = Record<string, unknown>;

const INSTITUTION = /^[A-Z]{2}:/;
const WHOLE_NUMBER = /^\d{1,15}$/;

function place(data: Fields, path: readonly string[], value: unknown): void {
  let at = data;
  for (const step of path.slice(0, -1)) {
    const inner = (at[step] ?? {}) as Fields;
    at[step] = inner;
    at = inner;
  }
  const last = path.at(-1);
  if (last !== undefined) at[last] = value;
}

/** Text that is no whole number stays text, so that the check names it. */
function integerOf(cell: string): number | string {
  return WHOLE_NUMBER.test(cell) ? Number.parseInt(cell, 10) : cell;
}

interface Cells {
  readonly envelope: Partial<Record<EnvelopeColumn, string>>;
  readonly data: Fields;
}

/** A column that is needed is told by its own name when its cell is empty, not by its group's. */
function withNeededGroups(data: Fields, type: string): Fields {
  const paths = isInboundType(type) ? neededColumnsOf(type) : [];
  for (const path of paths) {
    let at = data;
    for (const step of path.split('.').slice(0, -1)) {
      const inner = (at[step] ?? {}) as Fields;
      at[step] = inner;
      at = inner;
    }
  }
  return data;
}

function spread(header: ClaimsCsvHeader, cells: readonly string[]): Cells {
  const envelope: Partial<Record<EnvelopeColumn, string>> = {};
  const data: Fields = {};
  const benefits: { readonly kind: string; readonly amount: string }[] = [];
  header.columns.forEach((column, index) => {
    const cell = cells[index]?.trim() ?? '';
    // An empty cell is a field that is not there.
    if (cell === '' || column.place === 'nowhere') return;
    if (column.place === 'envelope') envelope[column.name] = cell;
    else if (column.place === 'benefit') benefits.push({ kind: column.kind, amount: cell });
    else place(data, column.path, column.integer ? integerOf(cell) : cell);
  });
  // One order whatever the order of the columns: the order of benefits is part of the content.
  benefits.sort((one, other) => (one.kind < other.kind ? -1 : 1));
  if (benefits.length > 0) data['benefits'] = benefits;
  return { envelope, data };
}

function without(fields: Fields, group: string, name: string): Fields {
  const inner = fields[group];
  if (typeof inner !== 'object' || inner === null) return fields;
  const kept = Object.entries(inner).filter(([key]) => key !== name);
  return { ...fields, [group]: Object.fromEntries(kept) };
}

/**
 * The id of a line that names none: the same line again gives the same id. Personal identifiers and
 * free text have no part in it: ids are published, and what a hash was made of can be guessed.
 */
function derivedId(event: { type: string; source: string; subject: string; data: Fields }): string {
  const { type, source, subject, data } = event;
  const open = [
    ['beneficiary', 'id'],
    ['entitlement', 'number'],
    ['contestation', 'note'],
    ['waiver', 'reason'],
  ].reduce<Fields>((fields, [group = '', name = '']) => without(fields, group, name), data);
  const known = isInboundType(type) ? type : 'claim.submitted.v1';
  return keyOf('claims.csv', type, source, canonicalMalformedContent(known, subject, open));
}

function sourceOf(given: string | undefined, otherwise: string): string {
  if (given === undefined) return otherwise;
  return INSTITUTION.test(given) ? institutionSource(given) : given;
}

/** The data of a claim without a basis has that of what it brings along. */
function withBasis(data: Fields): Fields {
  data['basis'] ??= data['fixedAmount'] === undefined ? 'actual-expenditure' : 'fixed-amount';
  return data;
}

/** The type that a line names, with its version where it is one of the contract. */
export function claimsCsvType(
  header: ClaimsCsvHeader,
  cells: readonly string[],
): string | undefined {
  const { type } = spread(header, cells).envelope;
  return type === undefined ? undefined : csvTypeOf(type);
}

/**
 * The claim of a line, unchecked, without an event around it.
 * @param cells of one line, in the order of the header; missing ones count as empty
 * @returns the data of the claim, as a plain object
 */
export function claimsCsvData(
  header: ClaimsCsvHeader,
  cells: readonly string[],
): Readonly<Record<string, unknown>> {
  return withBasis(spread(header, cells).data);
}

/** The event of a line, or why the file cannot hold it. */
export type ClaimsCsvLine =
  | { readonly ok: true; readonly event: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly detail: string };

/**
 * Reads a line: as `claimsCsvEvent`, where the file has all columns that the line's type needs, and
 * where it is known who says what the debtor says.
 * @param cells of one line, in the order of the header; missing ones count as empty
 */
export function readClaimsCsvLine(
  header: ClaimsCsvHeader,
  cells: readonly string[],
  context: ClaimsCsvContext,
): ClaimsCsvLine {
  const parts = spread(header, cells);
  const { envelope } = parts;
  const type = typeOf(envelope, context);
  if (isInboundType(type)) {
    const missing = missingColumns(header, type);
    if (missing.length > 0) {
      const detail = `the header must hold what ${type} needs; it lacks ${missing.join(', ')}`;
      return { ok: false, detail };
    }
    if (
      csvMessages[type].sender === 'debtor' &&
      envelope.source === undefined &&
      context.source === null
    ) {
      const detail = `source: must be given, the institution of the debtor: ${type} is what it says`;
      return { ok: false, detail };
    }
  }
  return { ok: true, event: eventOf(parts, context) };
}

function typeOf(envelope: Cells['envelope'], context: ClaimsCsvContext): string {
  return csvTypeOf(envelope.type ?? context.type ?? 'claim.submitted.v1');
}

/**
 * Makes the event of a line, unchecked: `readInboundMessage` tells what is wrong with it.
 *
 * Without `type` it is that of the context, without one `claim.submitted.v1`; without `basis` a claim with a `fixedAmount` column
 * filled is one by fixed amounts, otherwise by actual expenditure; `source` may be given as
 * `urn:institution:FR:CNAM` or `FR:CNAM`; without `id` the id follows from source, type, subject and
 * content without personal identifiers and notes; the subject is always the claim or statement that
 * the line names.
 * @param cells of one line, in the order of the header; missing ones count as empty
 * @returns an event in structured mode, as a plain object
 */
export function claimsCsvEvent(
  header: ClaimsCsvHeader,
  cells: readonly string[],
  context: ClaimsCsvContext,
): Readonly<Record<string, unknown>> {
  return eventOf(spread(header, cells), context);
}

function eventOf(
  { envelope, data }: Cells,
  context: ClaimsCsvContext,
): Readonly<Record<string, unknown>> {
  const type = typeOf(envelope, context);
  if (type === 'claim.submitted.v1') withBasis(data);
  withNeededGroups(data, type);
  const fields = isInboundType(type) ? subjectFieldsOf(type, data) : undefined;
  const institution = fields?.institution ?? '';
  const subject = subjectOf({ institution, reference: fields?.reference ?? '' });
  const source = sourceOf(envelope.source, context.source ?? institutionSource(institution));
  return {
    specversion: '1.0',
    id: envelope.id ?? derivedId({ type, source, subject, data }),
    source,
    type,
    time: envelope.time ?? context.time,
    subject,
    datacontenttype: 'application/json',
    data,
  };
}
