import { shippedTables, type ArrangementRecord } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import type { AccountSum } from './netting.js';
import type { CycleFacts } from './placement.js';

let lastAccount = 0;

/** `FR:CNAM>DE:AOK-BY 199.90 EUR`, under the regulation unless told; an account of its own. */
export function sum(text: string, claims = 1, instrument = 'EU-987-2009'): AccountSum {
  const [, creditor = '', debtor = '', amount = '', currency = ''] =
    /^(\S+)>(\S+) (\S+) (\S+)$/.exec(text) ?? [];
  lastAccount += 1;
  return {
    accountId: lastAccount,
    creditor,
    debtor,
    instrument,
    amount: Money.of(amount, currency),
    claims,
  };
}

/** The arrangement of the documented example, changed. */
export function arrangement(change: Partial<ArrangementRecord> = {}): ArrangementRecord {
  return {
    id: 'DE-FR',
    states: ['DE', 'FR'],
    instruments: ['EU-987-2009'],
    from: '2010-05-01',
    to: null,
    offsetting: true,
    eligibility: 'introduced',
    calendar: null,
    settlementCurrency: null,
    rate: null,
    approvals: { officers: 2, threshold: '10000000.00', officersAbove: 3 },
    acceptance: null,
    fee: null,
    ...change,
  };
}

/** An arrangement of two States, `FR-GB`, that names a settlement currency. */
export function settlingIn(
  currency: string,
  pair: string,
  change: Partial<ArrangementRecord> = {},
): ArrangementRecord {
  return arrangement({
    id: pair,
    states: pair.split('-') as [string, string],
    settlementCurrency: currency,
    rate: { source: 'ECB', day: 'cutoff' },
    ...change,
  });
}

/** The first quarter of 2026 at the published rates, with these arrangements in force. */
export function cycle(...records: readonly ArrangementRecord[]): CycleFacts {
  return {
    id: '2026-Q1',
    cutoff: '2026-03-31',
    arrangementOf: (one, other) =>
      records.find(({ states }) => states.includes(one) && states.includes(other)),
    rateOn: (currency, day) => shippedTables().exchangeRates.rateOn(currency, day),
  };
}
