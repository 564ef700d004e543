import { aClaim } from '@reciproca/testing';
import { describe, expect, it } from '@jest/globals';
import { AdmissionBooks } from './admission-books.fixture.js';

const claim = aClaim();
const mismatch = aClaim({ benefits: [{ kind: 'hospital', amount: '1.00' }] });
const shapeless = { ...claim, data: { ...claim.data, care: null } };
const nameless = { ...claim, data: { ...claim.data, claim: { reference: '2025-H1-000123' } } };
const strange = aClaim({ amount: '1.00', currency: 'EUR', benefits: [{ kind: 'x', amount: '1' }] });

const named = {
  subject: 'FR:CNAM/2025-H1-000123',
  institution: 'FR:CNAM',
  statement: 'FR-DE-2025-H1',
};
const read = { ...named, debtor: 'DE:AOK-BY', basis: 'actual-expenditure', currency: 'EUR' };
const unread = { ...named, debtor: null, basis: null, currency: null };

describe('what a batch rejects for good', () => {
  it.each<[string, readonly object[], readonly object[]]>([
    ['a claim that breaks a rule', [mismatch], [read]],
    ['a claim of which the statement alone can be told', [shapeless], [unread]],
    ['a claim of an unknown kind of benefit', [strange], [unread]],
    ['not one of an unknown statement', [nameless], []],
    ['a claim that is rejected twice, once', [shapeless, { ...mismatch, id: 'new' }], [read]],
    ['not one that is introduced after all', [mismatch, { ...claim, id: 'new' }], []],
    ['not other content of an introduced claim', [claim, { ...mismatch, id: 'new' }], []],
    ['not what a stranger says', [{ ...mismatch, source: 'urn:institution:DE:AOK-BY' }], []],
  ])('%s', (_name, events, expected) => {
    expect(new AdmissionBooks().take(...events).rejected).toEqual(expected);
  });
});
