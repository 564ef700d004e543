import type { ClaimFacts, Decision } from '@reciproca/agreements';
import { keyOf, topics, type ClaimSubmitted, type EventData } from '@reciproca/contracts';
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
export function introducedData(given: {
  readonly arrival: ClaimArrival;
  readonly submitted: ClaimSubmitted;
  /** The same claim as the rules saw it. */
  readonly facts: ClaimFacts;
  readonly decision: Extract<Decision, { outcome: 'introduced' }>;
}): IntroducedData {
  const { arrival, submitted, facts, decision } = given;
  return {
    inReplyTo: { source: arrival.source, id: arrival.id },
    sequence: 0,
    claim: {
      institution: arrival.institution,
      reference: arrival.reference,
      statement: submitted.claim.statement,
    },
    debtor: facts.debtor,
    basis: submitted.basis,
    instrument: decision.instrument,
    recordedOn: facts.recordedOn,
    introducedOn: facts.introducedOn,
    entitlement: submitted.entitlement?.document ?? null,
    ...(facts.basis === 'actual-expenditure'
      ? {
          care: facts.care,
          benefits: facts.benefits.map(({ kind, amount }) => ({ kind, amount: amount.toString() })),
        }
      : {}),
    ...(submitted.basis === 'fixed-amount' ? { fixedAmount: submitted.fixedAmount } : {}),
    person: arrival.person,
    due: decision.due,
    total: facts.total.toJSON(),
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
