import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@reciproca/contracts';
import { EventProducer, type KafkaConnection } from '@reciproca/messaging';
import type { BenchMessage } from './events.js';

const inbound = topics.claimsInbound.name;
const sendAtOnce = 2_000;

/** Puts messages on the inbound topic, as fast as Kafka takes them. */
export async function produce(
  connection: KafkaConnection,
  messages: Iterable<BenchMessage>,
): Promise<void> {
  const producer = new EventProducer(connection);
  await producer.open();
  let batch: BenchMessage[] = [];
  for (const message of messages) {
    batch.push(message);
    if (batch.length < sendAtOnce) continue;
    await producer.send(inbound, batch);
    batch = [];
  }
  await producer.send(inbound, batch);
  await producer.close();
}

/** Waits until the group has committed everything that lies on the inbound topic now. */
export async function consumed(connection: KafkaConnection): Promise<void> {
  const ends = await connection.endOffsets(inbound);
  for (;;) {
    const committed = await connection.committedOffsets('clearing', inbound);
    const behind = [...ends].filter(
      ([partition, end]) => end > 0n && (committed.get(partition)?.offset ?? 0n) < end,
    );
    if (behind.length === 0) return;
    await delay(20);
  }
}
