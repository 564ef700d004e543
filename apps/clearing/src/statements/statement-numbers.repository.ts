import type { Database } from '@reciproca/database';
import type { StatementName } from './statement-desk.js';

/** The text under which a statement is looked up: its subject. */
export function statementKeyOf({ institution, statement }: StatementName): string {
  return `${institution}/${statement}`;
}

/** Numbers that are kept at hand; statements come and go, so the oldest give way. */
const keptMax = 20_000;

/**
 * Numbers of statements. They are made ahead of the booking, on a connection of their own: a number
 * without entries means nothing, and two writers never wait for each other over one.
 */
export class StatementNumbers {
  private readonly kept = new Map<string, number>();

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /** The numbers of statements by {@link statementKeyOf}; those that are new are made. */
  async numbersOf(names: readonly StatementName[]): Promise<ReadonlyMap<string, number>> {
    const numbers = new Map<string, number>();
    const missing = new Map<string, StatementName>();
    for (const name of names) {
      const key = statementKeyOf(name);
      const known = this.kept.get(key);
      if (known === undefined) missing.set(key, name);
      else numbers.set(key, known);
    }
    if (missing.size > 0) {
      for (const [key, number] of await this.make([...missing.values()])) numbers.set(key, number);
    }
    return numbers;
  }

  private async make(names: readonly StatementName[]): Promise<Map<string, number>> {
    const columns = [
      names.map(({ institution }) => institution),
      names.map(({ statement }) => statement),
    ];
    await this.database.query(
      `insert into statements (institution, statement)
       select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
      columns,
    );
    const rows = await this.database.query<StatementName & { statement_id: number }>(
      `select statement_id, institution, statement from statements
       join unnest($1::text[], $2::text[]) as wanted (institution, statement)
         using (institution, statement)`,
      columns,
    );
    const made = new Map(rows.map((row) => [statementKeyOf(row), row.statement_id]));
    for (const [key, number] of made) this.keep(key, number);
    return made;
  }

  private keep(key: string, number: number): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= keptMax && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, number);
  }
}
