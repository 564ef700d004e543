import { aClaim } from '@reciproca/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  AdmissionBooks,
  seen,
  type AdmissionResult,
  type Seen,
} from './admission-books.fixture.js';

let books: AdmissionBooks;

beforeEach(() => {
  books = new AdmissionBooks();
});

const take = (...events: readonly object[]): AdmissionResult => books.take(...events);

/** `claim.introduced`, or the type and the codes of its reasons. */
function summary({ type, data }: Seen): string {
  const codes = data.reasons?.map((reason) => reason.code) ?? [];
  return [type.replace(/\.v1$/, ''), ...codes].join(' ');
}

/** Sends one after the other, each in a batch of its own, and gives the answers to the last. */
function answersToLast(events: readonly object[]): string[] {
  const result = events.map((event) => take(event)).at(-1);
  const rows = (result?.rows ?? []).map((row) => summary(seen(row)));
  return [...rows, ...(result?.resends ?? []).map(({ variant }) => `again ${variant}`)];
}

const claim = aClaim();
const stranger = 'urn:institution:DE:AOK-BY';

function saying(data: object, envelope: object = {}): object {
  return { ...claim, ...envelope, data: { ...claim.data, ...data } };
}

const mismatch = aClaim({ benefits: [{ kind: 'hospital', amount: '1.00' }] });
const shapeless = saying({ care: null });
const shapelessAgain = { ...shapeless, id: 'new' };

describe('the answer to a claim', () => {
  it.each<[string, readonly object[], string[]]>([
    ['introduces it', [claim], ['claim.introduced']],
    ['is the stored one when the same message comes again', [claim, claim], ['again 0']],
    [
      'is the stored one whatever the order of fields, the form of amounts and unknown fields',
      [
        claim,
        saying({
          total: { currency: 'EUR', amount: '01134.56' },
          benefits: [{ amount: '1134.56', kind: 'hospital', remark: 'x' }],
          unknown: true,
        }),
      ],
      ['again 0'],
    ],
    [
      'refuses the same id with other content',
      [claim, saying({ recordedOn: '2025-03-16' })],
      ['message.refused same-id-other-content'],
    ],
    [
      'is the stored refusal when that comes again',
      [claim, saying({ recordedOn: '2025-03-16' }), saying({ recordedOn: '2025-03-16' })],
      ['again 1'],
    ],
    [
      'is still the first one to the first content after a refusal',
      [claim, saying({ recordedOn: '2025-03-16' }), claim],
      ['again 0'],
    ],
    [
      'refuses a second other content too',
      [claim, saying({ recordedOn: '2025-03-16' }), saying({ recordedOn: '2025-03-17' })],
      ['message.refused same-id-other-content'],
    ],
    [
      'refuses the same id for another claim',
      [claim, aClaim({ reference: 'other', id: claim.id })],
      ['message.refused same-id-other-content'],
    ],
    [
      'refuses the same id with content that cannot be read',
      [claim, shapeless],
      ['message.refused same-id-other-content'],
    ],
    [
      'takes the same id of another source for another message',
      [claim, { ...claim, source: 'urn:institution:FR:CNSE' }],
      ['claim.introduced'],
    ],
    [
      'refuses who is neither creditor nor its liaison body',
      [{ ...claim, source: stranger }],
      ['message.refused not-your-claim'],
    ],
    [
      'refuses a source that is no institution',
      [{ ...claim, source: 'https://example.org' }],
      ['message.refused not-your-claim'],
    ],
    [
      'refuses a stranger before it looks at the reference',
      [claim, { ...claim, source: stranger, id: 'new' }],
      ['message.refused not-your-claim'],
    ],
    [
      'refuses a stranger before it looks at the shape',
      [{ ...shapeless, source: stranger }],
      ['message.refused not-your-claim'],
    ],
    [
      'looks at the id before it asks who speaks',
      [{ ...claim, source: stranger }, saying({ recordedOn: '2025-03-16' }, { source: stranger })],
      ['message.refused same-id-other-content'],
    ],
    [
      'hears the liaison body of the day of the message',
      [{ ...claim, source: 'urn:institution:FR:CNSE' }],
      ['claim.introduced'],
    ],
    [
      'does not hear the liaison body of another day',
      [{ ...claim, source: 'urn:institution:FR:CLEISS' }],
      ['message.refused not-your-claim'],
    ],
    [
      'hears the liaison body of then for a message of then',
      [
        aClaim({
          source: 'urn:institution:FR:CLEISS',
          time: '2026-02-28T23:59:59Z',
          introducedOn: '2026-02-28',
        }),
      ],
      ['claim.introduced'],
    ],
    [
      'introduces the same content under a new id once more, by words alone',
      [claim, { ...claim, id: 'new' }],
      ['claim.introduced'],
    ],
    [
      'rejects other content under an introduced reference, for that reason alone',
      [
        claim,
        saying(
          { total: { amount: '-1.00', currency: 'USD' }, recordedOn: '2020-01-01' },
          { id: 'new' },
        ),
      ],
      ['claim.rejected same-reference-other-content'],
    ],
    [
      'rejects unreadable content under an introduced reference for the reference',
      [claim, shapelessAgain],
      ['claim.rejected same-reference-other-content'],
    ],
    ['rejects what breaks a rule', [mismatch], ['claim.rejected total-mismatch']],
    [
      'rejects a rejected claim again when it says the same',
      [mismatch, { ...mismatch, id: 'new' }],
      ['claim.rejected total-mismatch'],
    ],
    [
      'introduces a rejected claim once it is corrected',
      [mismatch, { ...claim, id: 'new' }],
      ['claim.introduced'],
    ],
    [
      'introduces an unreadable claim once it is corrected',
      [shapeless, { ...claim, id: 'new' }],
      ['claim.introduced'],
    ],
    [
      'introduces a claim of which a stranger spoke first',
      [{ ...claim, source: stranger }, claim],
      ['claim.introduced'],
    ],
    [
      'lists every reason in the order of the contract',
      [
        aClaim({
          amount: '-5.00',
          currency: 'USD',
          benefits: [{ kind: 'hospital', amount: '1.00' }],
          debtor: 'DE:NOBODY',
          document: 'S2',
          careFrom: '2025-01-05',
          careTo: '2025-01-03',
          recordedOn: '2023-03-15',
        }),
      ],
      [
        'claim.rejected negative-amount total-mismatch period-invalid unknown-institution not-entitled currency-not-allowed late',
      ],
    ],
    [
      'is unreadable alone, whatever else would be wrong',
      [saying({ care: null, recordedOn: '2020-01-01', debtor: { institution: 'DE:NOBODY' } })],
      ['claim.rejected malformed'],
    ],
    [
      'lets an institution that nobody knows speak for itself, and knows it not',
      [aClaim({ creditor: 'FR:NEW' })],
      ['claim.rejected unknown-institution'],
    ],
    [
      'does not let another speak for an institution that nobody knows',
      [aClaim({ creditor: 'FR:NEW', source: 'urn:institution:FR:CNSE' })],
      ['message.refused not-your-claim'],
    ],
  ])('%s', (_what, events, expected) => {
    expect(answersToLast(events)).toEqual(expected);
  });

  it('is the same in one batch as in many', () => {
    const events = [claim, claim, { ...claim, id: 'new' }, saying({ recordedOn: '2025-03-16' })];
    const { rows, resends } = take(...events);
    expect(rows.map((row) => summary(seen(row)))).toEqual([
      'claim.introduced',
      'claim.introduced',
      'message.refused same-id-other-content',
    ]);
    expect(resends).toHaveLength(1);
  });

  it('to the same content under a new id has the first introduction date and books nothing', () => {
    const first = aClaim({ introducedOn: null, time: '2026-02-01T09:00:00Z' });
    const again = aClaim({ introducedOn: null, time: '2026-03-01T09:00:00Z', id: 'new' });
    const [introduced] = take(first).rows.map(seen);
    const result = take(again);
    const [repeated] = result.rows.map(seen);
    expect(result.claims).toEqual([]);
    expect(introduced?.data.introducedOn).toBe('2026-02-01');
    expect(repeated?.data).toEqual({
      ...introduced?.data,
      inReplyTo: { source: again.source, id: 'new' },
      sequence: 2,
    });
    expect(repeated?.id).not.toBe(introduced?.id);
  });

  it('names every faulty path', () => {
    const event = saying(
      { recordedOn: '2025-02-30', care: null, total: { amount: 'NaN', currency: 'EUR' } },
      { time: 'yesterday' },
    );
    const [reason] = take(event).rows.map(seen)[0]?.data.reasons ?? [];
    expect([...(reason?.paths ?? [])].sort()).toEqual([
      'data.care',
      'data.recordedOn',
      'data.total.amount',
      'time',
    ]);
  });

  it('says what is wrong in sentences of our own, with the rule that says so', () => {
    const told = (...events: readonly object[]) =>
      take(...events)
        .rows.map(seen)
        .at(-1)?.data.reasons;
    const bad = saying({ total: { amount: 1134.56 }, recordedOn: null }, { id: 'bad' });
    expect(told(bad)).toEqual([
      {
        code: 'malformed',
        rule: 'contract/shape',
        detail:
          'data.recordedOn: must be a string; data.total.amount: must be a string; data.total.currency: must be given, as a string',
        paths: ['data.recordedOn', 'data.total.amount', 'data.total.currency'],
      },
    ]);
    expect(told(claim, saying({ recordedOn: '2025-03-16' }))).toMatchObject([
      { code: 'same-id-other-content', rule: 'contract/every-message-one-answer' },
    ]);
    expect(told(saying({ recordedOn: '2025-03-16' }, { id: 'new' }))).toMatchObject([
      { code: 'same-reference-other-content', rule: 'contract/every-message-one-answer' },
    ]);
    expect(told({ ...claim, id: 'newer', source: stranger })).toMatchObject([
      { code: 'not-your-claim', rule: 'contract/who-may-say-what' },
    ]);
  });

  it('to a rejected claim tells who was to pay how much, unless it is malformed', () => {
    const late = { introducedOn: null, recordedOn: '2023-03-15', amount: '01134.5' };
    const [rejected] = take(aClaim(late)).rows.map(seen);
    expect(rejected?.data).toMatchObject({
      debtor: 'DE:AOK-BY',
      introducedOn: '2026-03-02',
      total: { amount: '1134.50', currency: 'EUR' },
    });
    const [malformed] = take(shapelessAgain).rows.map(seen);
    expect(Object.keys(malformed?.data ?? {}).sort()).toEqual([
      'claim',
      'inReplyTo',
      'reasons',
      'sequence',
    ]);
  });

  it('names a subject that is not the claim', () => {
    const [answer] = take({ ...claim, subject: 'FR:CNAM/another' }).rows.map(seen);
    expect(answer).toMatchObject({
      subject: 'FR:CNAM/another',
      data: { reasons: [{ code: 'malformed', paths: ['subject'] }] },
    });
  });

  it('counts its sequence per subject, whoever is answered', () => {
    const other = aClaim({ reference: 'other', person: 'other' });
    const rows = take(
      { ...claim, source: stranger },
      other,
      claim,
      { ...claim, id: 'new' },
      { ...other, id: 'another' },
    ).rows.map(seen);
    expect(rows.map(({ subject, data }) => [subject, data.sequence])).toEqual([
      [claim.subject, 1],
      [other.subject, 1],
      [claim.subject, 2],
      [claim.subject, 3],
      [other.subject, 2],
    ]);
  });

  it('has an id that follows from source, id and content, not from when and what is answered', () => {
    const idOf = (event: object): string => take(event).rows.map(seen)[0]?.id ?? '';
    const first = idOf(claim);
    books = new AdmissionBooks('2027-01-01T00:00:00.000Z');
    expect(idOf(claim)).toBe(first);
    expect(idOf({ ...claim, id: 'new' })).not.toBe(first);
    expect(idOf(saying({ recordedOn: '2025-03-16' }))).not.toBe(first);
  });

  it('holds no personal identifier, read or unread', () => {
    const events = [
      aClaim({ person: 'SECRET-7' }),
      aClaim({ person: 'SECRET-7', reference: 'B', benefits: [{ kind: 'other', amount: '1.00' }] }),
      saying(
        {
          beneficiary: 'SECRET-7',
          entitlement: { document: 'SECRET-7', number: ['SECRET-7'] },
          total: { amount: 'SECRET-7', currency: 'SECRET-7' },
          care: { type: 'SECRET-7', from: 'SECRET-7', to: 7, 'SECRET-7': 1 },
          benefits: [{ kind: 'SECRET-7', amount: 'SECRET-7' }],
          basis: 'SECRET-7',
          claim: { reference: '2025-H1-000123', statement: 'SECRET 7' },
        },
        { id: 'new' },
      ),
    ];
    const { rows } = take(...events);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('SECRET');
  });

  it('that introduces brings the claim to be booked, once', () => {
    const { claims: booked, rows } = take(claim, claim, { ...claim, id: 'new' }, mismatch);
    expect(booked).toHaveLength(1);
    expect(booked[0]).toMatchObject({
      twin: 0,
      rule: 'EU-987-2009',
      messageDay: '2026-03-02',
      cause: rows[0] === undefined ? '' : seen(rows[0]).id,
      data: { total: { amount: '1134.56', currency: 'EUR' }, introducedOn: '2026-03-02' },
    });
    expect(rows[0]?.about).toBe(booked[0]?.claimId);
    expect(rows.slice(1).map((row) => row.about)).toEqual(rows.slice(1).map(() => null));
  });
});
