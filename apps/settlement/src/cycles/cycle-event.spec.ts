import { describe, expect, it } from '@jest/globals';
import { cycleEvents, closer } from './cycle-events.builder.js';
import { readCycleEvent } from './cycle-event.js';

const [proposed, closed] = cycleEvents('2026-Q1', [{ payer: 'FR', payee: 'BE', net: '1.5' }]);

function read(event: object | undefined, changes: object = {}, attributes: object = {}) {
  const { data, ...envelope } = event as { data: object };
  return readCycleEvent({
    attributes: { ...envelope, ...attributes },
    data: { ...data, ...changes },
  });
}

describe('an event about a cycle', () => {
  it('proposes a settlement', () => {
    expect(read(proposed)).toEqual({
      kind: 'proposal',
      proposal: {
        id: '2026-Q1/BE-FR/EUR',
        cycle: '2026-Q1',
        batch: '2026-Q1/FR/EUR',
        payer: 'FR',
        payee: 'BE',
        currency: 'EUR',
        net: '1.50',
        officers: 2,
        hash: `sha256:${'0'.repeat(64)}`,
        arrangement: 'BE-FR',
        acceptance: null,
        cutoff: '2026-03-31',
      },
    });
  });

  it('proposes a gross settlement, named after its creditor', () => {
    const gross = read(proposed, { settlement: '2026-Q1/BE-FR/EUR/BE', arrangement: null });
    expect(gross).toMatchObject({ kind: 'proposal', proposal: { arrangement: null } });
  });

  it('asks for two officers when it does not say how many', () => {
    const silent = structuredClone(proposed) as unknown as { data: { officers?: number } };
    delete silent.data.officers;
    expect(read(silent)).toMatchObject({ kind: 'proposal', proposal: { officers: 2 } });
  });

  it('carries the acceptance that the arrangement asks of the payee State', () => {
    const acceptance = { days: 14, silence: 'rejected' };
    expect(read(proposed, { acceptance })).toMatchObject({ proposal: { acceptance } });
  });

  it('closes a cycle', () => {
    expect(read(closed)).toMatchObject({
      kind: 'close',
      close: {
        cycle: '2026-Q1',
        settlements: 1,
        closedBy: closer,
        closedAt: '2026-04-01T08:00:00.000Z',
      },
    });
  });

  it('is refused with the faulty path when it does not fit or contradicts itself', () => {
    const net = { payer: 'FR', payee: 'BE', amount: '1.50' };
    const cases: readonly (readonly [object, string])[] = [
      [{ cutoff: '2025-02-30' }, 'data.cutoff'],
      [{ officers: 1 }, 'data.officers'],
      [{ acceptance: { days: 0, silence: 'accepted' } }, 'data.acceptance.days'],
      [{ acceptance: { days: 367, silence: 'accepted' } }, 'data.acceptance.days'],
      [{ acceptance: { days: 1, silence: 'perhaps' } }, 'data.acceptance.silence'],
      [{ acceptance: { days: 1, silence: 'accepted' }, arrangement: null }, 'data.acceptance'],
      [{ acceptance: { days: 1, silence: 'accepted' }, arrangement: 'a#b' }, 'data.acceptance'],
      [{ hash: undefined, cutoff: 7 }, 'data.cutoff, data.hash'],
      [{ settlement: '2026-Q1/DE-FR/EUR' }, 'data.settlement'],
      [{ settlement: '2026-Q1/BE-FR/EUR/DE' }, 'data.settlement'],
      [{ batch: '2026-Q1/BE/EUR' }, 'data.batch'],
      [{ batch: '2026-Q1/DE/EUR', net: { ...net, payer: 'DE' } }, 'data.net'],
      [{ net: { ...net, payee: 'FR' } }, 'data.net'],
      [{ net: { ...net, amount: '1.505' } }, 'data.net.amount'],
      [{ net: { ...net, amount: '-1.50' } }, 'data.net.amount'],
    ];
    for (const [changes, detail] of cases) {
      expect(read(proposed, changes)).toEqual({ kind: 'faulty', code: 'invalid-data', detail });
    }
    expect(read(closed, { closedBy: '' })).toMatchObject({ detail: 'data.closedBy' });
  });

  it('is refused when it is no event, or one that does not belong on this topic', () => {
    expect(read(proposed, {}, { id: '' })).toEqual({
      kind: 'faulty',
      code: 'not-a-cloudevent',
      detail: 'id',
    });
    for (const type of ['batch.released.v1', 'settlement.proposed.v2']) {
      expect(read(proposed, {}, { type })).toMatchObject({ code: 'unknown-type' });
    }
  });
});
