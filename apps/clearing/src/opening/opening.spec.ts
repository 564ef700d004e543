import { buildReferenceData } from '@reciproca/agreements';
import { buildAsyncApi, readOpenItem } from '@reciproca/contracts';
import { aClaim, EventValidator, type ClaimWish } from '@reciproca/testing';
import { describe, expect, it } from '@jest/globals';
import { openItems, subjectOfItem, type OpenedItems, type ReadItem } from './opening.js';

const institutions = ['FR:CNAM', 'DE:AOK-BY'].map((id) => ({
  id,
  name: id,
  from: '1960-01-01',
  to: null,
  liaisonBody: null,
  accounts: [],
}));
const reference = buildReferenceData({ institutions, arrangements: [], version: '1' });
const validator = new EventValidator(buildAsyncApi());

/** A claim of 1 000.00 EUR, as an open item. */
function itemOf(opening: object, wish: ClaimWish = {}, line = 2): ReadItem {
  const { data } = aClaim({ reference: 'A', amount: '1000.00', ...wish });
  const reading = readOpenItem({ ...data, ...opening });
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  const { item } = reading;
  const subject = subjectOfItem(item);
  return {
    line,
    item,
    subject,
    contentHash: subject,
    person: 'p:0123456789abcdef',
    fingerprint: 'same',
  };
}

function opened(items: readonly ReadItem[], known: Iterable<string> = []): OpenedItems {
  let claims = 0;
  return openItems(items, {
    known: {
      claims: new Map(
        [...known].map((subject) => [subject, { contentHash: '', introduced: null }]),
      ),
      sequences: new Map(),
      twins: new Map(),
    },
    reference,
    now: '2026-07-10T10:00:00.000Z',
    nextClaimId: () => {
      claims += 1;
      return claims.toString();
    },
  });
}

const contestation = { reference: 'C', reason: 'other', amount: '300.00', day: '2026-03-10' };

describe('an open item', () => {
  it.each<[string, object, readonly string[], string]>([
    ['untouched', {}, [], '1000.00'],
    ['with zeros', { settled: '0.00', credited: '0' }, [], '1000.00'],
    ['partly paid', { settled: '400.00' }, ['open→settled 400.00'], '600.00'],
    ['partly credited', { credited: '0.01' }, ['open→credited 0.01'], '999.99'],
    ['contested', { contestation }, ['open→contested 300.00'], '700.00'],
    [
      'all of it',
      { settled: '600.00', credited: '100.00', contestation },
      ['open→settled 600.00', 'open→credited 100.00', 'open→contested 300.00'],
      '0.00',
    ],
    ['paid', { settled: '1000.00' }, ['open→settled 1000.00'], '0.00'],
  ])('%s is booked on the day of its introduction', (_what, ...[opening, expected, left]) => {
    const { changes, introduced, faults } = opened([itemOf(opening)]);
    expect(faults).toEqual([]);
    expect(introduced.map(({ total, rule }) => [total.toString(), rule])).toEqual([
      ['1000.00', 'opening'],
    ]);
    const steps = changes.flatMap((change) => change.steps);
    expect(steps.map(({ from, to, amount }) => `${from}→${to} ${amount.toString()}`)).toEqual(
      expected,
    );
    // After the introduction itself, which is version 1.
    expect(steps.map(({ version }) => version)).toEqual(expected.map((_, index) => index + 2));
    expect(new Set(steps.map(({ day, rule }) => `${day} ${rule}`)).size).toBeLessThan(2);
    for (const { day, rule } of steps) expect([day, rule]).toEqual(['2026-03-02', 'opening']);
    const open = changes[0]?.after.book.buckets.open?.toString() ?? '1000.00';
    expect(open).toBe(left);
  });

  it('waits for the answer to its contestation', () => {
    const [change] = opened([itemOf({ contestation })]).changes;
    // 12 months after the end of March 2026.
    expect(change?.after.book.contestations).toMatchObject([
      { reference: 'C', day: '2026-03-10', replyBy: '2027-03-31', answered: false },
    ]);
    expect(change?.after.book.contestations[0]?.contested.toString()).toBe('300.00');
  });

  it('is announced once, with what introduced it', () => {
    const { rows, introduced } = opened([itemOf({ contestation, settled: '1' })]);
    const [row] = rows;
    validator.check(JSON.parse(row?.event ?? ''));
    expect(row).toMatchObject({ subject: 'FR:CNAM/A', sequence: 1, about: '1', variant: 0 });
    expect(JSON.parse(row?.event ?? '')).toMatchObject({
      id: introduced[0]?.cause,
      data: {
        inReplyTo: null,
        opening: { settled: '1.00', credited: '0.00', contested: '300.00' },
      },
    });
  });

  it('is flagged with those that look like the same bill', () => {
    const items = ['A', 'B'].map((name, index) => itemOf({}, { reference: name }, index + 2));
    const { rows } = opened(items);
    expect(rows.map(({ type, subject, sequence }) => `${type} ${subject} ${sequence}`)).toEqual([
      'claim.introduced.v1 FR:CNAM/A 1',
      'claim.introduced.v1 FR:CNAM/B 1',
      'claim.flagged.v1 FR:CNAM/A 2',
      'claim.flagged.v1 FR:CNAM/B 2',
    ]);
  });

  it.each<[string, object, ClaimWish, readonly string[]]>([
    ['introduced tomorrow', {}, { introducedOn: '2026-07-11' }, ['7  period-invalid']],
    [
      'contested tomorrow',
      { contestation: { ...contestation, day: '2026-07-11' } },
      {},
      ['7 contestation.day period-invalid'],
    ],
    ['of nobody', {}, { debtor: 'DE:NONE' }, ['7  unknown-institution']],
    [
      'wrong in several ways, each told',
      { contestation: { ...contestation, day: '2026-07-12' } },
      { debtor: 'DE:NONE', introducedOn: '2026-07-11' },
      ['7  period-invalid', '7  unknown-institution', '7 contestation.day period-invalid'],
    ],
    ['that is known', {}, { reference: 'KNOWN' }, ['7 claim.reference known-reference']],
  ])('%s is refused with its line', (_what, ...[opening, wish, expected]) => {
    const { faults, introduced, rows } = opened([itemOf(opening, wish, 7)], ['FR:CNAM/KNOWN']);
    expect(faults.map(({ line = 0, path, code = '' }) => `${line} ${path} ${code}`)).toEqual(
      expected,
    );
    expect([introduced, rows]).toEqual([[], []]);
  });
});
