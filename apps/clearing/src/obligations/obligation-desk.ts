import { deadlineOf, type Instrument, type ReferenceData } from '@reciproca/agreements';
import {
  everyMessageOneAnswer,
  malformedReason,
  recordKeyOf,
  type Conversation,
  type RecordedData,
  type RefusalReason,
} from '../messages/index.js';
import { changeOf, followed, type BookedClaim, type ClaimChange } from './claim-change.js';
import type { ClaimBook, Step } from './claim-book.js';
import { decide, type ObligationContext } from './obligation-decision.js';
import type { ObligationMessage } from './obligation-message.types.js';
import {
  contestationName,
  readMessage,
  recordedData,
  type ObligationArrival,
} from './obligation-records.js';

/** What messages about claims are decided on. The maps are changed as the batch goes on. */
export interface ObligationState {
  /** Introduced claims by subject. */
  readonly claims: Map<string, BookedClaim>;
  /** What was recorded before, by {@link recordKeyOf}. */
  readonly recorded: Map<string, RecordedData>;
  readonly reference: ReferenceData;
}

/**
 * Decides messages about introduced claims, in their order.
 *
 * Order of the questions, after what was said before: who may speak · shape · the claim · the same
 * content again · the same reference with other content · rules.
 */
export class ObligationDesk {
  private readonly changed = new Map<string, ClaimChange>();

  constructor(
    private readonly conversation: Conversation,
    private readonly state: ObligationState,
  ) {}

  /** What the batch changes, by claim. */
  get changes(): readonly ClaimChange[] {
    return [...this.changed.values()];
  }

  /**
   * @param arrival one that was not answered before
   */
  take(arrival: ObligationArrival): void {
    const claim = this.state.claims.get(arrival.subject);
    const speaker = arrival.type === 'claim.contested.v1' ? claim?.debtor : arrival.institution;
    if (speaker !== undefined && !this.conversation.speaksFor(arrival, speaker)) {
      this.conversation.refuse(arrival, [notYourClaim(arrival.type)]);
    } else if (!arrival.content.ok || arrival.day === null) {
      const faults = arrival.content.ok ? [] : arrival.content.faults;
      this.conversation.refuse(arrival, [malformedReason(faults)]);
    } else if (claim === undefined) {
      this.conversation.refuse(arrival, [unknownClaim]);
    } else {
      this.answer(arrival, claim, arrival.day);
    }
  }

  private answer(arrival: ObligationArrival, claim: BookedClaim, day: string): void {
    const before = this.state.recorded.get(recordKeyOf(arrival));
    if (before !== undefined) {
      this.conversation.answer(arrival, { type: 'message.recorded.v1', data: before });
      return;
    }
    const { message, name } = readMessage(arrival);
    if (message.type !== 'contestation.answered.v1' && isTaken(claim, name)) {
      this.conversation.refuse(arrival, [sameReferenceOtherContent]);
      return;
    }
    const context = contextOf(claim, day, this.state.reference);
    const decision = decide(claim.book, message, context);
    if (!decision.ok) {
      this.conversation.refuse(arrival, decision.reasons);
      return;
    }
    this.record(arrival, { claim, day, name, ...decision });
  }

  private record(
    arrival: ObligationArrival,
    given: {
      readonly claim: BookedClaim;
      readonly day: string;
      readonly name: string;
      readonly steps: readonly Step[];
      readonly book: ClaimBook;
    },
  ): void {
    const { claim, day, name, steps, book } = given;
    const data = recordedData(arrival, { day, book });
    this.state.recorded.set(recordKeyOf(arrival), data);
    const { eventId } = this.conversation.answer(arrival, { type: 'message.recorded.v1', data });
    const { subject } = arrival;
    // The contestation that the message opens or answers is in the book already.
    const change = changeOf(claim, steps, { day, cause: eventId, rule: name, after: book });
    const known = this.changed.get(subject);
    this.changed.set(subject, known === undefined ? change : followed(known, change));
    this.state.claims.set(subject, change.after);
  }
}

/** A reference stands for one content. An answer has none of its own: a second one is told so later. */
function isTaken({ recorded, book }: BookedClaim, name: string): boolean {
  return (
    recorded.has(name) ||
    book.contestations.some(({ reference }) => contestationName(reference) === name)
  );
}

function contextOf(claim: BookedClaim, day: string, reference: ReferenceData): ObligationContext {
  const { disputeEnds } = claim;
  const { dispute = null } = instrumentOf(claim, reference)?.clocks ?? {};
  const rule = `${claim.instrument}/${dispute?.article ?? ''}`;
  return {
    day,
    disputeEnds: disputeEnds === null ? null : { day: disputeEnds, rule },
    replyBy: replyByOf(claim, day, reference),
  };
}

/** Last day on which a contestation of a day is answered in time; null where there is no such clock. */
export function replyByOf(
  claim: BookedClaim,
  day: string,
  reference: ReferenceData,
): string | null {
  const { reply = null } = instrumentOf(claim, reference)?.clocks ?? {};
  return reply === null ? null : deadlineOf(reply, day);
}

function instrumentOf(claim: BookedClaim, reference: ReferenceData): Instrument | undefined {
  const [creditor, debtor] = [claim.creditor.slice(0, 2), claim.debtor.slice(0, 2)];
  for (const { instrument } of reference.bindingsBetween(creditor, debtor)) {
    const { id, part } = instrument;
    if (instrument.refundsCare && id === claim.instrument && part === claim.part) return instrument;
  }
  return undefined;
}

function notYourClaim(type: ObligationMessage['type']): RefusalReason {
  const side = type === 'claim.contested.v1' ? 'debtor' : 'creditor';
  return {
    code: 'not-your-claim',
    rule: 'contract/who-may-say-what',
    detail: `only the ${side} institution or its liaison body may say this of the claim`,
  };
}

const unknownClaim: RefusalReason = {
  code: 'unknown-claim',
  rule: 'contract/later-messages',
  detail: 'no claim of this institution and reference is introduced',
};

const sameReferenceOtherContent: RefusalReason = {
  code: 'same-reference-other-content',
  rule: everyMessageOneAnswer,
  detail: 'this reference was used for another content about the claim; use a new reference',
};
