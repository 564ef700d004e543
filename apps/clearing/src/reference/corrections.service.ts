import type { AverageCostRecord, ReferenceData } from '@reciproca/agreements';
import { ProblemError } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import { cursorOf, startOf, type Page } from '../requests/index.js';
import { correctionOf, type Correction, type FixedAmountClaim } from './corrections.js';
import { readFixedAmountClaims } from './corrections.repository.js';
import { readKind, type ReferenceStore } from './reference.repository.js';

/** Claims read in one go. */
const chunkSize = 1_000;
/** Claims looked at for one page; then it ends, however short, and the next one goes on. */
const lookedAtMax = 50_000;

/** Corrections of an average as they were asked for. */
export interface CorrectionRequest {
  /** Key of the average. */
  readonly key: string;
  /** A State that must be creditor or debtor; null: every one. */
  readonly visible: string | null;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** How many claims corrected averages touch. */
export interface TouchedClaims {
  readonly claims: number;
  /** Averages that touch one, in the order of their keys. */
  readonly averages: { readonly key: string; readonly claims: number }[];
}

/** Proposes what to do about claims whose average was corrected or came late; changes none. */
export class Corrections {
  constructor(
    private readonly database: Database,
    private readonly reference: ReferenceStore,
    private readonly clock: () => Date,
  ) {}

  /**
   * A page of the claims that go by an average today and whose total is another one by it, in the
   * order of their ids.
   *
   * @throws ProblemError not-found when no such average is known
   */
  async list(request: CorrectionRequest): Promise<Page<Correction>> {
    const { key, visible, limit } = request;
    let [after = '0'] = startOf(request.cursor, [/^\d{1,18}$/]) ?? [];
    const today = this.today();
    return this.database.transaction(async (transaction) => {
      const record = await findAverage(transaction, key);
      if (record === undefined) throw new ProblemError('not-found');
      const { data } = await this.reference.newest(transaction);
      const query = { states: [record.state], visible, limit: chunkSize };
      const items: Correction[] = [];
      for (let lookedAt = 0; lookedAt < lookedAtMax; lookedAt += chunkSize) {
        const claims = await readFixedAmountClaims(transaction, { ...query, after });
        for (const claim of claims) {
          const found = mayTouch(record.year, claim) ? correctionOf(claim, data, today) : null;
          const wanted = found?.key === key;
          if (wanted && items.length === limit) return { items, next: cursorOf([after]) };
          if (wanted) items.push(found.correction);
          after = claim.claimId;
        }
        if (claims.length < chunkSize) return { items, next: null };
      }
      return { items, next: cursorOf([after]) };
    });
  }

  /**
   * Counts the claims that go by some averages and whose total is another one by them.
   *
   * @param averages by key
   * @param reference the data in which they are known
   */
  async count(
    transaction: Transaction,
    averages: ReadonlyMap<string, AverageCostRecord>,
    reference: ReferenceData,
  ): Promise<TouchedClaims> {
    const counts = new Map<string, number>();
    const records = [...averages.values()];
    const states = [...new Set(records.map(({ state }) => state))];
    const fromYear = Math.min(...records.map(({ year }) => year));
    const query = { states, visible: null, limit: chunkSize };
    const today = this.today();
    for (let after = '0', more = records.length > 0; more;) {
      const claims = await readFixedAmountClaims(transaction, { ...query, after });
      for (const claim of claims.filter((each) => mayTouch(fromYear, each))) {
        const key = correctionOf(claim, reference, today)?.key;
        if (key !== undefined && averages.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      after = claims.at(-1)?.claimId ?? after;
      more = claims.length === chunkSize;
    }
    const found = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
    return {
      claims: found.reduce((sum, [, count]) => sum + count, 0),
      averages: found.map(([key, claims]) => ({ key, claims })),
    };
  }

  private today(): string {
    return this.clock().toISOString().slice(0, 10);
  }
}

/** A value stands in for later years, never for one before. */
function mayTouch(year: number, { fixedAmount }: FixedAmountClaim): boolean {
  return fixedAmount.year >= year;
}

async function findAverage(
  transaction: Transaction,
  key: string,
): Promise<AverageCostRecord | undefined> {
  const rows = await readKind(transaction, 'average-costs');
  return rows.findLast((row) => row.key === key)?.record ?? undefined;
}
