import { eventText, keyOf, topics } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import type { Arrival } from './arrival.js';
import { clearingSource } from './own-event.js';

/** An answer before it becomes an event. */
export interface AnswerContent {
  readonly type: string;
  readonly data: object;
  readonly sequence: number;
  readonly variant: number;
  /** The claim that this answer introduces, if it does. */
  readonly about: string | null;
  readonly now: string;
}

/**
 * The answer to a message as an outbox row. Its event id follows from the message's source, id and
 * content, so an answer that is sent twice counts once.
 */
export function answerTo(
  arrival: Arrival,
  content: AnswerContent,
): { readonly eventId: string; readonly row: OutboxRow } {
  const eventId = keyOf('answer', arrival.messageKey, arrival.contentHash);
  const { source, id, subject } = arrival;
  const data = { ...content.data, inReplyTo: { source, id }, sequence: content.sequence };
  const row: OutboxRow = {
    messageKey: arrival.messageKey,
    variant: content.variant,
    contentHash: arrival.contentHash,
    topic: topics.claimsOutcomes.name,
    subject,
    sequence: content.sequence,
    about: content.about,
    type: content.type,
    event: eventText({
      id: eventId,
      source: clearingSource,
      type: content.type,
      time: content.now,
      subject,
      data,
    }),
  };
  return { eventId, row };
}
