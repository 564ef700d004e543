import {
  buildReferenceData,
  type ArrangementRecord,
  type InstitutionRecord,
  type ReferenceData,
} from '@reciproca/agreements';
import type { ReferenceKind } from '@reciproca/contracts';
import type { Transaction } from '@reciproca/database';

/** Reference data as of one version of the clearing tables. */
export interface VersionedReference {
  /** Number of the newest import it holds; 0 before the first. */
  readonly version: number;
  readonly data: ReferenceData;
}

/** Older versions kept in memory: explanations of claims of one time ask for the same few. */
const earlierKept = 4;

/**
 * Reference data as decisions use it: the newest version when the transaction asks. Only the version
 * number is read each time; the records are read again when it has changed.
 */
export class ReferenceStore {
  private cached: VersionedReference | undefined;
  /** Older versions that were asked for, the one asked for last at the end. */
  private readonly earlier = new Map<number, ReferenceData>();

  /** The data of the newest import that the transaction sees. */
  async newest(transaction: Transaction): Promise<VersionedReference> {
    const [row] = await transaction.query<{ version: number }>(
      'select coalesce(max(version), 0) as version from reference_versions',
    );
    const version = row?.version ?? 0;
    if (this.cached?.version !== version) this.cached = await load(transaction, version);
    return this.cached;
  }

  /** The data as a decision of that version saw them. */
  async asOf(transaction: Transaction, version: number): Promise<ReferenceData> {
    if (this.cached?.version === version) return this.cached.data;
    const data = this.earlier.get(version) ?? (await load(transaction, version)).data;
    this.earlier.delete(version);
    this.earlier.set(version, data);
    const [oldest] = this.earlier.keys();
    if (this.earlier.size > earlierKept && oldest !== undefined) this.earlier.delete(oldest);
    return data;
  }
}

async function load(transaction: Transaction, version: number): Promise<VersionedReference> {
  const institutions = await recordsOf<InstitutionRecord>(transaction, 'institutions', version);
  const arrangements = await recordsOf<ArrangementRecord>(transaction, 'arrangements', version);
  const data = buildReferenceData({ institutions, arrangements, version: String(version) });
  return { version, data };
}

/** The records of a kind up to a version, in the order in which they were made known. */
export async function recordsOf<T>(
  transaction: Transaction,
  kind: ReferenceKind,
  version: number,
): Promise<T[]> {
  const rows = await transaction.query<{ record: T }>(
    `select record from reference_records where kind = $1 and version <= $2
     order by version, key, valid_from`,
    [kind, version],
  );
  return rows.map((row) => row.record);
}
