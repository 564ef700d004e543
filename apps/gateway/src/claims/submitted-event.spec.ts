import { describe, expect, it } from '@jest/globals';
import { checkSubmittedEvent, detailOf, type CheckedEvent } from './submitted-event.js';

const claim = {
  specversion: '1.0',
  id: '7b0c',
  source: 'urn:institution:FR:CNAM',
  type: 'claim.submitted.v1',
  time: '2026-03-02T09:00:00Z',
  subject: 'FR:CNAM/2025-H1-000123',
  datacontenttype: 'application/json',
  data: {
    claim: { reference: '2025-H1-000123', statement: 'FR-DE-2025-H1' },
    creditor: { institution: 'FR:CNAM' },
    debtor: { institution: 'DE:AOK-BY' },
    basis: 'actual-expenditure',
    recordedOn: '2025-03-15',
    introducedOn: '2026-03-02',
    entitlement: { document: 'EHIC', number: 'SECRET-NUMBER' },
    beneficiary: { id: 'SECRET-PERSON' },
    care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-05' },
    benefits: [
      { kind: 'hospital', amount: '1100.00' },
      { kind: 'medicines', amount: '34.56' },
    ],
    total: { amount: '1134.56', currency: 'EUR' },
  },
};

const subject = { institution: 'FR:CNAM', reference: 'R-1' };
const money = { amount: '5.00', currency: 'EUR' };
const others: readonly (readonly [string, object])[] = [
  [
    'statement.announced.v1',
    {
      statement: subject,
      debtorState: 'DE',
      basis: 'actual-expenditure',
      claims: 1,
      total: money,
    },
  ],
  [
    'claim.contested.v1',
    { claim: subject, contestation: { reference: 'C-1', reason: 'duplicate', amount: money } },
  ],
  [
    'contestation.answered.v1',
    { claim: subject, contestation: { reference: 'C-1' }, outcome: 'accepted' },
  ],
  [
    'claim.credited.v1',
    { claim: subject, creditNote: { reference: 'N-1', amount: money, reason: 'error' } },
  ],
  [
    'claim.waived.v1',
    {
      claim: subject,
      waiver: { reference: 'W-1', kind: 'waiver', amount: money, reason: 'x', authority: 'y' },
    },
  ],
  [
    'down-payment.made.v1',
    { statement: subject, payment: { reference: 'P-1', amount: money, paidOn: '2026-03-01' } },
  ],
  [
    'down-payment.answered.v1',
    { statement: subject, payment: { reference: 'P-1' }, outcome: 'declined' },
  ],
];

function check(event: unknown): CheckedEvent {
  return checkSubmittedEvent(event, {
    arrivedAt: Date.parse('2026-03-02T10:00:00Z'),
    maySpeakFor: (institution) => institution === 'FR:CNAM',
  });
}

function refusalOf(event: unknown): unknown[] {
  const checked = check(event);
  return checked.ok ? ['taken'] : [checked.refusal.code, checked.refusal.detail];
}

const withData = (part: object): object => ({ ...claim, data: { ...claim.data, ...part } });

describe('checkSubmittedEvent', () => {
  it('takes a claim, keyed by its subject, with unknown fields left out', () => {
    const checked = check({ ...withData({ extra: 1 }), traceparent: 'x' });
    expect(checked.ok && checked.key).toBe('FR:CNAM/2025-H1-000123');
    expect(checked.ok && JSON.parse(checked.value)).toEqual(claim);
  });

  it.each(others)('takes %s, keyed by its subject', (type, data) => {
    const event = { ...claim, type, subject: 'FR:CNAM/R-1', data };
    const checked = check(event);
    expect(checked.ok && checked.key).toBe('FR:CNAM/R-1');
    expect(checked.ok && JSON.parse(checked.value)).toEqual(event);
  });

  it.each([
    ['text', 'x', 'not-a-cloudevent', /object/],
    ['null', null, 'not-a-cloudevent', /object/],
    ['a list', [], 'not-a-cloudevent', /object/],
    ['another version', { ...claim, specversion: '0.3' }, 'not-a-cloudevent', /specversion/],
    ['an empty id', { ...claim, id: '' }, 'not-a-cloudevent', /^id: must not be empty/],
    ['an unknown type', { ...claim, type: 'claim.paid.v1' }, 'unknown-type', /type/],
    [
      'no subject at all',
      { ...claim, subject: 'x', data: {} },
      'not-attributable',
      /names a claim/,
    ],
    ['a foreign source', { ...claim, source: 'urn:institution:DE:X' }, 'not-your-source', /token/],
    ['a strange source', { ...claim, source: 'https://x' }, 'not-your-source', /STATE:CODE/],
    ['a number', withData({ total: { amount: 5, currency: 'EUR' } }), 'malformed', /total\.amount/],
    [
      'an exponent',
      withData({ total: { amount: '1e3', currency: 'EUR' } }),
      'malformed',
      /total\.amount/,
    ],
    [
      'three decimals',
      withData({ total: { amount: '1.234', currency: 'EUR' } }),
      'malformed',
      /at most 2 decimals/,
    ],
    ['no such day', withData({ recordedOn: '2025-02-30' }), 'malformed', /data\.recordedOn: /],
    [
      'control characters',
      withData({ claim: { reference: 'a\u0000', statement: 's' } }),
      'malformed',
      /data\.claim\.reference/,
    ],
    [
      'SQL',
      withData({ claim: { reference: "';drop table", statement: 's' } }),
      'malformed',
      /data\.claim\.reference/,
    ],
    [
      'ten thousand benefits',
      withData({ benefits: Array<object>(10_000).fill({ kind: 'x' }) }),
      'malformed',
      /^data\.benefits: must hold at most 200 benefits$/,
    ],
    [
      'another subject',
      { ...claim, subject: 'FR:CNAM/other' },
      'malformed',
      /subject: must be the claim/,
    ],
    [
      'a time far ahead',
      { ...claim, time: '2026-03-04T09:00:00Z' },
      'malformed',
      /time: .*24 hours/,
    ],
    ['no data', { ...claim, data: undefined }, 'malformed', /data/],
  ])('refuses %s', (...[, event, code, detail]) => {
    expect(refusalOf(event)).toEqual([code, expect.stringMatching(detail)]);
  });

  it('names every faulty path and repeats nothing of what was there', () => {
    const event = withData({
      beneficiary: { id: 'SECRET-PERSON\u0000' },
      entitlement: { document: 'SECRET-DOCUMENT', number: 80_250 },
      recordedOn: 'SECRET-DAY',
    });
    const [code, detail] = refusalOf(event);
    expect(code).toBe('malformed');
    for (const path of [
      'data.beneficiary.id',
      'data.entitlement.document',
      'data.entitlement.number',
      'data.recordedOn',
    ]) {
      expect(detail).toContain(`${path}: `);
    }
    expect(detail).not.toContain('SECRET');
  });

  it('lets a minus sign pass: a negative claim is decided, not malformed', () => {
    const data = {
      benefits: [{ kind: 'hospital', amount: '-5.00' }],
      total: { amount: '-5.00', currency: 'EUR' },
    };
    expect(refusalOf(withData(data))).toEqual(['taken']);
  });
});

describe('detailOf', () => {
  it('counts what does not fit', () => {
    const faults = Array.from({ length: 300 }, (_, index) => ({
      path: `data.benefits[${String(index)}].amount`,
      detail: 'must be a string',
    }));
    const detail = detailOf(faults);
    expect(detail.length).toBeLessThan(4_050);
    expect(detail).toMatch(/^data\.benefits\[0\]\.amount: must be a string; .*; and \d+ more$/);
  });
});
