import {
  averageCostKey,
  findBinding,
  fixedAmountOf,
  proposedCorrection,
  queryOf,
  readClaimFacts,
  type Instrument,
  type ReferenceData,
} from '@reciproca/agreements';
import type { Output, routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';

/** A claim with what a corrected average changes about it, as the contract shows it. */
export type Correction = Output<typeof routes.listCorrections>['items'][number];

/** An introduced claim for a fixed amount as it is stored; days are `YYYY-MM-DD`. */
export interface FixedAmountClaim {
  /** Decimal string. */
  readonly claimId: string;
  /** Institutions, `STATE:CODE`. */
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  readonly currency: string;
  readonly reference: string;
  readonly statement: string;
  readonly recordedOn: string;
  readonly introducedOn: string;
  readonly messageDay: string;
  readonly institutionKnownOn: string | null;
  readonly total: string;
  readonly fixedAmount: Correction['fixedAmount'];
}

/** A correction with the average that it follows from. */
export interface FoundCorrection {
  /** Key of the average by which the claim goes today. */
  readonly key: string;
  readonly correction: Correction;
}

/**
 * What the averages known today change about a claim: null where its total is still right, or nothing
 * can be said.
 *
 * @param today only averages published by this day are looked at
 */
export function correctionOf(
  claim: FixedAmountClaim,
  reference: ReferenceData,
  today: string,
): FoundCorrection | null {
  const question = questionOf(claim, reference, today);
  const average = question === null ? undefined : fixedAmountOf(question)?.average;
  if (question === null || average === undefined) return null;
  const proposed = proposedCorrection(question);
  if (proposed.kind === 'none') return null;
  const { amount, kind } = proposed;
  const total = Money.of(claim.total, claim.currency);
  const correct = kind === 'credit-note' ? total.minus(amount) : total.plus(amount);
  const { creditor, debtor, instrument, introducedOn, fixedAmount, currency } = claim;
  return {
    key: averageCostKey(average.record),
    correction: {
      claim: { institution: creditor, reference: claim.reference, statement: claim.statement },
      debtor,
      instrument,
      introducedOn,
      fixedAmount,
      total: { amount: total.toString(), currency },
      correct: { amount: correct.toString(), currency },
      correction: { kind, amount: amount.toString() },
    },
  };
}

type Question = Parameters<typeof fixedAmountOf>[0];

function questionOf(
  claim: FixedAmountClaim,
  reference: ReferenceData,
  day: string,
): Question | null {
  const reading = readClaimFacts(
    {
      creditor: { institution: claim.creditor },
      debtor: { institution: claim.debtor },
      basis: 'fixed-amount',
      recordedOn: claim.recordedOn,
      introducedOn: claim.introducedOn,
      competentInstitutionKnownOn: claim.institutionKnownOn ?? undefined,
      fixedAmount: claim.fixedAmount,
      total: { amount: claim.total, currency: claim.currency },
    },
    claim.messageDay,
  );
  if (!reading.ok || reading.claim.basis !== 'fixed-amount') {
    throw new Error('a stored claim cannot be read');
  }
  const query = queryOf(reading.claim);
  const bindings = reference.bindingsBetween(query.creditorState, query.debtorState);
  const instrument = findBinding(bindings, query)?.instrument;
  if (instrument?.refundsCare !== true) return null;
  return { claim: reading.claim, instrument: instrument satisfies Instrument, reference, day };
}
