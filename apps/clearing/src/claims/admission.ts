import {
  decide,
  readClaimFacts,
  type ClaimFacts,
  type Decision,
  type ReferenceData,
} from '@reciproca/agreements';
import type { ClaimSubmitted } from '@reciproca/contracts';
import type { Money } from '@reciproca/money';
import {
  everyMessageOneAnswer,
  malformedReason,
  type ClaimArrival,
  type Conversation,
  type RefusalReason,
} from '../messages/index.js';
import {
  introducedData,
  rejectedData,
  type IntroducedData,
  type RejectedData,
} from './outcomes.js';
import { Twins } from './twins.js';

/** The introduced claim of a subject. */
export interface KnownClaim {
  readonly contentHash: string;
  /** What introduced it; null where nothing of the batch says the same again. */
  readonly introduced: IntroducedData | null;
}

/** A claim about to be written. */
export interface IntroducedClaim {
  /** Decimal string. */
  readonly claimId: string;
  readonly arrival: Pick<ClaimArrival, 'contentHash' | 'fingerprint'>;
  readonly data: IntroducedData;
  readonly submitted: Pick<ClaimSubmitted, 'competentInstitutionKnownOn'>;
  readonly total: Money;
  readonly messageDay: string;
  readonly twin: number;
  /** Id of the event that introduced it: the cause of its first journal entry. */
  readonly cause: string;
  readonly rule: string;
  /** Which of the texts that share the instrument's id. */
  readonly part: string;
}

/** A claim that was rejected and not introduced since. What could not be read of it is null. */
export interface RejectedClaim {
  readonly subject: string;
  readonly institution: string;
  readonly statement: string;
  /** Institution. */
  readonly debtor: string | null;
  readonly basis: string | null;
  readonly currency: string | null;
}

/** What claims are admitted on. The maps are changed as the batch goes on. */
export interface AdmissionState {
  /** Introduced claims by subject. */
  readonly claims: Map<string, KnownClaim>;
  /** Subjects of introduced claims by fingerprint, in the order of their twin numbers. */
  readonly twins: Map<string, string[]>;
  readonly reference: ReferenceData;
  /** Gives the ids of new claims, one by one. */
  readonly nextClaimId: () => string;
}

/**
 * Decides the submitted claims of a batch, in their order. Pure: state and clock are arguments.
 *
 * Order of the questions (contract, "Every message gets one answer"), after what was said before: who
 * may speak · the same reference again · shape · rules.
 */
export class Admission {
  /** What is introduced. */
  readonly introduced: IntroducedClaim[] = [];
  /** What is rejected and not introduced after all, by subject. */
  readonly rejected = new Map<string, RejectedClaim>();
  private readonly twins: Twins;

  constructor(
    private readonly conversation: Conversation,
    private readonly state: AdmissionState,
  ) {
    this.twins = new Twins(state.twins);
  }

  /**
   * Answers a submitted claim.
   *
   * @param arrival one that was not answered before
   * @returns the claim when it is introduced
   */
  take(arrival: ClaimArrival): IntroducedClaim | undefined {
    const { conversation } = this;
    if (conversation.speaksFor(arrival, arrival.institution)) return this.answer(arrival);
    conversation.refuse(arrival, [notYourClaim]);
    return undefined;
  }

  /** Announces each claim that shares its fingerprint with others, once per batch and group. */
  flagTwins(): void {
    const { conversation } = this;
    const nextSequence = (subject: string) => conversation.nextSequence(subject);
    conversation.rows.push(...this.twins.flags(nextSequence, conversation.now));
  }

  private answer(arrival: ClaimArrival): IntroducedClaim | undefined {
    const claim = this.state.claims.get(arrival.subject);
    if (claim !== undefined) this.answerAgain(arrival, claim);
    else if (arrival.content.ok && arrival.day !== null) {
      return this.examine(arrival, arrival.content.data, arrival.day);
    } else this.rejectMalformed(arrival);
    return undefined;
  }

  private answerAgain(arrival: ClaimArrival, claim: KnownClaim): void {
    if (claim.contentHash === arrival.contentHash && claim.introduced !== null) {
      this.conversation.answer(arrival, { type: 'claim.introduced.v1', data: claim.introduced });
      return;
    }
    this.reject(arrival, [sameReferenceOtherContent]);
  }

  private examine(
    arrival: ClaimArrival,
    data: ClaimSubmitted,
    day: string,
  ): IntroducedClaim | undefined {
    const reading = readClaimFacts(data, day);
    if (!reading.ok) {
      const faults = reading.faults.map(({ path, code }) => ({
        path: `data.${path}`,
        detail: code,
      }));
      this.rejectMalformed({
        ...arrival,
        content: { ok: false, faults, statement: data.claim.statement },
      });
      return undefined;
    }
    const decision = decide(reading.claim, this.state.reference);
    if (decision.outcome === 'introduced') {
      return this.introduce(arrival, { submitted: data, facts: reading.claim, decision });
    }
    this.reject(arrival, [...decision.reasons]);
    return undefined;
  }

  private introduce(
    arrival: ClaimArrival,
    given: {
      submitted: ClaimSubmitted;
      facts: ClaimFacts;
      decision: Extract<Decision, { outcome: 'introduced' }>;
    },
  ): IntroducedClaim {
    const { submitted, facts, decision } = given;
    const data = introducedData({ arrival, submitted, facts, decision });
    const claimId = this.state.nextClaimId();
    const { eventId } = this.conversation.answer(arrival, {
      type: 'claim.introduced.v1',
      data,
      about: claimId,
    });
    const { subject, contentHash } = arrival;
    this.state.claims.set(subject, { contentHash, introduced: data });
    const introduced: IntroducedClaim = {
      claimId,
      arrival,
      data,
      submitted,
      total: facts.total,
      messageDay: facts.messageDay,
      twin: this.twins.add(arrival.fingerprint, arrival.subject),
      cause: eventId,
      rule: decision.instrument,
      part: decision.part,
    };
    this.introduced.push(introduced);
    this.rejected.delete(subject);
    return introduced;
  }

  private rejectMalformed(arrival: ClaimArrival): void {
    const faults = arrival.content.ok ? [] : arrival.content.faults;
    this.reject(arrival, [malformedReason(faults)]);
  }

  private reject(arrival: ClaimArrival, reasons: RejectedData['reasons']): void {
    this.conversation.answer(arrival, {
      type: 'claim.rejected.v1',
      data: rejectedData(arrival, reasons),
    });
    const { subject } = arrival;
    const rejected = rejectedClaimOf(arrival);
    if (rejected === undefined || this.state.claims.has(subject)) return;
    this.rejected.set(subject, rejected);
  }
}

/** Undefined for a claim of which not even the statement could be read. */
function rejectedClaimOf({
  subject,
  institution,
  content,
}: ClaimArrival): RejectedClaim | undefined {
  if (!content.ok) {
    const { statement } = content;
    const unread = { debtor: null, basis: null, currency: null };
    return statement === null ? undefined : { subject, institution, statement, ...unread };
  }
  const { claim, debtor, basis, total } = content.data;
  const { statement } = claim;
  const { currency } = total;
  return { subject, institution, statement, debtor: debtor.institution, basis, currency };
}

const sameReferenceOtherContent: RejectedData['reasons'][number] = {
  code: 'same-reference-other-content',
  rule: everyMessageOneAnswer,
  detail: 'a claim with this reference is introduced; correct it by a credit note',
};
const notYourClaim: RefusalReason = {
  code: 'not-your-claim',
  rule: 'contract/who-may-say-what',
  detail: 'only the creditor institution or its liaison body may speak for this claim',
};
