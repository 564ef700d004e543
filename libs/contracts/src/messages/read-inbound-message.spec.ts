import { describe, expect, it } from '@jest/globals';
import { exampleAttributes, exampleClaim, exampleMessages } from '../examples.fixture.js';
import { inboundSchemas, isHandledInboundType } from '../events/inbound.js';
import { readInboundMessage } from './read-inbound-message.js';
import type { InboundMessage } from './read-inbound-message.js';

const inboundTypes = Object.keys(inboundSchemas);
const arrivedAt = Date.UTC(2026, 2, 2, 9, 0, 1);

function read(attributes: unknown, data: unknown = exampleClaim()): InboundMessage {
  return readInboundMessage({ attributes, data, arrivedAt });
}

/** The answer in short: what it is, and which paths or code. */
function told(message: InboundMessage): readonly string[] {
  switch (message.kind) {
    case 'well-formed':
      return ['well-formed'];
    case 'malformed':
      return ['malformed', ...message.faults.map((fault) => fault.path)];
    case 'dead-letter':
      return ['dead-letter', message.code];
  }
}

const without = (name: keyof typeof exampleAttributes): Record<string, string> =>
  Object.fromEntries(Object.entries(exampleAttributes).filter(([key]) => key !== name));

describe('readInboundMessage', () => {
  it('takes the example of the contract, with or without a media type and unknown attributes', () => {
    expect(read(exampleAttributes)).toEqual({
      kind: 'well-formed',
      type: 'claim.submitted.v1',
      parts: { institution: 'FR:CNAM', reference: '2025-H1-000123' },
      envelope: exampleAttributes,
      data: exampleClaim(),
    });
    expect(told(read({ ...exampleAttributes, traceparent: '00-1' }))).toEqual(['well-formed']);
    expect(told(read(without('datacontenttype')))).toEqual(['well-formed']);
  });

  it.each<[string, unknown, string]>([
    ['no object', null, 'not-a-cloudevent'],
    ['a list', [], 'not-a-cloudevent'],
    ['no specversion', without('specversion'), 'not-a-cloudevent'],
    ['another specversion', { ...exampleAttributes, specversion: '0.3' }, 'not-a-cloudevent'],
    ['no id', without('id'), 'not-a-cloudevent'],
    ['an empty id', { ...exampleAttributes, id: '' }, 'not-a-cloudevent'],
    ['a number as id', { ...exampleAttributes, id: 7 }, 'not-a-cloudevent'],
    ['a NUL in the id', { ...exampleAttributes, id: 'a\u0000' }, 'not-a-cloudevent'],
    ['no source', without('source'), 'not-a-cloudevent'],
    ['no type', without('type'), 'not-a-cloudevent'],
    ['an unknown type', { ...exampleAttributes, type: 'claim.submitted.v2' }, 'unknown-type'],
    ['a name of Object', { ...exampleAttributes, type: 'constructor' }, 'unknown-type'],
    [
      'a type that is not inbound',
      { ...exampleAttributes, type: 'claim.settled.v1' },
      'unknown-type',
    ],
  ])('sets aside a message with %s', (_what, attributes, code) => {
    expect(told(read(attributes))).toEqual(['dead-letter', code]);
  });

  it('sets aside what a later release will handle, and says so', () => {
    const later = Object.entries(exampleMessages).filter(([type]) => !isHandledInboundType(type));
    expect(later.map(([type]) => type)).toEqual(
      inboundTypes.filter((type) => !isHandledInboundType(type)),
    );
    for (const [type, { subject, data }] of later) {
      expect(read({ ...exampleAttributes, type, subject }, data)).toEqual({
        kind: 'dead-letter',
        code: 'unknown-type',
        detail: expect.stringContaining('this type comes with a later one'),
      });
    }
  });

  it('names every faulty attribute of what is no event', () => {
    expect(read({ ...exampleAttributes, specversion: '0.3', id: 7 })).toMatchObject({
      detail: 'specversion: must be "1.0"; id: must be a string',
    });
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no time', without('time'), ['time']],
    ['no real time', { ...exampleAttributes, time: '2026-02-30T09:00:00Z' }, ['time']],
    ['a day as time', { ...exampleAttributes, time: '2026-03-02' }, ['time']],
    ['XML', { ...exampleAttributes, datacontenttype: 'text/xml' }, ['datacontenttype']],
    ['another subject', { ...exampleAttributes, subject: 'FR:CNAM/OTHER' }, ['subject']],
  ])('answers malformed to a message with %s', (_what, attributes, paths) => {
    expect(told(read(attributes))).toEqual(['malformed', ...paths]);
  });

  it('takes a time up to 24 hours ahead', () => {
    const at = (time: string) => told(read({ ...exampleAttributes, time }));
    expect(at('2026-03-03T09:00:01Z')).toEqual(['well-formed']);
    expect(at('2026-03-03T09:00:02Z')).toEqual(['malformed', 'time']);
    expect(at('2026-03-03T10:00:01+01:00')).toEqual(['well-formed']);
  });

  it('attributes by the data what has no readable subject', () => {
    for (const attributes of [without('subject'), { ...exampleAttributes, subject: 'x' }]) {
      expect(read(attributes)).toMatchObject({
        kind: 'malformed',
        subject: 'FR:CNAM/2025-H1-000123',
        faults: [{ path: 'subject' }],
      });
    }
    expect(told(read(without('subject'), { claim: {} }))).toEqual([
      'dead-letter',
      'not-attributable',
    ]);
  });

  it('attributes by the subject what has no readable data, and keeps the data for its hash', () => {
    expect(read(exampleAttributes, 'not JSON')).toMatchObject({
      kind: 'malformed',
      subject: 'FR:CNAM/2025-H1-000123',
      data: 'not JSON',
      faults: [{ path: 'data' }],
    });
  });
});
