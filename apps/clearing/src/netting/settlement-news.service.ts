import type { Database, Transaction } from '@reciproca/database';
import { eventSchemas, topics, utcDayOf, type EventData } from '@reciproca/contracts';
import {
  markConsumed,
  readCloudEvent,
  type BatchContext,
  type KafkaMessage,
  type MessageBatch,
  type MessagingLog,
  type OutboxRelay,
} from '@reciproca/messaging';
import { sweepAlone } from '../ledger/index.js';
import { advance, returnClaims } from './returns.repository.js';
import { keepNews, knownNews, type SettlementNews } from './settlement-news.repository.js';
import { judgeReversed, judgeSettled } from './settling.js';
import { bookPayments, bookReversal, lockStanding } from './settling.repository.js';

type BookedType = (typeof topics.settlements.types)[number];

type BookedEvent = {
  [Type in BookedType]: {
    readonly message: KafkaMessage;
    readonly id: string;
    /** The batch. */
    readonly subject: string;
    readonly type: Type;
    readonly data: EventData<Type>;
  };
}[BookedType];

/** What booking works with. */
export interface SettlementNewsParts {
  readonly database: Database;
  readonly relay: OutboxRelay;
  readonly clock: () => Date;
  readonly log: MessagingLog;
  /** Told each time that settlement said what contradicts the books. */
  readonly contradicted: () => void;
}

/** An event that contradicts the books. */
interface Contradiction {
  readonly message: KafkaMessage;
  readonly settlement: string;
  readonly problem: string;
}

/** What is left to be done after the commit. */
interface Aftermath {
  /** Outbox batches to wait for. */
  readonly batchIds: readonly string[];
  readonly contradictions: readonly Contradiction[];
}

interface Taken {
  readonly events: readonly BookedEvent[];
  readonly batch: MessageBatch;
  /** Instant of booking, RFC 3339. */
  readonly now: string;
}

const nothing: Aftermath = { batchIds: [], contradictions: [] };

/**
 * Books what settlement says: a rejected settlement returns its claims to the next cycle, a settled
 * one has paid them, a reversed one no longer has. Every event is kept word for word and booked once.
 * One that contradicts the books changes nothing, is not kept, and goes to the dead letters, with an
 * error in the log.
 */
export class SettlementNewsService {
  constructor(private readonly parts: SettlementNewsParts) {}

  async take(batch: MessageBatch, context: BatchContext): Promise<void> {
    const events = batch.messages.flatMap((message) => readEvent(message, context));
    const now = this.parts.clock().toISOString();
    const { batchIds, contradictions } = await this.parts.database.transaction((transaction) =>
      this.book(transaction, { events, batch, now }),
    );
    for (const contradiction of contradictions) this.putAside(contradiction, context);
    await this.published(batchIds);
  }

  private async book(transaction: Transaction, { events, batch, now }: Taken): Promise<Aftermath> {
    const done: Aftermath[] = [];
    const known = new Set(
      await knownNews(
        transaction,
        events.map(({ id }) => id),
      ),
    );
    for (const event of events) {
      if (known.has(event.id)) continue;
      const aftermath = await bookEvent(transaction, event, now);
      done.push(aftermath);
      if (aftermath.contradictions.length > 0) continue;
      known.add(event.id);
      await keepNews(transaction, [keptAs(event)], now);
    }
    await markConsumed(transaction, batch);
    return {
      batchIds: done.flatMap((each) => each.batchIds),
      contradictions: done.flatMap((each) => each.contradictions),
    };
  }

  private putAside({ message, settlement, problem }: Contradiction, context: BatchContext): void {
    context.deadLetter(message, 'invalid-data', `data.settlement: ${problem}`);
    this.parts.contradicted();
    this.parts.log.error(
      { settlement, problem },
      'a settlement is said to be settled against the books; nothing is booked',
    );
  }

  private async published(batchIds: readonly string[]): Promise<void> {
    await Promise.all(batchIds.map((id) => this.parts.relay.published(id)));
  }
}

async function bookEvent(
  transaction: Transaction,
  event: BookedEvent,
  now: string,
): Promise<Aftermath> {
  switch (event.type) {
    case 'batch.approved.v1':
      if (event.data.approvals === event.data.of) {
        await advance(transaction, event.data.settlements, 'approved');
      }
      return nothing;
    case 'batch.released.v1':
      await advance(transaction, event.data.settlements, 'released');
      return nothing;
    case 'batch.rejected.v1': {
      const { id: eventId, data } = event;
      const { settlements } = data;
      const day = utcDayOf(data.at);
      await sweepAlone(transaction);
      await returnClaims(transaction, { eventId, settlements, day, now });
      return nothing;
    }
    case 'settlement.accepted.v1':
      return nothing;
    case 'settlement.settled.v1':
      await sweepAlone(transaction);
      return settle(transaction, event, now);
    case 'settlement.reversed.v1':
      await sweepAlone(transaction);
      return reverse(transaction, event, now);
  }
}

async function reverse(
  transaction: Transaction,
  event: Extract<BookedEvent, { type: 'settlement.reversed.v1' }>,
  now: string,
): Promise<Aftermath> {
  const { id: eventId, message, data } = event;
  const { settlement, on } = data;
  const reversing = judgeReversed(await lockStanding(transaction, settlement));
  if (reversing.kind === 'contradicts') {
    return { ...nothing, contradictions: [{ message, settlement, problem: reversing.detail }] };
  }
  const { number } = reversing;
  const booking = { settlement, number, on, eventId, now };
  return { ...nothing, batchIds: await bookReversal(transaction, booking) };
}

function keptAs({ id, subject, type, data, message }: BookedEvent): SettlementNews {
  const settlements = 'settlements' in data ? data.settlements : [data.settlement];
  const sequence = data.sequence ?? null;
  const event = message.value?.toString('utf8') ?? '';
  return { eventId: id, batch: subject, sequence, type, settlements, event };
}

async function settle(
  transaction: Transaction,
  event: Extract<BookedEvent, { type: 'settlement.settled.v1' }>,
  now: string,
): Promise<Aftermath> {
  const { id: eventId, message, data } = event;
  const { settlement } = data;
  const settling = judgeSettled(data, await lockStanding(transaction, settlement));
  switch (settling.kind) {
    case 'known':
      return nothing;
    case 'contradicts':
      return { ...nothing, contradictions: [{ message, settlement, problem: settling.detail }] };
    case 'settles': {
      const { number, days } = settling;
      const booking = { settlement, number, days, eventId, now };
      return { ...nothing, batchIds: await bookPayments(transaction, booking) };
    }
  }
}

function readEvent(message: KafkaMessage, context: BatchContext): BookedEvent[] {
  const reading = readCloudEvent(message);
  if (!reading.ok) {
    context.deadLetter(message, reading.code, reading.detail);
    return [];
  }
  const { id, type, subject } = reading.event.attributes;
  if (typeof id !== 'string' || typeof subject !== 'string' || !isBooked(type)) {
    context.deadLetter(message, 'unknown-type', 'not an event of this topic');
    return [];
  }
  const parsed = eventSchemas[type].safeParse(reading.event.data);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.'));
    context.deadLetter(message, 'invalid-data', paths.join(', '));
    return [];
  }
  // The schema was that of the type.
  return [{ message, id, subject, type, data: parsed.data } as BookedEvent];
}

function isBooked(type: unknown): type is BookedType {
  return topics.settlements.types.some((booked) => booked === type);
}
