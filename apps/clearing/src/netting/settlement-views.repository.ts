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

/**
 * Claims behind a settlement by institution and reference, in the order of their bytes.
 *
 * @param given `after`: institution and reference of the last claim before the page
 */
export function readSettlementClaims(
  database: Reader,
  given: {
    readonly number: number;
    readonly after: readonly string[] | undefined;
    readonly limit: number;
  },
): Promise<SettlementClaim[]> {
  const [institution = '', reference = ''] = given.after ?? [];
  return database.query<SettlementClaim & Record<string, unknown>>(
    `select creditor as institution, reference, statement, debtor, item.amount::text as amount,
       currency
     from settlement_items as item join claims using (claim_id)
       join ledger_accounts on ledger_accounts.account_id = item.account_id
     where settlement_no = $1
       and (creditor collate "C", reference collate "C") > ($2, $3)
     order by creditor collate "C", reference collate "C" limit $4`,
    [given.number, institution, reference, given.limit],
  );
}
