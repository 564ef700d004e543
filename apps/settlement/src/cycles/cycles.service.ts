import { isDeepStrictEqual } from 'node:util';
import type { DeadLetterCode } from '@reciproca/contracts';
import type { Database, Transaction } from '@reciproca/database';
import {
  markConsumed,
  readCloudEvent,
  type BatchContext,
  type KafkaMessage,
  type MessageBatch,
  type MessagingLog,
} from '@reciproca/messaging';
import { openBatches } from '../batches/index.js';
import { readCycleEvent, type CycleClose, type Proposal } from './cycle-event.js';
import { hiddenText, standingOf } from './cycle-standing.js';
import {
  closedCycles,
  hiddenCycles,
  lockCycles,
  markOpened,
  storeCloses,
  storedCloses,
  storedProposals,
  storeProposals,
} from './cycles.repository.js';

/** A message that was understood. */
type Understood = { readonly ok: true; readonly message: KafkaMessage } & (
  | { readonly kind: 'proposal'; readonly proposal: Proposal }
  | { readonly kind: 'close'; readonly close: CycleClose }
);

/** A message to be put aside. */
interface Faulty {
  readonly ok: false;
  readonly message: KafkaMessage;
  readonly code: DeadLetterCode;
  readonly detail: string;
}

/** Something that an operator must hear of. */
interface Alarm {
  readonly cycle: string;
  readonly problem: string;
}

/**
 * Keeps what clearing says about its cycles and opens the batches of a cycle once all of it is known
 * and agrees with its close.
 *
 * Proposals and closes are facts with a name of their own, so taking one again, in any order, under
 * any event id, by any process, changes nothing; the rows themselves say what was taken. A fact that
 * contradicts the one kept goes to the dead letters: the first one stands.
 */
export class CyclesService {
  constructor(
    private readonly database: Database,
    private readonly log: MessagingLog,
    /** Told each time that a cycle was found not to agree with itself. */
    private readonly contradicted: () => void,
  ) {}

  /** Books one Kafka batch in one transaction. */
  async take(batch: MessageBatch, context: BatchContext): Promise<void> {
    const readings = batch.messages.map(understand);
    const understood = readings.flatMap((reading) => (reading.ok ? [reading] : []));
    const unreadable = readings.flatMap((reading) => (reading.ok ? [] : [reading]));
    const { conflicts, alarms } = await this.database.transaction(async (transaction) => {
      const booked = await book(transaction, understood);
      await markConsumed(transaction, batch);
      return booked;
    });
    for (const { message, code, detail } of [...unreadable, ...conflicts]) {
      context.deadLetter(message, code, detail);
    }
    for (const alarm of alarms) {
      this.contradicted();
      this.log.error(alarm, 'a cycle does not agree with itself; its batches stay hidden');
    }
  }

  /** For the readiness check: the cycles whose batches are hidden and why; often nothing. */
  async hidden(): Promise<string | undefined> {
    return hiddenText(await hiddenCycles(this.database));
  }
}

function understand(message: KafkaMessage): Understood | Faulty {
  const envelope = readCloudEvent(message);
  if (!envelope.ok) return { message, ...envelope };
  const reading = readCycleEvent(envelope.event);
  return reading.kind === 'faulty'
    ? { ok: false, message, code: reading.code, detail: reading.detail }
    : { ok: true, message, ...reading };
}

async function book(
  transaction: Transaction,
  messages: readonly Understood[],
): Promise<{ readonly conflicts: readonly Faulty[]; readonly alarms: readonly Alarm[] }> {
  if (messages.length === 0) return { conflicts: [], alarms: [] };
  const cycles = messages.map(cycleOf);
  const opened = await lockCycles(transaction, cycles);
  const proposals = messages.flatMap((each) => (each.kind === 'proposal' ? [each.proposal] : []));
  const closes = messages.flatMap((each) => (each.kind === 'close' ? [each.close] : []));
  await storeProposals(
    transaction,
    proposals.filter(({ cycle }) => !opened.has(cycle)),
  );
  await storeCloses(transaction, closes);
  const conflicts = await findConflicts(transaction, messages);
  return { conflicts, alarms: await openComplete(transaction, cycles) };
}

/** What differs from the fact kept under its name, or came after its cycle was complete. */
async function findConflicts(
  transaction: Transaction,
  messages: readonly Understood[],
): Promise<Faulty[]> {
  const ids = messages.flatMap((each) => (each.kind === 'proposal' ? [each.proposal.id] : []));
  const proposals = await storedProposals(transaction, ids);
  const closes = await storedCloses(transaction, messages.map(cycleOf));
  return messages.flatMap((each) => {
    if (agrees(each, proposals, closes)) return [];
    const detail = `${each.kind === 'proposal' ? 'data.settlement' : 'data.cycle'} is known with other content`;
    return [{ ok: false, message: each.message, code: 'invalid-data', detail }];
  });
}

function agrees(
  message: Understood,
  proposals: ReadonlyMap<string, Proposal>,
  closes: ReadonlyMap<string, Omit<CycleClose, 'closedAt'>>,
): boolean {
  if (message.kind === 'proposal') {
    return isDeepStrictEqual({ ...proposals.get(message.proposal.id) }, message.proposal);
  }
  const { closedAt: _closedAt, ...close } = message.close;
  return isDeepStrictEqual({ ...closes.get(close.cycle) }, close);
}

/** Lets the batches of complete cycles be seen; those of a contradictory one stay hidden. */
async function openComplete(transaction: Transaction, cycles: readonly string[]): Promise<Alarm[]> {
  const closed = await closedCycles(transaction, cycles);
  const judged = closed.map((cycle) => ({ cycle, standing: standingOf(cycle) }));
  const complete = judged.flatMap(({ cycle, standing }) =>
    standing.kind === 'complete' ? [cycle] : [],
  );
  await openBatches(transaction, complete);
  await markOpened(
    transaction,
    complete.map(({ id }) => id),
  );
  return judged.flatMap(({ cycle: { id }, standing }) =>
    standing.kind === 'contradictory' ? [{ cycle: id, problem: standing.problem }] : [],
  );
}

function cycleOf(message: Understood): string {
  return message.kind === 'proposal' ? message.proposal.cycle : message.close.cycle;
}
