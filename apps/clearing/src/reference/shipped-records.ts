import {
  shippedDataRelease,
  shippedInstruments,
  shippedStateCurrencies,
  shippedTables,
} from '@reciproca/agreements';
import { hash } from 'node:crypto';
import { saysTheSame } from './record-import.js';
import {
  placeText,
  rowOf,
  type KindRecord,
  type ReferenceRow,
  type StateCurrencies,
  type StoredKind,
} from './reference-kinds.js';

/** Data that come with the product. */
export interface Shipment {
  /** Counts the releases of shipped data. */
  readonly release: number;
  readonly rows: readonly ReferenceRow[];
  /** What keeps them from being used, in plain words. */
  readonly faults: readonly string[];
}

/** Who imported what was shipped. */
export const shippedBy = 'shipped';

/** What is replaced as a whole and can be withdrawn; nobody else writes it. */
const shippedOnly: readonly StoredKind[] = ['instruments', 'state-currencies'];

/** What comes with this release. */
export function shipment(): Shipment {
  const { averageCosts, exchangeRates, referenceRates, faults } = shippedTables();
  const entries: KindRecord[] = [
    ...stateCurrencies().map((record) => ({ kind: 'state-currencies' as const, record })),
    ...shippedInstruments.map((record) => ({ kind: 'instruments' as const, record })),
    ...averageCosts.records.map((record) => ({ kind: 'average-costs' as const, record })),
    ...referenceRates.records.map((record) => ({ kind: 'reference-rates' as const, record })),
    ...exchangeRates.records.map((record) => ({ kind: 'exchange-rates' as const, record })),
  ];
  return { release: shippedDataRelease, rows: entries.map(rowOf), faults };
}

function stateCurrencies(): StateCurrencies[] {
  const states = [...new Set(shippedStateCurrencies.map(({ state }) => state))];
  return states.map((state) => ({
    state,
    periods: shippedStateCurrencies.filter((period) => period.state === state),
  }));
}

/** Tells two shipments apart. */
export function digestOfShipment({ rows }: Shipment): string {
  return hash('sha256', JSON.stringify(rows), 'hex');
}

/** A row in the tables, and who brought it. */
export type BroughtRow = ReferenceRow & { readonly broughtBy: string };

/**
 * What of a shipment is new: every row that differs from the newest one of its place, unless an
 * operator brought that one; and a withdrawal of what was shipped as a whole and is no more.
 *
 * @param known every row of the shipped kinds, in the order in which they were made known
 */
export function newRowsOf(
  { rows }: Pick<Shipment, 'rows'>,
  known: readonly BroughtRow[],
): readonly ReferenceRow[] {
  const textOf = (row: ReferenceRow): string => `${row.kind} ${placeText(row)}`;
  const standing = new Map(known.map((row) => [textOf(row), row]));
  const differing = rows.filter((row) => {
    const found = standing.get(textOf(row));
    return found === undefined || (found.broughtBy === shippedBy && !saysTheSame(row, found));
  });
  const isShippedOnly = ({ kind }: ReferenceRow): boolean => shippedOnly.includes(kind);
  const shipped = new Set(rows.filter(isShippedOnly).map(textOf));
  const withdrawn = [...standing.values()]
    .filter((row) => isShippedOnly(row) && row.record !== null)
    .filter((row) => !shipped.has(textOf(row)))
    .map(({ kind, key, from, to }): ReferenceRow => ({ kind, key, from, to, record: null }));
  return [...withdrawn, ...differing];
}
