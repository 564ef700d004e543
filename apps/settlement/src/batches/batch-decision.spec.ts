import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Batch, BatchStatus } from './batch.js';
import { accountOf, aBatch, aSettlement } from './batch.builder.js';
import { decide, type BatchCommand, type BatchDecision } from './batch-decision.js';
import { batchTransitions } from './batch-evolution.js';

const at = '2026-04-02T10:00:00.000Z';
const proposed = aBatch();

function by(person: string, batch: Batch, command: BatchCommand): BatchDecision {
  return decide(batch, command, { person, at, accountOf });
}

/** The batch after a command that must succeed. */
function after(person: string, batch: Batch, command: BatchCommand): Batch {
  const decision = by(person, batch, command);
  if (!decision.ok) throw new Error(decision.refusal.detail);
  return decision.batch;
}

function refusalOf(decision: BatchDecision): string | undefined {
  return decision.ok ? undefined : decision.refusal.code;
}

const approve = (batch: Batch): BatchCommand => ({ kind: 'approve', hash: batch.hash });
const rejectAll = { kind: 'reject', reason: 'the totals are wrong' } as const;
const rejectPortuguese: BatchCommand = { ...rejectAll, settlements: ['C1/FR-PT/EUR'] };
const release: BatchCommand = { kind: 'release' };

const approvedOnce = after('alice', proposed, approve(proposed));
const approved = after('bob', approvedOnce, approve(approvedOnce));
const released = after('tom', approved, release);
const rejected = after('bob', approvedOnce, rejectAll);
const reduced = after('carol', approved, rejectPortuguese);
const partial: Batch = { ...released, status: 'partial' };
const settled: Batch = { ...released, status: 'settled' };

describe('the decision on a batch', () => {
  /** For each status: what a fresh officer's approval, a rejection and a fresh treasurer's release give. */
  const table: readonly (readonly [BatchStatus, Batch, string, string, string])[] = [
    ['proposed', proposed, 'proposed', 'rejected', 'step-not-open'],
    ['proposed', approvedOnce, 'approved', 'rejected', 'step-not-open'],
    ['approved', approved, 'step-not-open', 'rejected', 'released'],
    ['released', released, 'step-not-open', 'step-not-open', 'step-not-open'],
    ['partial', partial, 'step-not-open', 'step-not-open', 'step-not-open'],
    ['settled', settled, 'step-not-open', 'step-not-open', 'step-not-open'],
    ['rejected', rejected, 'step-not-open', 'step-not-open', 'step-not-open'],
  ];

  it.each(table)('in the status %s follows the table', (status, batch, ...expected) => {
    expect(batch.status).toBe(status);
    const decisions = [
      by('erin', batch, approve(batch)),
      by('erin', batch, rejectAll),
      by('erin', batch, release),
    ];
    expect(decisions.map((each) => (each.ok ? each.batch.status : each.refusal.code))).toEqual(
      expected,
    );
  });

  it('needs two different officers', () => {
    expect(approvedOnce.approvals).toEqual([{ officer: 'alice', at }]);
    const again = by('alice', approvedOnce, approve(approvedOnce));
    expect(again).toEqual({ ok: true, steps: [], batch: approvedOnce, orders: [] });
    expect(approved.approvals.map(({ officer }) => officer)).toEqual(['alice', 'bob']);
    expect(approved.settlements.map(({ status }) => status)).toEqual(['approved', 'approved']);
  });

  it('gives an officer who approved before the same answer, however far the batch is', () => {
    for (const batch of [approved, released, partial, settled]) {
      expect(by('alice', batch, approve(batch))).toEqual({
        ok: true,
        steps: [],
        batch,
        orders: [],
      });
    }
  });

  it('keeps the closer, each approver and the releaser apart', () => {
    expect(refusalOf(by('closer', proposed, approve(proposed)))).toBe('four-eyes');
    for (const person of ['closer', 'alice', 'bob']) {
      expect(refusalOf(by(person, approved, release))).toBe('four-eyes');
    }
  });

  it('binds approvals and releases to the hash that is shown', () => {
    const hash = `sha256:${'0'.repeat(64)}`;
    expect(refusalOf(by('alice', proposed, { kind: 'approve', hash }))).toBe('hash-changed');
    expect(refusalOf(by('tom', approved, { kind: 'release', hash }))).toBe('hash-changed');
    const named = { kind: 'release', hash: approved.hash } as const;
    expect(after('tom', approved, named).status).toBe('released');
  });

  it('tells the first reason of the documented order', () => {
    const hash = `sha256:${'0'.repeat(64)}`;
    const wrong = { kind: 'approve', hash } as const;
    expect(refusalOf(by('closer', rejected, wrong))).toBe('step-not-open');
    expect(refusalOf(by('closer', released, wrong))).toBe('hash-changed');
    expect(refusalOf(by('closer', approved, approve(approved)))).toBe('step-not-open');
    expect(refusalOf(by('closer', proposed, release))).toBe('step-not-open');
    expect(refusalOf(by('alice', approved, { kind: 'release', hash }))).toBe('hash-changed');
  });

  it('starts hash and approvals of the rest anew when single settlements are rejected', () => {
    expect(reduced.status).toBe('proposed');
    expect(reduced.approvals).toEqual([]);
    expect(reduced.settlements.map(({ status }) => status)).toEqual(['proposed', 'rejected']);
    expect(reduced.hash).toBe(aBatch([aSettlement('BE', '1.00')]).hash);
    expect(refusalOf(by('alice', reduced, approve(approved)))).toBe('hash-changed');
    expect(after('alice', reduced, approve(reduced)).approvals).toHaveLength(1);
  });

  it('tells the hash that was shown when a settlement was rejected', () => {
    const decision = by('carol', approved, rejectPortuguese);
    expect(decision.ok && decision.steps).toEqual([
      {
        kind: 'rejected',
        by: 'carol',
        at,
        hash: approved.hash,
        settlements: ['C1/FR-PT/EUR'],
        reason: 'the totals are wrong',
      },
    ]);
  });

  it('rejects the batch when its last settlements are rejected, one by one or named together', () => {
    const last: BatchCommand = { ...rejectAll, settlements: ['C1/BE-FR/EUR'] };
    expect(after('carol', reduced, last)).toMatchObject({ status: 'rejected', hash: reduced.hash });
    const both = { ...rejectAll, settlements: ['C1/FR-PT/EUR', 'C1/BE-FR/EUR', 'C1/FR-PT/EUR'] };
    const decision = by('carol', proposed, both);
    expect(decision.ok && decision.batch.status).toBe('rejected');
    expect(decision.ok && decision.steps).toMatchObject([
      { settlements: ['C1/BE-FR/EUR', 'C1/FR-PT/EUR'] },
    ]);
  });

  it('refuses to reject what the batch does not have, or has no more', () => {
    const strange = { ...rejectAll, settlements: ['C1/DE-FR/EUR'] };
    expect(refusalOf(by('carol', proposed, strange))).toBe('unknown-settlement');
    expect(refusalOf(by('carol', reduced, rejectPortuguese))).toBe('step-not-open');
  });

  it('settles at release what nets to nothing, and only that', () => {
    const mixed = aBatch([aSettlement('BE', '0.00'), aSettlement('PT', '2.50')]);
    const ready = after('bob', after('alice', mixed, approve(mixed)), approve(mixed));
    const decision = by('tom', ready, release);
    expect(decision.ok && decision.steps.map(({ kind }) => kind)).toEqual(['released', 'settled']);
    expect(decision.ok && decision.batch).toMatchObject({
      status: 'released',
      settlements: [{ status: 'settled' }, { status: 'released' }],
      sequence: 4,
    });
  });

  it('settles the batch at release when all of it nets to nothing', () => {
    const nothing = aBatch([aSettlement('BE', '0.00'), aSettlement('PT', '0.00')]);
    const ready = after('bob', after('alice', nothing, approve(nothing)), approve(nothing));
    const decision = by('tom', ready, release);
    expect(decision.ok && decision.batch.status).toBe('settled');
    expect(decision.ok && decision.steps.map((step) => 'on' in step && step.on)).toEqual([
      false,
      '2026-04-02',
      '2026-04-02',
    ]);
  });

  it('asks for as many officers as the settlement that needs most', () => {
    const strict = aBatch([aSettlement('BE', '1.00'), aSettlement('PT', '2.50', 3)]);
    const decision = by('alice', strict, approve(strict));
    expect(decision.ok && decision.steps).toMatchObject([{ approvals: 1, of: 3 }]);
    const twice = after('bob', after('alice', strict, approve(strict)), approve(strict));
    expect(twice.status).toBe('proposed');
    expect(refusalOf(by('tom', twice, release))).toBe('step-not-open');
    expect(after('carol', twice, approve(strict)).status).toBe('approved');
  });

  it('counts officers anew for the rest when the settlement that needs most is rejected', () => {
    const strict = aBatch([aSettlement('BE', '1.00'), aSettlement('PT', '2.50', 3)]);
    const rest = after('carol', strict, rejectPortuguese);
    const decision = by('alice', rest, approve(rest));
    expect(decision.ok && decision.steps).toMatchObject([{ approvals: 1, of: 2 }]);
    const twice = after('bob', after('alice', rest, approve(rest)), approve(rest));
    expect(twice.status).toBe('approved');
    const other = after('carol', strict, { ...rejectAll, settlements: ['C1/BE-FR/EUR'] });
    const still = after('bob', after('alice', other, approve(other)), approve(other));
    expect(still.status).toBe('proposed');
  });
});

describe('any sequence of commands', () => {
  const person = fc.constantFrom('closer', 'alice', 'bob', 'carol', 'tom');
  const command = fc.constantFrom(
    'approve',
    'reject',
    'reject-one',
    'reject-other',
    'release',
    'approve-stale',
  );
  const commands = fc.array(fc.tuple(person, command), { maxLength: 30 });
  const officers = fc.constantFrom(2, 3);

  function commandOf(kind: string, batch: Batch): BatchCommand {
    const [first, second] = batch.settlements;
    switch (kind) {
      case 'approve':
        return approve(batch);
      case 'approve-stale':
        return approve(proposed);
      case 'reject':
        return rejectAll;
      case 'reject-one':
        return { ...rejectAll, settlements: [first?.id ?? ''] };
      case 'reject-other':
        return { ...rejectAll, settlements: [second?.id ?? ''] };
      default:
        return release;
    }
  }

  it('gives a legal history: no jump, nothing released with too few or the same eyes', () => {
    fc.assert(
      fc.property(officers, officers, commands, (ofBelgian, ofPortuguese, asked) => {
        let batch = aBatch([
          aSettlement('BE', '1.00', ofBelgian),
          aSettlement('PT', '2.50', ofPortuguese),
        ]);
        for (const [who, kind] of asked) {
          const decision = by(who, batch, commandOf(kind, batch));
          if (!decision.ok) continue;
          const { batch: next, steps } = decision;
          const legal: readonly BatchStatus[] = [batch.status, ...batchTransitions[batch.status]];
          expect(legal).toContain(next.status);
          expect(next.sequence).toBe(batch.sequence + steps.length);
          const approvers = next.approvals.map(({ officer }) => officer);
          expect(new Set(approvers).size).toBe(approvers.length);
          expect(approvers).not.toContain('closer');
          if (steps.some((step) => step.kind === 'released')) {
            const paid = next.settlements.filter(({ status }) => status !== 'rejected');
            const strict = paid.some(({ officers: needed }) => needed === 3);
            expect(approvers).toHaveLength(strict ? 3 : 2);
            expect(['closer', ...approvers]).not.toContain(who);
          }
          batch = next;
        }
      }),
    );
  });
});
