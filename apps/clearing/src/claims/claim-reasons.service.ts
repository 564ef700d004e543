import type { Language } from '@reciproca/agreements';
import type { Transaction } from '@reciproca/database';
import type { ReferenceStore } from '../reference/index.js';
import { findIntroducedByIds } from './claim-views.repository.js';
import { summaryOf, toldRules, whyIntroduced, type ClaimView } from './claim-view.js';

/** What a claim is, and by which rules it was introduced. */
export type ExplainedClaim = Pick<
  ClaimView,
  'instrument' | 'introducedOn' | 'due' | 'total' | 'obligation' | 'why'
>;

/** Tells why claims were introduced. */
export class ClaimReasons {
  constructor(private readonly reference: ReferenceStore) {}

  /** By claim id. Each claim is decided anew with the reference data of its time: ask for a page. */
  async explain(
    transaction: Transaction,
    claimIds: readonly string[],
    language: Language,
  ): Promise<ReadonlyMap<string, ExplainedClaim>> {
    const explained = new Map<string, ExplainedClaim>();
    for (const claim of await findIntroducedByIds(transaction, claimIds)) {
      const reference = await this.reference.asOf(transaction, claim.referenceVersion);
      const { instrument, introducedOn, due, total, obligation } = summaryOf(claim);
      const why = toldRules(whyIntroduced(claim, claim.event, reference), language);
      explained.set(claim.claimId, { instrument, introducedOn, due, total, obligation, why });
    }
    return explained;
  }
}
