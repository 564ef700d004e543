import type { Database } from '@reciproca/database';
import type { SettlementClaim, StoredSettlement } from './settlement-view.js';

type Reader = Pick<Database, 'query'>;

/** A settlement as it was proposed, with where it stands. */
export async function findSettlement(
  database: Reader,
  id: string,
): Promise<StoredSettlement | undefined> {
  const [row] = await database.query<StoredSettlement & Record<string, unknown>>(
    'select settlement_no as "number", proposal, status from settlements where id = $1',
    [id],
  );
  return row;
}

/** The ids of a cycle's settlements, in the order of their bytes. */
export async function settlementsOf(database: Reader, cycle: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    'select id from settlements where cycle = $1 order by id collate "C"',
    [cycle],
  );
  return rows.map((row) => row.id);
}

/** A claim behind a settlement with its place in the list, a decimal string. */
export interface PlacedClaim {
  readonly place: string;
  readonly claim: SettlementClaim;
}

/**
 * Claims behind a settlement in the order of their ids, which is that of its items' key: a page
 * costs what it holds, however many claims lie before and behind it.
 *
 * @param given `after`: the place of the last claim before the page, `0` for the first page
 */
export async function readSettlementClaims(
  database: Reader,
  given: { readonly number: number; readonly after: string; readonly limit: number },
): Promise<PlacedClaim[]> {
  const rows = await database.query<SettlementClaim & { readonly place: string }>(
    `select claim_id as place, creditor as institution, reference, statement, debtor,
       item.amount::text as amount, currency
     from (select claim_id, account_id, amount from settlement_items
           where settlement_no = $1 and claim_id > $2 order by claim_id limit $3) as item
       join claims using (claim_id) join statements using (statement_id)
       join ledger_accounts on ledger_accounts.account_id = item.account_id
     order by claim_id`,
    [given.number, given.after, given.limit],
  );
  return rows.map(({ place, ...claim }) => ({ place, claim }));
}
