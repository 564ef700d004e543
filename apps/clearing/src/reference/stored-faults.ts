import { ReferenceDataError } from '@reciproca/agreements';
import { referenceKinds, type ReferenceKind } from '@reciproca/contracts';
import type { KnownRecords } from './known-records.js';
import { checkRecords } from './record-import.js';
import { placeText, type VersionedRow } from './reference-kinds.js';

/**
 * Looks for everything in the tables on which no decision can be based.
 *
 * @param rows every version that is not checked yet, in their order
 * @param known all versions
 * @returns all faults in plain words, none when the data are coherent
 */
export function storedFaults(
  rows: readonly VersionedRow[],
  known: KnownRecords,
): readonly string[] {
  const faults = referenceKinds.flatMap((kind) => faultsOfKind(kind, rows));
  return faults.length > 0 ? faults : faultsTogether(known);
}

/** Of each place the row that stands: what it replaced may have been a mistake. */
function faultsOfKind(kind: ReferenceKind, rows: readonly VersionedRow[]): readonly string[] {
  const standing = new Map(
    rows.filter((row) => row.kind === kind).map((row) => [placeText(row), row]),
  );
  const found = [...standing.values()];
  const checked = checkRecords(
    kind,
    found.map(({ record }) => record),
    [],
  );
  if (checked.ok) return [];
  return checked.faults.map(({ index, path, message }) => {
    const { key = '', version = 0 } = found[index] ?? {};
    const place = [`${kind} ${key}`, `version ${version}`, path].filter((part) => part !== '');
    return `${place.join(', ')}: ${message}`;
  });
}

function faultsTogether(known: KnownRecords): readonly string[] {
  try {
    known.asOf(known.version);
    return [];
  } catch (error) {
    if (error instanceof ReferenceDataError) return error.faults;
    throw error;
  }
}
