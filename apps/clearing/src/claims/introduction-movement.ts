import type { Movement } from '../ledger/index.js';
import type { IntroducedClaim } from './admission.js';

/** What the introduction of a claim means for the balances of its States. */
export function introductionMovement({ data, total }: IntroducedClaim): Movement {
  return {
    creditorState: data.claim.institution.slice(0, 2),
    debtorState: data.debtor.slice(0, 2),
    from: 'claimed',
    to: 'open',
    payBy: data.due.payBy,
    day: data.introducedOn,
    amount: total,
    claims: 1,
  };
}
