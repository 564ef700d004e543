import { readClaimFacts } from './claim.js';
import type { ClaimData, ClaimFacts } from './claim.js';
import type { InstitutionRecord } from './records.schema.js';

/** A record of an institution that is its own liaison body and has no account. */
export function institution(
  id: string,
  span: { readonly from: string; readonly to?: string } = { from: '1960-01-01' },
): InstitutionRecord {
  return { id, name: id, from: span.from, to: span.to ?? null, liaisonBody: null, accounts: [] };
}

/** A claim's data together with the day of its message. */
export type SentClaim = ClaimData & { readonly messageDay: string };

/** Parts of a claim to replace. */
export type ClaimChange = Partial<SentClaim>;

/** The documented example: France claims 1134.56 EUR from Germany. */
export const exampleClaim: SentClaim = {
  messageDay: '2026-03-02',
  creditor: { institution: 'FR:CNAM' },
  debtor: { institution: 'DE:AOK-BY' },
  basis: 'actual-expenditure',
  recordedOn: '2025-03-15',
  introducedOn: '2026-03-02',
  entitlement: { document: 'EHIC' },
  care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
  benefits: [
    { kind: 'hospital', amount: '1100.00' },
    { kind: 'medicines', amount: '34.56' },
  ],
  total: { amount: '1134.56', currency: 'EUR' },
};

/** The facts of the example, changed; a fixed amount names a document only where the change does. */
export function factsOf(change: ClaimChange = {}): ClaimFacts {
  const unnamed = change.basis === 'fixed-amount' ? { entitlement: undefined } : {};
  const { messageDay, ...data } = { ...exampleClaim, ...unnamed, ...change };
  const reading = readClaimFacts(data, messageDay);
  if (!reading.ok) {
    throw new Error(JSON.stringify(reading.faults));
  }
  return reading.claim;
}

/** A claim for one benefit. */
export function oneBenefit(amount: string, currency: string): ClaimChange {
  return { benefits: [{ kind: 'hospital', amount }], total: { amount, currency } };
}
