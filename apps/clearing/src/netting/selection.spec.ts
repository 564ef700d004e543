import type { ArrangementRecord } from '@reciproca/agreements';
import { describe, expect, it } from '@jest/globals';
import { select, type SelectableAccount } from './selection.js';

const cutoff = '2026-03-31';
const regulation: SelectableAccount = {
  account_id: 1,
  creditor_state: 'FR',
  debtor_state: 'DE',
  instrument: 'EU-987-2009',
  currency: 'EUR',
};
const older: SelectableAccount = { ...regulation, account_id: 2, instrument: 'EU-574-72' };
const portuguese: SelectableAccount = {
  ...regulation,
  account_id: 3,
  creditor_state: 'PT',
  debtor_state: 'FR',
};
const accounts = [regulation, older, portuguese];

function selectWith(change: Partial<ArrangementRecord>): ReturnType<typeof select> {
  const arrangement: ArrangementRecord = {
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
    approvals: { officers: 2, threshold: null, officersAbove: 3 },
    acceptance: null,
    fee: null,
    ...change,
  };
  const states = new Set<string>(arrangement.states);
  return select(accounts, cutoff, (one, other) =>
    states.has(one) && states.has(other) ? arrangement : undefined,
  );
}

describe('what a cycle selects', () => {
  it('is everything where no arrangement stands against it', () => {
    expect(select(accounts, cutoff, () => undefined)).toEqual({ all: [1, 2, 3], dueOnly: [] });
    expect(selectWith({})).toEqual({ all: [1, 2, 3], dueOnly: [] });
  });

  it('leaves a pair alone whose calendar does not name the cut-off, but only under its instruments', () => {
    expect(selectWith({ calendar: ['2026-06-30'] })).toEqual({ all: [2, 3], dueOnly: [] });
    expect(selectWith({ calendar: ['2026-06-30', cutoff] })).toEqual({
      all: [1, 2, 3],
      dueOnly: [],
    });
  });

  it('waits for the day to pay where the arrangement says so', () => {
    expect(selectWith({ eligibility: 'due' })).toEqual({ all: [2, 3], dueOnly: [1] });
    expect(selectWith({ eligibility: 'due', instruments: ['EU-987-2009', 'EU-574-72'] })).toEqual({
      all: [3],
      dueOnly: [1, 2],
    });
    expect(selectWith({ eligibility: 'due', calendar: [] })).toEqual({ all: [2, 3], dueOnly: [] });
  });

  it('pays nothing in a currency that has ended: the kuna until 31.12.2022, then not', () => {
    const croatian = { ...regulation, account_id: 4, creditor_state: 'HR', currency: 'HRK' };
    const none = (): undefined => undefined;
    expect(select([croatian], '2022-12-31', none)).toEqual({ all: [4], dueOnly: [] });
    expect(select([croatian], '2023-01-01', none)).toEqual({ all: [], dueOnly: [] });
  });

  it('names accounts, so that one which is made meanwhile is in neither list', () => {
    expect(select([], cutoff, () => undefined)).toEqual({ all: [], dueOnly: [] });
  });
});
