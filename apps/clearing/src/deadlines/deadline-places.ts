/**
 * Where deadlines lie in the books, in the order in which runs say them and those of one day
 * are listed. Those of payment lie in two places: what is open, and what is in a settlement alone.
 */
export const deadlineSources = [
  'statements',
  'replies',
  'open-items',
  'settlement-items',
  'disputes',
] as const;
export type DeadlineSource = (typeof deadlineSources)[number];

/** A place among the deadlines of one day and source, as decimal strings. */
export interface InnerPlace {
  /** Ledger account or settlement. */
  readonly group: string;
  /** Claim or statement. */
  readonly id: string;
  /** Contestation or month. */
  readonly version: string;
}

/** A place in the list. */
export interface DeadlinePlace extends InnerPlace {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly source: DeadlineSource;
}

/** Before everything of a day and source. */
export const beginning: InnerPlace = { group: '0', id: '0', version: '0' };

/** Behind every month of a statement. */
export const lastVersion = '999999999';

/** What each text of a cursor looks like. */
export const placeForm = [
  /^\d{4}-\d\d-\d\d$/,
  new RegExp(`^[0-${String(deadlineSources.length - 1)}]$`),
  /^\d{1,10}$/,
  /^\d{1,18}$/,
  /^\d{1,9}$/,
];

/** A place as the texts of a cursor. */
export function textsOf({ on, source, group, id, version }: DeadlinePlace): readonly string[] {
  return [on, String(deadlineSources.indexOf(source)), group, id, version];
}

/** The place of a cursor, of texts that have {@link placeForm}. */
export function placeOf(texts: readonly string[]): DeadlinePlace {
  const [on = '', index = '', group = '0', id = '0', version = '0'] = texts;
  const source = deadlineSources[Number.parseInt(index, 10)] ?? 'statements';
  return { on, source, group, id, version };
}
