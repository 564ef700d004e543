import type { Database, Transaction } from '@reciproca/database';
import { ProblemError, keyOf, topics } from '@reciproca/contracts';
import {
  openOutboxBatch,
  writeOutbox,
  type KafkaConnection,
  type MessagingLog,
  type OutboxRelay,
  type OutboxRow,
} from '@reciproca/messaging';
import { BackgroundWork } from '@reciproca/runtime';
import { foldTotals, sweepAlone } from '../ledger/index.js';
import { ownEvent } from '../messages/index.js';
import type { ReferenceStore } from '../reference/index.js';
import { allocateDownPayments, bookDownPayments } from '../statements/index.js';
import {
  bookSettlements,
  bookedOffsets,
  eligibleSums,
  findClosing,
  findCycle,
  insertCycle,
  latestCutoff,
  markClosed,
  selectableAccounts,
  settlementHashes,
  takeEligible,
  takenSums,
  type CloseBooking,
  type CycleRow,
  type HashedSettlement,
  type WaitFor,
} from './cycles.repository.js';
import { hashOfSettlements } from './hashes.js';
import { net } from './netting.js';
import type { CycleFacts } from './placement.js';
import { only, select, without, type Selection } from './selection.js';
import { doubtfulAccounts, waitingOf, type Waiting, type WaitingClaims } from './waiting.js';

/** What closing works with. */
export interface CloseParts {
  readonly database: Pick<Database, 'query' | 'transaction'>;
  readonly relay: Pick<OutboxRelay, 'published'>;
  readonly kafka: Pick<KafkaConnection, 'endOffsets'>;
  readonly reference: ReferenceStore;
  readonly clock: () => Date;
  readonly log: MessagingLog;
  /** Told how long a close took, in seconds. */
  readonly closed: (seconds: number) => void;
}

/** A partition that is not booked as far as a close needs it. */
export interface Lag {
  readonly topic: string;
  readonly partition: number;
  /** Offsets still to come. */
  readonly behind: number;
}

/** What a close gives, or would give. */
export interface CycleResult {
  readonly settlements: readonly HashedSettlement['proposal'][];
  readonly claims: number;
  readonly hash: string;
  readonly referenceVersion: number;
  /** What it leaves for a later cycle because it cannot be converted. */
  readonly waiting: readonly WaitingClaims[];
}

/** The topics whose messages a close must have booked. */
const awaitedTopics = [topics.claimsInbound.name, topics.settlements.name] as const;

const lookEveryMs = 50;
const lookAfterErrorMs = 1_000;

/**
 * Closes cycles. A close notes the end offsets, waits until everything up to them is booked, then
 * takes one snapshot and books it in one transaction. One process closes at a time; another one
 * goes on where a killed one stopped.
 */
export class CloseService {
  private readonly work: BackgroundWork;

  constructor(private readonly parts: CloseParts) {
    this.work = new BackgroundWork({
      pass: async () => {
        await this.pass();
        return lookEveryMs;
      },
      afterErrorMs: lookAfterErrorMs,
      log: parts.log,
      failed: 'closing failed; it is tried again',
    });
  }

  /** Starts closing in the background. */
  start(): void {
    this.work.start();
  }

  /** Resolves when a close under way is done. */
  stop(): Promise<void> {
    return this.work.stop();
  }

  /**
   * Asks for a cycle. The same id and cut-off again gives the same cycle.
   *
   * @throws ProblemError cycle-cutoff-differs, cutoff-not-increasing, cutoff-in-future, cycle-closing
   */
  async request(wanted: { id: string; cutoff: string; by: string }): Promise<CycleRow> {
    const at = this.parts.clock().toISOString();
    const waitFor = await this.endOffsets();
    return this.parts.database.transaction(async (transaction) => {
      // Looked for first: what closes by now, and is the same cycle, is then found by its id.
      const closing = await findClosing(transaction);
      const known = await knownCycle(transaction, wanted, at.slice(0, 10));
      if (known !== undefined) return known;
      if (closing !== undefined) throw new ProblemError('cycle-closing');
      const { id, cutoff, by } = wanted;
      await insertCycle(transaction, { id, cutoff, requested_by: by, wait_for: waitFor, at });
      const made = await findCycle(transaction, id);
      if (made === undefined) throw new Error('a cycle vanished in its own transaction');
      return made;
    });
  }

  /**
   * What a close would give now, and how far the books are behind. Changes nothing.
   *
   * @throws ProblemError where a close could not be asked for: cycle-cutoff-differs,
   *   cutoff-not-increasing, cutoff-in-future
   */
  async preview(id: string, cutoff: string): Promise<CycleResult & { readonly lag: Lag[] }> {
    const lag = await this.lagOf(await this.endOffsets());
    const today = this.parts.clock().toISOString().slice(0, 10);
    const result = await this.parts.database.transaction(
      async (transaction) => {
        await knownCycle(transaction, { id, cutoff }, today);
        await allocateDownPayments(transaction, { toBook: false });
        return this.compute(transaction, { id, cutoff, keep: true });
      },
      { inOneSnapshot: true },
    );
    return { ...result, lag };
  }

  /** The partitions that are not booked up to the noted offsets. */
  async lagOf(waitFor: WaitFor): Promise<Lag[]> {
    const booked = await bookedOffsets(this.parts.database);
    return Object.entries(waitFor).flatMap(([topic, partitions]) =>
      Object.entries(partitions)
        .map(([partition, end]) => {
          const done = booked.get(`${topic} ${partition}`) ?? 0n;
          return {
            topic,
            partition: Number.parseInt(partition, 10),
            behind: Number.parseInt((BigInt(end) - done).toString(), 10),
          };
        })
        .filter(({ behind }) => behind > 0),
    );
  }

  private async endOffsets(): Promise<WaitFor> {
    const noted: Record<string, Record<string, string>> = {};
    for (const topic of awaitedTopics) {
      const ends = await this.parts.kafka.endOffsets(topic);
      noted[topic] = Object.fromEntries(
        [...ends].map(([partition, end]) => [String(partition), end.toString()]),
      );
    }
    return noted;
  }

  private async pass(): Promise<void> {
    const waiting = await findClosing(this.parts.database);
    if (waiting === undefined) return;
    const lag = await this.lagOf(waiting.wait_for);
    if (lag.length > 0) return;
    const started = performance.now();
    const batchIds = await this.parts.database.transaction(
      (transaction) => this.close(transaction, waiting.id),
      { inOneSnapshot: true },
    );
    if (batchIds.length === 0) return;
    const seconds = (performance.now() - started) / 1_000;
    this.parts.closed(seconds);
    this.parts.log.info({ cycle: waiting.id, cutoff: waiting.cutoff, seconds }, 'cycle closed');
    await Promise.all(batchIds.map((batchId) => this.parts.relay.published(batchId)));
    await this.parts.database.transaction(foldTotals);
  }

  /**
   * Closes the cycle that was waited for, unless another process has: a later one must wait anew.
   *
   * @returns the outbox batches to wait for
   */
  private async close(transaction: Transaction, id: string): Promise<string[]> {
    await sweepAlone(transaction);
    const cycle = await findClosing(transaction, true);
    if (cycle?.id !== id) return [];
    const { cutoff } = cycle;
    const now = this.parts.clock().toISOString();
    await allocateDownPayments(transaction, { toBook: true });
    const eventId = keyOf('cycle.closed', id);
    const allocated = await bookDownPayments(transaction, { eventId, now });
    const result = await this.compute(transaction, { id, cutoff, keep: false });
    const settlements = result.settlements.map((proposal) => ({
      proposal,
      cause: keyOf('settlement.proposed', proposal.settlement),
    }));
    const batchId = await openOutboxBatch(transaction);
    const { referenceVersion } = result;
    const booking: CloseBooking = { cycle: id, cutoff, batchId, now, referenceVersion };
    await bookSettlements(transaction, settlements, booking);
    await markClosed(transaction, {
      ...booking,
      claims: result.claims,
      settlements: settlements.length,
      hash: result.hash,
      waiting: result.waiting,
    });
    await writeOutbox(transaction, batchId, eventsOf(cycle, result, now));
    return [...allocated, batchId];
  }

  private async compute(
    transaction: Transaction,
    cycle: { readonly id: string; readonly cutoff: string; readonly keep: boolean },
  ): Promise<CycleResult> {
    const { id, cutoff, keep } = cycle;
    const { data, version } = await this.parts.reference.newest(transaction);
    const facts: CycleFacts = {
      id,
      cutoff,
      arrangementOf: (one, other) => data.arrangementOn(one, other, cutoff),
      rateOn: (currency, day) => data.exchangeRateOn(currency, day),
    };
    const { selection, waiting } = await selectConvertible(transaction, facts);
    await takeEligible(transaction, { cutoff, selection, keep });
    const sums = await takenSums(transaction);
    const netted = net(sums, facts);
    const hashes = await settlementHashes(transaction, netted);
    const settlements = netted.map(({ accountIds: _accountIds, ...settlement }, index) => {
      const hash = hashes[index];
      if (hash === undefined) throw new Error('a settlement without claims');
      return { ...settlement, hash };
    });
    const claims = sums.reduce((count, sum) => count + sum.claims, 0);
    const hash = hashOfSettlements(settlements);
    return { settlements, claims, hash, referenceVersion: version, waiting: waiting.claims };
  }
}

/** What a cycle may take, and what of it waits because it cannot be converted at the cut-off. */
async function selectConvertible(
  transaction: Transaction,
  cycle: CycleFacts,
): Promise<{ readonly selection: Selection; readonly waiting: Waiting }> {
  const accounts = await selectableAccounts(transaction);
  const wanted = select(accounts, cycle);
  const doubtful = doubtfulAccounts(accounts, cycle);
  const selection = only(wanted, new Set(doubtful.map(({ accountId }) => accountId)));
  const { cutoff } = cycle;
  const sums = doubtful.length === 0 ? [] : await eligibleSums(transaction, { cutoff, selection });
  const waiting = waitingOf(doubtful, sums);
  return { selection: without(wanted, waiting.accountIds), waiting };
}

/** The cycle of this id and cut-off when it exists; throws where there can be none. */
async function knownCycle(
  transaction: Transaction,
  wanted: { readonly id: string; readonly cutoff: string },
  today: string,
): Promise<CycleRow | undefined> {
  // Before the cycle itself: what another request asks for meanwhile must not stand in its own way.
  const latest = await latestCutoff(transaction);
  const known = await findCycle(transaction, wanted.id);
  if (known !== undefined) return sameCutoff(known, wanted.cutoff);
  if (wanted.cutoff > today) throw new ProblemError('cutoff-in-future');
  if (latest !== null && wanted.cutoff <= latest) {
    const detail = `a cycle with cut-off ${latest} exists`;
    throw new ProblemError('cutoff-not-increasing', { detail });
  }
  return undefined;
}

function sameCutoff(cycle: CycleRow, cutoff: string): CycleRow {
  if (cycle.cutoff === cutoff) return cycle;
  throw new ProblemError('cycle-cutoff-differs', { detail: `its cut-off is ${cycle.cutoff}` });
}

/** The proposals, then the word that the cycle is closed: one subject, so they leave in this order. */
function eventsOf(cycle: CycleRow, result: CycleResult, now: string): OutboxRow[] {
  const about = { topic: topics.clearingCycles.name, subject: cycle.id, now };
  const proposals = result.settlements.map((settlement, index) =>
    ownEvent({
      ...about,
      id: keyOf('settlement.proposed', settlement.settlement),
      type: 'settlement.proposed.v1',
      data: { sequence: index + 1, ...settlement },
    }),
  );
  const closed = ownEvent({
    ...about,
    id: keyOf('cycle.closed', cycle.id),
    type: 'cycle.closed.v1',
    data: {
      sequence: proposals.length + 1,
      cycle: cycle.id,
      cutoff: cycle.cutoff,
      settlements: proposals.length,
      claims: result.claims,
      hash: result.hash,
      closedBy: cycle.requested_by,
    },
  });
  return [...proposals, closed];
}
