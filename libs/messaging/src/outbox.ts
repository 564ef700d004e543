import type { CopyValue, Transaction } from '@reciproca/database';
import type { MessageBatch } from './batch-handler.js';

/** One event on its way out, and the inbox mark of the message it answers. */
export interface OutboxRow {
  /** 128 bits as a UUID: of the answered message's source and id, or of the event's own id. */
  readonly messageKey: string;
  readonly variant: number;
  /** Keyed hash of what the answered message said; null for events on the app's own account. */
  readonly contentHash: string | null;
  readonly topic: string;
  /** Subject of the event and key of the Kafka message. */
  readonly subject: string;
  /** Counted per subject from 1. */
  readonly sequence: number;
  /** The app's own row that this event made, a decimal string; null when it made none. */
  readonly about: string | null;
  readonly type: string;
  /** The whole event in structured mode: the bytes that leave. */
  readonly event: string;
}

/** A stored event whose bytes go out once more. */
export interface Resend {
  readonly messageKey: string;
  readonly variant: number;
}

const columns = [
  'message_key',
  'variant',
  'content_hash',
  'batch_id',
  'topic',
  'subject',
  'sequence',
  'about',
  'type',
  'event',
] as const;

/**
 * Opens an outbox batch. Call it after every read that decides a `sequence`: then a batch that
 * follows another one for some subject has the higher id, and the relay may publish by id.
 *
 * @returns the batch's id, a decimal string
 */
export async function openOutboxBatch(
  transaction: Transaction,
  resends: readonly Resend[] = [],
): Promise<string> {
  const [row] = await transaction.query<{ id: string }>(
    'insert into outbox_batches (resend, resend_variants) values ($1::uuid[], $2::smallint[]) returning id',
    [resends.map((each) => each.messageKey), resends.map((each) => each.variant)],
  );
  if (row === undefined) throw new Error('an insert that returns gave no row');
  return row.id;
}

/** Writes the events of an opened batch; they leave after the commit. */
export async function writeOutbox(
  transaction: Transaction,
  batchId: string,
  rows: readonly OutboxRow[],
): Promise<void> {
  await transaction.copy({
    table: 'outbox',
    columns,
    rows: rows.map((row): CopyValue[] => [
      row.messageKey,
      row.variant,
      row.contentHash,
      batchId,
      row.topic,
      row.subject,
      row.sequence,
      row.about,
      row.type,
      row.event,
    ]),
  });
}

/** Notes how far partitions are booked; never goes back. */
export async function markConsumed(
  transaction: Pick<Transaction, 'execute'>,
  { topic, positions }: Pick<MessageBatch, 'topic' | 'positions'>,
): Promise<void> {
  await transaction.execute(
    `insert into consumed (topic, partition, next_offset)
     select $1, partition, next_offset
     from unnest($2::int[], $3::bigint[]) as position (partition, next_offset)
     order by partition
     on conflict (topic, partition) do update
       set next_offset = greatest(consumed.next_offset, excluded.next_offset)`,
    [
      topic,
      positions.map(({ partition }) => partition),
      positions.map(({ nextOffset }) => nextOffset.toString()),
    ],
  );
}
