import { describe, expect, it } from '@jest/globals';
import {
  matches,
  mayPay,
  unknownStatement,
  withClaim,
  type Announcement,
  type StatementBook,
} from './statement-book.js';

const announced: Announcement = {
  debtorState: 'DE',
  basis: 'actual-expenditure',
  claims: 2,
  total: '200.00',
  currency: 'EUR',
};

function received(debtors: string, basis = 'actual-expenditure'): StatementBook {
  return debtors
    .split(' ')
    .reduce(
      (book, debtor) => withClaim(book, { debtor, basis, currency: 'EUR' }),
      unknownStatement,
    );
}

describe('who may say that a down payment was made', () => {
  const forState = { institution: 'DE:DVKA', forState: true };
  const alone = { institution: 'DE:TK', forState: false };
  const portuguese = { institution: 'PT:SNS', forState: true };
  const both = received('DE:AOK-BY DE:AOK-BY');

  it.each<[string, [typeof forState, StatementBook], boolean]>([
    ['whoever, of a statement not known yet', [alone, unknownStatement], true],
    [
      'not the State of the creditor',
      [{ ...forState, institution: 'FR:X' }, unknownStatement],
      false,
    ],
    ['who speaks for the State announced', [forState, { ...unknownStatement, announced }], true],
    ['not who speaks for another State', [portuguese, { ...unknownStatement, announced }], false],
    ['who speaks for the State of its claims', [forState, both], true],
    ['not who speaks for a State without claims', [forState, received('PT:SNS')], false],
    ['who speaks for one of the States of its claims', [forState, received('PT:SNS DE:TK')], true],
    [
      'not for one whose claims were not announced',
      [portuguese, { ...received('PT:SNS'), announced }],
      false,
    ],
    ['the debtor institution', [alone, { ...received('DE:AOK-BY DE:TK'), announced }], true],
    ['another one as long as its claims may come', [alone, both], true],
    ['another one before all of them came', [alone, { ...received('DE:AOK-BY'), announced }], true],
    ['who speaks for the State also then', [forState, { ...both, announced }], true],
    ['not another one once all of them came', [alone, { ...both, announced }], false],
    [
      'another one while those that came are not those announced',
      [alone, { ...received('DE:AOK-BY DE:AOK-BY', 'fixed-amount'), announced }],
      true,
    ],
  ])('%s', (_name, [payer, book], expected) => {
    expect(mayPay(payer, 'FR:CNAM', book)).toBe(expected);
  });
});

describe('a claim is one of those announced', () => {
  const facts = { debtorState: 'DE', basis: 'actual-expenditure', currency: 'EUR' };

  it.each<[string, Partial<Record<keyof typeof facts, string | null>>, boolean]>([
    ['with all three', {}, true],
    ['not of another State', { debtorState: 'PT' }, false],
    ['not on another basis', { basis: 'fixed-amount' }, false],
    ['not in another currency', { currency: 'GBP' }, false],
    ['where nothing could be read', { debtorState: null, basis: null, currency: null }, true],
  ])('%s', (_name, change, expected) => {
    expect(matches({ ...facts, ...change }, announced)).toBe(expected);
    expect(matches({ ...facts, ...change }, null)).toBe(true);
  });
});
