/*
 * Parts of statements that both the list and the runs read the books with: what is at stake of a
 * claim, and which contestations still count.
 */

/** Contestations that wait for their answer; as the partial indexes say it. */
export const openContestation = 'not answered and contested + disputed > 0';

/** What is to be paid of a claim, what is in settlement included: a query by the claim of a row. */
export function toPayOf(row: string): string {
  return `
    select coalesce(sum(case when to_bucket in ('open', 'in-settlement') then amount else 0 end
        - case when from_bucket in ('open', 'in-settlement') then amount else 0 end), 0) as amount
    from journal where journal.claim_id = ${row}.claim_id`;
}

/** What is contested and disputed of a claim, and not answered: the same. */
export function inDisputeOf(row: string): string {
  return `
    select coalesce(sum(contested + disputed), 0) as amount
    from contestations
    where contestations.claim_id = ${row}.claim_id and ${openContestation}`;
}
