import { describe, expect, it } from '@jest/globals';
import { Money } from '@reciproca/money';
import type { BatchStatus } from './batch.js';
import { aBatch, aSettlement, asking } from './batch.builder.js';
import { batchTransitions, evolve, statusOfMoney } from './batch-evolution.js';

const taken = { by: 'tom', at: '2026-04-02T10:00:00.000Z' };

describe('the life of a batch', () => {
  it('knows every status as the contract does, and ends only where it may', () => {
    expect(batchTransitions).toEqual({
      proposed: ['approved', 'rejected'],
      approved: ['proposed', 'released', 'rejected'],
      released: ['partial', 'settled'],
      partial: ['settled'],
      settled: ['partial'],
      rejected: [],
    });
  });

  it('does not jump: a step that cannot follow is a bug', () => {
    const batch = aBatch();
    const release = { kind: 'released', ...taken, hash: batch.hash, settlements: [] } as const;
    for (const status of ['proposed', 'rejected', 'settled', 'partial'] as const) {
      expect(() => evolve({ ...batch, status }, release)).toThrow(
        `C1/FR/EUR cannot go from ${status} to released`,
      );
    }
    const settle = {
      kind: 'settled',
      ...taken,
      settlement: 'C1/BE-FR/EUR',
      amount: Money.zero('EUR'),
      on: '2026-04-02',
      received: [],
    } as const;
    expect(() => evolve(batch, settle)).toThrow('cannot go from proposed to partial');
  });

  it('takes an acceptance where it is asked for, once, and keeps status and hash', () => {
    const batch = aBatch([
      aSettlement('BE', '1.00'),
      asking(aSettlement('PT', '2.50'), 'accepted'),
    ]);
    const accept = { kind: 'accepted', ...taken, settlement: 'C1/FR-PT/EUR' } as const;
    const accepted = evolve({ ...batch, status: 'approved' }, accept);
    expect(accepted).toMatchObject({ status: 'approved', hash: batch.hash, sequence: 1 });
    expect(accepted.settlements[1]?.acceptance?.accepted).toEqual(taken);
    const bugs = [
      evolve.bind(undefined, accepted, accept),
      evolve.bind(undefined, batch, { ...accept, settlement: 'C1/BE-FR/EUR' }),
      evolve.bind(undefined, batch, { ...accept, settlement: 'C1/DE-FR/EUR' }),
      evolve.bind(undefined, { ...batch, status: 'released' }, accept),
    ];
    for (const bug of bugs) expect(bug).toThrow('asks for no acceptance');
  });

  it('is as far as its money', () => {
    const cases: readonly (readonly [BatchStatus, BatchStatus, BatchStatus])[] = [
      ['released', 'released', 'released'],
      ['settled', 'released', 'partial'],
      ['partial', 'released', 'partial'],
      ['partial', 'settled', 'partial'],
      ['settled', 'settled', 'settled'],
      ['rejected', 'settled', 'settled'],
      ['rejected', 'released', 'released'],
    ];
    for (const [first, second, expected] of cases) {
      const settlements = [
        { ...aSettlement('BE', '1.00'), status: first },
        { ...aSettlement('PT', '2.50'), status: second },
      ];
      expect(statusOfMoney(settlements)).toBe(expected);
    }
  });

  it('is not partial because of a settlement that needed no money', () => {
    const nothing = { ...aSettlement('BE', '0.00'), status: 'settled' as const };
    const waiting = { ...aSettlement('PT', '2.50'), status: 'released' as const };
    expect(statusOfMoney([nothing, waiting])).toBe('released');
    expect(statusOfMoney([nothing, { ...waiting, status: 'settled' }])).toBe('settled');
  });
});
