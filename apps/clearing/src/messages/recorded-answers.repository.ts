import type { Transaction } from '@reciproca/database';
import { recordKeyOf, type RecordedData, type SaidContent } from './recorded-answer.js';

interface RecordedRow extends Record<string, unknown> {
  readonly subject: string;
  readonly contentHash: string;
  readonly event: string;
}

/**
 * Reads what was recorded of the same contents before, under whatever id it came.
 *
 * @returns the first answer to each, by {@link recordKeyOf}
 */
export async function loadRecorded(
  transaction: Pick<Transaction, 'query'>,
  contents: readonly SaidContent[],
): Promise<Map<string, RecordedData>> {
  const recorded = new Map<string, RecordedData>();
  if (contents.length === 0) return recorded;
  const rows = await transaction.query<RecordedRow>(recordedSql, [
    contents.map(({ subject }) => subject),
    contents.map(({ contentHash }) => contentHash),
  ]);
  for (const row of rows) {
    recorded.set(recordKeyOf(row), (JSON.parse(row.event) as { data: RecordedData }).data);
  }
  return recorded;
}

/** The first answer to each content that was recorded under its subject. */
const recordedSql = `
  select found.*
  from unnest($1::text[], $2::uuid[]) as wanted (subject, content)
    cross join lateral (
      select subject, content_hash as "contentHash", event from outbox
      where subject = wanted.subject and content_hash = wanted.content
        and type = 'message.recorded.v1'
      order by sequence limit 1 offset 0) as found`;
