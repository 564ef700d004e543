import { describe, expect, it } from '@jest/globals';
import { unshieldedMonthsOf } from './statement-months.js';
import { month } from './stored-months.builder.js';
import type { MonthsOfStatement, StoredPayment } from './stored-statement.types.js';

/* The worked examples of IR 987/2009 Art 68(1): 100 000.00 introduced on 10 November 2022. */

function paid(amount: string, paidOn: string, change: Partial<StoredPayment> = {}): StoredPayment {
  return {
    reference: `P ${amount}`,
    payer: 'DE:AOK-BY',
    forState: true,
    amount,
    currency: 'EUR',
    paidOn,
    day: paidOn,
    status: 'made',
    allocated: '0.00',
    ...change,
  };
}

function missing(change: Partial<MonthsOfStatement>): string[] {
  const stored = {
    name: { institution: 'FR:CNAM', reference: 'S' },
    announced: null,
    months: [month()],
    payments: [],
    ...change,
  };
  return unshieldedMonthsOf(stored).map(
    ({ month: of, downPaymentBy, missing: amount }) =>
      `${of} ${downPaymentBy} ${amount.toString()} ${amount.currency}`,
  );
}

const none: readonly string[] = [];

describe('what is missing of the share that shields', () => {
  it.each([
    [[], ['2022-11 2023-05-31 90000.00 EUR']],
    [[paid('89999.99', '2023-05-31')], ['2022-11 2023-05-31 0.01 EUR']],
    [[paid('90000.00', '2023-05-31')], none],
    [[paid('90000.00', '2023-06-01')], ['2022-11 2023-05-31 90000.00 EUR']],
    // Declined money shields as well (Art 68(3)).
    [[paid('90000.00', '2023-05-31', { status: 'declined' })], none],
    [
      [paid('50000.00', '2023-04-01'), paid('39000.00', '2023-05-31')],
      ['2022-11 2023-05-31 1000.00 EUR'],
    ],
  ])('of a month with %j is %j', (payments, expected) => {
    expect(missing({ payments })).toEqual(expected);
  });

  it('is told of the months that a payment does not reach', () => {
    const months = [
      month({ month: '2022-08', downPaymentBy: '2023-02-28', total: '100.00' }),
      month({ total: '200.00' }),
    ];
    const payments = [paid('150.00', '2023-02-28')];
    // 100.00 for August; 50.00 of the 180.00 of November.
    expect(missing({ months, payments })).toEqual(['2022-11 2023-05-31 130.00 EUR']);
  });

  it('is nothing without such a clock, or of what was not announced', () => {
    expect(missing({ months: [month({ downPaymentBy: null, instrument: 'FR-MC' })] })).toEqual([]);
    const announced = {
      on: '2022-11-10',
      debtorState: 'DE',
      basis: 'actual-expenditure',
      claims: 1,
      total: '1.00',
      currency: 'EUR',
    } as const;
    expect(missing({ announced, months: [month({ debtor: 'PT:SNS' })] })).toEqual([]);
  });
});
