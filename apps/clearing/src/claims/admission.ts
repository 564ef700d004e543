import {
  decide,
  isInstitutionOrItsLiaison,
  readClaimFacts,
  type ClaimFacts,
  type Decision,
  type ReferenceData,
} from '@reciproca/agreements';
import {
  faultText,
  institutionOfSource,
  type ClaimReasonCode,
  type ClaimSubmitted,
  type MessageReasonCode,
} from '@reciproca/contracts';
import type { OutboxRow, Resend } from '@reciproca/messaging';
import type { Money } from '@reciproca/money';
import type { Arrival, IntroducedData } from './arrival.js';
import { answerTo, flagOf, introducedData, rejectedData, type RejectedData } from './outcomes.js';

/** An answer that stands already: to which variant of a source and id, with which content. */
export interface StoredAnswer {
  readonly variant: number;
  readonly contentHash: string;
}

/** What is known of a subject before its next message. */
export interface SubjectState {
  /** The last event's sequence; 0 before the first. */
  sequence: number;
  /** The introduced claim of this subject, if any. */
  claim: { readonly contentHash: string; readonly introduced: IntroducedData | null } | null;
}

/** A claim about to be written. */
export interface IntroducedClaim {
  /** Decimal string. */
  readonly claimId: string;
  readonly arrival: Arrival;
  readonly data: IntroducedData;
  readonly submitted: ClaimSubmitted;
  readonly total: Money;
  readonly messageDay: string;
  readonly twin: number;
  /** Id of the event that introduced it: the cause of its first journal entry. */
  readonly cause: string;
  readonly rule: string;
}

/** Everything a batch is decided on. The maps are changed as the batch goes on. */
export interface AdmissionState {
  readonly answers: Map<string, StoredAnswer[]>;
  readonly subjects: Map<string, SubjectState>;
  /** Subjects of introduced claims by fingerprint, in the order of their twin numbers. */
  readonly twins: Map<string, string[]>;
  readonly reference: ReferenceData;
  /** Instant of the decision, RFC 3339 in UTC. */
  readonly now: string;
  /** Gives the ids of new claims, one by one. */
  readonly nextClaimId: () => string;
}

/** What a batch comes to. */
export interface AdmissionResult {
  readonly rows: OutboxRow[];
  readonly resends: Resend[];
  readonly claims: IntroducedClaim[];
}

/**
 * Decides a batch of submitted claims, in their order. Pure: state and clock are arguments.
 *
 * Order of the questions (contract, "Every message gets one answer"): the same message again · the
 * same id with other content · who may speak · the same reference again · shape · rules.
 */
export function admit(arrivals: readonly Arrival[], state: AdmissionState): AdmissionResult {
  const batch = new Admission(state);
  for (const arrival of arrivals) batch.take(arrival);
  batch.flagTwins();
  return batch.result;
}

class Admission {
  readonly result: AdmissionResult = { rows: [], resends: [], claims: [] };
  private readonly grown = new Set<string>();

  constructor(private readonly state: AdmissionState) {}

  take(arrival: Arrival): void {
    const stored = this.state.answers.get(arrival.messageKey) ?? [];
    const same = stored.find((answer) => answer.contentHash === arrival.contentHash);
    if (same !== undefined) {
      this.result.resends.push({ messageKey: arrival.messageKey, variant: same.variant });
      return;
    }
    if (stored.length > 0) this.refuse(arrival, sameIdOtherContent);
    else if (!this.maySpeak(arrival)) this.refuse(arrival, notYourClaim);
    else this.answer(arrival);
  }

  /** Announces each claim that shares its fingerprint with others, once per batch and group. */
  flagTwins(): void {
    for (const fingerprint of this.grown) {
      const subjects = this.state.twins.get(fingerprint) ?? [];
      for (const subject of subjects) {
        const others = subjects.filter((other) => other !== subject);
        const sequence = this.nextSequence(subject);
        this.result.rows.push(flagOf({ subject, others, sequence, now: this.state.now }));
      }
    }
  }

  private maySpeak(arrival: Arrival): boolean {
    const source = institutionOfSource(arrival.source);
    if (source === undefined) return false;
    const day = arrival.day ?? this.state.now.slice(0, 10);
    const { institution } = arrival;
    return isInstitutionOrItsLiaison({ source, institution, day }, this.state.reference);
  }

  private answer(arrival: Arrival): void {
    const { claim } = this.subject(arrival.subject);
    if (claim !== null) this.answerAgain(arrival, claim);
    else if (arrival.content.ok && arrival.day !== null) {
      this.examine(arrival, arrival.content.data, arrival.day);
    } else this.rejectMalformed(arrival);
  }

  private answerAgain(arrival: Arrival, claim: NonNullable<SubjectState['claim']>): void {
    if (claim.contentHash === arrival.contentHash && claim.introduced !== null) {
      this.push(arrival, { type: 'claim.introduced.v1', data: claim.introduced });
      return;
    }
    this.reject(arrival, [sameReferenceOtherContent]);
  }

  private examine(arrival: Arrival, data: ClaimSubmitted, day: string): void {
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
      return;
    }
    const decision = decide(reading.claim, this.state.reference);
    if (decision.outcome === 'rejected') this.reject(arrival, [...decision.reasons]);
    else this.introduce(arrival, { submitted: data, facts: reading.claim, decision });
  }

  private introduce(
    arrival: Arrival,
    given: {
      submitted: ClaimSubmitted;
      facts: ClaimFacts;
      decision: Extract<Decision, { outcome: 'introduced' }>;
    },
  ): void {
    const { submitted, facts, decision } = given;
    const data = introducedData({ arrival, submitted, facts, decision });
    const claimId = this.state.nextClaimId();
    const { eventId } = this.push(arrival, {
      type: 'claim.introduced.v1',
      data,
      about: claimId,
    });
    this.subject(arrival.subject).claim = { contentHash: arrival.contentHash, introduced: data };
    this.result.claims.push({
      claimId,
      arrival,
      data,
      submitted,
      total: facts.total,
      messageDay: facts.messageDay,
      twin: this.twinOf(arrival.fingerprint, arrival.subject),
      cause: eventId,
      rule: decision.instrument,
    });
  }

  private twinOf(fingerprint: string | null, subject: string): number {
    if (fingerprint === null) return 0;
    const subjects = this.state.twins.get(fingerprint);
    if (subjects === undefined) {
      this.state.twins.set(fingerprint, [subject]);
      return 0;
    }
    subjects.push(subject);
    this.grown.add(fingerprint);
    return subjects.length - 1;
  }

  private rejectMalformed(arrival: Arrival): void {
    const faults = arrival.content.ok ? [] : arrival.content.faults;
    this.reject(arrival, [
      {
        code: 'malformed',
        rule: 'contract/shape',
        detail: faults.map(faultText).join('; '),
        paths: faults.map((fault) => fault.path),
      },
    ]);
  }

  private reject(arrival: Arrival, reasons: RejectedData['reasons']): void {
    this.push(arrival, { type: 'claim.rejected.v1', data: rejectedData(arrival, reasons) });
  }

  private refuse(arrival: Arrival, reason: AnsweredReason<MessageReasonCode>): void {
    const { institution, reference, type } = arrival;
    const data = { type, claim: { institution, reference }, reasons: [reason] };
    this.push(arrival, { type: 'message.refused.v1', data });
  }

  private push(
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
    this.result.rows.push(answer.row);
    stored.push({ variant: stored.length, contentHash: arrival.contentHash });
    this.state.answers.set(arrival.messageKey, stored);
    return answer;
  }

  private nextSequence(subject: string): number {
    const known = this.subject(subject);
    known.sequence += 1;
    return known.sequence;
  }

  private subject(subject: string): SubjectState {
    let known = this.state.subjects.get(subject);
    if (known === undefined) {
      known = { sequence: 0, claim: null };
      this.state.subjects.set(subject, known);
    }
    return known;
  }
}

/** A reason as an answer carries it. */
interface AnsweredReason<Code> {
  readonly code: Code;
  /** The section of the contract that says so. */
  readonly rule: string;
  readonly detail: string;
}

const everyMessageOneAnswer = 'contract/every-message-one-answer';

const sameIdOtherContent: AnsweredReason<MessageReasonCode> = {
  code: 'same-id-other-content',
  rule: everyMessageOneAnswer,
  detail: 'this source has used this id for another message; use a new id',
};
const sameReferenceOtherContent: AnsweredReason<ClaimReasonCode> = {
  code: 'same-reference-other-content',
  rule: everyMessageOneAnswer,
  detail: 'a claim with this reference is introduced; correct it by a credit note',
};
const notYourClaim: AnsweredReason<MessageReasonCode> = {
  code: 'not-your-claim',
  rule: 'contract/who-may-say-what',
  detail: 'only the creditor institution or its liaison body may speak for this claim',
};
