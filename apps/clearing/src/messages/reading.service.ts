import {
  canonicalContent,
  canonicalMalformedContent,
  keyOf,
  parseInboundData,
  readInboundMessage,
  utcDayOf,
  type ClaimSubmitted,
  type InboundMessage,
  type UnattributableMessage,
} from '@reciproca/contracts';
import { readCloudEvent, type KafkaMessage } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import type { Arrival, Reading } from './arrival.js';
import type { Pseudonyms } from './pseudonyms.js';

/** What reading needs beside the message. */
export interface ReadingContext {
  readonly pseudonyms: Pseudonyms;
  /** When the batch was taken, in milliseconds since 1970 UTC. */
  readonly arrivedAt: number;
}

/** Reads one message of the inbound topic; personal identifiers leave it as pseudonyms. */
export function readMessage(message: KafkaMessage, context: ReadingContext): Reading {
  const cloudEvent = readCloudEvent(message);
  if (!cloudEvent.ok) {
    return { kind: 'unattributable', message, code: cloudEvent.code, detail: cloudEvent.detail };
  }
  const { attributes, data } = cloudEvent.event;
  const read = readInboundMessage({ attributes, data, arrivedAt: context.arrivedAt });
  if (read.kind === 'dead-letter') return unattributable(message, read);
  return { kind: 'arrival', arrival: arrivalOf(read, context.pseudonyms) };
}

function unattributable(message: KafkaMessage, read: UnattributableMessage): Reading {
  return { kind: 'unattributable', message, code: read.code, detail: read.detail };
}

type Attributed = Exclude<InboundMessage, UnattributableMessage>;

function arrivalOf(read: Attributed, pseudonyms: Pseudonyms): Arrival {
  return read.kind === 'well-formed' ? wellFormed(read, pseudonyms) : malformed(read, pseudonyms);
}

function wellFormed(
  read: Extract<Attributed, { kind: 'well-formed' }>,
  pseudonyms: Pseudonyms,
): Arrival {
  const { type, parts, data } = read;
  const { source, id, subject, time } = read.envelope;
  const claim = read.type === 'claim.submitted.v1' ? read.data : null;
  const person = personIn(claim, pseudonyms);
  // The data are of the type, which the compiler cannot follow through the parts.
  return {
    type,
    source,
    id,
    subject,
    institution: parts.institution,
    reference: parts.reference,
    day: utcDayOf(time),
    messageKey: keyOf(source, id),
    contentHash: pseudonyms.content(canonicalContent(type, subject, data)),
    person,
    fingerprint: claim === null ? null : fingerprintOf(claim, person),
    content: { ok: true, data },
  } as Arrival;
}

function personIn(claim: ClaimSubmitted | null, pseudonyms: Pseudonyms): string | null {
  const identifier = claim?.beneficiary?.id;
  return identifier === undefined ? null : pseudonyms.person(identifier);
}

function malformed(
  read: Extract<Attributed, { kind: 'malformed' }>,
  pseudonyms: Pseudonyms,
): Arrival {
  const { type, source, id, subject, parts, data, faults } = read;
  return {
    type,
    source,
    id,
    subject,
    institution: parts.institution,
    reference: parts.reference,
    day: null,
    messageKey: keyOf(source, id),
    contentHash: pseudonyms.content(malformedContent(read)),
    person: null,
    fingerprint: null,
    content: { ok: false, faults, statement: statementOf(data) },
  };
}

/**
 * Content is data alone: a message whose envelope is at fault says the same when it is read again
 * at another time, when that fault (a time too far ahead) may have gone.
 */
function malformedContent(read: Extract<Attributed, { kind: 'malformed' }>): string {
  const { type, subject, data } = read;
  const parsed = parseInboundData(type, data, { subject });
  return parsed.ok
    ? canonicalContent(type, subject, parsed.data)
    : canonicalMalformedContent(type, subject, data);
}

const referencePattern = /^[A-Za-z0-9._/-]{1,64}$/;

function statementOf(data: unknown): string | null {
  const claim = (data as { claim?: { statement?: unknown } } | null | undefined)?.claim;
  const statement = claim?.statement;
  return typeof statement === 'string' && referencePattern.test(statement) ? statement : null;
}

/**
 * What two bills for the same care have in common under whatever reference.
 *
 * @param person pseudonym
 * @returns null where a part is missing
 */
export function fingerprintOf(
  data: Pick<ClaimSubmitted, 'creditor' | 'care' | 'total'>,
  person: string | null,
): string | null {
  if (person === null || data.care === undefined) return null;
  const total = Money.parse(data.total.amount, data.total.currency);
  if (!total.ok) return null;
  return keyOf(
    data.creditor.institution,
    person,
    data.care.from,
    data.care.to,
    total.money.toString(),
    data.total.currency,
  );
}
