import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@reciproca/contracts';
import { EventProducer, TopicReader, type KafkaConnection } from '@reciproca/messaging';
import type { BenchMessage } from './events.js';

const perSecond = 1_000;
const tickMs = 20;

/**
 * Sends claims at a steady 1 000 a second and measures from handing a claim to the producer until
 * its outcome is read from Kafka.
 *
 * @param claims as many as the seconds to run need
 * @returns every latency in milliseconds, sorted
 */
export async function latencies(
  connection: KafkaConnection,
  claims: Iterable<BenchMessage>,
): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const measured: number[] = [];
  const reader = new TopicReader(connection, {
    topic: topics.claimsOutcomes.name,
    name: 'bench',
    take: ({ messages }) => {
      const now = performance.now();
      for (const { key } of messages) {
        const subject = key?.toString() ?? '';
        const sent = sentAt.get(subject);
        if (sent === undefined) continue;
        measured.push(now - sent);
        sentAt.delete(subject);
      }
    },
  });
  await reader.start();
  await sendSteadily(connection, claims, sentAt);
  while (sentAt.size > 0) await delay(20);
  await reader.stop();
  return measured.sort((left, right) => left - right);
}

async function sendSteadily(
  connection: KafkaConnection,
  claims: Iterable<BenchMessage>,
  sentAt: Map<string, number>,
): Promise<void> {
  const producer = new EventProducer(connection);
  await producer.open();
  const started = performance.now();
  let tick: BenchMessage[] = [];
  let ticks = 0;
  const sending: Promise<void>[] = [];
  for (const claim of claims) {
    tick.push(claim);
    if (tick.length < (perSecond * tickMs) / 1_000) continue;
    const now = performance.now();
    for (const { key } of tick) sentAt.set(key, now);
    sending.push(producer.send(topics.claimsInbound.name, tick));
    tick = [];
    ticks += 1;
    await delay(Math.max(0, started + ticks * tickMs - performance.now()));
  }
  await Promise.all(sending);
  await producer.close();
}

/** The value below which so many of a hundred lie. */
export function percentile(sorted: readonly number[], percent: number): number {
  const place = Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1);
  return sorted[Math.max(0, place)] ?? 0;
}
