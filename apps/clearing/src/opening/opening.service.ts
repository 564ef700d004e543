import { hash } from 'node:crypto';
import {
  canonicalContent,
  limits,
  ProblemError,
  type ClaimSubmitted,
  type Fault,
  type OpenItem,
  type RawBody,
} from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import type { OutboxRelay } from '@reciproca/messaging';
import { introductionMovement } from '../claims/index.js';
import { loadKnown, writeBatch, type ClaimIds } from '../intake/index.js';
import { BalanceChanges, openingStripe, type LedgerAccounts } from '../ledger/index.js';
import { fingerprintOf, type Pseudonyms } from '../messages/index.js';
import { movementsOf } from '../obligations/index.js';
import type { ReferenceStore, VersionedReference } from '../reference/index.js';
import { answerOnce } from '../requests/index.js';
import type { StatementNumbers } from '../statements/index.js';
import { openItemsOf, type OpenItemLine } from './open-item-lines.service.js';
import { openItems, subjectOfItem, type OpenedItems, type ReadItem } from './opening.js';
import { OpeningTotals, type Opened } from './opening-totals.js';

/** What openings work with. */
export interface OpeningParts {
  readonly database: Database;
  readonly relay: Pick<OutboxRelay, 'published'>;
  readonly reference: ReferenceStore;
  readonly pseudonyms: Pseudonyms;
  readonly claimIds: ClaimIds;
  readonly accounts: LedgerAccounts;
  readonly statements: StatementNumbers;
  readonly clock: () => Date;
}

/** An import of open items as it was asked for. */
export interface OpeningRequest {
  readonly body: RawBody;
  /** Who asks, `iss` and `sub`. */
  readonly person: string;
  readonly idempotencyKey: string | undefined;
}

/** One import on its way: what is known of the lines before. */
interface Import {
  readonly transaction: Transaction;
  readonly reference: VersionedReference;
  /** Instant of the decision, RFC 3339 in UTC. */
  readonly now: string;
  /** The line on which each subject stands. */
  readonly lines: Map<string, number>;
  readonly faults: Fault[];
  readonly balances: BalanceChanges;
  readonly totals: OpeningTotals;
}

/** Takes over the open claims of an old system: whole or not at all, in one transaction. */
export class Openings {
  constructor(private readonly parts: OpeningParts) {}

  /**
   * Takes an import.
   *
   * @throws ProblemError open-items-invalid with every faulty line, then nothing is booked; not-json
   *   and invalid-request for a body that cannot be read; idempotency-key-reused
   */
  async take({ body, person, idempotencyKey: key }: OpeningRequest): Promise<Opened> {
    const chunks = openItemsOf(body);
    const digest = hash('sha256', body.bytes, 'hex');
    const said = { route: 'importOpenItems', type: body.contentType, body: digest };
    const published: { batchId: string | null } = { batchId: null };
    const opened = await this.parts.database.transaction((transaction) => {
      // A unit of work that is redone may find the answer of another one.
      published.batchId = null;
      return answerOnce(transaction, { person, key, request: said }, async () => {
        const taken = await this.open(transaction, chunks());
        published.batchId = taken.batchId;
        return taken.opened;
      });
    });
    // The events leave by themselves; a broker that is away must not keep the operator waiting.
    if (published.batchId !== null) void this.parts.relay.published(published.batchId);
    return opened;
  }

  /** Chunk by chunk, so that memory stays flat and neither the database nor others wait for long. */
  private async open(
    transaction: Transaction,
    chunks: AsyncIterable<readonly OpenItemLine[]>,
  ): Promise<{ readonly opened: Opened; readonly batchId: string | null }> {
    const going: Import = {
      transaction,
      reference: await this.parts.reference.newest(transaction),
      now: this.parts.clock().toISOString(),
      lines: new Map(),
      faults: [],
      balances: new BalanceChanges(),
      totals: new OpeningTotals(),
    };
    let batchId: string | null = null;
    for await (const chunk of chunks) {
      const opened = await this.decide(going, chunk);
      going.faults.push(...opened.faults);
      // Nothing of a faulty import is kept; its other faults are still looked for.
      if (going.faults.length === 0) batchId = await this.write(going, opened);
    }
    if (going.faults.length > 0) throw refused(going.faults);
    await going.balances.write(transaction, openingStripe);
    return { opened: going.totals.result(), batchId };
  }

  private async decide(going: Import, chunk: readonly OpenItemLine[]): Promise<OpenedItems> {
    const { transaction, reference, now, faults } = going;
    const items = chunk.flatMap(({ line, reading }): ReadItem[] => {
      if (reading.ok) return this.read(going, line, reading.item);
      faults.push(...reading.faults.map((fault) => ({ code: 'malformed', ...fault, line })));
      return [];
    });
    const known = await loadKnown(transaction, {
      messageKeys: [],
      subjects: items.map(({ subject }) => subject),
      fingerprints: [...new Set(items.flatMap(({ fingerprint }) => fingerprint ?? []))],
      contents: [],
    });
    const nextClaimId = await this.parts.claimIds.setAside(items.length);
    return openItems(items, { known, reference: reference.data, now, nextClaimId });
  }

  private read({ lines, faults }: Import, line: number, item: OpenItem): ReadItem[] {
    const subject = subjectOfItem(item);
    const before = lines.get(subject);
    if (before !== undefined) {
      const detail = `stands on line ${before} already`;
      faults.push({ line, path: 'claim.reference', code: 'known-reference', detail });
      return [];
    }
    lines.set(subject, line);
    const { pseudonyms } = this.parts;
    const identifier = item.beneficiary?.id;
    const person = identifier === undefined ? null : pseudonyms.person(identifier);
    // Where nothing is missing it is what the creditor may submit again, and is answered alike.
    const content = canonicalContent('claim.submitted.v1', subject, item as ClaimSubmitted);
    const contentHash = pseudonyms.content(content);
    const fingerprint = fingerprintOf(item, person);
    return [{ line, item, subject, contentHash, person, fingerprint }];
  }

  private async write(going: Import, opened: OpenedItems): Promise<string> {
    const { transaction, now, reference, balances, totals } = going;
    const { introduced, changes } = opened;
    const result = { ...opened, resends: [], rejected: [], entries: [] };
    const batchId = await writeBatch(transaction, result, {
      ...this.parts,
      now,
      referenceVersion: reference.version,
      stripe: openingStripe,
    });
    for (const claim of introduced) {
      balances.add(introductionMovement(claim));
      totals.add(claim);
    }
    for (const movement of changes.flatMap(movementsOf)) balances.add(movement);
    return batchId;
  }
}

/** Every faulty line is named, though where there are very many each with its first fault alone. */
function refused(faults: readonly Fault[]): ProblemError {
  const sorted = [...faults].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  const firsts = sorted.filter(({ line }, index) => line !== sorted[index - 1]?.line);
  const detail = `${firsts.length} of its lines are at fault; nothing was taken over.`;
  const named = sorted.length <= limits.openItemsMax ? sorted : firsts;
  return new ProblemError('open-items-invalid', { detail, faults: named });
}
