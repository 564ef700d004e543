import type { Database, Transaction } from '@reciproca/database';
import { eventSchemas, isEventType, utcDayOf, type EventData } from '@reciproca/contracts';
import {
  markConsumed,
  readCloudEvent,
  type BatchContext,
  type KafkaMessage,
  type MessageBatch,
} from '@reciproca/messaging';
import { advance, returnClaims } from './returns.repository.js';

type DecisionType = 'batch.approved.v1' | 'batch.rejected.v1' | 'batch.released.v1';

interface OfficersEvent {
  readonly id: string;
  readonly type: DecisionType;
  readonly data: EventData<DecisionType>;
}

/** Books what officers decided: a rejected settlement returns its claims to the next cycle. */
export class ReturnsService {
  constructor(
    private readonly database: Database,
    private readonly clock: () => Date,
  ) {}

  async take(batch: MessageBatch, context: BatchContext): Promise<void> {
    const events = batch.messages.flatMap((message) => readEvent(message, context));
    const now = this.clock().toISOString();
    await this.database.transaction(async (transaction) => {
      for (const event of events) await book(transaction, event, now);
      await markConsumed(transaction, batch);
    });
  }
}

async function book(transaction: Transaction, event: OfficersEvent, now: string): Promise<void> {
  const { settlements } = event.data;
  switch (event.type) {
    case 'batch.approved.v1':
      if (isComplete(event.data)) await advance(transaction, settlements, 'approved');
      return;
    case 'batch.released.v1':
      await advance(transaction, settlements, 'released');
      return;
    case 'batch.rejected.v1': {
      const day = utcDayOf(event.data.at);
      await returnClaims(transaction, { eventId: event.id, settlements, day, now });
    }
  }
}

function isComplete(data: EventData<DecisionType>): boolean {
  return 'approvals' in data && data.approvals === data.of;
}

function readEvent(message: KafkaMessage, context: BatchContext): OfficersEvent[] {
  const reading = readCloudEvent(message);
  if (!reading.ok) {
    context.deadLetter(message, reading.code, reading.detail);
    return [];
  }
  const { id, type } = reading.event.attributes;
  if (typeof id !== 'string' || typeof type !== 'string' || !isEventType(type)) {
    context.deadLetter(message, 'unknown-type', 'not an event of this topic');
    return [];
  }
  if (!isDecision(type)) return [];
  const parsed = eventSchemas[type].safeParse(reading.event.data);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.'));
    context.deadLetter(message, 'invalid-data', paths.join(', '));
    return [];
  }
  return [{ id, type, data: parsed.data }];
}

function isDecision(type: string): type is DecisionType {
  return /^batch\.(approved|rejected|released)\.v1$/.test(type);
}
