import type { DeadLetterCode } from '../errors/error-catalogue.js';
import type { Fault } from '../errors/problem.js';
import { envelopeSchema, splitSubject, subjectOf } from '../events/envelope.js';
import type { Envelope, SubjectParts } from '../events/envelope.js';
import { inboundSchemas, isInboundType } from '../events/inbound.js';
import type { InboundData, InboundType } from '../events/inbound.js';
import { limits } from '../limits.js';
import { epochMillisecondsOf } from './instant.js';
import { subjectFieldsOf } from './field-checks.js';
import { parseInboundData } from './parse-inbound-data.js';
import { faultText, readShape } from './shape.js';
import { readUsualAttributes } from './usual-claim.js';

/** A message that is as the contract says. */
export interface WellFormedMessage<T extends InboundType> {
  readonly kind: 'well-formed';
  readonly type: T;
  /** The two parts of the subject. */
  readonly parts: SubjectParts;
  readonly envelope: Envelope;
  readonly data: InboundData<T>;
}

/** A message that can be attributed but not read: it is answered `malformed` under its subject. */
export interface MalformedMessage {
  readonly kind: 'malformed';
  readonly type: InboundType;
  readonly id: string;
  readonly source: string;
  /** The claim or statement: the subject, or what the data names when the subject says none. */
  readonly subject: string;
  /** The two parts of the subject. */
  readonly parts: SubjectParts;
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
  | { [T in InboundType]: WellFormedMessage<T> }[InboundType]
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
  readonly type: InboundType;
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly parts: SubjectParts;
  readonly faults: readonly Fault[];
}

const noFaults: readonly Fault[] = [];

const inboundTypes = Object.keys(inboundSchemas);

const identitySchema = envelopeSchema.pick({
  specversion: true,
  id: true,
  source: true,
  type: true,
});

const restSchema = envelopeSchema.pick({ time: true, datacontenttype: true });

/** Both at once: almost every envelope is without fault, and one look is cheaper than two. */
const attributesSchema = envelopeSchema.omit({ subject: true });

/** A media type whose data is JSON. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i;

type Attributes = Pick<Envelope, 'id' | 'source' | 'type'> &
  Partial<Pick<Envelope, 'time' | 'datacontenttype'>>;

type AttributesReading =
  | { readonly ok: true; readonly attributes: Attributes; readonly faults: readonly Fault[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Without its identity a message cannot be answered; the rest can be told to its sender. */
function readAttributes(given: unknown): AttributesReading {
  const all = readUsualAttributes(given) ?? attributesSchema.safeParse(given).data;
  if (all !== undefined) return { ok: true, attributes: all, faults: noFaults };
  const identity = readShape(identitySchema, given, '');
  if (!identity.ok) return identity;
  const rest = readShape(restSchema, given, '');
  return { ok: true, attributes: identity.value, faults: rest.ok ? [] : rest.faults };
}

function attribute(
  message: ReceivedMessage,
  { type, id, source }: Attributes,
): Attribution | UnattributableMessage {
  if (!isInboundType(type)) {
    const detail = `type: must be one that institutions may send: ${inboundTypes.join(', ')}`;
    return { kind: 'dead-letter', code: 'unknown-type', detail };
  }
  const given = (message.attributes as { readonly subject?: unknown }).subject;
  const stated = typeof given === 'string' ? splitSubject(given) : undefined;
  if (typeof given === 'string' && stated !== undefined) {
    return { type, id, source, subject: given, parts: stated, faults: noFaults };
  }
  const { institution = '', reference = '' } = subjectFieldsOf(type, message.data);
  const subject = subjectOf({ institution, reference });
  const parts = splitSubject(subject);
  if (parts === undefined) {
    return {
      kind: 'dead-letter',
      code: 'not-attributable',
      detail: 'neither the subject nor the data names a claim or statement',
    };
  }
  const faults = [{ path: 'subject', detail: 'must be STATE:CODE/reference' }];
  return { type, id, source, subject, parts, faults };
}

/** What the form of the attributes does not tell. */
function envelopeFaults({ time, datacontenttype }: Attributes, arrivedAt: number): Fault[] {
  const faults: Fault[] = [];
  const ahead = (time === undefined ? 0 : (epochMillisecondsOf(time) ?? 0)) - arrivedAt;
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
  const reading = readAttributes(message.attributes);
  if (!reading.ok) {
    const detail = reading.faults.map(faultText).join('; ');
    return { kind: 'dead-letter', code: 'not-a-cloudevent', detail };
  }
  const { attributes } = reading;
  const attribution = attribute(message, attributes);
  if ('kind' in attribution) return attribution;
  const { type, id, source, subject, parts } = attribution;
  const envelopeFaulty = [
    ...attribution.faults,
    ...reading.faults,
    ...envelopeFaults(attributes, message.arrivedAt),
  ];
  const parsed = parseInboundData(type, message.data, { subject });
  const { time, datacontenttype } = attributes;
  if (parsed.ok && envelopeFaulty.length === 0 && time !== undefined) {
    const envelope: Envelope = { specversion: '1.0', id, source, type, time, subject };
    if (datacontenttype !== undefined) envelope.datacontenttype = datacontenttype;
    // The data were read by the type, which the compiler cannot follow through the table.
    return { kind: 'well-formed', type, parts, envelope, data: parsed.data } as InboundMessage;
  }
  const faults = [...envelopeFaulty, ...(parsed.ok ? [] : parsed.faults)];
  return { kind: 'malformed', type, id, source, subject, parts, faults, data: message.data };
}
