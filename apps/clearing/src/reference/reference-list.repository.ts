import type { ReferenceKind } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import type { ReferenceRecord } from './record-import.js';

/** Which records a page holds. */
export interface ReferenceQuery {
  readonly kind: ReferenceKind;
  readonly key: string | null;
  /** Only what is in force on this day; null: every version. */
  readonly on: string | null;
  /** The page begins after this version. */
  readonly after: number;
  readonly limit: number;
}

/** A version of a record; `to` is the last day on which it holds, later records considered. */
export interface ListedRecord {
  readonly key: string;
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
  readonly record: ReferenceRecord;
}

/** Records in the order of their versions. */
export function listRecords(
  database: Pick<Database, 'query'>,
  query: ReferenceQuery,
): Promise<ListedRecord[]> {
  return database.query<ListedRecord & Record<string, unknown>>(
    `select key, version, valid_from::text as "from",
       least(valid_to, next_from - 1)::text as "to", record
     from (select key, version, valid_from, valid_to, record,
             (select min(later.valid_from) from reference_records as later
              where later.kind = record.kind and later.key = record.key
                and later.valid_from > record.valid_from) as next_from,
             exists (select from reference_records as newer
              where newer.kind = record.kind and newer.key = record.key
                and newer.valid_from = record.valid_from
                and newer.version > record.version) as replaced
           from reference_records as record
           where kind = $1 and version > $2 and ($3::text is null or key = $3)) as dated
     where $4::date is null or (not replaced and valid_from <= $4
       and (valid_to is null or valid_to >= $4) and (next_from is null or next_from > $4))
     order by version limit $5`,
    [query.kind, query.after, query.key, query.on, query.limit],
  );
}
