import {
  addDays,
  checkArrangementRecords,
  checkInstitutionRecords,
  type ArrangementRecord,
  type InstitutionRecord,
  type RecordCheck,
} from '@reciproca/agreements';
import {
  limits,
  readShape,
  referenceRecordSchemas,
  type EventData,
  type Fault,
  type ReferenceKind,
} from '@reciproca/contracts';
import { canonicalText } from '../requests/index.js';
import { fieldsOf, type RecordLine } from './record-lines.js';

/** A record of either kind, checked. */
export type ReferenceRecord = InstitutionRecord | ArrangementRecord;

/** What an import comes to: its new records, or every fault with its line. */
export type ImportDecision =
  | {
      readonly ok: true;
      /** In the order of the import. */
      readonly added: readonly ReferenceRecord[];
      /** Records that say what stands already. */
      readonly unchanged: number;
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Decides about an import as a whole: every record is checked by the rules and by the form in which
 * it is published, what this version does not honour is refused, and what stands already is left out.
 *
 * @param known all records of this kind, in the order in which they were made known
 */
export function decideImport(
  kind: ReferenceKind,
  lines: readonly RecordLine[],
  known: readonly ReferenceRecord[],
): ImportDecision {
  const candidates = lines.map(({ record }) => withAccountDays(record));
  const checked = checkRecords(kind, candidates, known);
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
  const standing = new Map(known.map((record) => [placeOf(record), canonicalText(record)]));
  const added = checked.records.filter(
    (record) => standing.get(placeOf(record)) !== canonicalText(record),
  );
  return { ok: true, added, unchanged: checked.records.length - added.length };
}

function checkRecords(
  kind: ReferenceKind,
  candidates: readonly unknown[],
  known: readonly ReferenceRecord[],
): RecordCheck<ReferenceRecord> {
  switch (kind) {
    case 'institutions':
      return checkInstitutionRecords(candidates);
    case 'arrangements':
      return checkArrangementRecords(candidates, known as readonly ArrangementRecord[]);
  }
}

/** An account without a day of its own is there from the day of its record on. */
function withAccountDays(record: unknown): unknown {
  if (!isObject(record) || !Array.isArray(record['accounts'])) return record;
  const { from } = record;
  const accounts = record['accounts'].map((account: unknown) =>
    isObject(account) ? { ...withoutNulls(account), from: account['from'] ?? from } : account,
  );
  return { ...record, accounts };
}

function withoutNulls(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formFaults(kind: ReferenceKind, candidate: unknown): readonly Fault[] {
  const reading = readShape(referenceRecordSchemas[kind], candidate, '');
  const form = reading.ok ? [] : reading.faults;
  if (!isObject(candidate)) return form;
  const fields = fieldsOf(kind);
  const unknown = Object.keys(candidate)
    .filter((name) => !fields.includes(name))
    .map((path) => ({ path, detail: `is not a field; there are ${fields.join(', ')}` }));
  const notHonoured = Object.entries(notYet)
    .filter(([path]) => kind === 'arrangements' && (candidate[path] ?? null) !== null)
    .map(([path, detail]) => ({ path, detail }));
  return [...form, ...unknown, ...notHonoured];
}

/** The rules write `accounts.0.iban`, answers `accounts[0].iban`. */
function placeIn(path: string): string {
  return path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
}

/** A promise of an arrangement that nothing would keep is refused, not ignored. */
const notYet: Readonly<Record<string, string>> = {
  settlementCurrency: 'must be null: this version settles every claim in its own currency',
  rate: 'must be null: this version settles every claim in its own currency',
  acceptance: 'must be null: this version does not ask the payee State for its acceptance',
  fee: 'must be null: this version computes no fee',
};

/** Of several records of one key and first day the newest stands: it comes last. */
function placeOf({ id, from }: ReferenceRecord): string {
  return `${id} ${from}`;
}

/** Records by key. */
export function byKey(
  records: readonly ReferenceRecord[],
): ReadonlyMap<string, readonly ReferenceRecord[]> {
  const groups = new Map<string, ReferenceRecord[]>();
  for (const record of records) {
    const group = groups.get(record.id);
    if (group === undefined) groups.set(record.id, [record]);
    else group.push(record);
  }
  return groups;
}

/**
 * The last day on which a record holds: its own end, or the day before a later record of its key.
 *
 * @param ofKey every record of its key
 */
export function endOf(record: ReferenceRecord, ofKey: readonly ReferenceRecord[]): string | null {
  const later = ofKey.filter(({ from }) => from > record.from).map(({ from }) => addDays(from, -1));
  return [...later, ...(record.to === null ? [] : [record.to])].sort()[0] ?? null;
}

/** A record as it is published: an account without a BIC leaves it out. */
export function publishedRecord(
  kind: ReferenceKind,
  record: ReferenceRecord,
): EventData<'reference.updated.v1'>['record'] {
  return referenceRecordSchemas[kind].parse(withAccountDays(record));
}
