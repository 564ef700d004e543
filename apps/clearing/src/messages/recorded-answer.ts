import type { EventData } from '@reciproca/contracts';

/** The data of an answer to a recorded message, without what is particular to one answer. */
export type RecordedData = Omit<EventData<'message.recorded.v1'>, 'inReplyTo' | 'sequence'>;

/** What a message says about its subject. */
export interface SaidContent {
  readonly subject: string;
  /** Keyed hash of what it says. */
  readonly contentHash: string;
}

/** The key of what a message says about its subject. */
export function recordKeyOf({ subject, contentHash }: SaidContent): string {
  return `${subject} ${contentHash}`;
}
