import { limits } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import { pageOf, startOf, type Page } from '../requests/index.js';
import {
  findSettlement,
  readSettlementClaims,
  type PlacedClaim,
} from './settlement-views.repository.js';
import type { SettlementClaim, SettlementView } from './settlement-view.js';

/** What a client wants of the claims behind a settlement. */
export interface SettlementPage {
  readonly limit?: number;
  readonly cursor?: string;
}

/** Claims read in one go while a whole settlement is shown. */
const chunkSize = 5_000;

/** Shows settlements and the claims behind them. */
export class SettlementViews {
  constructor(private readonly database: Database) {}

  /** A settlement as proposed and where it stands; undefined when there is none of this id. */
  async read(id: string): Promise<SettlementView | undefined> {
    const found = await findSettlement(this.database, id);
    return found === undefined ? undefined : { ...found.proposal, status: found.status };
  }

  /** A page of the claims that a settlement took; undefined when there is none of this id. */
  async claims(id: string, wanted: SettlementPage): Promise<Page<SettlementClaim> | undefined> {
    const { limit = limits.pageDefault, cursor } = wanted;
    const [after = '0'] = startOf(cursor, [/^\d{1,18}$/]) ?? [];
    const settlement = await findSettlement(this.database, id);
    if (settlement === undefined) return undefined;
    const { number } = settlement;
    const found = await readSettlementClaims(this.database, { number, after, limit: limit + 1 });
    const page = pageOf(found, limit, ({ place }) => [place]);
    return { items: page.items.map(({ claim }) => claim), next: page.next };
  }

  /**
   * All claims that a settlement took, chunk by chunk as they are asked for, so that memory is flat
   * however many there are. No transaction is held open: what a settlement took never changes.
   *
   * @returns undefined when there is no settlement of this id
   */
  async allClaims(id: string): Promise<AsyncGenerator<SettlementClaim[]> | undefined> {
    const settlement = await findSettlement(this.database, id);
    return settlement === undefined ? undefined : chunksOf(this.database, settlement.number);
  }
}

async function* chunksOf(database: Database, number: number): AsyncGenerator<SettlementClaim[]> {
  let after: string | undefined = '0';
  while (after !== undefined) {
    const found: PlacedClaim[] = await readSettlementClaims(database, {
      number,
      after,
      limit: chunkSize,
    });
    if (found.length > 0) yield found.map(({ claim }) => claim);
    after = found.length < chunkSize ? undefined : found.at(-1)?.place;
  }
}
