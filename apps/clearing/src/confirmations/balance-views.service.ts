import { limits } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import { pageOf, startOf, type Page } from '../requests/index.js';
import {
  summaryOf,
  viewOf,
  type BalanceClaim,
  type BalanceSummary,
  type BalanceView,
} from './published-balance.js';
import {
  findBalance,
  listBalances,
  readBalanceClaims,
  readSteps,
  type BalanceQuery,
  type PlacedBalanceClaim,
} from './published-balances.repository.js';

/** Claims read in one go while all of a balance are shown. */
const chunkSize = 5_000;

/** Shows published balances and the claims in them. */
export class BalanceViews {
  constructor(private readonly database: Database) {}

  /** A balance with what was done about it; undefined when there is none of this id. */
  async read(id: string, mayKnow: (state: string) => boolean): Promise<BalanceView | undefined> {
    const balance = await findBalance(this.database, id);
    if (balance === undefined) return undefined;
    return viewOf(balance, await readSteps(this.database, balance.number), mayKnow);
  }

  /** A page of balances, the newest first. */
  async list(
    query: Omit<BalanceQuery, 'before'>,
    cursor: string | undefined,
  ): Promise<Page<BalanceSummary>> {
    const [place] = startOf(cursor, [/^\d{1,10}$/]) ?? [];
    const before = place === undefined ? null : Number.parseInt(place, 10);
    const limit = query.limit + 1;
    const found = await listBalances(this.database, { ...query, before, limit });
    const page = pageOf(found, query.limit, ({ number }) => [String(number)]);
    return { items: page.items.map(summaryOf), next: page.next };
  }

  /** A page of the claims in a balance; undefined when there is none of this id. */
  async claims(
    id: string,
    wanted: { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<BalanceClaim> | undefined> {
    const { limit = limits.pageDefault, cursor } = wanted;
    const [after = '0'] = startOf(cursor, [/^\d{1,18}$/]) ?? [];
    const balance = await findBalance(this.database, id);
    if (balance === undefined) return undefined;
    const given = { balance: balance.number, after, limit: limit + 1 };
    const found = await readBalanceClaims(this.database, given);
    const page = pageOf(found, limit, ({ place }) => [place]);
    return { items: page.items.map(({ claim }) => claim), next: page.next };
  }

  /**
   * All claims in a balance, chunk by chunk as they are asked for. No transaction is held open: what
   * was published never changes.
   *
   * @returns undefined when there is no balance of this id
   */
  async allClaims(id: string): Promise<AsyncGenerator<BalanceClaim[]> | undefined> {
    const balance = await findBalance(this.database, id);
    return balance === undefined ? undefined : chunksOf(this.database, balance.number);
  }
}

async function* chunksOf(database: Database, balance: number): AsyncGenerator<BalanceClaim[]> {
  let after: string | undefined = '0';
  while (after !== undefined) {
    const found: PlacedBalanceClaim[] = await readBalanceClaims(database, {
      balance,
      after,
      limit: chunkSize,
    });
    if (found.length > 0) yield found.map(({ claim }) => claim);
    after = found.length < chunkSize ? undefined : found.at(-1)?.place;
  }
}
