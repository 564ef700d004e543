import type { StoredMonth } from './stored-statement.types.js';

/** A month of the worked examples of IR 987/2009 Art 68(1): 100 000.00 introduced in November 2022. */
export function month(change: Partial<StoredMonth> = {}): StoredMonth {
  return {
    debtor: 'DE:AOK-BY',
    instrument: 'EU-987-2009',
    currency: 'EUR',
    basis: 'actual-expenditure',
    month: '2022-11',
    downPaymentBy: '2023-05-31',
    claims: 1,
    total: '100000.00',
    ...change,
  };
}
