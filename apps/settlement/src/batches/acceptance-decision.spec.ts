import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { unaccepted, type Batch } from './batch.js';
import { accountOf, aBatch, aSettlement, asking } from './batch.builder.js';
import { decide, type BatchCommand, type BatchDecision } from './batch-decision.js';
import { silentSteps } from './silence.js';

const at = '2026-04-10T10:00:00.000Z';
const [belgian, portuguese] = [aSettlement('BE', '1.00'), aSettlement('PT', '2.50')];
const proposed = aBatch([belgian, asking(portuguese, 'accepted')]);

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
const approvedTwice = (batch: Batch): Batch =>
  after('bob', after('alice', batch, approve(batch)), approve(batch));
const acceptOf = (settlement: string): BatchCommand => ({ kind: 'accept', settlement });
const accept = acceptOf('C1/FR-PT/EUR');
const release: BatchCommand = { kind: 'release' };
const reject = { kind: 'reject', reason: 'wrong', settlements: ['C1/FR-PT/EUR'] } as const;

const approved = approvedTwice(proposed);
const accepted = after('ines', proposed, accept);
const ready = after('ines', approved, accept);
const released = after('tom', ready, release);
const reduced = after('carol', proposed, reject);
const rejected = after('carol', proposed, { kind: 'reject', reason: 'wrong' });
const silent = silentSteps(approved, '2026-04-16T00:00:00.000Z').batch;

describe('the decision on an acceptance', () => {
  /** For each standing: what the one who accepted, or would, another officer and the closer get. */
  const table: readonly (readonly [string, Batch, string, string, string])[] = [
    ['proposed', proposed, 'accepted', 'accepted', 'four-eyes'],
    ['approved', approved, 'accepted', 'accepted', 'four-eyes'],
    ['accepted', accepted, 'as before', 'as before', 'as before'],
    ['approved and accepted', ready, 'as before', 'as before', 'as before'],
    ['accepted by silence', silent, 'as before', 'as before', 'as before'],
    ['released', released, 'as before', 'step-not-open', 'step-not-open'],
    ['settled', { ...released, status: 'settled' }, 'as before', 'step-not-open', 'step-not-open'],
    ['rejected singly', reduced, 'step-not-open', 'step-not-open', 'step-not-open'],
    ['rejected', rejected, 'step-not-open', 'step-not-open', 'step-not-open'],
  ];

  it.each(table)('of a settlement that is %s follows the table', (_, batch, ...expected) => {
    const told = ['ines', 'rui', 'closer'].map((person) => {
      const decision = by(person, batch, accept);
      if (!decision.ok) return decision.refusal.code;
      if (decision.steps.length > 0) return decision.steps.map(({ kind }) => kind).join();
      expect(decision.batch).toBe(batch);
      return 'as before';
    });
    expect(told).toEqual(expected);
  });

  it('gives one step with its person and instant, and leaves hash and approvals alone', () => {
    const decision = by('ines', approved, accept);
    expect(decision.ok && decision.steps).toEqual([
      { kind: 'accepted', by: 'ines', at, settlement: 'C1/FR-PT/EUR' },
    ]);
    expect(ready).toMatchObject({ status: 'approved', hash: approved.hash });
    expect(ready.approvals).toEqual(approved.approvals);
    expect(ready.settlements[1]?.acceptance?.accepted).toEqual({ by: 'ines', at });
  });

  it('is refused where nothing is asked, and for a settlement of another batch', () => {
    expect(refusalOf(by('bea', proposed, acceptOf('C1/BE-FR/EUR')))).toBe('step-not-open');
    expect(refusalOf(by('bea', proposed, acceptOf('C1/DE-FR/EUR')))).toBe('unknown-settlement');
  });

  it('keeps who accepts apart from who approves and who releases', () => {
    expect(refusalOf(by('alice', approved, accept))).toBe('four-eyes');
    expect(refusalOf(by('ines', accepted, approve(accepted)))).toBe('four-eyes');
    expect(refusalOf(by('ines', ready, release))).toBe('four-eyes');
  });

  it('stands when another settlement is rejected and hash and approvals start anew', () => {
    const both = aBatch([asking(belgian, 'rejected'), asking(portuguese, 'accepted')]);
    const settlements = ['C1/BE-FR/EUR'];
    const rest = after('carol', after('ines', both, accept), { ...reject, settlements });
    expect(rest.approvals).toEqual([]);
    expect(after('tom', approvedTwice(rest), release).status).toBe('released');
  });
});

describe('the release of a batch with settlements to be accepted', () => {
  it('waits for every acceptance and names the settlements with the day that silence counts', () => {
    const both = approvedTwice(
      aBatch([asking(belgian, 'rejected', '2026-04-20'), asking(portuguese, 'accepted')]),
    );
    expect(by('tom', both, release)).toEqual({
      ok: false,
      refusal: {
        code: 'acceptance-missing',
        detail:
          'C1/BE-FR/EUR waits for BE, whose silence rejects from 2026-04-21; C1/FR-PT/EUR waits for PT, whose silence accepts from 2026-04-16',
      },
    });
    const once = after('ines', both, accept);
    expect(refusalOf(by('tom', once, release))).toBe('acceptance-missing');
    const twice = after('bea', once, acceptOf('C1/BE-FR/EUR'));
    expect(after('tom', twice, release).status).toBe('released');
  });

  it('waits no more for a settlement that has left', () => {
    expect(after('tom', approvedTwice(reduced), release).status).toBe('released');
  });

  it('is open once silence has accepted', () => {
    expect(after('tom', silent, release).status).toBe('released');
  });

  it('tells the first reason of the documented order', () => {
    const hash = `sha256:${'0'.repeat(64)}`;
    expect(refusalOf(by('tom', proposed, release))).toBe('step-not-open');
    expect(refusalOf(by('tom', approved, { kind: 'release', hash }))).toBe('hash-changed');
    expect(refusalOf(by('alice', approved, release))).toBe('acceptance-missing');
    expect(refusalOf(by('alice', ready, release))).toBe('four-eyes');
  });
});

describe('any sequence of commands while time passes', () => {
  const person = fc.constantFrom('closer', 'alice', 'bob', 'carol', 'tom', 'ines', 'bea');
  const kind = fc.constantFrom('approve', 'release', 'accept-be', 'accept-pt', 'reject-be', 'wait');
  const silence = fc.constantFrom('accepted' as const, 'rejected' as const);

  function commandOf(asked: string, batch: Batch): BatchCommand {
    switch (asked) {
      case 'approve':
        return approve(batch);
      case 'accept-be':
        return acceptOf('C1/BE-FR/EUR');
      case 'accept-pt':
        return accept;
      case 'reject-be':
        return { kind: 'reject', reason: 'wrong', settlements: ['C1/BE-FR/EUR'] };
      default:
        return release;
    }
  }

  it('releases nothing that is not accepted, and accepts nothing twice', () => {
    const asked = fc.array(fc.tuple(person, kind), { maxLength: 40 });
    fc.assert(
      fc.property(silence, silence, asked, (ofBelgian, ofPortuguese, commands) => {
        let batch = aBatch([
          asking(belgian, ofBelgian, '2026-04-12'),
          asking(portuguese, ofPortuguese, '2026-04-15'),
        ]);
        let day = 10;
        const told: string[] = [];
        for (const [who, what] of commands) {
          if (what === 'wait') day = Math.min(day + 1, 18);
          const now = `2026-04-${String(day)}T10:00:00.000Z`;
          const fallen = silentSteps(batch, now);
          const decision = decide(fallen.batch, commandOf(what, fallen.batch), {
            person: who,
            at: now,
            accountOf,
          });
          const steps = [...fallen.steps, ...(decision.ok ? decision.steps : [])];
          batch = decision.ok ? decision.batch : fallen.batch;
          told.push(...steps.flatMap((step) => (step.kind === 'accepted' ? step.settlement : [])));
          if (steps.some((step) => step.kind === 'released')) {
            expect(unaccepted(batch)).toEqual([]);
          }
        }
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});
