import type { ActualExpenditureFacts, ClaimFacts, Decision } from '@reciproca/agreements';
import {
  keyOf,
  topics,
  type ClaimSubmitted,
  type EventData,
  type OpenItem,
} from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import { ownEvent, type ClaimArrival } from '../messages/index.js';

/** The data of `claim.introduced.v1`. */
export type IntroducedData = EventData<'claim.introduced.v1'>;

/** `claim.flagged` for one claim of a group that looks like the same bill. */
export function flagOf(given: {
  readonly subject: string;
  readonly others: readonly string[];
  readonly sequence: number;
  readonly now: string;
}): OutboxRow {
  const { subject, sequence } = given;
  const others = [...given.others].sort();
  const id = keyOf('claim.flagged', subject, ...others);
  return ownEvent({
    id,
    type: 'claim.flagged.v1',
    topic: topics.claimsOutcomes.name,
    subject,
    now: given.now,
    data: { sequence, claim: claimOf(subject), sameAs: others.map(claimOf) },
  });
}

/** The data of `claim.introduced`, without what is particular to one answer. */
export function introducedData(
  given: Omit<IntroducedParts, 'person'> & { readonly arrival: ClaimArrival },
): IntroducedData {
  const { source, id, person } = given.arrival;
  return { inReplyTo: { source, id }, sequence: 0, ...introducedParts({ ...given, person }) };
}

/** What an introduction is told of. */
export interface IntroducedParts {
  /** Pseudonym; null where none is named. */
  readonly person: string | null;
  readonly submitted: ClaimSubmitted | OpenItem;
  /** The same claim as the rules saw it. */
  readonly facts: ClaimFacts;
  readonly decision: Extract<Decision, { outcome: 'introduced' }>;
}

/** What `claim.introduced` tells of the claim itself. */
export function introducedParts(
  given: IntroducedParts,
): Omit<IntroducedData, 'inReplyTo' | 'sequence'> {
  const { person, submitted, facts, decision } = given;
  return {
    claim: {
      institution: facts.creditor,
      reference: submitted.claim.reference,
      statement: submitted.claim.statement,
    },
    debtor: facts.debtor,
    basis: submitted.basis,
    instrument: decision.instrument,
    recordedOn: facts.recordedOn,
    introducedOn: facts.introducedOn,
    entitlement: submitted.entitlement?.document ?? null,
    ...(facts.basis === 'actual-expenditure' ? expenditureParts(facts) : {}),
    ...(submitted.basis === 'fixed-amount' ? { fixedAmount: submitted.fixedAmount } : {}),
    person,
    due: decision.due,
    total: facts.total.toJSON(),
  };
}

/** Both are there but for an open item that does not know them. */
function expenditureParts({
  care,
  benefits,
}: ActualExpenditureFacts): Pick<IntroducedData, 'care' | 'benefits'> {
  const lines = benefits?.map(({ kind, amount }) => ({ kind, amount: amount.toString() }));
  return {
    ...(care === null ? {} : { care }),
    ...(lines === undefined ? {} : { benefits: lines }),
  };
}

/** The data of `claim.rejected`, without what is particular to one answer. */
export type RejectedData = Omit<EventData<'claim.rejected.v1'>, 'inReplyTo' | 'sequence'>;

/**
 * What is said of a rejected claim: its reasons, and as far as it could be read who was to pay how
 * much. Nothing about the person.
 */
export function rejectedData(
  arrival: ClaimArrival,
  reasons: RejectedData['reasons'],
): RejectedData {
  const { institution, reference, day, content } = arrival;
  const statement = content.ok ? content.data.claim.statement : content.statement;
  const claim = { institution, reference, ...(statement === null ? {} : { statement }) };
  if (!content.ok || day === null) return { claim, reasons };
  const { debtor, introducedOn = day, total } = content.data;
  return { claim, debtor: debtor.institution, introducedOn, total: written(total), reasons };
}

/** An amount with the decimals of its currency. */
function written({ amount, currency }: ClaimSubmitted['total']): ClaimSubmitted['total'] {
  return { amount: Money.of(amount, currency).toString(), currency };
}

function claimOf(subject: string): { institution: string; reference: string } {
  const slash = subject.indexOf('/');
  return { institution: subject.slice(0, slash), reference: subject.slice(slash + 1) };
}
