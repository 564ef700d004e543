import { addDays, type Language } from '@reciproca/agreements';
import type { Database, Transaction } from '@reciproca/database';
import { cursorOf, readOneState, startOf, type Page } from '../requests/index.js';
import { deadlineViewOf, isAtStake, type BookedDeadline, type DeadlineView } from './deadline.js';
import { firstDayOf, readDay, type DeadlineScope } from './deadline-list.repository.js';
import {
  beginning,
  deadlineSources,
  placeForm,
  placeOf,
  textsOf,
  type DeadlinePlace,
  type DeadlineSource,
} from './deadline-places.js';
import { walkIndexes } from './walk-indexes.repository.js';

/** Which page of deadlines is wanted. */
export interface DeadlineQuery extends DeadlineScope {
  /** First and last day, `YYYY-MM-DD`; today (UTC), and without end, when undefined. */
  readonly asOf: string | undefined;
  readonly before: string | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly language: Language;
}

/** Looks at the books in one page at most; a page that finds little ends early. */
const looksMax = 50;

/** Lists what falls next, day by day, from the indexes of what is still at stake. */
export class DeadlineList {
  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  /**
   * A page of deadlines, soonest first, with what is booked now.
   *
   * @throws ProblemError invalid-request for a cursor that no page gave
   */
  async page(query: DeadlineQuery): Promise<Page<DeadlineView>> {
    const from = query.asOf ?? this.clock().toISOString().slice(0, 10);
    const texts = startOf(query.cursor, placeForm);
    const start: DeadlinePlace =
      texts === undefined ? { on: from, source: deadlineSources[0], ...beginning } : placeOf(texts);
    const { found, next } = await this.database.transaction(async (transaction) => {
      await readOneState(transaction);
      await walkIndexes(transaction);
      return new PageReading(transaction, query).from(start);
    });
    return {
      items: found.map((deadline) => deadlineViewOf(deadline, query.language)),
      next: next === null ? null : cursorOf(textsOf(next)),
    };
  }
}

interface ReadPage {
  readonly found: readonly BookedDeadline[];
  /** The place behind which the next page begins. */
  readonly next: DeadlinePlace | null;
}

/** Reads one page from one state of the books. */
class PageReading {
  private readonly found: { readonly deadline: BookedDeadline; readonly at: DeadlinePlace }[] = [];
  private readonly days = new Map<DeadlineSource, string | null>();
  private looks = 0;

  constructor(
    private readonly transaction: Transaction,
    private readonly query: DeadlineQuery,
  ) {}

  async from(start: DeadlinePlace): Promise<ReadPage> {
    const { before } = this.query;
    let at: DeadlinePlace = start;
    for (;;) {
      const on = await this.nextDay(at);
      if (on === null || (before !== undefined && on > before)) return this.upTo(null);
      const stopped = await this.readDay(on, at);
      if (stopped !== null) return this.upTo(stopped);
      at = { on: addDays(on, 1), source: deadlineSources[0], ...beginning };
    }
  }

  /** Reads a day from behind a place on; gives the place where it stopped, null when all is read. */
  private async readDay(on: string, at: DeadlinePlace): Promise<DeadlinePlace | null> {
    for (const source of deadlineSources.filter((each) => this.days.get(each) === on)) {
      const isResumed = on === at.on && source === at.source;
      const { group, id, version } = isResumed ? at : beginning;
      const stopped = await this.readSource({ on, source, group, id, version });
      if (stopped !== null) return stopped;
    }
    return null;
  }

  private async readSource(from: DeadlinePlace): Promise<DeadlinePlace | null> {
    const { on: day, source } = from;
    const { transaction, query: scope } = this;
    let after: DeadlinePlace = from;
    for (;;) {
      const limit = scope.limit + 1 - this.found.length;
      const read = await readDay(transaction, { source, scope, day, after, limit });
      this.looks += 1;
      for (const { place, deadline } of read.found) {
        after = { on: day, source, ...place };
        if (deadline !== null && isAtStake(deadline)) this.found.push({ deadline, at: after });
      }
      if (this.found.length > scope.limit) return after;
      if (read.isAll) return null;
      if (this.looks >= looksMax) return after;
    }
  }

  /** The first day on which anything lies from a place on. */
  private async nextDay(at: DeadlinePlace): Promise<string | null> {
    const passed = deadlineSources.indexOf(at.source);
    for (const [index, source] of deadlineSources.entries()) {
      const from = index < passed ? addDays(at.on, 1) : at.on;
      const known = this.days.get(source);
      if (known === null || (known !== undefined && known >= from)) continue;
      const { transaction, query: scope } = this;
      this.days.set(source, await firstDayOf(transaction, { source, scope, from }));
    }
    const days = [...this.days.values()].filter((day) => day !== null).sort();
    return days[0] ?? null;
  }

  /** The page, when reading stopped at a place; null: there is nothing behind it. */
  private upTo(stopped: DeadlinePlace | null): ReadPage {
    const { limit } = this.query;
    const page = this.found.slice(0, limit);
    const last = page.at(-1);
    const isFull = this.found.length > limit && last !== undefined;
    return { found: page.map(({ deadline }) => deadline), next: isFull ? last.at : stopped };
  }
}
