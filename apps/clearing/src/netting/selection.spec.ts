import type { ArrangementRecord } from '@reciproca/agreements';
import { describe, expect, it } from '@jest/globals';
import { arrangement, cycle } from './netting.builder.js';
import { only, select, without, type SelectableAccount } from './selection.js';

const { cutoff } = cycle();
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
  return select(accounts, cycle(arrangement(change)));
}

describe('what a cycle selects', () => {
  it('is everything where no arrangement stands against it', () => {
    expect(select(accounts, cycle())).toEqual({ all: [1, 2, 3], dueOnly: [] });
    expect(selectWith({})).toEqual({ all: [1, 2, 3], dueOnly: [] });
  });

  it('leaves a pair alone whose calendar does not name the cut-off, under any instrument', () => {
    expect(selectWith({ calendar: ['2026-06-30'] })).toEqual({ all: [3], dueOnly: [] });
    expect(selectWith({ calendar: ['2026-06-30', cutoff] })).toEqual({
      all: [1, 2, 3],
      dueOnly: [],
    });
  });

  it('waits for the day to pay where the arrangement says so, under any instrument', () => {
    expect(selectWith({ eligibility: 'due' })).toEqual({ all: [3], dueOnly: [1, 2] });
    expect(selectWith({ eligibility: 'due', calendar: [] })).toEqual({ all: [3], dueOnly: [] });
  });

  it('looks at no currency: what cannot be converted is left out afterwards', () => {
    const croatian = { ...regulation, account_id: 4, creditor_state: 'HR', currency: 'HRK' };
    expect(select([croatian], cycle())).toEqual({ all: [4], dueOnly: [] });
  });

  it('names accounts, so that one which is made meanwhile is in neither list', () => {
    expect(select([], cycle())).toEqual({ all: [], dueOnly: [] });
  });

  it('is parted by accounts, each of them in its own list', () => {
    const selection = { all: [1, 2, 3], dueOnly: [4, 5] };
    expect(only(selection, new Set([2, 5, 9]))).toEqual({ all: [2], dueOnly: [5] });
    expect(without(selection, new Set([2, 5, 9]))).toEqual({ all: [1, 3], dueOnly: [4] });
  });
});
