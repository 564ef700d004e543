import { hash } from 'node:crypto';

/**
 * 128 bits of SHA-256 over the parts, one per line, as a UUID: the same parts give the same key
 * everywhere. The parts hold no line feed.
 */
export function keyOf(...parts: readonly string[]): string {
  return uuidOf(hash('sha256', parts.join('\n'), 'hex'));
}

/** The first 32 hex digits as a UUID. */
export function uuidOf(hex: string): string {
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** An event before it becomes text. */
export interface EventToWrite {
  readonly id: string;
  /** `urn:reciproca:` and the app. */
  readonly source: string;
  readonly type: string;
  /** RFC 3339 in UTC. */
  readonly time: string;
  readonly subject: string;
  readonly data: object;
}

/** A CloudEvent 1.0 in structured mode, as the text that leaves. */
export function eventText(event: EventToWrite): string {
  return JSON.stringify({
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    time: event.time,
    subject: event.subject,
    datacontenttype: 'application/json',
    data: event.data,
  });
}
