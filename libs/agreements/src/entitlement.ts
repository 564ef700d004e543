import type { CareType, ClaimFacts, EntitlementDocument, FixedAmountFacts } from './claim.js';
import { entitlementDocuments } from './claim.js';
import type { Refusal } from './decision.js';
import type { Sentence } from './explanations.js';
import { stateOf } from './fields.schema.js';
import { claimsFixedAmounts, listOfClaimants } from './fixed-amount-claimants.js';
import type { Instrument } from './instrument.schema.js';

/** A document that a claim names, and the care that it must open. */
export interface NamedDocument {
  readonly document: EntitlementDocument;
  /** For fixed amounts that of residents: they refund what those who live there cost. */
  readonly care: CareType;
}

/**
 * The document of a claim; null for a fixed amount that names none, which it need not, and for an open
 * item that does not know its document or its care.
 */
export function documentOf(claim: ClaimFacts): NamedDocument | null {
  const care = claim.basis === 'actual-expenditure' ? claim.care?.type : 'residence';
  const { entitlement: document } = claim;
  return document === null || care === undefined ? null : { document, care };
}

/**
 * A check of claims: the debtor does not owe for this basis, to this State, or on this document. A
 * basis that the instrument does not admit is not owed either: a State that claims no fixed amounts
 * for the group and year has no title to one, which is what `not-entitled` says.
 */
export function notEntitled(given: {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument | null;
}): Refusal | null {
  const { claim, instrument } = given;
  if (instrument === null) {
    return null;
  }
  const { id, bases } = instrument;
  if (!bases.allowed.includes(claim.basis)) {
    const inputs = { instrument: id, basis: claim.basis, allowed: wordsOf(bases.allowed) };
    return {
      code: 'not-entitled',
      rule: `${id}/${bases.article}`,
      said: [{ key: 'refused.basis', inputs }],
    };
  }
  const stranger = claim.basis === 'fixed-amount' ? noClaimant(claim, instrument) : null;
  return stranger ?? wrongDocument(claim, instrument);
}

function noClaimant(claim: FixedAmountFacts, { id, fixedAmounts }: Instrument): Refusal | null {
  const state = stateOf(claim.creditor);
  const { group, year } = claim.fixedAmount;
  if (fixedAmounts === null || claimsFixedAmounts(fixedAmounts, { state, group, year })) {
    return null;
  }
  return {
    code: 'not-entitled',
    rule: `${id}/${listOfClaimants(fixedAmounts, state)}`,
    said: [
      {
        key: 'refused.no-claimant',
        inputs: { state, group, year: String(year), instrument: id },
      },
    ],
  };
}

function wrongDocument(claim: ClaimFacts, instrument: Instrument): Refusal | null {
  const { id, entitlement } = instrument;
  const named = documentOf(claim);
  if (named === null) {
    return null;
  }
  const { document, care } = named;
  const { careTypes, article } = entitlement.accepted[document];
  if (careTypes.includes(care)) {
    return null;
  }
  const documents = entitlementDocuments
    .filter((other) => entitlement.accepted[other].careTypes.includes(care))
    .join(', ');
  return {
    code: 'not-entitled',
    rule: `${id}/${article}`,
    said: [
      ...whatItOpens(claim, { document, care }, careTypes),
      { key: 'refused.document.instead', inputs: { care, instrument: id, documents } },
    ],
  };
}

function whatItOpens(
  { basis }: ClaimFacts,
  { document, care }: NamedDocument,
  careTypes: readonly CareType[],
): Sentence[] {
  if (careTypes.length === 0) {
    return [{ key: 'refused.document.none', inputs: { document } }];
  }
  const inputs = { document, accepted: wordsOf(careTypes), care };
  return basis === 'fixed-amount'
    ? [{ key: 'refused.document.fixed-amount', inputs }]
    : [{ key: 'refused.document', inputs }];
}

function wordsOf(codes: readonly string[]): readonly Sentence[] {
  return codes.map((code) => ({ key: 'part.word', inputs: { code } }));
}
