import { aClaim, binaryMessage, type ClaimEvent, type RawMessage } from '@reciproca/testing';

/** What stands wherever a message may hold a personal identifier, or wrongly holds one. */
export const person = 'PERSON-1850578006048';

/** A claim of its own by name, with parts of its data and envelope replaced. */
export function claim(name: string, data: object = {}, envelope: object = {}): ClaimEvent {
  const event = aClaim({ reference: name, person: `${person}-${name}` });
  return { ...event, data: { ...event.data, ...data }, ...envelope };
}

/** An event in structured mode, with a header of the client's own. */
export function structured(
  event: object,
  contentType = 'application/cloudevents+json',
): RawMessage {
  const headers = { 'content-type': contentType, mark: 'kept' };
  return { key: 'any key', value: JSON.stringify(event), headers };
}

/** A message that gets an answer. */
export interface Answered {
  /** Its id is this with `#1`. */
  readonly name: string;
  readonly message: RawMessage;
  /** Type and codes of the answer. */
  readonly answer: string;
  /** Every faulty path. */
  readonly paths: readonly string[];
}

/** A message that nobody can be answered for. */
export interface Unattributable {
  readonly what: string;
  readonly message: RawMessage;
  /** Of the dead letter. */
  readonly code: string;
}

function malformed(name: string, data: object, ...paths: readonly string[]): Answered {
  const message = structured(claim(name, data));
  return { name, message, answer: 'claim.rejected.v1 malformed', paths };
}

function faultyEnvelope(name: string, envelope: object, ...paths: readonly string[]): Answered {
  return { ...malformed(name, {}, ...paths), message: structured(claim(name, {}, envelope)) };
}

function answer(name: string, code: string, message: RawMessage): Answered {
  return { name, message, answer: code, paths: [] };
}

const introduced = 'claim.introduced.v1';
const text = (event: object): string => JSON.stringify(event);

const wrongAmounts = {
  number: 1134.56,
  exponent: '1e3',
  'not-a-number': 'NaN',
  'three-decimals': '1134.567',
  plus: '+1.00',
  comma: '1,00',
  'person-for-amount': person,
  'null-amount': null,
  zero: '0.00',
};

const wrongData: readonly Answered[] = [
  ...Object.entries(wrongAmounts).map(([name, amount]) =>
    malformed(name, { total: { amount, currency: 'EUR' } }, 'data.total.amount'),
  ),
  malformed('no-such-day', { recordedOn: '2025-02-30' }, 'data.recordedOn'),
  malformed(
    'sql-in-statement',
    { claim: { reference: 'sql-in-statement', statement: "'; drop table clearing.claims; --" } },
    'data.claim.statement',
  ),
  malformed(
    'control-in-statement',
    { claim: { reference: 'control-in-statement', statement: 'a\u0000b\u001b[31m' } },
    'data.claim.statement',
  ),
  malformed('control-in-person', { beneficiary: { id: `${person}\u0000` } }, 'data.beneficiary.id'),
  malformed(
    'ten-thousand-benefits',
    { benefits: Array.from({ length: 10_000 }, () => ({ kind: 'other', amount: '0.10' })) },
    'data.benefits',
  ),
  malformed(
    'two-hundred-wrong-benefits',
    { benefits: Array.from({ length: 200 }, () => ({ kind: person, amount: person })) },
    ...Array.from({ length: 200 }, (_, index) => `data.benefits[${index.toString()}]`).flatMap(
      (path) => [`${path}.kind`, `${path}.amount`],
    ),
  ),
  malformed(
    'person-everywhere',
    {
      beneficiary: person,
      entitlement: { document: person, number: [person] },
      care: { type: person, from: person, to: person, [person]: person },
      debtor: { institution: person },
      recordedOn: person,
    },
    ...['data.beneficiary', 'data.entitlement.document', 'data.entitlement.number'],
    ...['data.care.type', 'data.care.from', 'data.care.to', 'data.debtor.institution'],
    'data.recordedOn',
  ),
  malformed('no-currency', { total: { amount: '1.00', currency: 'ABC' } }, 'data.total.currency'),
  {
    ...malformed('endless-nesting', {}, 'data.entitlement.document'),
    message: {
      value: text(claim('endless-nesting')).replace(
        '"EHIC"',
        `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      ),
    },
  },
];

const wrongEnvelopes: readonly Answered[] = [
  faultyEnvelope('too-far-ahead', { time: '2026-07-05T00:00:00Z' }, 'time'),
  faultyEnvelope('no-instant', { time: '2026-03-02' }, 'time'),
  faultyEnvelope('other-subject', { subject: 'FR:CNAM/somebody-else' }, 'subject'),
  faultyEnvelope('no-subject', { subject: undefined }, 'subject'),
  faultyEnvelope('no-data', { data: undefined }, 'data'),
  faultyEnvelope('not-json-data', { datacontenttype: 'application/xml' }, 'datacontenttype'),
];

const strangers: readonly Answered[] = [
  'urn:institution:DE:AOK-BY',
  "urn:institution:FR:CNAM'--",
  'https://example.org/FR:CNAM',
].map((source, index) => {
  const name = `stranger-${index.toString()}`;
  const message = structured(claim(name, {}, { source }));
  return answer(name, 'message.refused.v1 not-your-claim', message);
});

const unusualButRight: readonly Answered[] = [
  answer('structured', introduced, structured(claim('structured'))),
  answer('json', introduced, structured(claim('json'), 'application/json; charset=utf-8')),
  answer('no-content-type', introduced, { value: text(claim('no-content-type')) }),
  answer('binary', introduced, binaryMessage({ ...claim('binary') })),
  answer('prototype', introduced, {
    value: text(claim('prototype')).replace('"data":{', '"data":{"__proto__":{"basis":1},'),
  }),
  answer('half-a-character', introduced, {
    value: text(claim('half-a-character')).replace(`${person}-half`, '\\ud800-half'),
  }),
];

/** Messages that get an answer, one each. */
export const answered: readonly Answered[] = [
  ...wrongData,
  ...wrongEnvelopes,
  ...strangers,
  ...unusualButRight,
  answer(
    'negative',
    'claim.rejected.v1 negative-amount',
    structured(
      claim('negative', {
        total: { amount: '-5.00', currency: 'EUR' },
        benefits: [{ kind: 'other', amount: '-5.00' }],
      }),
    ),
  ),
];

function headless(event: ClaimEvent): RawMessage {
  const { headers, ...rest } = binaryMessage({ ...event });
  const kept = Object.entries(headers ?? {}).filter(([name]) => name !== 'ce_id');
  return { ...rest, headers: Object.fromEntries(kept) };
}

const noClaim = { subject: "FR:CNAM/'; drop schema clearing cascade; --" };

/** Messages that go to the dead letters, by code. */
export const unattributable: readonly Unattributable[] = Object.entries({
  'not-json': {
    'half an object': { key: 'k', value: `{"specversion":"1.0","id":"${person}"` },
    'a bare NaN': { value: '{"specversion":"1.0","data":{"total":NaN}}' },
    'bytes that are no text': { value: Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]) },
    'no value': { key: 'k', value: null, headers: { mark: 'kept' } },
    'an empty value': { value: '' },
  },
  'not-a-cloudevent': {
    'a list': structured([claim('list')]),
    'a text': { value: '"claim"' },
    'no envelope': structured(claim('bare').data),
    'another content type': structured(claim('avro'), 'application/avro'),
    'an old envelope': structured(claim('old', {}, { specversion: '0.3' })),
    'no id': structured(claim('anonymous', {}, { id: undefined })),
    'a number as id': structured(claim('numbered', {}, { id: 7 })),
    'a control character in the id': structured(claim('x', {}, { id: 'a\u0000' })),
    'an endless id': structured(claim('long', {}, { id: 'x'.repeat(100_000) })),
    'binary mode without id': headless(claim('headless')),
  },
  'unknown-type': {
    'a type of another version': structured(claim('t', {}, { type: 'claim.submitted.v2' })),
    'a type of ours': structured(claim('t', {}, { type: 'claim.introduced.v1' })),
  },
  'not-attributable': {
    'SQL as reference': structured(claim("'; drop schema clearing cascade; --", {}, noClaim)),
    'control characters as reference': structured(
      claim('a\u0000b\u0007', {}, { id: 'plain', subject: 'FR:CNAM' }),
    ),
    'an endless reference': structured(claim('x'.repeat(65))),
  },
  'too-large': { 'two megabytes': structured(claim('large', { note: person.repeat(105_000) })) },
} satisfies Record<string, Record<string, RawMessage>>).flatMap(([code, messages]) =>
  Object.entries<RawMessage>(messages).map(([what, message]) => ({ what, message, code })),
);
