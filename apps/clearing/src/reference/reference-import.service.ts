import type { AverageCostRecord } from '@reciproca/agreements';
import { ProblemError, type RawBody, type ReferenceKind } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import { openOutboxBatch, writeOutbox, type OutboxRelay } from '@reciproca/messaging';
import { hash } from 'node:crypto';
import { answerOnce } from '../requests/index.js';
import type { Corrections, TouchedClaims } from './corrections.service.js';
import { decideImport, type ImportDecision } from './record-import.js';
import { readRecords, type RecordReading } from './record-lines.js';
import { insertRows, lockImports } from './reference-import.repository.js';
import type { ReferenceRow, VersionedRow } from './reference-kinds.js';
import { updatesOf } from './reference-updates.js';
import { readKind, type ReferenceStore } from './reference.repository.js';

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
  /** Of average costs: the claims that the new ones touch. */
  readonly corrections?: TouchedClaims;
}

/** What imports work with. */
export interface ImportParts {
  readonly database: Database;
  readonly relay: Pick<OutboxRelay, 'published'>;
  readonly reference: ReferenceStore;
  readonly corrections: Corrections;
  readonly clock: () => Date;
}

/** Takes imports of reference data: whole or not at all, and tells the others through the outbox. */
export class ReferenceImports {
  constructor(private readonly parts: ImportParts) {}

  /**
   * Takes an import. The same records again change nothing, whatever their key.
   *
   * @throws ProblemError reference-invalid with every fault; not-json and invalid-request for a body
   *   that cannot be read; idempotency-key-reused
   */
  async take(request: ImportRequest): Promise<ImportResult> {
    const { kind, body, person, idempotencyKey: key } = request;
    const reading = readRecords(kind, body);
    const said = { route: 'importReference', kind, body: hash('sha256', body.bytes, 'hex') };
    const published: { batchId: string | null } = { batchId: null };
    const result = await this.parts.database.transaction((transaction) => {
      // A unit of work that is redone may find the answer of another one.
      published.batchId = null;
      return answerOnce(transaction, { person, key, request: said }, async () => {
        const taken = await this.decide(transaction, reading, { kind, person });
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
    reading: RecordReading,
    by: { readonly kind: ReferenceKind; readonly person: string },
  ): Promise<{ readonly batchId: string | null; readonly result: ImportResult }> {
    const { kind, person } = by;
    await lockImports(transaction);
    const { version, data: law } = await this.parts.reference.newest(transaction);
    const known = await readKind(transaction, kind);
    const decision = decideImport(kind, reading, { known, law });
    if (!decision.ok) throw refusal(decision);
    const { unchanged } = decision;
    const at = this.parts.clock().toISOString();
    const added = await insertRows(transaction, decision.added, { at, person });
    const result = {
      kind,
      imported: added.length,
      unchanged,
      ...(kind === 'average-costs' && {
        corrections: await this.touched(transaction, added, version),
      }),
    };
    if (added.length === 0) return { batchId: null, result };
    return { batchId: await tell(transaction, { added, known, at }), result };
  }

  /** @param version the newest one before `added` */
  private async touched(
    transaction: Transaction,
    added: readonly VersionedRow[],
    version: number,
  ): Promise<TouchedClaims> {
    const averages = new Map(
      added.map(({ key, record }) => [key, record as AverageCostRecord] as const),
    );
    const data = await this.parts.reference.newestWith(transaction, added, version);
    return this.parts.corrections.count(transaction, averages, data);
  }
}

function refusal(decision: Extract<ImportDecision, { ok: false }>): ProblemError {
  const { faults, unlisted } = decision;
  const detail = `only the first ${faults.length} faults are listed, ${unlisted} more are not`;
  return new ProblemError('reference-invalid', { faults, ...(unlisted > 0 && { detail }) });
}

async function tell(
  transaction: Transaction,
  given: {
    readonly added: readonly VersionedRow[];
    readonly known: readonly ReferenceRow[];
    readonly at: string;
  },
): Promise<string> {
  const { added, known, at } = given;
  const batchId = await openOutboxBatch(transaction);
  await writeOutbox(transaction, batchId, updatesOf(added, [...known, ...added], at));
  return batchId;
}
