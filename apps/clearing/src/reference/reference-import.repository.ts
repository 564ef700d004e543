import type { Transaction } from '@reciproca/database';
import type { ReferenceRow, VersionedRow } from './reference-kinds.js';

/**
 * Lets one import through at a time, until the end of the transaction: what it is checked against
 * stays all there is, and versions become visible in their order.
 */
export async function lockImports(transaction: Transaction): Promise<void> {
  await transaction.execute(`select pg_advisory_xact_lock(hashtext('clearing reference import'))`);
}

/** Adds rows, each under a version of its own, in the order given. */
export async function insertRows(
  transaction: Transaction,
  rows: readonly ReferenceRow[],
  by: { readonly at: string; readonly person: string },
): Promise<VersionedRow[]> {
  const [numbers] = await transaction.query<{ first: number | null; last: number | null }>(
    `with added as (
       insert into reference_versions (kind, imported_at, imported_by)
       select kind, $1, $2 from unnest($3::text[]) with ordinality as new (kind, place)
       order by place
       returning version
     )
     select min(version) as first, max(version) as last from added`,
    [by.at, by.person, rows.map(({ kind }) => kind)],
  );
  const first = numbers?.first ?? 0;
  const last = numbers?.last ?? -1;
  // The lock keeps the numbers of one import together.
  if (last - first + 1 !== rows.length) throw new Error('versions that do not follow each other');
  const versioned = rows.map((row, index) => ({ ...row, version: first + index }));
  await transaction.copy({
    table: 'reference_records',
    columns: ['kind', 'key', 'valid_from', 'version', 'valid_to', 'record'],
    rows: versioned.map(({ kind, key, from, version, to, record }) => [
      kind,
      key,
      from,
      version,
      to,
      JSON.stringify(record),
    ]),
  });
  return versioned;
}
