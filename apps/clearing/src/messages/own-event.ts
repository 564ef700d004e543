import { eventText, type EventData, type EventType } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';

/** The `source` of everything that clearing publishes. */
export const clearingSource = 'urn:reciproca:clearing';

/**
 * An event that answers no message, as an outbox row.
 *
 * @param given `id` follows from what caused it, so that it is the same when it is made again; `now`
 *   is RFC 3339
 */
export function ownEvent<T extends EventType>(given: {
  readonly id: string;
  readonly type: T;
  readonly topic: string;
  readonly subject: string;
  readonly now: string;
  readonly data: EventData<T> & { readonly sequence: number };
}): OutboxRow {
  const { id, type, topic, subject, now: time, data } = given;
  return {
    messageKey: id,
    variant: 0,
    contentHash: null,
    topic,
    subject,
    sequence: data.sequence,
    about: null,
    type,
    event: eventText({ id, source: clearingSource, type, time, subject, data }),
  };
}
