import type { Transaction } from '@reciproca/database';

/**
 * Lets the rest of a transaction read by indexes alone, row after row. Deadlines are few of very many
 * rows, which are changed in bulk: right after a close or an import the planner's figures are old, and
 * by old figures it reads and sorts whole tables for the first hundred rows.
 */
export async function walkIndexes(transaction: Transaction): Promise<void> {
  await transaction.execute(
    `select set_config(name, 'off', true) from unnest(array['enable_sort', 'enable_bitmapscan',
       'enable_hashjoin', 'enable_mergejoin']) as setting (name)`,
  );
}
