import { deadLetterHeaders } from '@reciproca/contracts';
import type { Producer } from 'kafkajs';
import type { KafkaMessage } from './cloud-event.js';
import { deadLetterTopicOf } from './dead-letters.js';
import type { CommittedOffset, KafkaConnection } from './kafka-connection.js';
import { inRanges, rangesText } from './offset-ranges.js';
import { readWholeTopic, type TopicStretch } from './topic-reader.js';

/** The group whose offsets remember which dead letters were replayed. */
const MEMORY_GROUP = 'reciproca-dead-letters';

/** A dead letter as it lies on its topic. */
export interface ParkedMessage {
  /** The product's name of the topic that it was received on. */
  readonly topic: string;
  /** Where it lies among the dead letters. */
  readonly partition: number;
  readonly offset: bigint;
  readonly code: string;
  readonly detail: string;
  /** Where it lay when it was received; undefined when the headers do not say. */
  readonly sourcePartition: number | undefined;
  readonly sourceOffset: string | undefined;
  /** True when it was put on its topic again. */
  readonly replayed: boolean;
  /** Bytes and headers as received, the headers of the dead letter among them. */
  readonly message: KafkaMessage;
}

/** Reads dead letters and puts them on their topic again. */
export class DeadLetterDesk {
  constructor(private readonly connection: KafkaConnection) {}

  /**
   * Reads all dead letters of a topic, per partition in their order.
   * @param topic the topic that was read, without `.dead-letter`
   * @returns false when nobody ever made a dead-letter topic for it
   */
  async read(
    topic: string,
    take: (letter: ParkedMessage) => void | Promise<void>,
  ): Promise<boolean> {
    const deadLetters = deadLetterTopicOf(topic);
    if (!(await this.connection.hasTopic(deadLetters))) return false;
    const memory = await this.connection.committedOffsets(MEMORY_GROUP, deadLetters);
    return readWholeTopic(this.connection, {
      topic: deadLetters,
      name: MEMORY_GROUP,
      take: async (stretch) => {
        for (const message of stretch.messages) {
          await take(parkedMessage(topic, { stretch, message, memory }));
        }
      },
    });
  }

  /**
   * Puts those dead letters that `wants` picks, and that were not replayed before, on their topic
   * again: same bytes, same key, same headers without those of the dead letter, same partition.
   * It remembers what it replayed as offsets of a consumer group, as long as the broker keeps those
   * (7 days by default); when it is killed in between it may replay some again, which the
   * idempotency of the consumers makes harmless.
   * @returns what was replayed
   */
  async replay(
    topic: string,
    wants: (letter: ParkedMessage) => boolean,
  ): Promise<readonly ParkedMessage[]> {
    const partitions = (await this.connection.endOffsets(topic)).size;
    const producer = this.connection.producer();
    const all: ParkedMessage[] = [];
    const done = new Map<string, ParkedMessage>();
    await producer.connect();
    try {
      await this.read(topic, async (letter) => {
        const place = `${letter.partition}/${letter.offset}`;
        // The bytes are not kept: a backlog of dead letters may be larger than the memory.
        all.push({ ...letter, message: { ...letter.message, value: null } });
        if (letter.replayed || done.has(place) || !wants(letter)) return;
        await this.send(producer, letter, partitions);
        done.set(place, { ...letter, message: { ...letter.message, value: null } });
      });
    } finally {
      await producer.disconnect();
      if (done.size > 0) await this.remember(topic, all, done);
    }
    return [...done.values()];
  }

  private async send(producer: Producer, letter: ParkedMessage, partitions: number): Promise<void> {
    const { key, value, rawHeaders } = letter.message;
    const ours = new Set<string>(deadLetterHeaders);
    const headers = Object.entries(rawHeaders).filter(([name]) => !ours.has(name.toLowerCase()));
    const { sourcePartition } = letter;
    const stays = sourcePartition !== undefined && sourcePartition < partitions;
    await producer.send({
      topic: this.connection.named(letter.topic),
      acks: -1,
      messages: [
        {
          key,
          value,
          headers: Object.fromEntries(headers),
          ...(stays ? { partition: sourcePartition } : {}),
        },
      ],
    });
  }

  private async remember(
    topic: string,
    all: readonly ParkedMessage[],
    done: ReadonlyMap<string, ParkedMessage>,
  ): Promise<void> {
    const offsets = new Map<number, CommittedOffset>();
    for (const partition of new Set(all.map((letter) => letter.partition))) {
      const here = all.filter((letter) => letter.partition === partition);
      const isDone = (letter: ParkedMessage): boolean =>
        letter.replayed || done.has(`${letter.partition}/${letter.offset}`);
      const open = here.filter((letter) => !isDone(letter)).map((letter) => letter.offset);
      const last = here.reduce((max, { offset }) => (offset > max ? offset : max), 0n);
      const offset = open.reduce((min, one) => (one < min ? one : min), last + 1n);
      const beyond = here.filter((letter) => isDone(letter) && letter.offset > offset);
      const metadata = rangesText(new Set(beyond.map((letter) => letter.offset)));
      offsets.set(partition, { offset, metadata });
    }
    await this.connection.commitOffsets(MEMORY_GROUP, deadLetterTopicOf(topic), offsets);
  }
}

function parkedMessage(
  topic: string,
  found: {
    readonly stretch: TopicStretch;
    readonly message: KafkaMessage;
    readonly memory: ReadonlyMap<number, CommittedOffset>;
  },
): ParkedMessage {
  const { message } = found;
  const { partition } = found.stretch;
  const offset = BigInt(message.offset);
  const known = found.memory.get(partition);
  const sourcePartition = message.headers['source-partition'] ?? '';
  return {
    topic,
    partition,
    offset,
    code: message.headers['error-code'] ?? 'unknown',
    detail: message.headers['error-detail'] ?? '',
    sourcePartition: /^\d{1,6}$/.test(sourcePartition)
      ? Number.parseInt(sourcePartition, 10)
      : undefined,
    sourceOffset: message.headers['source-offset'],
    replayed: known !== undefined && (offset < known.offset || inRanges(known.metadata, offset)),
    message,
  };
}
