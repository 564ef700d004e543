import type { Transaction } from '@reciproca/database';

/** The table of an app that must take each event once; run inside its first migration. */
export function inboxTableSql(role: string): string {
  return `
    create table inbox (
      event_key uuid not null constraint pk_inbox primary key
    );
    grant select, insert on inbox to ${role};
  `;
}

/**
 * Marks events as taken, in the caller's transaction.
 *
 * @param keys made with `keyOf(source, id)`; repeats are fine
 * @returns the keys that nobody took before: only those may have an effect
 */
export async function takeNew(
  transaction: Transaction,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await transaction.query<{ event_key: string }>(
    `insert into inbox (event_key)
     select distinct key from unnest($1::uuid[]) as key order by key
     on conflict do nothing returning event_key`,
    [keys],
  );
  return new Set(rows.map((row) => row.event_key));
}
