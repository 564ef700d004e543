import { createSecretKey } from 'node:crypto';
import type { KafkaMessage } from '@reciproca/messaging';
import type { Arrival, ClaimArrival, Reading } from './messages/arrival.js';
import { Pseudonyms } from './messages/pseudonyms.js';
import { readMessage } from './messages/reading.service.js';

/** The key that specs work with. */
export const pseudonyms = new Pseudonyms(createSecretKey(Buffer.alloc(32, 7)));

/** When everything arrives, unless told. */
export const arrivedAt = Date.UTC(2026, 2, 2, 10);

/** A message as Kafka brings it. */
export function messageOf(
  value: string | Buffer | null,
  headers: Readonly<Record<string, string>> = {},
): KafkaMessage {
  return {
    key: null,
    value: typeof value === 'string' ? Buffer.from(value) : value,
    partition: 0,
    offset: '0',
    headers,
    rawHeaders: headers,
  };
}

/** Reads an event in structured mode. */
export function readEvent(event: object, at = arrivedAt): Reading {
  return readMessage(messageOf(JSON.stringify(event)), { pseudonyms, arrivedAt: at });
}

/** The arrival of an event that can be attributed. */
export function arrivalOf(event: object, at = arrivedAt): Arrival {
  const reading = readEvent(event, at);
  if (reading.kind === 'arrival') return reading.arrival;
  throw new Error(`${reading.code}: ${reading.detail}`);
}

/** The arrival of a submitted claim. */
export function claimArrivalOf(event: object, at = arrivedAt): ClaimArrival {
  const arrival = arrivalOf(event, at);
  if (arrival.type === 'claim.submitted.v1') return arrival;
  throw new Error(`${arrival.type} is no submitted claim`);
}
