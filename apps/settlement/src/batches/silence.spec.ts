import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Batch } from './batch.js';
import { accountOf, aBatch, aSettlement, asking } from './batch.builder.js';
import { decide } from './batch-decision.js';
import { silentSteps } from './silence.js';

const [belgian, portuguese] = [aSettlement('BE', '1.00'), aSettlement('PT', '2.50')];
const lastInstant = '2026-04-15T23:59:59.999Z';
const nextDay = '2026-04-16T00:00:00.000Z';
const late = '2026-06-01T10:00:00.000Z';

function approved(batch: Batch): Batch {
  return ['alice', 'bob'].reduce((before, person) => {
    const command = { kind: 'approve', hash: before.hash } as const;
    const decision = decide(before, command, { person, at: '2026-04-02T10:00:00.000Z', accountOf });
    if (!decision.ok) throw new Error(decision.refusal.detail);
    return decision.batch;
  }, batch);
}

describe('the silence of a payee State', () => {
  it('does nothing through the last day, and nothing where nothing is asked', () => {
    for (const silence of ['accepted', 'rejected'] as const) {
      const batch = aBatch([belgian, asking(portuguese, silence)]);
      expect(silentSteps(batch, lastInstant)).toEqual({ steps: [], batch });
    }
    expect(silentSteps(aBatch(), late).steps).toEqual([]);
  });

  it('accepts from the next day on, in the name of the arrangement', () => {
    const batch = approved(aBatch([belgian, asking(portuguese, 'accepted')]));
    const by = 'urn:reciproca:silence:FR-PT';
    const { steps, batch: after } = silentSteps(batch, nextDay);
    expect(steps).toEqual([{ kind: 'accepted', by, at: nextDay, settlement: 'C1/FR-PT/EUR' }]);
    expect(after).toMatchObject({ status: 'approved', hash: batch.hash, sequence: 3 });
    expect(after.approvals).toHaveLength(2);
    expect(after.settlements[1]?.acceptance?.accepted).toEqual({ by, at: nextDay });
    expect(silentSteps(after, late)).toEqual({ steps: [], batch: after });
  });

  it('rejects from the next day on: the settlement leaves, the rest starts anew', () => {
    const batch = approved(aBatch([belgian, asking(portuguese, 'rejected')]));
    const { steps, batch: after } = silentSteps(batch, nextDay);
    expect(steps).toEqual([
      {
        kind: 'rejected',
        by: 'urn:reciproca:silence:FR-PT',
        at: nextDay,
        hash: batch.hash,
        settlements: ['C1/FR-PT/EUR'],
        reason: 'PT did not accept by 2026-04-15, and its silence rejects by the arrangement FR-PT',
      },
    ]);
    expect(after).toMatchObject({
      status: 'proposed',
      hash: aBatch([belgian]).hash,
      approvals: [],
      settlements: [{ status: 'proposed' }, { status: 'rejected' }],
    });
  });

  it('rejects the batch when nothing is left of it', () => {
    const batch = aBatch([asking(belgian, 'rejected'), asking(portuguese, 'rejected')]);
    const { steps, batch: after } = silentSteps(batch, late);
    expect(steps).toMatchObject([
      { hash: batch.hash, settlements: ['C1/BE-FR/EUR'] },
      { hash: aBatch([portuguese]).hash, settlements: ['C1/FR-PT/EUR'] },
    ]);
    expect(after.status).toBe('rejected');
  });

  it('counts in the order of the days, each from its own', () => {
    const batch = aBatch([
      asking(belgian, 'rejected', '2026-04-20'),
      asking(portuguese, 'accepted', '2026-04-10'),
    ]);
    const told = (at: string) => silentSteps(batch, at).steps.map((step) => [step.kind, step.at]);
    const portugal = ['accepted', '2026-04-11T00:00:00.000Z'];
    expect(told('2026-04-20T12:00:00.000Z')).toEqual([portugal]);
    expect(told(late)).toEqual([portugal, ['rejected', '2026-04-21T00:00:00.000Z']]);
  });

  it('touches neither what was rejected before nor a batch that has left', () => {
    const gone = { ...asking(portuguese, 'rejected'), status: 'rejected' as const };
    expect(silentSteps(aBatch([belgian, gone]), late).steps).toEqual([]);
    const asked = aBatch([asking(belgian, 'accepted')]);
    for (const status of ['released', 'partial', 'settled', 'rejected'] as const) {
      expect(silentSteps({ ...asked, status }, late).steps).toEqual([]);
    }
  });

  it('gives the same whenever and however often it is looked at', () => {
    const terms = fc.record({
      silence: fc.constantFrom('accepted' as const, 'rejected' as const),
      until: fc.constantFrom('2026-04-10', '2026-04-15', '2026-04-20'),
    });
    const instants = fc.array(
      fc.constantFrom('2026-04-11T00:00:00.000Z', '2026-04-15T12:00:00.000Z', nextDay),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(terms, terms, instants, (ofBelgian, ofPortuguese, looks) => {
        const batch = aBatch([
          asking(belgian, ofBelgian.silence, ofBelgian.until),
          asking(portuguese, ofPortuguese.silence, ofPortuguese.until),
        ]);
        const stepwise = [...looks.sort(), late].reduce(
          (before, at) => {
            const { steps, batch: after } = silentSteps(before.batch, at);
            return { steps: [...before.steps, ...steps], batch: after };
          },
          { steps: [] as readonly unknown[], batch },
        );
        expect(stepwise).toEqual(silentSteps(batch, late));
      }),
    );
  });
});
