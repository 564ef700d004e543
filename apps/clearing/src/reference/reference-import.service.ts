import { eventText, keyOf, ProblemError, topics, type RawBody } from '@reciproca/contracts';
import type { ReferenceKind } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import {
  openOutboxBatch,
  writeOutbox,
  type OutboxRelay,
  type OutboxRow,
} from '@reciproca/messaging';
import { hash } from 'node:crypto';
import { answerOnce } from '../requests/index.js';
import {
  byKey,
  decideImport,
  endOf,
  publishedRecord,
  type ReferenceRecord,
} from './record-import.js';
import { readRecords, type RecordLine } from './record-lines.js';
import {
  insertRecords,
  lockImports,
  newestVersion,
  type VersionedRecord,
} from './reference-import.repository.js';
import { recordsOf } from './reference.repository.js';

/** The `source` of everything that clearing publishes. */
const source = 'urn:reciproca:clearing';

/** An import as it was asked for. */
export interface ImportRequest {
  readonly kind: ReferenceKind;
  readonly body: RawBody;
  /** Who asks, `iss` and `sub`. */
  readonly person: string;
  readonly idempotencyKey: string | undefined;
}

/** What an import came to. */
export interface ImportResult {
  readonly kind: ReferenceKind;
  /** New versions. */
  readonly imported: number;
  /** Records that stood already. */
  readonly unchanged: number;
}

/** Takes imports of reference data: whole or not at all, and tells the others through the outbox. */
export class ReferenceImports {
  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly relay: Pick<OutboxRelay, 'published'>;
      readonly clock: () => Date;
    },
  ) {}

  /**
   * Takes an import. The same records again change nothing, whatever their key.
   *
   * @throws ProblemError reference-invalid with every fault; not-json and invalid-request for a body
   *   that cannot be read; idempotency-key-reused
   */
  async take(request: ImportRequest): Promise<ImportResult> {
    const { kind, body, person, idempotencyKey: key } = request;
    const lines = readRecords(kind, body);
    const said = { route: 'importReference', kind, body: hash('sha256', body.bytes, 'hex') };
    const published: { batchId: string | null } = { batchId: null };
    const result = await this.parts.database.transaction((transaction) => {
      // A unit of work that is redone may find the answer of another one.
      published.batchId = null;
      return answerOnce(transaction, { person, key, request: said }, async () => {
        const taken = await this.decide(transaction, lines, { kind, person });
        published.batchId = taken.batchId;
        return taken.result;
      });
    });
    // It leaves by itself; a broker that is away must not keep the operator waiting.
    if (published.batchId !== null) void this.parts.relay.published(published.batchId);
    return result;
  }

  private async decide(
    transaction: Transaction,
    lines: readonly RecordLine[],
    by: { readonly kind: ReferenceKind; readonly person: string },
  ): Promise<{ readonly batchId: string | null; readonly result: ImportResult }> {
    const { kind } = by;
    await lockImports(transaction);
    const version = await newestVersion(transaction);
    const known = await recordsOf<ReferenceRecord>(transaction, kind, version);
    const decision = decideImport(kind, lines, known);
    if (!decision.ok) throw new ProblemError('reference-invalid', { faults: decision.faults });
    const { added, unchanged } = decision;
    const result = { kind, imported: added.length, unchanged };
    if (added.length === 0) return { batchId: null, result };
    const at = this.parts.clock().toISOString();
    const versioned = await insertRecords(transaction, added, { ...by, at });
    const batchId = await openOutboxBatch(transaction);
    const keys = byKey([...known, ...added]);
    const rows = versioned.map((each) => {
      const to = endOf(each.record, keys.get(each.record.id) ?? []);
      return updateOf(kind, each, { to, at });
    });
    await writeOutbox(transaction, batchId, rows);
    return { batchId, result };
  }
}

/** `reference.updated` for one new version of a record. */
function updateOf(
  kind: ReferenceKind,
  { version, record }: VersionedRecord,
  given: { readonly to: string | null; readonly at: string },
): OutboxRow {
  const type = 'reference.updated.v1';
  const id = keyOf('reference.updated', kind, record.id, String(version));
  const subject = `${kind}/${record.id}/${version}`;
  const data = {
    kind,
    key: record.id,
    version,
    from: record.from,
    to: given.to,
    record: publishedRecord(kind, record),
  };
  return {
    messageKey: id,
    variant: 0,
    contentHash: null,
    topic: topics.reference.name,
    subject,
    sequence: 1,
    about: null,
    type,
    event: eventText({ id, source, type, time: given.at, subject, data }),
  };
}
