import { ReferenceDataError, type Law } from '@reciproca/agreements';
import { limits, referenceKinds, type ReferenceKind } from '@reciproca/contracts';
import { shippedLaw, type KnownRecords } from './known-records.js';
import { checkRecords } from './record-import.js';
import { placeText, type VersionedRow } from './reference-kinds.js';

/**
 * Looks for everything in the tables on which no decision can be based. No fault hides another one.
 *
 * @param rows every version that is not checked yet, in their order
 * @param known all versions
 * @returns all faults in plain words, none when the data are coherent; where there are very many the
 * last line counts those that are not named
 */
export function storedFaults(
  rows: readonly VersionedRow[],
  known: KnownRecords,
): readonly string[] {
  const { law, faults } = lawOf(known);
  const found = referenceKinds.map((kind) => faultsOfKind(kind, rows, law));
  const all = [...found.flatMap(({ named }) => named), ...faults];
  const listed = all.slice(0, limits.faultsMax);
  const unnamed = found.reduce((sum, one) => sum + one.unnamed, all.length - listed.length);
  return unnamed === 0 ? listed : [...listed, `and ${unnamed} more faults`];
}

/** Of each place the row that stands: what it replaced may have been a mistake. */
function faultsOfKind(
  kind: ReferenceKind,
  rows: readonly VersionedRow[],
  law: Law,
): { readonly named: readonly string[]; readonly unnamed: number } {
  const standing = new Map(
    rows.filter((row) => row.kind === kind).map((row) => [placeText(row), row]),
  );
  const found = [...standing.values()];
  const candidates = found.map(({ record }) => record);
  const checked = checkRecords(kind, candidates, { known: [], law });
  if (checked.ok) return { named: [], unnamed: 0 };
  const nameOf = (index: number): string => {
    const { key = '', version = 0 } = found[index] ?? {};
    return `${kind} ${key}, version ${version}`;
  };
  const named = checked.faults.map(({ index, path, message, first }) => {
    const place = path === '' ? nameOf(index) : `${nameOf(index)}, ${path}`;
    return `${place}: ${message}${first === undefined ? '' : `, first as ${nameOf(first)}`}`;
  });
  return { named, unnamed: checked.unnamed };
}

/** Where the law in the tables contradicts itself, records are held against the one that is shipped. */
function lawOf(known: KnownRecords): { readonly law: Law; readonly faults: readonly string[] } {
  try {
    return { law: known.lawAsOf(known.version), faults: [] };
  } catch (error) {
    if (!(error instanceof ReferenceDataError)) throw error;
    return { law: shippedLaw(), faults: error.faults };
  }
}
