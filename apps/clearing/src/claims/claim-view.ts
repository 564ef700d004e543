import {
  dataJudgedOn,
  decide,
  decideOpenItem,
  readClaimFacts,
  readOpenItemFacts,
  tellRefusal,
  tellWhy,
  tellWithVersion,
  type AppliedRule,
  type Language,
  type ReferenceData,
  type Sentence,
  type ToldRule,
} from '@reciproca/agreements';
import type { CloudEvent, EventData, Output, routes } from '@reciproca/contracts';
import { figuresOf, obligationOf, statusOf, type BucketSums } from '../ledger/index.js';
import type { IntroducedData } from './outcomes.js';

/** A claim as the contract shows it. */
export type ClaimView = Output<typeof routes.readClaim>;
/** A claim in a list. */
export type ClaimSummary = Output<typeof routes.listClaims>['items'][number];
/** An event about a claim. */
export type ClaimHistory = ClaimView['history'][number];
/** A settlement that a claim is or was in. */
export type ClaimSettlement = ClaimView['settlements'][number];

/** An introduced claim as it is stored; days are `YYYY-MM-DD`. */
export interface StoredClaim {
  /** Institutions, `STATE:CODE`. */
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  readonly currency: string;
  readonly reference: string;
  readonly statement: string;
  readonly introducedOn: string;
  /** UTC day of the message that brought it. */
  readonly messageDay: string;
  /** Provisional application (IR 987/2009 Art 6(5)). */
  readonly institutionKnownOn: string | null;
  /** Version of the reference data on which it was decided. */
  readonly referenceVersion: number;
  readonly downPaymentBy: string | null;
  readonly payBy: string | null;
  readonly disputeEnds: string | null;
  readonly buckets: BucketSums;
}

/** A rejection as it is stored. */
export interface RejectedRow {
  readonly subject: string;
  /** The bytes of `claim.rejected`. */
  readonly event: string;
}

/** An introduced claim with what is owed on it now. */
export function summaryOf(claim: StoredClaim): ClaimSummary {
  const { creditor, debtor, instrument, introducedOn, currency } = claim;
  const figures = figuresOf(claim.buckets, currency);
  return {
    claim: { institution: creditor, reference: claim.reference, statement: claim.statement },
    status: statusOf(figures),
    creditor,
    debtor,
    instrument,
    introducedOn,
    due: {
      downPaymentBy: claim.downPaymentBy,
      payBy: claim.payBy,
      disputeEnds: claim.disputeEnds,
    },
    total: { amount: figures.total.toString(), currency },
    obligation: obligationOf(figures),
  };
}

/** A rejected claim: what was claimed as far as it could be read, nothing that an introduction gives. */
export function rejectedSummaryOf(row: RejectedRow): ClaimSummary {
  const { claim, debtor, introducedOn, total } = rejectionOf(row);
  return {
    claim: { ...claim, statement: claim.statement ?? null },
    status: 'rejected',
    creditor: claim.institution,
    debtor: debtor ?? null,
    instrument: null,
    introducedOn: introducedOn ?? null,
    due: null,
    total: total ?? null,
    obligation: null,
  };
}

/** A rejected claim with the reasons of its latest rejection, told in a language. */
export function rejectedViewOf(
  row: RejectedRow,
  history: ClaimHistory[],
  language: Language,
): ClaimView {
  const told = rejectionOf(row).reasons.map((reason) => ({
    reason,
    ...tellReason(reason, language),
  }));
  return {
    ...rejectedSummaryOf(row),
    settlements: [],
    history,
    why: told.map(({ reason, text, inputs }) => ({
      rule: reason.rule,
      ...withVersion(reason, { text, inputs }, language),
    })),
    reasons: told.map(({ reason: { code, rule, paths }, text }) => ({
      code,
      rule,
      detail: text,
      ...(paths !== undefined && { paths }),
    })),
  };
}

type Reason = EventData<'claim.rejected.v1'>['reasons'][number];

/** In English as it was published; what needs no sentences of its own is told by its code. */
function tellReason(reason: Reason, language: Language): Pick<ToldRule, 'text' | 'inputs'> {
  const { text, inputs } = tellRefusal(sentencesOf(reason), language);
  return { text: language === 'en' || text === '' ? reason.detail : text, inputs };
}

/** A rule about the claim itself is judged on no data. */
function withVersion(
  reason: Reason,
  told: Pick<ToldRule, 'text' | 'inputs'>,
  language: Language,
): Pick<ToldRule, 'text' | 'inputs'> {
  const { code, said = [], dataVersion } = reason;
  const data = dataJudgedOn({ code, said });
  if (dataVersion === undefined || data === undefined) return told;
  const judged = { data, dataVersion };
  return {
    text: tellWithVersion(told.text, judged, language),
    inputs: { ...told.inputs, ...judged },
  };
}

function sentencesOf({ code, said, paths }: Reason): readonly Sentence[] {
  if (said !== undefined) return said as readonly Sentence[];
  if (code === 'malformed') {
    return [{ key: 'refused.unreadable', inputs: { paths: (paths ?? []).join(', ') } }];
  }
  return code === 'same-reference-other-content'
    ? [{ key: 'refused.same-reference', inputs: {} }]
    : [];
}

/** The rules that made a claim introduced, as the contract shows them, told in a language. */
export function toldRules(why: readonly AppliedRule[], language: Language): ClaimView['why'] {
  return tellWhy(why, language).map(({ rule, text, inputs }) => ({
    rule,
    text,
    inputs: { ...inputs },
  }));
}

function rejectionOf({ event }: RejectedRow): EventData<'claim.rejected.v1'> {
  return (JSON.parse(event) as CloudEvent<'claim.rejected.v1'>).data;
}

/**
 * Why a claim was introduced: decided again from what is stored, with the reference data of then.
 *
 * @param event the bytes of the event that introduced it
 * @param reference the data of the version that the claim names
 * @throws Error when the decision does not come out the same: then a rule was changed after the fact
 */
export function whyIntroduced(
  claim: StoredClaim,
  event: string,
  reference: ReferenceData,
): readonly AppliedRule[] {
  const { data } = JSON.parse(event) as { data: IntroducedData };
  const { care, benefits, fixedAmount, entitlement } = data;
  const isOpenItem = data.opening !== undefined;
  const reading = (isOpenItem ? readOpenItemFacts : readClaimFacts)(
    {
      creditor: { institution: data.claim.institution },
      debtor: { institution: data.debtor },
      basis: data.basis,
      recordedOn: data.recordedOn,
      introducedOn: data.introducedOn,
      competentInstitutionKnownOn: claim.institutionKnownOn ?? undefined,
      entitlement: entitlement === null ? undefined : { document: entitlement },
      care,
      benefits,
      fixedAmount,
      total: data.total,
    },
    claim.messageDay,
  );
  if (!reading.ok) throw new Error('a stored claim cannot be read');
  const decision = (isOpenItem ? decideOpenItem : decide)(reading.claim, reference);
  if (decision.outcome !== 'introduced' || decision.instrument !== claim.instrument) {
    throw new Error('a stored claim is not decided as it was');
  }
  return decision.why;
}
