import { Money } from '@reciproca/money';
import type { OutboxRow, Resend } from '@reciproca/messaging';
import {
  Admission,
  type AdmissionState,
  type IntroducedClaim,
  type RejectedClaim,
} from '../claims/index.js';
import {
  Conversation,
  isAboutStatement,
  type Arrival,
  type ConversationState,
} from '../messages/index.js';
import {
  ObligationDesk,
  type BookedClaim,
  type ClaimChange,
  type ObligationState,
} from '../obligations/index.js';
import {
  StatementDesk,
  type StatementArrival,
  type StatementEntry,
  type StatementState,
} from '../statements/index.js';

/** Everything a batch is decided on. The maps are changed as the batch goes on. */
export interface BatchState {
  readonly conversation: ConversationState;
  readonly admission: AdmissionState;
  readonly obligations: ObligationState;
  readonly statements: StatementState;
}

/** What a batch comes to. */
export interface BatchResult {
  readonly rows: readonly OutboxRow[];
  readonly resends: readonly Resend[];
  readonly introduced: readonly IntroducedClaim[];
  readonly rejected: readonly RejectedClaim[];
  readonly changes: readonly ClaimChange[];
  readonly entries: readonly StatementEntry[];
}

/** Decides a batch of messages, in their order. Pure: state and clock are arguments. */
export function decideBatch(arrivals: readonly Arrival[], state: BatchState): BatchResult {
  const conversation = new Conversation(state.conversation);
  const admission = new Admission(conversation, state.admission);
  const obligations = new ObligationDesk(conversation, state.obligations);
  const statements = new StatementDesk(conversation, state.statements);
  const { aboutClaims, aboutStatements } = laterMessages(arrivals);
  const spokenOf = new Set(aboutClaims.map(({ subject }) => subject));
  for (const arrival of arrivals) {
    if (!conversation.isNew(arrival)) continue;
    if (isAboutStatement(arrival)) {
      statements.take(arrival);
    } else if (arrival.type !== 'claim.submitted.v1') {
      obligations.take(arrival);
    } else {
      const claim = admission.take(arrival);
      if (claim === undefined) continue;
      if (spokenOf.has(arrival.subject)) {
        state.obligations.claims.set(arrival.subject, bookedClaimOf(claim));
      }
      if (aboutStatements.length > 0) statements.note(claim);
    }
  }
  admission.flagTwins();
  const { rows, resends } = conversation;
  return {
    rows,
    resends,
    introduced: admission.introduced,
    rejected: [...admission.rejected.values()],
    changes: obligations.changes,
    entries: statements.entries,
  };
}

/** What a batch says beside submitting claims. */
export function laterMessages(arrivals: readonly Arrival[]): {
  readonly aboutClaims: readonly Arrival[];
  readonly aboutStatements: readonly StatementArrival[];
} {
  const later = arrivals.filter(({ type }) => type !== 'claim.submitted.v1');
  return {
    aboutClaims: later.filter((arrival) => !isAboutStatement(arrival)),
    aboutStatements: later.filter(isAboutStatement),
  };
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
