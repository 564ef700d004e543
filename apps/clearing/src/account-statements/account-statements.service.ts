import { limits, type Output, type routes } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import { Money } from '@reciproca/money';
import { grossLineOf, readBalances } from '../ledger/index.js';
import { pageOf, readOneState, startOf, type Page } from '../requests/index.js';
import {
  accountStatementOf,
  type AccountStatement,
  type StatementPeriod,
} from './account-statement.js';
import {
  accountsOf,
  allLinesStatement,
  readBuckets,
  readLines,
  type LineWish,
  type PlacedLine,
  type StatementLine,
} from './account-statements.repository.js';

type StatementView = Output<typeof routes.readAccountStatement>;

/** All lines behind a statement, with what they begin from and lead to. */
export interface WholeStatement extends Pick<AccountStatement, 'opening' | 'closing'> {
  /** Some at a time, each chunk read when it is asked for. */
  readonly chunks: AsyncGenerator<StatementLine[]>;
  /** Gives back what it holds; to be called whatever becomes of the lines. */
  close(): Promise<void>;
}

/** Lines read in one go while all are shown: a slow client still asks for the next ones in time. */
const chunkSize = 1_000;

const placeForm = [/^\d{1,10}$/, /^\d{1,18}$/, /^\d{1,9}$/];

/** Shows what happened between two States, from the balances; the lines behind it from the journal. */
export class AccountStatements {
  constructor(private readonly database: Database) {}

  /** The statement and the figures of its closing, all of one state of the books. */
  async read(period: StatementPeriod): Promise<StatementView> {
    return this.database.transaction(async (transaction) => {
      await readOneState(transaction);
      const statement = accountStatementOf(period, await readBuckets(transaction, period));
      const states = [period.state, period.counterpart] as const;
      const pair = { states, currency: period.currency };
      const lines = await readBalances(transaction, [pair], period.to);
      const figures = lines
        .map((line) => ({
          ...grossLineOf(line),
          disputed: Money.of(line.disputed, period.currency).toString(),
        }))
        .sort((left, right) => (left.creditor < right.creditor ? -1 : 1));
      return { ...statement, figures };
    });
  }

  /** A page of the lines behind a statement. */
  async page(
    wish: LineWish,
    wanted: { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<StatementLine>> {
    const { limit = limits.pageDefault, cursor } = wanted;
    const [account = '0', claim = '0', version = '0'] = startOf(cursor, placeForm) ?? [];
    const start = Number.parseInt(account, 10);
    const found: PlacedLine[] = [];
    for (const each of await accountsOf(this.database, wish)) {
      if (each < start) continue;
      const after = each === start ? ([claim, version] as const) : (['0', '0'] as const);
      const rest = limit + 1 - found.length;
      found.push(...(await readLines(this.database, wish, { account: each, after, limit: rest })));
      if (found.length > limit) break;
    }
    const page = pageOf(found, limit, ({ place }) => place);
    return { items: page.items.map(({ line }) => line), next: page.next };
  }

  /**
   * All lines behind a statement as the books stand now, whatever is booked meanwhile. Memory is
   * flat however many there are.
   */
  async all(wish: LineWish): Promise<WholeStatement> {
    const reading = await this.database.read();
    try {
      const { opening, closing } = accountStatementOf(wish, await readBuckets(reading, wish));
      const chunks = reading.chunks<StatementLine & Record<string, unknown>>(
        allLinesStatement(wish),
        chunkSize,
      );
      return { opening, closing, chunks, close: () => reading.close() };
    } catch (error) {
      await reading.close();
      throw error;
    }
  }
}
