import {
  averageCostTable,
  buildReferenceData,
  exchangeRateTable,
  referenceRateTable,
  type ArrangementRecord,
  type AverageCostTable,
  type ExchangeRateTable,
  type InstitutionRecord,
  type Law,
  type ReferenceData,
  type ReferenceRateTable,
  type ShippedInstrument,
  type StateCurrency,
} from '@reciproca/agreements';
import type { StoredKind, StoredRecords, VersionedRow } from './reference-kinds.js';

/** What decisions look things up in, by kind. */
interface Tables {
  readonly institutions: readonly InstitutionRecord[];
  readonly arrangements: readonly ArrangementRecord[];
  readonly 'average-costs': AverageCostTable;
  readonly 'exchange-rates': ExchangeRateTable;
  readonly 'reference-rates': ReferenceRateTable;
  readonly instruments: readonly ShippedInstrument[];
  readonly 'state-currencies': readonly StateCurrency[];
}

/** Rows of one kind, in the order in which they were made known. */
type Rows<K extends StoredKind> = readonly VersionedRow<K>[];

const makers: { readonly [K in StoredKind]: (rows: Rows<K>) => Tables[K] } = {
  institutions: recordsIn,
  arrangements: recordsIn,
  'average-costs': (rows) => averageCostTable(recordsIn(rows)),
  'exchange-rates': (rows) => exchangeRateTable(recordsIn(rows)),
  'reference-rates': (rows) => referenceRateTable(recordsIn(rows)),
  instruments: newestOfEach,
  'state-currencies': (rows) => newestOfEach(rows).flatMap(({ periods }) => periods),
};

const kinds = Object.keys(makers) as readonly StoredKind[];

function recordsIn<K extends StoredKind>(rows: Rows<K>): readonly StoredRecords[K][] {
  return rows.map(({ record }) => record).filter((record) => record !== null);
}

/** Of what is replaced as a whole the newest version of each key, unless it is withdrawn. */
function newestOfEach<K extends StoredKind>(rows: Rows<K>): readonly StoredRecords[K][] {
  return recordsIn([...new Map(rows.map((row) => [row.key, row])).values()]);
}

const noRecords = {
  institutions: [],
  arrangements: [],
  averageCosts: averageCostTable([]),
  exchangeRates: exchangeRateTable([]),
  referenceRates: referenceRateTable([]),
  version: 'law',
};

/** The law as this release of the product knows it. */
export function shippedLaw(): Law {
  return buildReferenceData(noRecords);
}

/** A table and the newest version that went into it; 0: none. */
interface Made<T> {
  readonly version: number;
  readonly table: T;
}

/**
 * All versions of reference data up to one, and the data as of any of them. A table is made anew only
 * where its kind has newer versions.
 */
export class KnownRecords {
  private readonly rows = new Map<StoredKind, VersionedRow[]>();
  private readonly newest = new Map<StoredKind, Made<Tables[StoredKind]>>();
  private known = 0;

  /** Number of the newest version. */
  get version(): number {
    return this.known;
  }

  /**
   * Learns versions.
   *
   * @param rows all of them from some known version up to `version`, in their order
   */
  learn(rows: readonly VersionedRow[], version: number): void {
    for (const row of rows) {
      if (row.version > this.known) this.rowsOf(row.kind).push(row);
    }
    this.known = Math.max(this.known, version);
  }

  /**
   * The data as a decision of a version saw them.
   *
   * @param version at most the newest one
   * @param further rows to be taken for known, after all others
   * @throws ReferenceDataError when instruments and currencies of States contradict each other
   */
  asOf(version: number, further: readonly VersionedRow[] = []): ReferenceData {
    const made = Object.fromEntries(
      kinds.map((kind) => [kind, this.make(kind, version, further)]),
    ) as { readonly [K in StoredKind]: Made<Tables[K]> };
    return buildReferenceData({
      institutions: made.institutions.table,
      arrangements: made.arrangements.table,
      averageCosts: made['average-costs'].table,
      exchangeRates: made['exchange-rates'].table,
      referenceRates: made['reference-rates'].table,
      instruments: made.instruments.table,
      stateCurrencies: made['state-currencies'].table,
      version: Object.fromEntries(kinds.map((kind) => [kind, String(made[kind].version)])),
    });
  }

  /**
   * What the instruments and the currencies of States say as of a version; no table is read for it.
   *
   * @param version at most the newest one
   * @throws ReferenceDataError when they contradict each other
   */
  lawAsOf(version: number): Law {
    return buildReferenceData({
      ...noRecords,
      instruments: this.make('instruments', version, []).table,
      stateCurrencies: this.make('state-currencies', version, []).table,
    });
  }

  private make<K extends StoredKind>(
    kind: K,
    version: number,
    further: readonly VersionedRow[],
  ): Made<Tables[K]> {
    const ofKind = this.rowsOf(kind);
    const more = further.filter((row) => row.kind === kind) as VersionedRow<K>[];
    let count = ofKind.length;
    while (count > 0 && (ofKind[count - 1]?.version ?? 0) > version) count -= 1;
    const newest = more.at(-1)?.version ?? ofKind[count - 1]?.version ?? 0;
    const known = this.newest.get(kind) as Made<Tables[K]> | undefined;
    if (known?.version === newest) return known;
    const made = { version: newest, table: makers[kind]([...ofKind.slice(0, count), ...more]) };
    // An older version is asked for now and then; the newest one by every batch.
    if (count === ofKind.length && more.length === 0) this.newest.set(kind, made);
    return made;
  }

  private rowsOf<K extends StoredKind>(kind: K): VersionedRow<K>[] {
    const known = this.rows.get(kind) ?? [];
    this.rows.set(kind, known);
    return known as VersionedRow<K>[];
  }
}
