/** Settlements whose lines are neither paid nor given back; as the partial index says it. */
export const unpaidSettlement = `status not in ('rejected', 'settled')`;

/**
 * What unpaid settlements hold of a claim, as a scalar SQL expression.
 *
 * @param claimId SQL of the claim's id
 */
export function inSettlementOf(claimId: string): string {
  return `coalesce((select sum(held.amount) from settlement_items as held
    join settlements using (settlement_no)
    where held.claim_id = ${claimId} and ${unpaidSettlement}), 0)`;
}

/** Whether a part of a claim is contested, as an SQL condition; `claimId` is SQL too. */
export function isContested(claimId: string): string {
  return `exists (select from contestations where claim_id = ${claimId} and contested <> 0)`;
}
