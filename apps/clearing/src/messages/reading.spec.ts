import { aClaim, type ClaimEvent } from '@reciproca/testing';
import { describe, expect, it } from '@jest/globals';
import { arrivalOf, messageOf, pseudonyms, readEvent } from '../message-reading.fixture.js';
import { readMessage } from './reading.service.js';

const day = 86_400_000;

/** A claim with parts of its data replaced. */
function changed(data: object, envelope: object = {}): object {
  const claim = aClaim();
  return { ...claim, ...envelope, data: { ...claim.data, ...data } };
}

function without(event: ClaimEvent, field: string): object {
  return Object.fromEntries(Object.entries(event).filter(([name]) => name !== field));
}

describe('a well-formed message', () => {
  it('arrives with who speaks, about what, on which day', () => {
    expect(arrivalOf(aClaim({ time: '2026-03-02T00:30:00+02:00' }))).toMatchObject({
      type: 'claim.submitted.v1',
      source: 'urn:institution:FR:CNAM',
      id: '2025-H1-000123#1',
      subject: 'FR:CNAM/2025-H1-000123',
      institution: 'FR:CNAM',
      reference: '2025-H1-000123',
      day: '2026-03-01',
    });
  });

  it('keeps slashes in its reference: a subject splits at the first', () => {
    expect(arrivalOf(aClaim({ reference: 'a/b/c' }))).toMatchObject({
      institution: 'FR:CNAM',
      reference: 'a/b/c',
    });
  });

  it('names its person by a pseudonym', () => {
    const { person } = arrivalOf(aClaim({ person: 'MARIE-1' }));
    expect(person).toBe(pseudonyms.person('MARIE-1'));
  });
});

describe('what two messages must share to say the same', () => {
  const { contentHash, messageKey } = arrivalOf(aClaim());

  it.each<[string, object]>([
    ['amounts written otherwise', changed({ total: { amount: '01134.56', currency: 'EUR' } })],
    ['unknown fields', changed({ note: 'x', total: { amount: '1134.56', currency: 'EUR', x: 1 } })],
    ['another time', changed({}, { time: '2026-03-02T09:30:00Z' })],
    ['another source', changed({}, { source: 'urn:institution:DE:AOK-BY' })],
    ['another id', changed({}, { id: 'another' })],
    ['unknown attributes', changed({}, { traceparent: '00-1-2-03' })],
  ])('is not %s', (_what, event) => {
    expect(arrivalOf(event).contentHash).toBe(contentHash);
  });

  it.each<[string, object]>([
    ['the total', changed({ total: { amount: '1134.57', currency: 'EUR' } })],
    ['the person', changed({ beneficiary: { id: 'other' } })],
    [
      'a day of care',
      changed({ care: { type: 'unplanned', from: '2025-01-03', to: '2025-01-06' } }),
    ],
    ['an introduction day that was not said before', aClaim({ introducedOn: null })],
    ['the claim', aClaim({ reference: '2025-H1-000124' })],
  ])('is %s', (_what, event) => {
    expect(arrivalOf(event).contentHash).not.toBe(contentHash);
  });

  it('is not the day of the message where the introduction day is left to it', () => {
    const first = arrivalOf(aClaim({ introducedOn: null }));
    const later = arrivalOf(aClaim({ introducedOn: null, time: '2026-03-01T09:00:00Z' }));
    expect(later.contentHash).toBe(first.contentHash);
    expect(later.day).not.toBe(first.day);
  });

  it('does not change while a time that lies too far ahead comes nearer', () => {
    const event = aClaim({ time: '2026-03-04T09:00:00Z' });
    const tooEarly = arrivalOf(event, Date.UTC(2026, 2, 3, 8, 59));
    const inTime = arrivalOf(event, Date.UTC(2026, 2, 3, 9, 1));
    expect(tooEarly.content.ok).toBe(false);
    expect(inTime.content.ok).toBe(true);
    expect(tooEarly.contentHash).toBe(inTime.contentHash);
    expect(tooEarly.messageKey).toBe(inTime.messageKey);
  });

  it('is keyed by source and id together', () => {
    expect(arrivalOf(changed({}, { id: 'another' })).messageKey).not.toBe(messageKey);
    expect(arrivalOf(changed({}, { source: 'urn:institution:FR:MSA' })).messageKey).not.toBe(
      messageKey,
    );
    expect(arrivalOf(changed({ recordedOn: '2025-03-16' })).messageKey).toBe(messageKey);
  });
});

describe('what two bills for the same care share', () => {
  const { fingerprint } = arrivalOf(aClaim());

  it('is creditor, person, care period and total, whatever else differs', () => {
    const other = aClaim({
      reference: 'other',
      statement: 'other',
      recordedOn: '2025-03-16',
      debtor: 'DE:TK',
      benefits: [
        { kind: 'medical', amount: '1000.00' },
        { kind: 'other', amount: '134.56' },
      ],
    });
    expect(fingerprint).not.toBeNull();
    expect(arrivalOf(other).fingerprint).toBe(fingerprint);
  });

  it.each<[string, object]>([
    ['another person', aClaim({ person: 'other' })],
    ['another creditor', aClaim({ creditor: 'FR:MSA' })],
    ['another first day', aClaim({ careFrom: '2025-01-02', careTo: '2025-01-05' })],
    ['another last day', aClaim({ careFrom: '2025-01-03', careTo: '2025-01-06' })],
    ['another total', aClaim({ amount: '1134.57' })],
    ['another currency', aClaim({ currency: 'USD' })],
  ])('is not shared with %s', (_what, event) => {
    expect(arrivalOf(event).fingerprint).not.toBe(fingerprint);
  });
});

describe('a message that can be attributed but not read', () => {
  const faultsOf = (event: object): string[] => {
    const { content } = arrivalOf(event);
    return content.ok ? [] : content.faults.map(({ path }) => path);
  };

  it('arrives with every faulty path', () => {
    const event = changed(
      {
        recordedOn: '2025-02-30',
        total: { amount: 1134.56, currency: 'EUR' },
        benefits: [
          { kind: 'hospital', amount: '1e3' },
          { kind: 'magic', amount: '34.56' },
        ],
        care: { type: 'unplanned', from: 'x' },
      },
      { time: '2 March' },
    );
    expect(faultsOf(event).sort()).toEqual([
      'data.benefits[0].amount',
      'data.benefits[1].kind',
      'data.care.from',
      'data.care.to',
      'data.recordedOn',
      'data.total.amount',
      'time',
    ]);
  });

  it('has no person, no fingerprint and no day', () => {
    expect(arrivalOf(changed({ care: null }))).toMatchObject({
      day: null,
      person: null,
      fingerprint: null,
    });
  });

  it('keeps its statement only where that has the form of one', () => {
    const statementOf = (statement: unknown): unknown => {
      const { content } = arrivalOf(
        changed({ claim: { reference: '2025-H1-000123', statement }, care: null }),
      );
      return content.ok ? undefined : content.statement;
    };
    expect(statementOf('S-1')).toBe('S-1');
    expect(statementOf("'; drop table claims; --")).toBeNull();
    expect(statementOf(7)).toBeNull();
  });

  it('never says the same as a message that can be read', () => {
    const spoken = arrivalOf(changed({ care: null })).contentHash;
    expect(spoken).not.toBe(arrivalOf(aClaim()).contentHash);
    expect(spoken).not.toBe(arrivalOf(changed({ care: 0 })).contentHash);
    expect(spoken).toBe(arrivalOf(changed({ care: null }, { id: 'another' })).contentHash);
  });
});

describe('a message that cannot be attributed', () => {
  it.each<[string, object, string]>([
    ['an unknown type', { ...aClaim(), type: 'claim.submitted.v9' }, 'unknown-type'],
    ['our own type', { ...aClaim(), type: 'claim.introduced.v1' }, 'unknown-type'],
    ['another version of CloudEvents', { ...aClaim(), specversion: '0.3' }, 'not-a-cloudevent'],
    ['no id', without(aClaim(), 'id'), 'not-a-cloudevent'],
    ['an empty id', { ...aClaim(), id: '' }, 'not-a-cloudevent'],
    ['a control character in its id', { ...aClaim(), id: 'a\u0000b' }, 'not-a-cloudevent'],
    ['no source', without(aClaim(), 'source'), 'not-a-cloudevent'],
    ['no subject and no data', { ...aClaim(), subject: undefined, data: null }, 'not-attributable'],
    [
      'a subject of another form and no data',
      { ...aClaim(), subject: 'x', data: {} },
      'not-attributable',
    ],
  ])('because of %s goes to the dead letters', (_what, event, code) => {
    expect(readEvent(event)).toMatchObject({ kind: 'unattributable', code });
  });

  it.each<[string, string | Buffer | null, string]>([
    ['nothing', null, 'not-json'],
    ['no byte', '', 'not-json'],
    ['no JSON', '{"specversion"', 'not-json'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'not-json'],
    ['NaN', '{"specversion":"1.0","data":NaN}', 'not-json'],
    ['a list', '[]', 'not-a-cloudevent'],
    ['more than a mebibyte', `"${'x'.repeat(1024 * 1024)}"`, 'too-large'],
  ])('because it holds %s goes to the dead letters', (_what, value, code) => {
    const reading = readMessage(messageOf(value), { pseudonyms, arrivedAt: 30 * day });
    expect(reading).toMatchObject({ kind: 'unattributable', code });
  });
});
