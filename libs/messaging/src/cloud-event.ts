import { isUtf8 } from 'node:buffer';
import type { DeadLetterCode } from '@reciproca/contracts';
import { messagingLimits } from './limits.js';

/** A message as it lies in a partition. Offsets are decimal strings. */
export interface KafkaMessage {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly partition: number;
  readonly offset: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The headers' bytes as received, for the dead letters. */
  readonly rawHeaders: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
}

/** A CloudEvent whose attributes are not examined yet, beyond being there. */
export interface RawCloudEvent {
  /** By name; in structured mode the JSON object itself, `data` included. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** What reading a message gave. */
export type CloudEventReading =
  | { readonly ok: true; readonly event: RawCloudEvent }
  | {
      readonly ok: false;
      readonly code: DeadLetterCode;
      readonly detail: string;
    };

const structuredType = /^application\/cloudevents\+json\b/i;
const jsonType = /^application\/([\w.+-]+\+)?json\b/i;

/**
 * Reads a CloudEvent 1.0 from a Kafka message, in structured mode (the whole event is one JSON
 * object) or binary mode (attributes in `ce_*` headers, the data in the value).
 * Source: CloudEvents Kafka Protocol Binding 1.0.2, sections 3.2 and 3.3.
 *
 * @returns the event with its attributes unchecked, or why there is none
 */
export function readCloudEvent(message: KafkaMessage): CloudEventReading {
  const { value } = message;
  if (value === null || value.length === 0) return refuse('not-json', 'the message has no value');
  if (value.length > messagingLimits.messageBytes) {
    return refuse(
      'too-large',
      `${String(value.length)} bytes, at most ${String(messagingLimits.messageBytes)}`,
    );
  }
  const parsed = parseJson(value);
  if (!parsed.ok) return parsed;
  const contentType = message.headers['content-type'];
  const isStructured = contentType !== undefined && structuredType.test(contentType);
  if (!isStructured && message.headers['ce_specversion'] !== undefined) {
    return binary(message, parsed.json);
  }
  if (
    contentType !== undefined &&
    !structuredType.test(contentType) &&
    !jsonType.test(contentType)
  ) {
    return refuse('not-a-cloudevent', 'the content type is neither JSON nor a CloudEvent');
  }
  return structured(parsed.json);
}

type JsonReading =
  { readonly ok: true; readonly json: unknown } | Extract<CloudEventReading, { ok: false }>;

function parseJson(value: Buffer): JsonReading {
  if (!isUtf8(value)) return refuse('not-json', 'the value is not UTF-8 text');
  try {
    return { ok: true, json: JSON.parse(value.toString('utf8')) as unknown };
  } catch {
    return refuse('not-json', 'the value is not JSON');
  }
}

function structured(json: unknown): CloudEventReading {
  if (!isObject(json)) return refuse('not-a-cloudevent', 'the value is not a JSON object');
  if (json['specversion'] === undefined) {
    return refuse('not-a-cloudevent', 'the object has no specversion');
  }
  return { ok: true, event: { attributes: json, data: json['data'] } };
}

function binary(message: KafkaMessage, data: unknown): CloudEventReading {
  const attributes: Record<string, unknown> = {};
  for (const [header, value] of Object.entries(message.rawHeaders)) {
    const name = header.toLowerCase();
    if (!name.startsWith('ce_') || value === undefined) continue;
    if (Array.isArray(value) || attributes[name.slice(3)] !== undefined) {
      return refuse('not-a-cloudevent', `the header ${name} is there twice`);
    }
    if (typeof value !== 'string' && !isUtf8(value)) {
      return refuse('not-a-cloudevent', `the header ${name} is not UTF-8 text`);
    }
    attributes[name.slice(3)] = value.toString();
  }
  return { ok: true, event: { attributes, data } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(code: DeadLetterCode, detail: string): Extract<CloudEventReading, { ok: false }> {
  return { ok: false, code, detail };
}
