import type { Output, routes } from '@reciproca/contracts';
import type { Database } from '@reciproca/database';
import { pageOf } from '../requests/index.js';
import { listInstruments } from './instrument-list.js';
import { publishedRecord } from './record-forms.js';
import { listRecords, type ReferenceQuery } from './reference-list.repository.js';
import { readKind } from './reference.repository.js';

type ReferencePage = Output<typeof routes.listReference>;

/** Which records a page holds; instruments too. */
export type ReferenceListQuery = Omit<ReferenceQuery, 'kind'> & {
  readonly kind: ReferencePage['items'][number]['kind'];
};

/** Shows reference data as it is published. */
export class ReferenceLists {
  constructor(private readonly database: Database) {}

  /** A page of records of one kind. */
  async list(query: ReferenceListQuery): Promise<ReferencePage> {
    const { kind } = query;
    return kind === 'instruments'
      ? listInstruments(await readKind(this.database, 'instruments'), query)
      : this.imported({ ...query, kind });
  }

  private async imported(query: ReferenceQuery): Promise<ReferencePage> {
    const { kind, limit } = query;
    const found = await listRecords(this.database, { ...query, limit: limit + 1 });
    const page = pageOf(found, limit, ({ version }) => [String(version)]);
    const items = page.items.map(({ record, ...version }) => ({
      kind,
      ...version,
      record: publishedRecord(kind, record),
    }));
    // Kind and record belong together; the types of a list cannot say so.
    return { items: items as ReferencePage['items'], next: page.next };
  }
}
