import { aClaim } from '@reciproca/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AdmissionBooks, seen, type AdmissionResult } from './admission-books.fixture.js';

let books: AdmissionBooks;

beforeEach(() => {
  books = new AdmissionBooks();
});

const take = (...events: readonly object[]): AdmissionResult => books.take(...events);

describe('claims that look like the same bill', () => {
  const [one, two, three] = ['A', 'B', 'C'].map((name) => aClaim({ reference: name }));
  if (one === undefined || two === undefined || three === undefined) throw new Error('unreachable');
  const flags = (result: AdmissionResult): Map<string, string[]> =>
    new Map(
      result.rows
        .map(seen)
        .filter(({ type }) => type === 'claim.flagged.v1')
        .map(({ subject, data }) => [subject, (data.sameAs ?? []).map((same) => same.reference)]),
    );

  it('are all introduced, and each is flagged with the others', () => {
    const result = take(one, two);
    expect(result.claims.map((claim) => claim.twin)).toEqual([0, 1]);
    expect(flags(result)).toEqual(
      new Map([
        ['FR:CNAM/A', ['B']],
        ['FR:CNAM/B', ['A']],
      ]),
    );
  });

  it('are flagged anew, all of them, when another comes', () => {
    take(one);
    take(two);
    expect(flags(take(three))).toEqual(
      new Map([
        ['FR:CNAM/A', ['B', 'C']],
        ['FR:CNAM/B', ['A', 'C']],
        ['FR:CNAM/C', ['A', 'B']],
      ]),
    );
  });

  it('are flagged once for a batch that brings several', () => {
    const result = take(three, one, two);
    expect(result.rows.map(seen).filter(({ type }) => type === 'claim.flagged.v1')).toHaveLength(3);
    expect(flags(result).get('FR:CNAM/C')).toEqual(['A', 'B']);
  });

  it('go on counting each claim’s own sequence', () => {
    take(one);
    const rows = take(two).rows.map(seen);
    expect(rows.map(({ type, subject, data }) => [type, subject, data.sequence])).toEqual([
      ['claim.introduced.v1', 'FR:CNAM/B', 1],
      ['claim.flagged.v1', 'FR:CNAM/A', 2],
      ['claim.flagged.v1', 'FR:CNAM/B', 2],
    ]);
  });

  it.each<[string, readonly object[]]>([
    ['the same claim again', [one, one]],
    ['the same claim under a new id', [one, { ...one, id: 'new' }]],
    ['a rejected one', [one, aClaim({ reference: 'B', debtor: 'DE:NOBODY' })]],
    ['another person', [one, aClaim({ reference: 'B', person: 'other' })]],
    [
      'another day',
      [one, aClaim({ reference: 'B', careTo: '2025-01-06', careFrom: '2025-01-03' })],
    ],
    ['another total', [one, aClaim({ reference: 'B', amount: '1134.57' })]],
  ])('are not %s', (_what, events) => {
    expect(flags(take(...events)).size).toBe(0);
  });
});
