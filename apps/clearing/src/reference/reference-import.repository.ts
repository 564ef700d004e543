import type { ReferenceKind } from '@reciproca/contracts';
import type { Transaction } from '@reciproca/database';
import type { ReferenceRecord } from './record-import.js';

/** A record with the version under which it was made known. */
export interface VersionedRecord {
  readonly version: number;
  readonly record: ReferenceRecord;
}

/**
 * Lets one import through at a time, until the end of the transaction: what it is checked against
 * stays all there is, and versions become visible in their order.
 */
export async function lockImports(transaction: Transaction): Promise<void> {
  await transaction.execute(`select pg_advisory_xact_lock(hashtext('clearing reference import'))`);
}

/** Number of the newest version of any kind; 0 before the first. */
export async function newestVersion(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from reference_versions',
  );
  return row?.version ?? 0;
}

/** Adds records, each under a version of its own, in the order given. */
export async function insertRecords(
  transaction: Transaction,
  records: readonly ReferenceRecord[],
  by: { readonly kind: ReferenceKind; readonly at: string; readonly person: string },
): Promise<VersionedRecord[]> {
  const rows = await transaction.query<{ version: number }>(
    `insert into reference_versions (kind, imported_at, imported_by)
     select $1, $2, $3 from generate_series(1, $4::int) returning version`,
    [by.kind, by.at, by.person, records.length],
  );
  const versions = rows.map(({ version }) => version).sort((left, right) => left - right);
  const versioned = records.map((record, index) => {
    const version = versions[index];
    if (version === undefined) throw new Error('a record without a version');
    return { version, record };
  });
  await transaction.execute(
    `insert into reference_records (kind, key, valid_from, version, valid_to, record)
     select $1, key, valid_from, version, valid_to, record
     from unnest($2::text[], $3::date[], $4::int[], $5::date[], $6::jsonb[])
       as new (key, valid_from, version, valid_to, record)`,
    [
      by.kind,
      records.map(({ id }) => id),
      records.map(({ from }) => from),
      versioned.map(({ version }) => version),
      records.map(({ to }) => to),
      records.map((record) => JSON.stringify(record)),
    ],
  );
  return versioned;
}
