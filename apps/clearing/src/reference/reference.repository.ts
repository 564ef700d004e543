import type { ReferenceData } from '@reciproca/agreements';
import type { Transaction } from '@reciproca/database';
import { KnownRecords } from './known-records.js';
import type { StoredKind, VersionedRow } from './reference-kinds.js';

/** Reference data as of one version of the clearing tables. */
export interface VersionedReference {
  /** Number of the newest version it holds; 0 before the first. */
  readonly version: number;
  readonly data: ReferenceData;
}

/** Older versions kept in memory: explanations of claims of one time ask for the same few. */
const earlierKept = 4;

/**
 * Reference data as decisions use it: the newest version when the transaction asks. Only the version
 * number is read each time; newer records are read when it has changed, each once.
 */
export class ReferenceStore {
  private known = new KnownRecords();
  private current: VersionedReference | undefined;
  /** Older versions that were asked for, the one asked for last at the end. */
  private readonly earlier = new Map<number, ReferenceData>();

  /** Begins with what is in the tables, so that nothing need be read for the first decision. */
  begin(known: KnownRecords): void {
    this.known = known;
  }

  /** The data of the newest version that the transaction sees; it must not have made one itself. */
  async newest(transaction: Transaction): Promise<VersionedReference> {
    const version = await newestVersion(transaction);
    await this.learn(transaction, version);
    // A transaction that began before another one's import sees less than is known here.
    if (version < this.known.version) return { version, data: this.earlierData(version) };
    if (this.current?.version !== version) {
      this.current = { version, data: this.known.asOf(version) };
    }
    return this.current;
  }

  /** The data as a decision of that version saw them. */
  async asOf(transaction: Transaction, version: number): Promise<ReferenceData> {
    if (this.current?.version === version) return this.current.data;
    await this.learn(transaction, version);
    return this.earlierData(version);
  }

  /** The newest data with rows that nobody else sees yet. */
  async newestWith(
    transaction: Transaction,
    rows: readonly VersionedRow[],
    version: number,
  ): Promise<ReferenceData> {
    await this.learn(transaction, version);
    return this.known.asOf(version, rows);
  }

  private async learn(transaction: Transaction, version: number): Promise<void> {
    const { version: after } = this.known;
    if (version > after) this.known.learn(await readRows(transaction, { after, version }), version);
  }

  private earlierData(version: number): ReferenceData {
    const data = this.earlier.get(version) ?? this.known.asOf(version);
    this.earlier.delete(version);
    this.earlier.set(version, data);
    const [oldest] = this.earlier.keys();
    if (this.earlier.size > earlierKept && oldest !== undefined) this.earlier.delete(oldest);
    return data;
  }
}

/** Number of the newest version of any kind; 0 before the first. */
export async function newestVersion(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from reference_versions',
  );
  return row?.version ?? 0;
}

/** Those of some States of which no institution was ever recorded. */
export async function statesWithoutInstitutions(
  transaction: Transaction,
  states: readonly string[],
): Promise<string[]> {
  const rows = await transaction.query<{ state: string }>(
    `select state from unnest($1::text[]) as wanted (state)
     where not exists (select from reference_records
       where kind = 'institutions' and starts_with(key, state || ':'))`,
    [states],
  );
  return rows.map(({ state }) => state);
}

const rowColumns = `kind, key, valid_from::text as "from", valid_to::text as "to", version, record`;

type ReadRow = VersionedRow & Record<string, unknown>;

/** The versions of every kind after one, up to another, in their order. */
export function readRows(
  transaction: Transaction,
  { after, version }: { readonly after: number; readonly version: number },
): Promise<VersionedRow[]> {
  return transaction.query<ReadRow>(
    `select ${rowColumns} from reference_records where version > $1 and version <= $2
     order by version`,
    [after, version],
  );
}

/** The versions of one kind, in their order. */
export function readKind<K extends StoredKind>(
  transaction: Pick<Transaction, 'query'>,
  kind: K,
): Promise<VersionedRow<K>[]> {
  return transaction.query<VersionedRow<K> & Record<string, unknown>>(
    `select ${rowColumns} from reference_records where kind = $1 order by version`,
    [kind],
  );
}
