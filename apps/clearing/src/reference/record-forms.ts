import { referenceRecordSchemas, type EventData, type ReferenceKind } from '@reciproca/contracts';
import type { ReferenceRecord, StoredRecords } from './reference-kinds.js';

/**
 * A record of an import in the form of its kind: what stands for something else in a file is put in
 * its place, and nothing is judged.
 */
export function normalRecord(kind: ReferenceKind, record: unknown): unknown {
  if (!isObject(record)) return record;
  switch (kind) {
    case 'institutions':
      return withAccountDays(record);
    case 'average-costs':
      return normalAverageCost(record);
    case 'exchange-rates':
      return withoutEmpty(record);
    case 'arrangements':
    case 'reference-rates':
      return record;
  }
}

/**
 * A record as it is published: an account without a BIC leaves it out. The rows of published tables
 * are stored as they are published.
 */
export function publishedRecord(
  kind: ReferenceKind,
  record: ReferenceRecord,
): EventData<'reference.updated.v1'>['record'] {
  switch (kind) {
    case 'institutions':
    case 'arrangements':
      return referenceRecordSchemas[kind].parse(normalRecord(kind, record));
    case 'average-costs':
    case 'exchange-rates':
    case 'reference-rates':
      return record as StoredRecords[typeof kind];
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An account without a day of its own is there from the day of its record on. */
function withAccountDays(record: Fields): Fields {
  const { accounts, from } = record as { readonly accounts?: unknown; readonly from?: unknown };
  if (!Array.isArray(accounts)) return record;
  const dated = accounts.map((account: unknown) =>
    isObject(account) ? { ...withoutEmpty(account), from: account['from'] ?? from } : account,
  );
  return { ...record, accounts: dated };
}

/** What the institutions of the Union write for the United Kingdom and Greece. */
const publishedStates = new Map<unknown, string>([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

function normalAverageCost(record: Fields): Fields {
  const { state, year, decimals } = record;
  return {
    ...withoutEmpty(record),
    ...(state === undefined ? {} : { state: publishedStates.get(state) ?? state }),
    ...(year === undefined ? {} : { year: wholeNumber(year) }),
    ...(decimals === undefined ? {} : { decimals: wholeNumber(decimals) }),
  };
}

/** A cell of a table holds digits. */
function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number.parseInt(value, 10) : value;
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== ''),
  );
}
