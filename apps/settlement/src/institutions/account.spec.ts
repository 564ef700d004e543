import { describe, expect, it } from '@jest/globals';
import type { InstitutionRecordData } from '@reciproca/contracts';
import { accountOn } from './account.js';

const french = 'FR1420041010050500013M02606';
const newer = 'FR7630006000011234567890189';

function record(wish: Partial<InstitutionRecordData>): InstitutionRecordData {
  return {
    id: 'FR:CNSE',
    name: 'CNSE',
    from: '1960-01-01',
    to: null,
    liaisonBody: null,
    accounts: [],
    ...wish,
  };
}

const account = (iban: string, from = '1960-01-01', currency = 'EUR') => ({
  currency,
  iban,
  bic: 'BNPAFRPP',
  from,
});

const member = record({ id: 'FR:CNAM', liaisonBody: 'FR:CNSE', accounts: [account(newer)] });
const question = { currency: 'EUR', day: '2026-03-02' };

describe('accountOn', () => {
  it.each([
    ['the liaison body that is named', [member, record({ accounts: [account(french)] })], french],
    [
      'an institution where no liaison body is named',
      [record({ accounts: [account(french)] })],
      french,
    ],
    ['nobody when the liaison body has no account', [member, record({})], undefined],
    [
      'nobody in another currency',
      [record({ accounts: [account(french, '1960-01-01', 'GBP')] })],
      undefined,
    ],
    [
      'the account with the latest first day up to the day',
      [record({ accounts: [account(newer, '2026-03-02'), account(french, '2020-01-01')] })],
      newer,
    ],
    [
      'not yet the account of tomorrow',
      [record({ accounts: [account(newer, '2026-03-03'), account(french, '2020-01-01')] })],
      french,
    ],
    [
      'the record in force, not one that a later record ended',
      [
        record({ accounts: [account(french)] }),
        record({ from: '2026-03-02', accounts: [account(newer)] }),
      ],
      newer,
    ],
    [
      'the newer version of a record with the same first day',
      [record({ accounts: [account(french)] }), record({ accounts: [account(newer)] })],
      newer,
    ],
    [
      'nobody whose record has ended',
      [record({ to: '2026-03-01', accounts: [account(french)] })],
      undefined,
    ],
  ])('pays through %s', (_what, records, iban) => {
    expect(accountOn(records, question)?.iban).toBe(iban);
  });
});
