import { describe, expect, it } from '@jest/globals';
import { statementViewOf } from './statement-view.js';
import { month } from './stored-months.builder.js';
import type { StoredObligation, StoredPayment, StoredStatement } from './stored-statement.types.js';

function payment(change: Partial<StoredPayment> = {}): StoredPayment {
  return {
    reference: 'P-1',
    payer: 'DE:AOK-BY',
    forState: true,
    amount: '90000.00',
    currency: 'EUR',
    paidOn: '2023-05-31',
    day: '2023-06-01',
    status: 'accepted',
    allocated: '0.00',
    ...change,
  };
}

function obligation(change: Partial<StoredObligation> = {}): StoredObligation {
  return {
    debtorState: 'DE',
    currency: 'EUR',
    basis: 'actual-expenditure',
    buckets: { claimed: '-100000.00', open: '100000.00' },
    free: '100000.00',
    ...change,
  };
}

const announced = {
  on: '2022-11-10',
  debtorState: 'DE',
  basis: 'actual-expenditure',
  claims: 1,
  total: '100000.00',
  currency: 'EUR',
} as const;

function statement(change: Partial<StoredStatement> = {}): StoredStatement {
  return {
    name: { institution: 'FR:CNAM', reference: 'S-1' },
    announced,
    months: [month()],
    rejected: [],
    payments: [payment()],
    obligations: [obligation()],
    ...change,
  };
}

function shown(stored: StoredStatement, reader: string | null = null) {
  const view = statementViewOf(stored, reader);
  if (view === undefined) throw new Error('nothing is shown');
  return view;
}

function shields(stored: StoredStatement): string[] {
  return shown(stored).months.map(
    ({ month: of, needed, covered, shielded }) =>
      `${of} ${covered} of ${needed ?? 'no'} ${shielded ? 'shields' : 'does not'}`,
  );
}

describe('the shield of a statement (IR 987/2009 Art 68)', () => {
  it.each<[string, Partial<StoredPayment>, string]>([
    ['90 per cent in time', {}, '90000.00 of 90000.00 shields'],
    ['a cent less', { amount: '89999.99' }, '89999.99 of 90000.00 does not'],
    ['a day later', { paidOn: '2023-06-01' }, '0.00 of 90000.00 does not'],
    ['more than the total', { amount: '150000.00' }, '100000.00 of 90000.00 shields'],
    ['declined', { status: 'declined' }, '90000.00 of 90000.00 shields'],
    ['unanswered', { status: 'made' }, '90000.00 of 90000.00 shields'],
    ['by another State', { payer: 'PT:SNS' }, '0.00 of 90000.00 does not'],
    ['in another currency', { currency: 'GBP' }, '0.00 of 90000.00 does not'],
    [
      'by an institution that is not its debtor',
      { payer: 'DE:TK', forState: false },
      '0.00 of 90000.00 does not',
    ],
    ['by its debtor institution', { forState: false }, '90000.00 of 90000.00 shields'],
  ])('%s', (_name, change, expected) => {
    expect(shields(statement({ payments: [payment(change)] }))).toEqual([`2022-11 ${expected}`]);
  });

  it('is judged per month of introduction, the earliest first', () => {
    const months = [
      month({ month: '2022-12', downPaymentBy: '2023-06-30', total: '1000.00' }),
      month({ total: '1000.00' }),
    ];
    // 1 000.00 of the first payment go to November, 200.00 of it and 699.99 to December.
    const payments = [
      payment({ amount: '1200.00', paidOn: '2023-05-31' }),
      payment({ amount: '699.99', paidOn: '2023-06-30', reference: 'P-2' }),
    ];
    expect(shields(statement({ months, payments }))).toEqual([
      '2022-11 1000.00 of 900.00 shields',
      '2022-12 899.99 of 900.00 does not',
    ]);
  });

  it('adds what is owed by several institutions of the debtor State', () => {
    const months = [month({ total: '60000.00' }), month({ debtor: 'DE:TK', total: '40000.01' })];
    // 90 per cent of 100 000.01 are 90 000.009.
    expect(shields(statement({ months }))).toEqual(['2022-11 90000.00 of 90000.01 does not']);
  });

  it('is none where the instrument knows no interest, and for what was not announced', () => {
    const months = [
      month({ instrument: 'FR-DEC-NC', downPaymentBy: null }),
      month({ basis: 'fixed-amount' }),
    ];
    expect(shields(statement({ months })).sort()).toEqual([
      '2022-11 0.00 of 90000.00 does not',
      '2022-11 0.00 of no does not',
    ]);
  });
});

describe('what a down payment waits for', () => {
  const rejected = { debtorState: null, basis: null, currency: null, claims: 1 };
  const contested = obligation({
    buckets: { claimed: '-100000.00', open: '0.00', contested: '100000.00' },
    free: '0.00',
  });

  it.each<[string, Partial<StoredStatement>, string | null]>([
    ['the creditor', { payments: [payment({ status: 'made' })] }, 'answer'],
    ['nothing when declined', { payments: [payment({ status: 'declined' })] }, null],
    ['nothing when allocated', { payments: [payment({ allocated: '90000.00' })] }, null],
    ['the next cycle', {}, 'cycle'],
    ['a statement', { announced: null, months: [], obligations: [] }, 'statement'],
    ['claims of one that is announced', { months: [], obligations: [] }, 'claims'],
    ['another State', { payments: [payment({ payer: 'PT:SNS' })] }, 'debtor'],
    [
      'another State, by its claims',
      { announced: null, payments: [payment({ payer: 'PT:SNS' })] },
      'debtor',
    ],
    ['another institution', { payments: [payment({ payer: 'DE:TK', forState: false })] }, 'debtor'],
    ['another currency', { payments: [payment({ currency: 'GBP' })] }, 'currency'],
    [
      'another currency, by its claims',
      { announced: null, payments: [payment({ currency: 'GBP' })] },
      'currency',
    ],
    [
      'the rest of an incomplete one',
      { announced: { ...announced, claims: 2 }, obligations: [contested] },
      'claims',
    ],
    ['what is contested of a complete one', { obligations: [contested] }, 'contestations'],
    [
      'what is contested of one that is complete with what was rejected',
      { announced: { ...announced, claims: 2 }, rejected: [rejected], obligations: [contested] },
      'contestations',
    ],
    ['the next cycle, to be refunded', { obligations: [obligation({ free: '0.00' })] }, 'cycle'],
    [
      'the announcement of one that nobody announced',
      { announced: null, obligations: [obligation({ free: '89999.99' })] },
      'claims',
    ],
  ])('%s', (_name, change, expected) => {
    expect(shown(statement(change)).downPayments.map(({ waitsFor }) => waitsFor)).toEqual([
      expected,
    ]);
  });

  it('counts what earlier ones will take', () => {
    const payments = ['60000.00', '40000.00', '0.01'].map((amount) => payment({ amount }));
    const stored = statement({ announced: { ...announced, claims: 2 }, payments });
    expect(shown(stored).downPayments.map(({ waitsFor }) => waitsFor)).toEqual([
      'cycle',
      'cycle',
      'claims',
    ]);
  });
});

describe('the figures of a statement', () => {
  it('are the sums of its claims, per currency', () => {
    const stored = statement({
      months: [month(), month({ debtor: 'PT:SNS' }), month({ currency: 'GBP' })],
      obligations: [
        obligation({ buckets: { claimed: '-300.00', open: '100.00', contested: '200.00' } }),
        obligation({ debtorState: 'PT', buckets: { claimed: '-50.00', settled: '50.00' } }),
        obligation({ currency: 'GBP', buckets: { claimed: '-7.00', open: '7.00' } }),
      ],
    });
    const [euros, pounds] = shown(stored).obligations;
    expect(euros).toMatchObject({
      currency: 'EUR',
      claims: 2,
      total: '350.00',
      contested: '200.00',
    });
    expect(euros).toMatchObject({ settled: '50.00', toPay: '100.00' });
    expect(pounds).toMatchObject({ currency: 'GBP', claims: 1, total: '7.00', toPay: '7.00' });
  });
});

describe('who sees a statement', () => {
  const mixed = statement({
    months: [month(), month({ debtor: 'PT:SNS', total: '5.00' })],
    rejected: [
      { debtorState: 'PT', basis: null, currency: null, claims: 1 },
      { debtorState: null, basis: null, currency: null, claims: 1 },
    ],
    payments: [payment(), payment({ payer: 'PT:SNS' })],
    obligations: [obligation(), obligation({ debtorState: 'PT' })],
  });
  const seen = (reader: string | null) => {
    const { announced: told, received, mismatching, downPayments, months } = shown(mixed, reader);
    return {
      announced: told !== null,
      received: `${String(received.introduced)} ${String(received.rejected)}`,
      mismatching: `${String(mismatching.introduced)} ${String(mismatching.rejected)}`,
      payers: downPayments.map(({ payer }) => payer),
      months: months.map(({ debtorState }) => debtorState),
    };
  };

  it.each(['FR', null])(
    'all of it: the State of the creditor, and who sees everything',
    (reader) => {
      expect(seen(reader)).toEqual({
        announced: true,
        received: '1 1',
        mismatching: '1 1',
        payers: ['DE:AOK-BY', 'PT:SNS'],
        months: ['DE', 'PT'],
      });
    },
  );

  it('its part: the State that it names, and a State of which there are claims', () => {
    expect(seen('DE')).toEqual({
      announced: true,
      received: '1 1',
      mismatching: '0 0',
      payers: ['DE:AOK-BY'],
      months: ['DE'],
    });
    expect(seen('PT')).toEqual({
      announced: false,
      received: '0 0',
      mismatching: '1 1',
      payers: ['PT:SNS'],
      months: ['PT'],
    });
  });

  it('nothing of it: any other State', () => {
    expect(statementViewOf(mixed, 'ES')).toBeUndefined();
  });
});
