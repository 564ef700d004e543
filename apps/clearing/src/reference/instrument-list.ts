import { validityOf } from '@reciproca/agreements';
import type { Output, routes } from '@reciproca/contracts';
import { pageOf } from '../requests/index.js';
import type { VersionedRow } from './reference-kinds.js';

type ReferencePage = Output<typeof routes.listReference>;
type ListedInstrument = Extract<ReferencePage['items'][number], { kind: 'instruments' }>;

/**
 * A page of the instruments, in the order of their versions. Texts that share an id share its key.
 *
 * @param rows every version of every instrument
 * @param query `key`: an id; `on`: only those that apply to what was recorded on this day and are not
 *   superseded; `after`: the version before the page
 */
export function listInstruments(
  rows: readonly VersionedRow<'instruments'>[],
  query: {
    readonly key: string | null;
    readonly on: string | null;
    readonly after: number;
    readonly limit: number;
  },
): ReferencePage {
  const { key, on, after, limit } = query;
  const found = rows
    .filter(({ version }) => version > after)
    .flatMap((row) => itemOf(row, rows))
    .filter((item) => key === null || item.key === key)
    .filter((item) => on === null || holdsOn(item, on));
  return pageOf(found, limit, ({ version }) => [String(version)]);
}

function itemOf(
  row: VersionedRow<'instruments'>,
  rows: readonly VersionedRow<'instruments'>[],
): ListedInstrument[] {
  const { key, version, record } = row;
  if (record === null) return [];
  const newer = rows.find((other) => other.key === key && other.version > version);
  return [
    {
      kind: 'instruments',
      key: record.id,
      version,
      ...validityOf(record),
      supersededBy: newer?.version ?? null,
      record,
    },
  ];
}

function holdsOn({ from, to, supersededBy }: ListedInstrument, day: string): boolean {
  return supersededBy === null && (from ?? day) <= day && day <= (to ?? day);
}
