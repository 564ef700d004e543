import { eventSchemas, topics } from '@reciproca/contracts';
import { readCloudEvent, TopicReader } from '@reciproca/messaging';
import type { KafkaConnection, KafkaMessage, TopicStretch } from '@reciproca/messaging';
import type { Component, Logger } from '@reciproca/runtime';
import type { InstitutionDirectory } from './institution-directory.js';

/** What the feed needs. */
export interface InstitutionFeedParts {
  readonly kafka: KafkaConnection;
  readonly directory: InstitutionDirectory;
  readonly logger: Logger;
}

/**
 * Keeps the directory up to date from the reference topic. Every process needs all of it, so each
 * reads the topic for itself, from its beginning; `/health/ready` waits until it has caught up.
 */
export class InstitutionFeed implements Component {
  readonly name = 'institutions';
  private readonly reader: TopicReader;
  private complete = false;

  constructor(private readonly parts: InstitutionFeedParts) {
    this.reader = new TopicReader(parts.kafka, {
      topic: topics.reference.name,
      name: 'gateway',
      take: (stretch) => {
        this.take(stretch);
      },
    });
  }

  /** True once all that was known when the process started is in the directory. */
  get isComplete(): boolean {
    return this.complete;
  }

  /** Reads what is there; resolves when caught up and follows the topic from then on. */
  async start(signal: AbortSignal): Promise<void> {
    await this.reader.start(signal);
    this.complete = true;
  }

  async stop(): Promise<void> {
    await this.reader.stop();
  }

  private take({ topic, partition, messages }: TopicStretch): void {
    for (const message of messages) {
      const fault = this.learn(message);
      if (fault !== undefined) {
        const { offset } = message;
        this.parts.logger.error({ topic, partition, offset, fault }, 'not a reference event');
      }
    }
  }

  /** The event is ours, so one that does not fit is a bug somewhere; it must not stop the door. */
  private learn(message: KafkaMessage): string | undefined {
    const reading = readCloudEvent(message);
    if (!reading.ok) return reading.code;
    if (reading.event.attributes['type'] !== 'reference.updated.v1') return undefined;
    const parsed = eventSchemas['reference.updated.v1'].safeParse(reading.event.data);
    if (!parsed.success) return 'invalid-data';
    if (parsed.data.kind === 'institutions') {
      const { record, version } = parsed.data;
      const { id, name, from, to, liaisonBody } = record;
      this.parts.directory.learn({ id, version, name, from, to, liaisonBody });
    }
    return undefined;
  }
}
