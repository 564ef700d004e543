import {
  decideOpenItem,
  readOpenItemFacts,
  type ClaimFacts,
  type Decision,
  type ReferenceData,
} from '@reciproca/agreements';
import { keyOf, subjectOf, topics, type Fault, type OpenItem } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import {
  introducedParts,
  Twins,
  type IntroducedClaim,
  type IntroducedData,
} from '../claims/index.js';
import { bookedClaimOf, type Known } from '../intake/index.js';
import { ownEvent } from '../messages/index.js';
import {
  afterSteps,
  changeOf,
  replyByOf,
  type BookedClaim,
  type ClaimChange,
  type Contestation,
  type Step,
} from '../obligations/index.js';

/** An open item whose personal identifiers have become pseudonyms. */
export interface ReadItem {
  /** Where it stands in the import. */
  readonly line: number;
  readonly item: OpenItem;
  /** `STATE:CODE/reference`. */
  readonly subject: string;
  readonly contentHash: string;
  /** Pseudonym; null where none is named. */
  readonly person: string | null;
  /** What it has in common with other bills for the same care; null where a part is missing. */
  readonly fingerprint: string | null;
}

/** What open items are taken over on. The maps of `known` are changed as it goes on. */
export interface OpeningState {
  readonly known: Pick<Known, 'claims' | 'sequences' | 'twins'>;
  readonly reference: ReferenceData;
  /** Instant of the decision, RFC 3339 in UTC. */
  readonly now: string;
  /** Gives the ids of new claims, one by one. */
  readonly nextClaimId: () => string;
}

/** What some open items come to. */
export interface OpenedItems {
  readonly rows: readonly OutboxRow[];
  readonly introduced: readonly IntroducedClaim[];
  /** What was settled, credited and contested of them. */
  readonly changes: readonly ClaimChange[];
  readonly faults: readonly Fault[];
}

/** What the journal names an opening by. */
const openingRule = 'opening';

/**
 * Decides open items of an old system, in their order. They obey the rules of admission but for
 * lateness; one whose reference is in the books already is refused. Pure: state and clock are
 * arguments.
 *
 * Source: `POST /v1/open-items` of the public contract.
 */
export function openItems(items: readonly ReadItem[], state: OpeningState): OpenedItems {
  const opening = new Opening(state);
  for (const item of items) opening.take(item);
  return opening.result();
}

class Opening {
  private readonly rows: OutboxRow[] = [];
  private readonly introduced: IntroducedClaim[] = [];
  private readonly changes: ClaimChange[] = [];
  private readonly faults: Fault[] = [];
  private readonly twins: Twins;
  private readonly today: string;

  constructor(private readonly state: OpeningState) {
    this.twins = new Twins(state.known.twins);
    this.today = state.now.slice(0, 10);
  }

  take(read: ReadItem): void {
    const { line, item, subject } = read;
    if (this.state.known.claims.has(subject)) {
      this.faults.push({ ...knownReference, line });
      return;
    }
    const reading = readOpenItemFacts(item, this.today);
    if (!reading.ok) {
      const faults = reading.faults.map(({ path, code }) => ({ line, path, detail: code }));
      this.faults.push(...faults);
      return;
    }
    const decision = decideOpenItem(reading.claim, this.state.reference);
    const faults = [...reasonsOf(decision), ...contestedLater(item, this.today)];
    if (decision.outcome === 'rejected' || faults.length > 0) {
      this.faults.push(...faults.map((fault) => ({ ...fault, line })));
      return;
    }
    this.introduce(read, reading.claim, decision);
  }

  result(): OpenedItems {
    const { rows, introduced, changes, faults } = this;
    const nextSequence = (subject: string) => this.nextSequence(subject);
    const flags = this.twins.flags(nextSequence, this.state.now);
    return { rows: [...rows, ...flags], introduced, changes, faults };
  }

  private introduce(
    read: ReadItem,
    facts: ClaimFacts,
    decision: Extract<Decision, { outcome: 'introduced' }>,
  ): void {
    const { item, subject, contentHash, fingerprint, person } = read;
    const opening = openingOf(item);
    const told = {
      inReplyTo: null,
      sequence: this.nextSequence(subject),
      ...introducedParts({ person, submitted: item, facts, decision }),
      opening: {
        settled: opening.settled.toString(),
        credited: opening.credited.toString(),
        contested: opening.contested.toString(),
      },
    };
    const cause = keyOf('claim.introduced', 'open item', subject);
    const claim: IntroducedClaim = {
      claimId: this.state.nextClaimId(),
      arrival: { contentHash, fingerprint },
      data: told,
      submitted: item,
      total: facts.total,
      messageDay: facts.messageDay,
      twin: this.twins.add(fingerprint, subject),
      cause,
      rule: openingRule,
      part: decision.part,
    };
    const { change, contestation } = this.changeOf(claim, item, opening);
    const data: IntroducedData = {
      ...told,
      ...(contestation === undefined ? {} : { contestation }),
    };
    this.introduced.push({ ...claim, data });
    if (change.steps.length > 0) this.changes.push(change);
    this.rows.push(this.rowOf({ ...claim, data }, subject));
    this.state.known.claims.set(subject, { contentHash, introduced: null });
  }

  /** What became of a claim before it was taken over, booked on the day of its introduction. */
  private changeOf(
    claim: IntroducedClaim,
    item: OpenItem,
    opening: OpeningAmounts,
  ): { readonly change: ClaimChange; readonly contestation: IntroducedData['contestation'] } {
    const before = bookedClaimOf(claim);
    const opened = contestationOf(before, item, this.state.reference);
    const steps: readonly Step[] = [
      { from: 'open', to: 'settled', amount: opening.settled },
      { from: 'open', to: 'credited', amount: opening.credited },
      {
        from: 'open',
        to: 'contested',
        amount: opening.contested,
        ...(opened === null ? {} : { contestation: opened.reference }),
      },
    ];
    const moving = steps.filter(({ amount }) => !amount.isZero());
    const contestations = opened === null ? [] : [opened];
    const after = afterSteps({ ...before.book, contestations }, moving);
    const { introducedOn: day } = item;
    const change = changeOf(before, moving, { day, cause: claim.cause, rule: openingRule, after });
    if (opened === null || item.contestation === undefined) {
      return { change, contestation: undefined };
    }
    const { reference, day: contestedOn, replyBy } = opened;
    const { reason } = item.contestation;
    return { change, contestation: { reference, reason, day: contestedOn, replyBy } };
  }

  private rowOf({ claimId, cause, data, arrival }: IntroducedClaim, subject: string): OutboxRow {
    const event = ownEvent({
      id: cause,
      type: 'claim.introduced.v1',
      topic: topics.claimsOutcomes.name,
      subject,
      now: this.state.now,
      data,
    });
    return { ...event, about: claimId, contentHash: arrival.contentHash };
  }

  private nextSequence(subject: string): number {
    const sequence = (this.state.known.sequences.get(subject) ?? 0) + 1;
    this.state.known.sequences.set(subject, sequence);
    return sequence;
  }
}

/** The subject of an open item. */
export function subjectOfItem({ creditor, claim }: OpenItem): string {
  return subjectOf({ institution: creditor.institution, reference: claim.reference });
}

/** What was done about a claim before it was taken over. */
export interface OpeningAmounts {
  readonly settled: Money;
  readonly credited: Money;
  readonly contested: Money;
}

/** The amounts of an open item that was read; what it does not name is nothing. */
export function openingOf({ total, settled, credited, contestation }: OpenItem): OpeningAmounts {
  const money = (amount = '0'): Money => Money.of(amount, total.currency);
  return {
    settled: money(settled),
    credited: money(credited),
    contested: money(contestation?.amount),
  };
}

function contestationOf(
  claim: BookedClaim,
  { contestation }: OpenItem,
  reference: ReferenceData,
): Contestation | null {
  if (contestation === undefined) return null;
  const nothing = Money.zero(claim.book.currency);
  const { day } = contestation;
  return {
    reference: contestation.reference,
    day,
    replyBy: replyByOf(claim, day, reference),
    contested: nothing,
    disputed: nothing,
    answered: false,
  };
}

const knownReference: Fault = {
  path: 'claim.reference',
  code: 'known-reference',
  detail: 'is known: a claim of this creditor with this reference is introduced',
};

function reasonsOf(decision: Decision): Fault[] {
  if (decision.outcome === 'introduced') return [];
  return decision.reasons.map(({ code, rule, detail }) => ({
    path: '',
    code,
    detail: `${code} (${rule}): ${detail}`,
  }));
}

function contestedLater({ contestation }: OpenItem, today: string): Fault[] {
  if (contestation === undefined || contestation.day <= today) return [];
  const detail = `must not lie after today, ${today}`;
  return [{ path: 'contestation.day', code: 'period-invalid', detail }];
}
