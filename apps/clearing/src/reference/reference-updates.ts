import { validityOf } from '@reciproca/agreements';
import { eventText, keyOf, topics } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { publishedRecord } from './record-forms.js';
import {
  endsOf,
  type ReferenceRecord,
  type ReferenceRow,
  type VersionedRow,
} from './reference-kinds.js';

/** The `source` of everything that clearing publishes. */
const source = 'urn:reciproca:clearing';

/**
 * `reference.updated` for new versions; none for currencies of States, which are nobody else's.
 *
 * @param added in their order
 * @param known every row of the kinds of which some are added, those included
 * @param at instant of the import, RFC 3339
 */
export function updatesOf(
  added: readonly VersionedRow[],
  known: readonly ReferenceRow[],
  at: string,
): OutboxRow[] {
  const ends = new Map(
    [...new Set(added.map(({ kind }) => kind))].map((kind) => [
      kind,
      endsOf(known.filter((row) => row.kind === kind)),
    ]),
  );
  return added
    .filter(({ kind }) => kind !== 'state-currencies')
    .map((row) => updateOf(row, { to: ends.get(row.kind)?.(row) ?? null, at }));
}

function updateOf(
  row: VersionedRow,
  given: { readonly to: string | null; readonly at: string },
): OutboxRow {
  const type = 'reference.updated.v1';
  const { kind, version } = row;
  const data =
    row.kind === 'instruments'
      ? instrumentData(row as VersionedRow<'instruments'>)
      : dataOf(row, given.to);
  const id = keyOf('reference.updated', kind, data.key, String(version));
  const subject = `${kind}/${data.key}/${version}`;
  return {
    messageKey: id,
    variant: 0,
    contentHash: null,
    topic: topics.reference.name,
    subject,
    sequence: 1,
    about: null,
    type,
    event: eventText({ id, source, type, time: given.at, subject, data }),
  };
}

function dataOf({ kind, key, version, from, record }: VersionedRow, to: string | null) {
  if (kind === 'instruments' || kind === 'state-currencies' || record === null) {
    throw new Error(`${kind} ${key} is not published like this`);
  }
  return { kind, key, version, from, to, record: publishedRecord(kind, record as ReferenceRecord) };
}

/** An instrument goes by its id; its days are those of recording to which it applies. */
function instrumentData({ kind, key, version, record }: VersionedRow<'instruments'>) {
  const [id = '', part = ''] = key.split('/');
  const days = record === null ? { from: null, to: null } : validityOf(record);
  return { kind, key: id, version, ...days, part, record };
}
