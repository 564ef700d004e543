import {
  checkArrangementRecords,
  checkAverageCostRecords,
  checkExchangeRateRecords,
  checkInstitutionRecords,
  checkReferenceRateRecords,
  type ArrangementRecord,
  type RecordCheck,
} from '@reciproca/agreements';
import {
  limits,
  readShape,
  referenceRecordSchemas,
  type Fault,
  type ReferenceKind,
} from '@reciproca/contracts';
import { canonicalText } from '../requests/index.js';
import { normalRecord } from './record-forms.js';
import { isField, namesOf, type RecordLine } from './record-lines.js';
import {
  placeText,
  rowOf,
  type KindRecord,
  type ReferenceRecord,
  type ReferenceRow,
} from './reference-kinds.js';

/** What an import comes to: its new rows, or every fault with its line. */
export type ImportDecision =
  | {
      readonly ok: true;
      /** In the order of the import. */
      readonly added: readonly ReferenceRow[];
      /** Records that say what stands already. */
      readonly unchanged: number;
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Decides about an import as a whole: every record is checked by the rules and by the form in which
 * it is published, and what stands already is left out.
 *
 * @param known all rows of this kind, in the order in which they were made known
 */
export function decideImport(
  kind: ReferenceKind,
  lines: readonly RecordLine[],
  known: readonly ReferenceRow[],
): ImportDecision {
  const candidates = lines.map(({ record }) => normalRecord(kind, record));
  const standing = new Map(known.map((row) => [placeText(row), row]));
  const checked = checkRecords(kind, candidates, recordsOf(known));
  const faults = new Map<string, Fault>();
  const note = (index: number, path: string, detail: string): void => {
    const line = lines[index]?.line ?? 1;
    // The form comes first: what the rules say of the same place follows from it.
    if (!faults.has(`${line} ${path}`)) faults.set(`${line} ${path}`, { path, detail, line });
  };
  candidates.forEach((candidate, index) => {
    for (const { path, detail } of formFaults(kind, candidate)) note(index, path, detail);
  });
  if (!checked.ok) {
    for (const { index, path, message } of checked.faults) note(index, placeIn(path), message);
  }
  if (!checked.ok || faults.size > 0) {
    const sorted = [...faults.values()].sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
    return { ok: false, faults: sorted.slice(0, limits.faultsMax) };
  }
  const added = checked.records
    .map((record) => rowOf({ kind, record } as KindRecord<ReferenceKind>))
    .map((row) => completed(row, standing.get(placeText(row))))
    .filter((row) => !saysTheSame(row, standing.get(placeText(row))));
  return { ok: true, added, unchanged: checked.records.length - added.length };
}

/**
 * Whether two rows of one place say the same.
 *
 * @param standing the newest row of the place; undefined where there is none
 */
export function saysTheSame(row: ReferenceRow, standing: ReferenceRow | undefined): boolean {
  return standing !== undefined && canonicalText(row.record) === canonicalText(standing.record);
}

function recordsOf(rows: readonly ReferenceRow[]): readonly unknown[] {
  return rows.map(({ record }) => record).filter((record) => record !== null);
}

/** A day's rates are told currency by currency: what an import does not name stands on. */
function completed(row: ReferenceRow, standing: ReferenceRow | undefined): ReferenceRow {
  return row.kind === 'exchange-rates' && standing !== undefined
    ? { ...row, record: { ...standing.record, ...row.record } as ReferenceRow['record'] }
    : row;
}

/**
 * Checks records of a kind as a whole.
 *
 * @param known the records of the kind so far, in the order in which they were made known
 */
export function checkRecords(
  kind: ReferenceKind,
  candidates: readonly unknown[],
  known: readonly unknown[],
): RecordCheck<ReferenceRecord> {
  switch (kind) {
    case 'institutions':
      return checkInstitutionRecords(candidates);
    case 'arrangements':
      return checkArrangementRecords(candidates, known as readonly ArrangementRecord[]);
    case 'average-costs':
      return checkAverageCostRecords(candidates);
    case 'exchange-rates':
      return checkExchangeRateRecords(candidates);
    case 'reference-rates':
      return checkReferenceRateRecords(candidates);
  }
}

function formFaults(kind: ReferenceKind, candidate: unknown): readonly Fault[] {
  const reading = readShape(referenceRecordSchemas[kind], candidate, '');
  const form = reading.ok ? [] : reading.faults;
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate)) return form;
  const unknown = Object.keys(candidate)
    .filter((name) => !isField(kind, name))
    .map((path) => ({ path, detail: `is not a field; there are ${namesOf(kind)}` }));
  return [...form, ...unknown];
}

/** The rules write `accounts.0.iban`, answers `accounts[0].iban`. */
function placeIn(path: string): string {
  return path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
}
