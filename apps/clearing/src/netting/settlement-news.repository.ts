import type { Transaction } from '@reciproca/database';

/** An event of `settlements.v1` as it is kept. */
export interface SettlementNews {
  readonly eventId: string;
  /** The batch, the subject of the event. */
  readonly batch: string;
  /** Null where the event has none. */
  readonly sequence: number | null;
  readonly type: string;
  /** The settlements that it is about. */
  readonly settlements: readonly string[];
  /** The message as it came. */
  readonly event: string;
}

/** Everything that settlement said about a settlement, in the order in which it was booked. */
export function newsOf(
  transaction: Pick<Transaction, 'query'>,
  settlement: string,
): Promise<SettlementNews[]> {
  return transaction.query<SettlementNews & Record<string, unknown>>(
    `select event_id as "eventId", batch, sequence, type, settlements, event
     from settlement_news
     where settlements @> array[$1]
     order by news_no`,
    [settlement],
  );
}

/** Those of some events that are booked already. */
export async function knownNews(
  transaction: Transaction,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction.query<{ event_id: string }>(
    'select event_id from settlement_news where event_id = any($1)',
    [eventIds],
  );
  return new Set(rows.map((row) => row.event_id));
}

/**
 * Keeps events that are booked in this transaction.
 * @param now instant of booking, RFC 3339
 */
export async function keepNews(
  transaction: Transaction,
  news: readonly SettlementNews[],
  now: string,
): Promise<void> {
  for (const { eventId, batch, sequence, type, settlements, event } of news) {
    await transaction.execute(
      `insert into settlement_news
         (event_id, batch, sequence, type, settlements, booked_at, event)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [eventId, batch, sequence, type, settlements, now, event],
    );
  }
}
