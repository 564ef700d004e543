import type { Database, Transaction } from '@reciproca/database';
import {
  markConsumed,
  type BatchContext,
  type MessageBatch,
  type OutboxRelay,
} from '@reciproca/messaging';
import { introductionMovement } from '../claims/index.js';
import { BalanceChanges, waitForSweeps, type LedgerAccounts } from '../ledger/index.js';
import {
  loadRecorded,
  readMessage,
  recordKeyOf,
  type Arrival,
  type Pseudonyms,
} from '../messages/index.js';
import { loadClaims, movementsOf } from '../obligations/index.js';
import type { ReferenceStore } from '../reference/index.js';
import { loadStatements, type StatementNumbers } from '../statements/index.js';
import { decideBatch, laterMessages, type BatchResult } from './batch-decision.js';
import { writeBatch } from './batch-writing.repository.js';
import type { ClaimIds } from './claim-ids.repository.js';
import { loadKnown, type Known, type Wanted } from './intake.repository.js';

/** Writers on one State pair's balances, each on rows of its own. */
const stripes = 8;

/** What intake works with. */
export interface IntakeParts {
  readonly database: Database;
  readonly relay: OutboxRelay;
  readonly reference: ReferenceStore;
  readonly pseudonyms: Pseudonyms;
  readonly claimIds: ClaimIds;
  readonly accounts: LedgerAccounts;
  readonly statements: StatementNumbers;
  readonly clock: () => Date;
  /** Told how many messages a batch held, how many of them were new, and of conflicts. */
  readonly observe: IntakeObserver;
}

/** Where intake tells its figures. */
export interface IntakeObserver {
  booked(figures: { messages: number; introduced: number; resent: number; dead: number }): void;
  conflict(): void;
}

interface BatchGiven {
  readonly arrivals: readonly Arrival[];
  readonly batch: MessageBatch;
  /** Instant of the decision, RFC 3339. */
  readonly now: string;
  /** Counted from 1; above it, somebody else was first with something of this batch. */
  readonly attempt: number;
}

interface Booked {
  /** The outbox batch to wait for; null when there is nothing to publish. */
  readonly batchId: string | null;
  readonly result: BatchResult;
}

const nothing: Booked = {
  batchId: null,
  result: { rows: [], resends: [], introduced: [], rejected: [], changes: [], entries: [] },
};

/**
 * Takes batches of messages: one transaction with inbox marks, claims, journal, open items, balances
 * and outbox; then the outcomes; only then may the offset move.
 */
export class IntakeService {
  constructor(private readonly parts: IntakeParts) {}

  async take(batch: MessageBatch, context: BatchContext): Promise<void> {
    const taken = this.parts.clock();
    const now = taken.toISOString();
    const reading = { pseudonyms: this.parts.pseudonyms, arrivedAt: taken.getTime() };
    const arrivals: Arrival[] = [];
    for (const message of batch.messages) {
      const read = readMessage(message, reading);
      if (read.kind === 'arrival') arrivals.push(read.arrival);
      else context.deadLetter(message, read.code, read.detail);
    }
    const booked = await this.parts.database.transaction(
      (transaction, attempt) => this.book(transaction, { arrivals, batch, now, attempt }),
      {
        onConflict: () => {
          this.parts.observe.conflict();
        },
      },
    );
    if (booked.batchId !== null) {
      await context.heartbeat();
      await this.parts.relay.published(booked.batchId, booked.result.rows);
    }
    this.parts.observe.booked({
      messages: batch.messages.length,
      introduced: booked.result.introduced.length,
      resent: booked.result.resends.length,
      dead: batch.messages.length - arrivals.length,
    });
  }

  private async book(transaction: Transaction, given: BatchGiven): Promise<Booked> {
    const { arrivals, batch } = given;
    const booked = arrivals.length === 0 ? nothing : await this.decideAndWrite(transaction, given);
    await markConsumed(transaction, batch);
    return booked;
  }

  private async decideAndWrite(transaction: Transaction, given: BatchGiven): Promise<Booked> {
    const { arrivals, batch, now, attempt } = given;
    if (arrivals.some(({ type }) => type !== 'claim.submitted.v1'))
      await waitForSweeps(transaction);
    const reference = await this.parts.reference.newest(transaction);
    const known = await loadKnown(transaction, wantedBy(arrivals, attempt > 1));
    const { recorded, claims, statements } = await loadLater(transaction, arrivals, known);
    const nextClaimId = await this.parts.claimIds.setAside(arrivals.length);
    const { data } = reference;
    const result = decideBatch(arrivals, {
      conversation: { ...known, reference: data, now },
      admission: { ...known, reference: data, nextClaimId },
      obligations: { claims, recorded, reference: data },
      statements: { statements, recorded, reference: data },
    });
    const stripe = batch.positions[0].partition % stripes;
    const batchId = await writeBatch(transaction, result, {
      ...this.parts,
      now,
      referenceVersion: reference.version,
      stripe,
    });
    await balanceChangesOf(result).write(transaction, stripe);
    return { batchId, result };
  }
}

/** What messages beside submitted claims are decided on; the claims they speak of are locked. */
async function loadLater(transaction: Transaction, arrivals: readonly Arrival[], known: Known) {
  const { aboutClaims, aboutStatements } = laterMessages(arrivals);
  const subjects = new Set(aboutClaims.map(({ subject }) => subject));
  const claimIds = new Map([...known.claimIds].filter(([subject]) => subjects.has(subject)));
  const again = [...aboutClaims, ...aboutStatements].filter((arrival) =>
    known.said.has(recordKeyOf(arrival)),
  );
  return {
    recorded: await loadRecorded(transaction, again),
    claims: await loadClaims(transaction, claimIds),
    statements: await loadStatements(transaction, aboutStatements),
  };
}

/** What hides under other keys than the subject is rare: it is looked up after a conflict alone. */
function wantedBy(arrivals: readonly Arrival[], conflicted: boolean): Wanted {
  const distinct = (keys: readonly string[]): string[] => [...new Set(keys)];
  return {
    messageKeys: conflicted ? distinct(arrivals.map(({ messageKey }) => messageKey)) : [],
    subjects: distinct(arrivals.map(({ subject }) => subject)),
    fingerprints: conflicted ? distinct(arrivals.flatMap((each) => each.fingerprint ?? [])) : [],
    contents: arrivals,
  };
}

function balanceChangesOf({ introduced, changes }: BatchResult): BalanceChanges {
  const balances = new BalanceChanges();
  for (const claim of introduced) balances.add(introductionMovement(claim));
  for (const movement of changes.flatMap(movementsOf)) balances.add(movement);
  return balances;
}
