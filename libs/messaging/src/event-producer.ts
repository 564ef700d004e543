import type { Producer } from 'kafkajs';
import type { KafkaConnection } from './kafka-connection.js';

/** An event for {@link EventProducer}: a structured CloudEvent as text, keyed by its subject. */
export interface ProducedEvent {
  readonly key: string;
  readonly value: string;
}

/** Puts events on a topic for senders that are no consumers themselves (the HTTP door, tools). */
export class EventProducer {
  private readonly producer: Producer;

  constructor(private readonly connection: KafkaConnection) {
    this.producer = connection.producer();
  }

  /** Connects; throws when no broker answers. */
  async open(): Promise<void> {
    await this.producer.connect();
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  /** Resolves once all brokers in sync have the events; their order per key is kept. */
  async send(topic: string, events: readonly ProducedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.producer.send({
      topic: this.connection.named(topic),
      acks: -1,
      messages: events.map(({ key, value }) => ({ key, value, headers: structured })),
    });
  }
}

const structured = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
