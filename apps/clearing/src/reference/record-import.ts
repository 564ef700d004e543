import {
  checkArrangementRecords,
  checkAverageCostRecords,
  checkExchangeRateRecords,
  checkInstitutionRecords,
  checkReferenceRateRecords,
  type ArrangementRecord,
  type Law,
  type RecordCheck,
  type RecordFault,
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
import { isField, namesOf, type RecordLine, type RecordReading } from './record-lines.js';
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
  | {
      readonly ok: false;
      /** By line, the first of them when there are too many for one answer. */
      readonly faults: readonly Fault[];
      /** How many more there are. */
      readonly unlisted: number;
    };

/** What an import is decided on. */
export interface ImportContext {
  /** All rows of its kind, in the order in which they were made known. */
  readonly known: readonly ReferenceRow[];
  readonly law: Law;
}

/**
 * Decides about an import as a whole: every record is checked by the rules and by the form in which
 * it is published, and what stands already is left out. No fault hides another one: lines that are no
 * records, records with faults and records that do not go together are all named.
 */
export function decideImport(
  kind: ReferenceKind,
  { lines, faults: unread, missingColumns }: RecordReading,
  { known, law }: ImportContext,
): ImportDecision {
  const candidates = lines.map(({ record }) => normalRecord(kind, record));
  const checked = checkRecords(kind, candidates, { known: recordsOf(known), law });
  const found = new FaultsByLine(lines, missingColumns);
  candidates.forEach((candidate, index) => {
    for (const { path, detail } of formFaults(kind, candidate)) found.note(index, path, detail);
  });
  if (!checked.ok) {
    for (const fault of checked.faults) {
      found.noteUnlessNamed(fault.index, placeIn(fault.path), ruleText(fault, lines));
    }
  }
  const faults = [...unread, ...found.all()];
  if (!checked.ok || faults.length > 0) {
    const sorted = faults.sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
    const listed = sorted.slice(0, limits.faultsMax);
    const unnamed = checked.ok ? 0 : checked.unnamed;
    return { ok: false, faults: listed, unlisted: sorted.length - listed.length + unnamed };
  }
  const standing = new Map(known.map((row) => [placeText(row), row]));
  const added = checked.records
    .map((record) => rowOf({ kind, record } as KindRecord<ReferenceKind>))
    .map((row) => completed(row, standing.get(placeText(row))))
    .filter((row) => !saysTheSame(row, standing.get(placeText(row))));
  return { ok: true, added, unchanged: checked.records.length - added.length };
}

/** Gathers the faults of the records of an import. */
class FaultsByLine {
  private readonly faults: Fault[] = [];
  private readonly named = new Set<string>();

  constructor(
    private readonly lines: readonly RecordLine[],
    private readonly missingColumns: readonly string[],
  ) {}

  /** Notes what is wrong with the form, once of each place; what the header lacks is said there. */
  note(index: number, path: string, detail: string): void {
    this.noteUnlessNamed(index, path, detail);
    this.named.add(`${index} ${path}`);
  }

  /** Notes what a rule says, unless the form was wrong there: then it follows from that. */
  noteUnlessNamed(index: number, path: string, detail: string): void {
    if (!this.named.has(`${index} ${path}`)) this.add(index, path, detail);
  }

  all(): readonly Fault[] {
    return this.faults;
  }

  private add(index: number, path: string, detail: string): void {
    if (this.missingColumns.includes(path)) return;
    this.faults.push({ path, detail, line: this.lines[index]?.line ?? 1 });
  }
}

function ruleText({ message, first }: RecordFault, lines: readonly RecordLine[]): string {
  return first === undefined ? message : `${message}, first on line ${lines[first]?.line ?? 1}`;
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
 * @param context the records of the kind so far, in the order in which they were made known, and the
 * law by which they are judged
 */
export function checkRecords(
  kind: ReferenceKind,
  candidates: readonly unknown[],
  context: { readonly known: readonly unknown[]; readonly law: Law },
): RecordCheck<ReferenceRecord> {
  const { known, law } = context;
  switch (kind) {
    case 'institutions':
      return checkInstitutionRecords(candidates);
    case 'arrangements':
      return checkArrangementRecords(candidates, known as readonly ArrangementRecord[], law);
    case 'average-costs':
      return checkAverageCostRecords(candidates, law);
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
