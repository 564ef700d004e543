import { isInstitutionOrItsLiaison, type ReferenceData } from '@reciproca/agreements';
import { faultText, institutionOfSource, type EventData, type Fault } from '@reciproca/contracts';
import type { OutboxRow, Resend } from '@reciproca/messaging';
import { answerTo } from './answer.js';
import type { Arrival } from './arrival.js';

/** An answer that stands already: to which variant of a source and id, with which content. */
export interface StoredAnswer {
  readonly variant: number;
  readonly contentHash: string;
}

/** What a batch's answers follow from. The maps are changed as the batch goes on. */
export interface ConversationState {
  /** By message key. */
  readonly answers: Map<string, StoredAnswer[]>;
  /** The sequence of the last event about each subject; none before the first. */
  readonly sequences: Map<string, number>;
  readonly reference: ReferenceData;
  /** Instant of the decision, RFC 3339 in UTC. */
  readonly now: string;
}

/** Why a message is refused. */
export type RefusalReason = EventData<'message.refused.v1'>['reasons'][number];

/**
 * The answers of one batch: what was said before is answered as before, who may not speak is
 * refused, and every event about a subject takes its next number.
 */
export class Conversation {
  readonly rows: OutboxRow[] = [];
  readonly resends: Resend[] = [];

  constructor(private readonly state: ConversationState) {}

  /** Instant of the decision. */
  get now(): string {
    return this.state.now;
  }

  /**
   * Whether a message still needs an answer. The same message again gets the stored one, the same id
   * with other content is refused.
   */
  isNew(arrival: Arrival): boolean {
    const stored = this.state.answers.get(arrival.messageKey) ?? [];
    const same = stored.find((answer) => answer.contentHash === arrival.contentHash);
    if (same !== undefined) {
      this.resends.push({ messageKey: arrival.messageKey, variant: same.variant });
    } else if (stored.length > 0) {
      this.refuse(arrival, [sameIdOtherContent]);
    }
    return stored.length === 0;
  }

  /** Whether the source of a message is an institution, or its liaison body on the message's day. */
  speaksFor({ source, day }: Arrival, institution: string): boolean {
    const speaker = institutionOfSource(source);
    const asked = { source: speaker ?? '', institution, day: day ?? this.state.now.slice(0, 10) };
    return speaker !== undefined && isInstitutionOrItsLiaison(asked, this.state.reference);
  }

  /** Answers a message. */
  answer(
    arrival: Arrival,
    said: { readonly type: string; readonly data: object; readonly about?: string },
  ): { readonly eventId: string } {
    const stored = this.state.answers.get(arrival.messageKey) ?? [];
    const answer = answerTo(arrival, {
      about: null,
      ...said,
      sequence: this.nextSequence(arrival.subject),
      variant: stored.length,
      now: this.state.now,
    });
    this.rows.push(answer.row);
    stored.push({ variant: stored.length, contentHash: arrival.contentHash });
    this.state.answers.set(arrival.messageKey, stored);
    return answer;
  }

  /** Answers a message that is not recorded, with every reason. */
  refuse(arrival: Arrival, reasons: readonly RefusalReason[]): void {
    const { institution, reference, type } = arrival;
    const subject = { institution, reference };
    const named = isAboutStatement(arrival) ? { statement: subject } : { claim: subject };
    this.answer(arrival, { type: 'message.refused.v1', data: { type, ...named, reasons } });
  }

  /** The number of the next event about a subject. */
  nextSequence(subject: string): number {
    const sequence = (this.state.sequences.get(subject) ?? 0) + 1;
    this.state.sequences.set(subject, sequence);
    return sequence;
  }
}

/** Whether a message has a statement for its subject; the others have a claim. */
export function isAboutStatement(
  arrival: Arrival,
): arrival is Extract<Arrival, { type: StatementMessageType }> {
  return arrival.type in aboutStatements;
}

/** The types of messages whose subject is a statement. */
type StatementMessageType = keyof typeof aboutStatements;
const aboutStatements = {
  'statement.announced.v1': true,
  'down-payment.made.v1': true,
  'down-payment.answered.v1': true,
} as const satisfies Partial<Record<Arrival['type'], true>>;

/** Why a message cannot be read: every faulty path. */
export function malformedReason(faults: readonly Fault[]): RefusalReason & { code: 'malformed' } {
  return {
    code: 'malformed',
    rule: 'contract/shape',
    detail: faults.map(faultText).join('; '),
    paths: faults.map(({ path }) => path),
  };
}

/** The section of the contract that promises one answer to every message. */
export const everyMessageOneAnswer = 'contract/every-message-one-answer';

const sameIdOtherContent: RefusalReason = {
  code: 'same-id-other-content',
  rule: everyMessageOneAnswer,
  detail: 'this source has used this id for another message; use a new id',
};
