import type { DeadLetterCode } from '../errors/error-catalogue.js';
import type { Fault } from '../errors/problem.js';
import { envelopeSchema, splitSubject, subjectOf } from '../events/envelope.js';
import type { Envelope } from '../events/envelope.js';
import { handledInboundTypes, isHandledInboundType, isInboundType } from '../events/inbound.js';
import type { HandledInboundType, InboundData } from '../events/inbound.js';
import { limits } from '../limits.js';
import { epochMillisecondsOf } from './instant.js';
import { subjectFieldsOf } from './field-checks.js';
import { parseInboundData } from './parse-inbound-data.js';
import { faultText, readShape } from './shape.js';

/** A message that is as the contract says. */
export interface WellFormedMessage<T extends HandledInboundType> {
  readonly kind: 'well-formed';
  readonly type: T;
  readonly envelope: Envelope;
  readonly data: InboundData<T>;
}

/** A message that can be attributed but not read: it is answered `malformed` under its subject. */
export interface MalformedMessage {
  readonly kind: 'malformed';
  readonly type: HandledInboundType;
  readonly id: string;
  readonly source: string;
  /** The claim or statement: the subject, or what the data names when the subject says none. */
  readonly subject: string;
  /** Every faulty path. */
  readonly faults: readonly Fault[];
  /** The data as it came, for the content hash alone. */
  readonly data: unknown;
}

/** A message that cannot even be attributed: its bytes go to the dead-letter topic. */
export interface UnattributableMessage {
  readonly kind: 'dead-letter';
  readonly code: DeadLetterCode;
  readonly detail: string;
}

/** What a message on the inbound topic turns out to be. */
export type InboundMessage =
  | { [T in HandledInboundType]: WellFormedMessage<T> }[HandledInboundType]
  | MalformedMessage
  | UnattributableMessage;

/** A message as it came: its attributes by name (structured: the JSON object) and its data. */
export interface ReceivedMessage {
  readonly attributes: unknown;
  readonly data: unknown;
  /** When it arrived, in milliseconds since 1970 UTC. */
  readonly arrivedAt: number;
}

interface Attribution {
  readonly type: HandledInboundType;
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly faults: readonly Fault[];
}

const identitySchema = envelopeSchema.pick({
  specversion: true,
  id: true,
  source: true,
  type: true,
});

const restSchema = envelopeSchema.pick({ time: true, datacontenttype: true });

/** A media type whose data is JSON. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i;

function unknownTypeDetail(type: string): string {
  return isInboundType(type)
    ? `this release takes ${handledInboundTypes.join(', ')} alone; this type comes with a later one`
    : 'the type is not one that institutions may send';
}

function attribute(message: ReceivedMessage): Attribution | UnattributableMessage {
  const identity = readShape(identitySchema, message.attributes, '');
  if (!identity.ok) {
    const detail = identity.faults.map(faultText).join('; ');
    return { kind: 'dead-letter', code: 'not-a-cloudevent', detail };
  }
  const { type, id, source } = identity.value;
  if (!isHandledInboundType(type)) {
    return { kind: 'dead-letter', code: 'unknown-type', detail: unknownTypeDetail(type) };
  }
  const given = (message.attributes as { readonly subject?: unknown }).subject;
  if (typeof given === 'string' && splitSubject(given) !== undefined) {
    return { type, id, source, subject: given, faults: [] };
  }
  const { institution = '', reference = '' } = subjectFieldsOf(type, message.data);
  const subject = subjectOf({ institution, reference });
  if (splitSubject(subject) === undefined) {
    return {
      kind: 'dead-letter',
      code: 'not-attributable',
      detail: 'neither the subject nor the data names a claim or statement',
    };
  }
  const faults = [{ path: 'subject', detail: 'must be STATE:CODE/reference' }];
  return { type, id, source, subject, faults };
}

function envelopeFaults(message: ReceivedMessage): Fault[] {
  const rest = readShape(restSchema, message.attributes, '');
  if (!rest.ok) return [...rest.faults];
  const { time, datacontenttype } = rest.value;
  const faults: Fault[] = [];
  const ahead = (epochMillisecondsOf(time) ?? 0) - message.arrivedAt;
  if (ahead > limits.timeAheadMinutesMax * 60_000) {
    faults.push({ path: 'time', detail: 'must not lie more than 24 hours ahead' });
  }
  if (datacontenttype !== undefined && !JSON_TYPE.test(datacontenttype)) {
    faults.push({ path: 'datacontenttype', detail: 'must be application/json' });
  }
  return faults;
}

/**
 * Reads a message of the inbound topic: well-formed, malformed (it is answered), or a dead letter.
 * Whether its source may say this is not looked at here.
 */
export function readInboundMessage(message: ReceivedMessage): InboundMessage {
  const attribution = attribute(message);
  if ('kind' in attribution) return attribution;
  const { type, id, source, subject } = attribution;
  const envelopeFaulty = [...attribution.faults, ...envelopeFaults(message)];
  const parsed = parseInboundData(type, message.data, { subject });
  if (parsed.ok && envelopeFaulty.length === 0) {
    const { time, datacontenttype } = message.attributes as Envelope;
    const envelope: Envelope = {
      specversion: '1.0',
      id,
      source,
      type,
      time,
      subject,
      ...(datacontenttype === undefined ? {} : { datacontenttype }),
    };
    return { kind: 'well-formed', type, envelope, data: parsed.data };
  }
  const faults = [...envelopeFaulty, ...(parsed.ok ? [] : parsed.faults)];
  return { kind: 'malformed', type, id, source, subject, faults, data: message.data };
}
