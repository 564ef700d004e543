import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { Database } from '@reciproca/database';
import type { KafkaConnection } from './kafka-connection.js';
import { messagingLimits } from './limits.js';
import type { OutboxRow } from './outbox.js';

/** An event as the relay sends it. */
export type OutgoingEvent = Pick<OutboxRow, 'topic' | 'subject' | 'event'>;

interface PendingBatch {
  readonly id: string;
  readonly resend: readonly string[];
  readonly resend_variants: readonly number[];
}

interface Waiter {
  readonly resolve: () => void;
}

/**
 * Publishes an app's outbox, one process at a time. Who publishes holds a lease in the database and
 * produces under one Kafka transactional id: a successor fences a predecessor that was only
 * stalled, so events of a subject leave in the order of their `sequence` whoever decided them.
 * Delivery is at least once; an event sent again has the same id and bytes.
 */
export class OutboxRelay {
  private readonly holder = randomUUID();
  private readonly handedOver = new Map<string, readonly OutgoingEvent[]>();
  private readonly waiters = new Map<string, Waiter[]>();
  private handedOverBytes = 0;
  private producer: Producer | undefined;
  private leaseEndsAt = 0;
  private nextLeaseAttemptAt = 0;
  private stopping = false;
  private running: Promise<void> | undefined;
  private wake: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly connection: KafkaConnection,
    /** Names the lease and the transactional id, e.g. `clearing-outbox`. */
    private readonly name: string,
  ) {}

  /** Starts publishing in the background; goes on by itself when database or broker come back. */
  start(): void {
    this.running ??= this.run();
  }

  /** Stops after the pass in hand and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    await this.running;
    this.running = undefined;
  }

  /** True while this process is the publisher. */
  get publishing(): boolean {
    return this.producer !== undefined && performance.now() < this.leaseEndsAt;
  }

  /**
   * Hands over the events of a committed batch, so that the publisher need not read them back, and
   * waits until they are on Kafka, whoever sends them. Without `events` (resends) they are read.
   */
  async published(batchId: string, events?: readonly OutgoingEvent[]): Promise<void> {
    if (events !== undefined && this.publishing) this.keep(batchId, events);
    const sent = new Promise<void>((resolve) => {
      const waiters = this.waiters.get(batchId) ?? [];
      waiters.push({ resolve });
      this.waiters.set(batchId, waiters);
    });
    this.wake?.();
    await sent;
  }

  private keep(batchId: string, events: readonly OutgoingEvent[]): void {
    const bytes = sizeOf(events);
    if (this.handedOverBytes + bytes > messagingLimits.handOverBytes) return;
    this.handedOver.set(batchId, events);
    this.handedOverBytes += bytes;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      try {
        const busy = await this.pass();
        failures = 0;
        if (!busy) await this.idle(messagingLimits.relayIdleMs);
      } catch (error) {
        failures += 1;
        await this.recover(error, failures);
      }
    }
    await this.letGo().catch((error: unknown) => {
      this.tell(error, 'the lease was not given back; it ends by itself');
    });
  }

  /** One look at the outbox. True when there may be more to do at once. */
  private async pass(): Promise<boolean> {
    if (!(await this.holdLease())) {
      await this.settleWaiters();
      return false;
    }
    const pending = await this.database.query<PendingBatch>(
      `select id, resend, resend_variants from outbox_batches
       where sent_at is null order by id limit $1`,
      [messagingLimits.relayBatches],
    );
    if (pending.length === 0) {
      await this.settleWaiters();
      return false;
    }
    const events = await this.eventsOf(pending);
    await this.publish(events);
    const ids = pending.map((batch) => batch.id);
    await this.database.query('update outbox_batches set sent_at = now() where id = any($1)', [
      ids,
    ]);
    for (const id of ids) this.settle(id);
    return true;
  }

  private async eventsOf(pending: readonly PendingBatch[]): Promise<OutgoingEvent[]> {
    const events: OutgoingEvent[] = [];
    for (const batch of pending) {
      events.push(...(this.handedOver.get(batch.id) ?? (await this.readBack(batch.id))));
      // After the batch's own events: what is sent again may be one of them.
      events.push(...(await this.resendsOf(batch)));
    }
    return events;
  }

  private readBack(batchId: string): Promise<OutgoingEvent[]> {
    return this.database.query<OutgoingEvent>(
      'select topic, subject, event from outbox where batch_id = $1 order by sequence, subject',
      [batchId],
    );
  }

  private async resendsOf(batch: PendingBatch): Promise<OutgoingEvent[]> {
    if (batch.resend.length === 0) return [];
    return this.database.query<OutgoingEvent>(
      `select topic, subject, event
       from outbox join unnest($1::uuid[], $2::smallint[]) as wanted (message_key, variant)
         using (message_key, variant)
       order by sequence, subject`,
      [batch.resend, batch.resend_variants],
    );
  }

  /** All events in one Kafka transaction, cut into requests the broker accepts. */
  private async publish(events: readonly OutgoingEvent[]): Promise<void> {
    if (events.length === 0) return;
    const producer = this.producer;
    if (producer === undefined) throw new Error('publishing needs the lease');
    const transaction = await producer.transaction();
    try {
      for (const piece of pieces(events)) {
        // A slow broker must not cost the lease: two publishers would fence each other for ever.
        if (!(await this.holdLease())) throw new Error('the lease went to another process');
        await transaction.sendBatch({ acks: -1, topicMessages: this.byTopic(piece) });
      }
      await transaction.commit();
    } catch (error) {
      if (transaction.isActive()) await transaction.abort();
      throw error;
    }
  }

  private byTopic(events: readonly OutgoingEvent[]) {
    const topics = new Map<string, { key: string; value: string; headers: typeof headers }[]>();
    for (const { topic, subject, event } of events) {
      const messages = topics.get(topic) ?? [];
      messages.push({ key: subject, value: event, headers });
      topics.set(topic, messages);
    }
    return [...topics].map(([topic, messages]) => ({
      topic: this.connection.named(topic),
      messages,
    }));
  }

  private async holdLease(): Promise<boolean> {
    const now = performance.now();
    if (this.leaseEndsAt - now > messagingLimits.leaseMs / 2) return true;
    if (now < this.nextLeaseAttemptAt) return false;
    const rows = await this.database.query(
      `insert into relay_lease (name, holder, expires_at)
       values ($1, $2, now() + $3 * interval '1 millisecond')
       on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
         where relay_lease.holder = excluded.holder or relay_lease.expires_at < now()
       returning holder`,
      [this.name, this.holder, messagingLimits.leaseMs],
    );
    if (rows.length === 0) {
      this.nextLeaseAttemptAt = now + messagingLimits.leaseMs / 6;
      await this.dropProducer();
      return false;
    }
    // Counted from before the statement: the lease here never outlives the one in the database.
    this.leaseEndsAt = now + messagingLimits.leaseMs;
    if (this.producer === undefined) await this.openProducer();
    return true;
  }

  /** The first transaction of a producer fences all earlier ones, so it is begun before any look. */
  private async openProducer(): Promise<void> {
    const producer = this.connection.producer(this.name);
    await producer.connect();
    this.producer = producer;
    const fence = await producer.transaction();
    await fence.abort();
  }

  private async dropProducer(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    this.leaseEndsAt = 0;
    this.handedOver.clear();
    this.handedOverBytes = 0;
    if (producer !== undefined) await producer.disconnect();
  }

  private async letGo(): Promise<void> {
    await this.dropProducer();
    await this.database.query('update relay_lease set expires_at = now() where holder = $1', [
      this.holder,
    ]);
  }

  private async recover(error: unknown, failures: number): Promise<void> {
    this.tell(error, 'publishing failed; it starts anew');
    await this.dropProducer().catch((reason: unknown) => {
      this.tell(reason, 'the producer did not close');
    });
    const { retryDelayMsMin, retryDelayMsMax } = messagingLimits;
    await this.idle(Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** Math.min(failures, 10)));
  }

  /** Batches that wait here but were sent by another process, or before this one looked. */
  private async settleWaiters(): Promise<void> {
    if (this.waiters.size === 0) return;
    const rows = await this.database.query<{ id: string }>(
      'select id from outbox_batches where id = any($1) and sent_at is not null',
      [[...this.waiters.keys()]],
    );
    for (const { id } of rows) this.settle(id);
  }

  private settle(batchId: string): void {
    const events = this.handedOver.get(batchId);
    if (events !== undefined) {
      this.handedOver.delete(batchId);
      this.handedOverBytes -= sizeOf(events);
    }
    for (const waiter of this.waiters.get(batchId) ?? []) waiter.resolve();
    this.waiters.delete(batchId);
  }

  private async idle(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    const timer = new AbortController();
    await Promise.race([
      woken,
      delay(ms, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
    this.wake = undefined;
  }

  private tell(error: unknown, message: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.connection.log.warn({ relay: this.name, error: reason }, message);
  }
}

const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' } as const;

function sizeOf(events: readonly OutgoingEvent[]): number {
  return events.reduce((sum, event) => sum + event.event.length, 0);
}

function* pieces(events: readonly OutgoingEvent[]): Generator<readonly OutgoingEvent[]> {
  let piece: OutgoingEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    if (piece.length > 0 && bytes + event.event.length > messagingLimits.produceBytes) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(event);
    bytes += event.event.length;
  }
  if (piece.length > 0) yield piece;
}
