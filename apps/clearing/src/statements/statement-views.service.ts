import type { Database } from '@reciproca/database';
import { readOneState } from '../requests/index.js';
import { readStatement } from './statement-views.repository.js';
import { statementViewOf } from './statement-view.js';
import type { StatementView } from './stored-statement.types.js';

/** What a reader finds: a statement, one that is not for this reader, or none. */
export type FoundStatement =
  | { readonly kind: 'statement'; readonly view: StatementView }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'unknown' };

/** Shows statements: what was announced and came, what is owed, and what down payments do. */
export class StatementViews {
  constructor(private readonly database: Database) {}

  /**
   * A statement, from one state of the books.
   *
   * @param state the reader's; null for one who sees everything
   */
  async read(
    name: { readonly institution: string; readonly reference: string },
    state: string | null,
  ): Promise<FoundStatement> {
    const stored = await this.database.transaction(async (transaction) => {
      await readOneState(transaction);
      return readStatement(transaction, name);
    });
    if (stored === undefined) return { kind: 'unknown' };
    const view = statementViewOf(stored, state);
    return view === undefined ? { kind: 'hidden' } : { kind: 'statement', view };
  }
}
