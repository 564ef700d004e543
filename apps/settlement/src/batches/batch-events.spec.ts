import { describe, expect, it } from '@jest/globals';
import { eventSchemas } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { aBatch, aSettlement } from './batch.builder.js';
import { eventOf } from './batch-events.js';
import type { BatchStep } from './batch-step.types.js';

const batch = aBatch([aSettlement('BE', '0.00'), aSettlement('PT', '2.50')]);
const shared = {
  by: 'https://issuer.example#alice',
  at: '2026-04-02T10:00:00.000Z',
  hash: batch.hash,
  settlements: ['C1/BE-FR/EUR', 'C1/FR-PT/EUR'],
};
const data = { sequence: 7, batch: 'C1/FR/EUR', ...shared };

describe('the event of a step', () => {
  const cases: readonly (readonly [BatchStep, string, object])[] = [
    [
      { kind: 'approved', ...shared, approvals: 1, of: 2 },
      'batch.approved.v1',
      { ...data, approvals: 1, of: 2 },
    ],
    [
      { kind: 'accepted', by: shared.by, at: shared.at, settlement: 'C1/FR-PT/EUR' },
      'settlement.accepted.v1',
      { sequence: 7, settlement: 'C1/FR-PT/EUR', by: shared.by, at: shared.at },
    ],
    [
      { kind: 'rejected', ...shared, reason: 'wrong' },
      'batch.rejected.v1',
      { ...data, reason: 'wrong' },
    ],
    [{ kind: 'released', ...shared }, 'batch.released.v1', data],
    [
      {
        kind: 'settled',
        by: shared.by,
        at: shared.at,
        settlement: 'C1/BE-FR/EUR',
        amount: Money.zero('EUR'),
        on: '2026-04-02',
        received: [],
      },
      'settlement.settled.v1',
      {
        sequence: 7,
        settlement: 'C1/BE-FR/EUR',
        batch: 'C1/FR/EUR',
        net: '0.00',
        amount: '0.00',
        settledOn: '2026-04-02',
        received: [],
      },
    ],
  ];

  it.each(cases)('says what the contract asks for (%#)', (step, type, expected) => {
    const event = eventOf(batch, step, 7);
    expect(event).toEqual({ type, data: expected });
    expect(eventSchemas[event.type].safeParse(event.data).success).toBe(true);
  });

  it('never leaves when nobody could read it', () => {
    const step = { kind: 'released', ...shared, by: 'a\u0000b' } as const;
    expect(() => eventOf(batch, step, 7)).toThrow('control characters');
  });
});
