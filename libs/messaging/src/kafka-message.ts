import type { IHeaders, KafkaMessage as ReceivedMessage } from 'kafkajs';
import type { KafkaMessage } from './cloud-event.js';

/** A received message as the product sees it: header names in lower case, the first value of each. */
export function toMessage(received: ReceivedMessage, partition: number): KafkaMessage {
  const rawHeaders: IHeaders = received.headers ?? {};
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(rawHeaders)) {
    const first = Array.isArray(value) ? value[0] : value;
    headers[name.toLowerCase()] = first?.toString();
  }
  const { key, value, offset } = received;
  return { key, value, partition, offset, headers, rawHeaders };
}
