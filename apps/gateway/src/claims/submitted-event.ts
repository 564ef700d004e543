import {
  eventText,
  faultText,
  institutionOfSource,
  readInboundMessage,
} from '@reciproca/contracts';
import type { ErrorCode, Fault, InboundMessage } from '@reciproca/contracts';

/** Who hands in, and when. */
export interface Submitter {
  /** Instant of arrival in milliseconds since 1970 UTC. */
  readonly arrivedAt: number;
  /** Whether the submitter may send what has this institution as its source. */
  maySpeakFor(institution: string): boolean;
}

/** Why one line of a submission is not taken. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Names paths and what is expected there, never what was found. */
  readonly detail: string;
}

/** An event ready for the inbound topic, or why it is refused. */
export type CheckedEvent =
  | { readonly ok: true; readonly key: string; readonly value: string }
  | { readonly ok: false; readonly refusal: Refusal };

/** Longest detail of one line, in UTF-16 units; what does not fit is counted. */
const DETAIL_LENGTH_MAX = 4_000;

/** `path: what is expected`, as many as fit, and how many more there are. */
export function detailOf(faults: readonly Fault[]): string {
  const told: string[] = [];
  let length = 0;
  for (const fault of faults) {
    const text = faultText(fault);
    length += text.length + 2;
    if (length > DETAIL_LENGTH_MAX) break;
    told.push(text);
  }
  const left = faults.length - told.length;
  return [...told, ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
}

function refuse(code: ErrorCode, detail: string): CheckedEvent {
  return { ok: false, refusal: { code, detail } };
}

function sourceOf(message: Exclude<InboundMessage, { readonly kind: 'dead-letter' }>): string {
  return message.kind === 'well-formed' ? message.envelope.source : message.source;
}

/**
 * Checks one submitted event by its shape: a CloudEvent of a type that this release handles, with a
 * source that the submitter may use and data as the contract says, in this order.
 * @param event any JSON value
 * @returns its key and text for Kafka, with unknown fields left out; or the first code that applies,
 *   `malformed` with every faulty path
 */
export function checkSubmittedEvent(event: unknown, submitter: Submitter): CheckedEvent {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return refuse('not-a-cloudevent', 'must be an object with specversion, id, source and type');
  }
  const { data, ...attributes } = event as Readonly<Record<string, unknown>>;
  const message = readInboundMessage({ attributes, data, arrivedAt: submitter.arrivedAt });
  if (message.kind === 'dead-letter') return refuse(message.code, message.detail);
  const institution = institutionOfSource(sourceOf(message));
  if (institution === undefined) {
    return refuse('not-your-source', 'source: must be urn:institution:STATE:CODE');
  }
  if (!submitter.maySpeakFor(institution)) {
    const detail =
      'source: must be the institution of the token or one for which it is liaison body';
    return refuse('not-your-source', detail);
  }
  if (message.kind === 'malformed') return refuse('malformed', detailOf(message.faults));
  const { id, source, time, subject } = message.envelope;
  const value = eventText({ id, source, type: message.type, time, subject, data: message.data });
  return { ok: true, key: subject, value };
}
