import { describe, expect, it } from '@jest/globals';
import { decideBalance, readDifferences, type BalanceCommand } from './balance-decision.js';
import {
  balanceIdOf,
  statesOfBalance,
  summaryOf,
  viewOf,
  type BalanceStatus,
  type Difference,
  type PublishedBalance,
} from './published-balance.js';

const difference: Difference = {
  claim: { institution: 'FR:CNAM', reference: 'A' },
  published: '10.00',
  amount: '9.00',
  reason: 'amount-differs',
};

function aBalance(status: BalanceStatus, change: Partial<PublishedBalance> = {}): PublishedBalance {
  return {
    number: 7,
    id: 'DE-FR/EUR/2026-06-30/2',
    states: ['DE', 'FR'],
    currency: 'EUR',
    on: '2026-06-30',
    closing: '-10.00',
    claims: 1,
    hash: 'sha256:1',
    publishedBy: 'FR',
    publishedAt: '2026-07-01T09:00:00.000Z',
    status,
    supersededBy: status === 'superseded' ? 'DE-FR/EUR/2026-06-30/3' : null,
    differences: status === 'disputed' ? [difference] : [],
    isStillOpen: false,
    lastSequence: status === 'published' ? 1 : 2,
    ...change,
  };
}

const confirm: BalanceCommand = { kind: 'confirm' };
const dispute: BalanceCommand = { kind: 'dispute', differences: [difference] };
const other: BalanceCommand = {
  kind: 'dispute',
  differences: [{ ...difference, amount: '8.00' }],
};

describe('what the other State says of a balance', () => {
  it.each<[[BalanceStatus, string], BalanceCommand, string]>([
    [['published', 'a confirmation'], confirm, 'confirmed 2'],
    [['published', 'differences'], dispute, 'disputed 2'],
    [['disputed', 'a confirmation'], confirm, 'confirmed 3'],
    [['disputed', 'the same differences'], dispute, 'unchanged'],
    [['disputed', 'other differences'], other, 'disputed 3'],
    [['confirmed', 'a confirmation'], confirm, 'unchanged'],
    [['confirmed', 'differences'], dispute, 'step-not-open'],
    [['superseded', 'a confirmation'], confirm, 'step-not-open'],
    [['superseded', 'differences'], dispute, 'step-not-open'],
  ])('%p', ([status], command, expected) => {
    const decision = decideBalance(aBalance(status), command, 'DE');
    if (!decision.ok) expect(decision.refusal.code).toBe(expected);
    else {
      const { changed, balance } = decision;
      expect(changed ? `${balance.status} ${balance.lastSequence}` : 'unchanged').toBe(expected);
    }
  });

  it('is refused to the State that published, before anything else', () => {
    for (const status of ['published', 'disputed', 'confirmed', 'superseded'] as const) {
      const decision = decideBalance(aBalance(status), { ...confirm, hash: 'sha256:2' }, 'FR');
      expect(decision).toMatchObject({ ok: false, refusal: { code: 'forbidden' } });
    }
  });

  it('binds to the hash that was looked at, when one is named', () => {
    const balance = aBalance('published');
    expect(decideBalance(balance, { ...confirm, hash: 'sha256:1' }, 'DE').ok).toBe(true);
    expect(decideBalance(balance, { ...confirm, hash: 'sha256:2' }, 'DE')).toMatchObject({
      refusal: { code: 'hash-changed' },
    });
  });

  it('keeps the differences that a confirmation closes', () => {
    const decision = decideBalance(aBalance('disputed'), confirm, 'DE');
    if (!decision.ok) throw new Error('refused');
    expect(decision.balance.differences).toEqual([difference]);
    expect(summaryOf(decision.balance).openDifferences).toBe(0);
    expect(summaryOf(aBalance('disputed')).openDifferences).toBe(1);
  });

  it('is the same list in any order', () => {
    const second = { ...difference, claim: { institution: 'DE:AOK-BY', reference: 'X' } };
    const balance = aBalance('disputed', { differences: [second, difference] });
    const command = { ...dispute, differences: [difference, second] } as const;
    expect(decideBalance(balance, command, 'DE')).toMatchObject({ changed: false });
  });
});

describe('a list of differences', () => {
  const published = new Map([['FR:CNAM/A', '10.00']]);
  const claim = { institution: 'FR:CNAM', reference: 'A' };
  const read = (...listed: Parameters<typeof readDifferences>[0]) =>
    readDifferences(listed, { states: ['DE', 'FR'], currency: 'EUR' }, published);

  it('stands beside what the balance holds, 0.00 of a claim that is not in it', () => {
    const missing = { institution: 'DE:AOK-BY', reference: 'X' };
    expect(
      read(
        { claim, amount: '9', reason: 'already-credited', note: 'see our letter' },
        { claim: missing, amount: '-3.00', reason: 'not-in-the-balance' },
      ),
    ).toEqual({
      ok: true,
      differences: [
        {
          claim,
          published: '10.00',
          amount: '9.00',
          reason: 'already-credited',
          note: 'see our letter',
        },
        { claim: missing, published: '0.00', amount: '-3.00', reason: 'not-in-the-balance' },
      ],
    });
  });

  it('is refused with every fault', () => {
    const reading = read(
      { claim, amount: '10.000', reason: 'other' },
      { claim, amount: '10.0', reason: 'other' },
      { claim: { institution: 'PT:SNS', reference: 'A' }, amount: '1.00', reason: 'other' },
    );
    expect(reading.ok ? [] : reading.faults.map(({ path }) => path)).toEqual([
      'body.differences.0.amount',
      'body.differences.1.claim',
      'body.differences.1.amount',
      'body.differences.2.claim.institution',
    ]);
  });
});

describe('the id of a balance', () => {
  it('names its States', () => {
    const { states, currency, on } = aBalance('published');
    const id = balanceIdOf({ states, currency, on }, 2);
    expect(id).toBe('DE-FR/EUR/2026-06-30/2');
    expect(statesOfBalance(id)).toEqual(['DE', 'FR']);
  });

  it.each(['', 'DE-FR/EUR/2026-06-30', 'DE-FR/EUR/2026-06-30/0', '2026-Q1/DE-FR/EUR/2'])(
    'is not %p',
    (text) => {
      expect(statesOfBalance(text)).toBeUndefined();
    },
  );
});

describe('a balance as it is shown', () => {
  it('tells persons to their own State alone', () => {
    const at = '2026-07-01T09:00:00.000Z';
    const steps = [
      { at, action: 'published', state: 'FR', person: 'id#fanny' },
      { at, action: 'confirmed', state: 'DE', person: 'id#dieter' },
    ] as const;
    const { history } = viewOf(aBalance('confirmed'), steps, (state) => state === 'DE');
    expect(history.map(({ action, state, by }) => [action, state, by])).toEqual([
      ['published', 'FR', null],
      ['confirmed', 'DE', 'id#dieter'],
    ]);
  });
});
