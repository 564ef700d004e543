import { Money } from '@reciproca/money';
import type { OutboxRow, Resend } from '@reciproca/messaging';
import { Admission, type AdmissionState, type IntroducedClaim } from '../claims/index.js';
import { Conversation, type Arrival, type ConversationState } from '../messages/index.js';
import {
  ObligationDesk,
  type BookedClaim,
  type ClaimChange,
  type ObligationState,
} from '../obligations/index.js';

/** Everything a batch is decided on. The maps are changed as the batch goes on. */
export interface BatchState {
  readonly conversation: ConversationState;
  readonly admission: AdmissionState;
  readonly obligations: ObligationState;
}

/** What a batch comes to. */
export interface BatchResult {
  readonly rows: readonly OutboxRow[];
  readonly resends: readonly Resend[];
  readonly introduced: readonly IntroducedClaim[];
  readonly changes: readonly ClaimChange[];
}

/** Decides a batch of messages, in their order. Pure: state and clock are arguments. */
export function decideBatch(arrivals: readonly Arrival[], state: BatchState): BatchResult {
  const conversation = new Conversation(state.conversation);
  const admission = new Admission(conversation, state.admission);
  const desk = new ObligationDesk(conversation, state.obligations);
  const spokenOf = new Set(laterSubjects(arrivals));
  for (const arrival of arrivals) {
    if (!conversation.isNew(arrival)) continue;
    if (arrival.type !== 'claim.submitted.v1') {
      desk.take(arrival);
      continue;
    }
    const claim = admission.take(arrival);
    if (claim !== undefined && spokenOf.has(arrival.subject)) {
      state.obligations.claims.set(arrival.subject, bookedClaimOf(claim));
    }
  }
  admission.flagTwins();
  const { rows, resends } = conversation;
  return { rows, resends, introduced: admission.introduced, changes: desk.changes };
}

/** The claims about which a batch says something beside submitting them. */
export function laterSubjects(arrivals: readonly Arrival[]): string[] {
  return arrivals.filter(({ type }) => type !== 'claim.submitted.v1').map(({ subject }) => subject);
}

/** A claim as it is booked right after its introduction. */
export function bookedClaimOf({ claimId, data, part, total }: IntroducedClaim): BookedClaim {
  const { currency } = total;
  return {
    claimId,
    creditor: data.claim.institution,
    debtor: data.debtor,
    instrument: data.instrument,
    part,
    introducedOn: data.introducedOn,
    disputeEnds: data.due.disputeEnds,
    version: 1,
    recorded: new Set(),
    book: {
      currency,
      payBy: data.due.payBy,
      buckets: { claimed: total.negated(), open: Money.of(total.toString(), currency) },
      contestations: [],
    },
  };
}
