import { describe, expect, it } from '@jest/globals';
import { readCloudEvent, type KafkaMessage } from './cloud-event.js';
import { messagingLimits } from './limits.js';

function message(
  value: string | Buffer | null,
  headers: Readonly<Record<string, string>> = {},
): KafkaMessage {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return { key: null, value: bytes, partition: 0, offset: '0', headers, rawHeaders: headers };
}

/** In binary mode, with this as the bytes of its id. */
function binaryWith(id: KafkaMessage['rawHeaders'][string]): KafkaMessage {
  const given = message('{}', { ce_specversion: '1.0', ce_id: '1' });
  return { ...given, rawHeaders: { ...given.rawHeaders, ce_id: id } };
}

const attributes = { specversion: '1.0', id: '1', source: 's', type: 't' };
const event = JSON.stringify({ ...attributes, data: { a: [1] } });
const data = { a: [1] };

// CloudEvents Kafka Protocol Binding 1.0.2, sections 3.2 and 3.3.
describe('a CloudEvent on Kafka', () => {
  it.each([
    ['its own content type', { 'content-type': 'application/cloudevents+json' }],
    ['a character set', { 'content-type': 'application/cloudevents+json; charset=UTF-8' }],
    ['plain JSON', { 'content-type': 'application/json' }],
    ['capital letters', { 'content-type': 'Application/CloudEvents+JSON' }],
    ['no content type', {}],
  ])('in structured mode is read with %s', (_what, headers) => {
    expect(readCloudEvent(message(event, headers))).toEqual({
      ok: true,
      event: { attributes: { ...attributes, data }, data },
    });
  });

  it('in binary mode has its attributes in headers and its data as value', () => {
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]),
    );
    const binary = message('{"a":[1]}', {
      ...headers,
      'content-type': 'application/json',
      other: 'x',
    });
    expect(readCloudEvent(binary)).toEqual({ ok: true, event: { attributes, data } });
    // What only looks like structured mode is data.
    expect(readCloudEvent(message(event, headers))).toMatchObject({
      event: { attributes, data: { specversion: '1.0' } },
    });
  });

  it('may have no data', () => {
    expect(readCloudEvent(message(JSON.stringify(attributes)))).toEqual({
      ok: true,
      event: { attributes, data: undefined },
    });
  });

  it('may be as large as the limit, in bytes', () => {
    const filler = (bytes: number): string => {
      const frame = JSON.stringify({ specversion: '1.0', data: '' });
      return JSON.stringify({ specversion: '1.0', data: 'é'.repeat((bytes - frame.length) / 2) });
    };
    const { messageBytes } = messagingLimits;
    const text = filler(messageBytes);
    const size = Buffer.byteLength(text);
    expect(size).toBeGreaterThan(messageBytes - 2);
    expect(readCloudEvent(message(text)).ok).toBe(true);
    expect(readCloudEvent(message(`${text}${' '.repeat(messageBytes - size + 1)}`))).toMatchObject({
      ok: false,
      code: 'too-large',
    });
  });

  it.each<[string, KafkaMessage, string]>([
    ['no value', message(null), 'not-json'],
    ['no byte', message(''), 'not-json'],
    ['half of an object', message('{"specversion":"1.0"'), 'not-json'],
    ['a number that JSON does not know', message('{"specversion":"1.0","data":NaN}'), 'not-json'],
    ['bytes that are no UTF-8', message(Buffer.from([0x22, 0xc3, 0x28, 0x22])), 'not-json'],
    ['a list', message('[]'), 'not-a-cloudevent'],
    ['null', message('null'), 'not-a-cloudevent'],
    ['no specversion', message('{"id":"1"}'), 'not-a-cloudevent'],
    ['a batch of events', message(`[${event}]`), 'not-a-cloudevent'],
    ['another media type', message(event, { 'content-type': 'text/plain' }), 'not-a-cloudevent'],
    [
      'a media type that only begins like JSON',
      message(event, { 'content-type': 'application/jsonlines' }),
      'not-a-cloudevent',
    ],
    ['an id of bytes that are no UTF-8', binaryWith(Buffer.from([0xff, 0xfe])), 'not-a-cloudevent'],
    ['an id that is there twice', binaryWith(['1', '2']), 'not-a-cloudevent'],
  ])('is not %s', (_what, given, code) => {
    expect(readCloudEvent(given)).toMatchObject({ ok: false, code });
  });

  it('that cannot be read is told without a word of what it says', () => {
    const reading = readCloudEvent(message('{"specversion":"1.0","data":SECRET'));
    expect(JSON.stringify(reading)).not.toContain('SECRET');
  });
});
