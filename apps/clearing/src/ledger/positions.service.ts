import type { Database } from '@reciproca/database';
import { cursorOf, type Page } from '../requests/index.js';
import { findPairs, readBalances, type PositionQuery } from './positions.repository.js';
import { positionOf, type Position, type PositionKey } from './positions.js';

/** Shows what States owe each other, from the balances alone. */
export class PositionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  /**
   * A page of positions. A pair whose first entry is after the day has none, so a page may be
   * shorter than its limit although another one follows.
   *
   * @param asOf `YYYY-MM-DD`; today (UTC) when undefined
   */
  async list(query: PositionQuery, asOf: string | undefined): Promise<Page<Position>> {
    const day = asOf ?? this.clock().toISOString().slice(0, 10);
    const found = await findPairs(this.database, { ...query, limit: query.limit + 1 });
    const pairs = found.slice(0, query.limit);
    const lines = pairs.length === 0 ? [] : await readBalances(this.database, pairs, day);
    const items = pairs.flatMap((pair) => {
      const own = lines.filter((line) => isOf(line, pair));
      return positionOf(pair, own) ?? [];
    });
    const last = pairs.at(-1);
    const more = found.length > query.limit && last !== undefined;
    return { items, next: more ? cursorOf([...last.states, last.currency]) : null };
  }
}

function isOf(
  line: { readonly creditor: string; readonly debtor: string; readonly currency: string },
  { states, currency }: PositionKey,
): boolean {
  const [one, other] = states;
  const pair = [line.creditor, line.debtor];
  return line.currency === currency && pair.includes(one) && pair.includes(other);
}
