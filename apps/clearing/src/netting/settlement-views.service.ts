import type { Database } from '@reciproca/database';
import { pageOf, startOf, type Page } from '../requests/index.js';
import { findSettlement, readSettlementClaims } from './settlement-views.repository.js';
import type { SettlementClaim, SettlementView } from './settlement-view.js';

const place = [/^[A-Z]{2}:.+$/, /^.+$/];

/** Shows settlements and the claims behind them. */
export class SettlementViews {
  constructor(private readonly database: Database) {}

  /** A settlement as proposed and where it stands; undefined when there is none of this id. */
  async read(id: string): Promise<SettlementView | undefined> {
    const found = await findSettlement(this.database, id);
    return found === undefined ? undefined : { ...found.proposal, status: found.status };
  }

  /** A page of the claims that a settlement took; undefined when there is none of this id. */
  async claims(
    id: string,
    page: { readonly limit: number; readonly cursor: string | undefined },
  ): Promise<Page<SettlementClaim> | undefined> {
    const { limit, cursor } = page;
    const after = startOf(cursor, place);
    const settlement = await findSettlement(this.database, id);
    if (settlement === undefined) return undefined;
    const { number } = settlement;
    const found = await readSettlementClaims(this.database, { number, after, limit: limit + 1 });
    return pageOf(found, limit, (claim) => [claim.institution, claim.reference]);
  }
}
