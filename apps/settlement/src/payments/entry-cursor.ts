/** Where a page of bank entries ended. */
export interface EntryPlace {
  /** Day of booking, `YYYY-MM-DD`. */
  readonly on: string;
  readonly id: string;
}

/** The cursor of the page behind an entry. */
export function cursorAfterEntry({ on, id }: EntryPlace): string {
  return Buffer.from(`${on}|${id}`).toString('base64url');
}

/** The place that a cursor names; undefined: no cursor of ours. */
export function entryOfCursor(cursor: string): EntryPlace | undefined {
  const [, on, id] =
    /^(\d{4}-\d{2}-\d{2})\|([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ??
    [];
  return on === undefined || id === undefined ? undefined : { on, id };
}
