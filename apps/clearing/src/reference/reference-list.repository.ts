import type { ReferenceKind } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import { oneSeries, type ReferenceRecord } from './reference-kinds.js';

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

/**
 * A version of a record. `to` is the last day on which it holds, later records considered; the day
 * before `from` when a newer version with the same `from` stands in its place.
 */
export interface ListedRecord {
  readonly key: string;
  readonly version: number;
  readonly from: string;
  readonly to: string | null;
  readonly supersededBy: number | null;
  readonly record: ReferenceRecord;
}

/** Records in the order of their versions. */
export function listRecords(
  database: Pick<Database, 'query'>,
  query: ReferenceQuery,
): Promise<ListedRecord[]> {
  return database.query<ListedRecord & Record<string, unknown>>(
    `select key, version, valid_from::text as "from", holds_to::text as "to", superseded_by as "supersededBy",
       record
     from (select *, case when superseded_by is null then least(valid_to, next_from - 1)
                     else valid_from - 1 end as holds_to
           from (select key, version, valid_from, valid_to, record,
                   (select min(later.valid_from) from reference_records as later
                    where later.kind = record.kind and ($6 or later.key = record.key)
                      and later.valid_from > record.valid_from) as next_from,
                   (select min(newer.version) from reference_records as newer
                    where newer.kind = record.kind and newer.key = record.key
                      and newer.valid_from = record.valid_from
                      and newer.version > record.version) as superseded_by
                 from reference_records as record
                 where kind = $1 and version > $2 and ($3::text is null or key = $3)
                   and ($4::date is null or valid_from <= $4)) as dated
          ) as held
     where $4::date is null or holds_to is null or holds_to >= $4
     order by version limit $5`,
    [query.kind, query.after, query.key, query.on, query.limit, oneSeries.includes(query.kind)],
  );
}
