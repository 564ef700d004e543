import { describe, expect, it } from '@jest/globals';
import type { BatchSettlement } from './batch.js';
import { aBatch, aSettlement, asking } from './batch.builder.js';
import { viewOf } from './batch-view.js';

describe('a batch as it is shown', () => {
  const [belgian, portuguese] = [aSettlement('BE', '0.10'), aSettlement('PT', '0.20')];
  const rejected = { ...portuguese, status: 'rejected' as const };

  it('adds up its nets exactly', () => {
    expect(viewOf(aBatch([belgian, portuguese]))).toMatchObject({
      total: '0.30',
      settlements: [
        { settlement: 'C1/BE-FR/EUR', payee: 'BE', amount: '0.10', status: 'proposed' },
        { settlement: 'C1/FR-PT/EUR', payee: 'PT', amount: '0.20', status: 'proposed' },
      ],
      approvals: [],
      approvalsRequired: 2,
    });
  });

  it('leaves out of the total what was rejected, unless all of it was', () => {
    const view = viewOf(aBatch([belgian, rejected]));
    expect(view.total).toBe('0.10');
    expect(view.settlements[1]?.status).toBe('rejected');
    const gone = { ...belgian, status: 'rejected' as const };
    expect(viewOf({ ...aBatch([gone, rejected]), status: 'rejected' }).total).toBe('0.30');
  });

  it('tells how many officers the settlements need that are not rejected, unless all were', () => {
    const strict = aSettlement('PT', '0.20', 3);
    const gone = { ...strict, status: 'rejected' as const };
    expect(viewOf(aBatch([belgian, strict])).approvalsRequired).toBe(3);
    expect(viewOf(aBatch([belgian, gone])).approvalsRequired).toBe(2);
    expect(viewOf({ ...aBatch([gone]), status: 'rejected' }).approvalsRequired).toBe(3);
  });

  it('tells what is asked of a payee State, by when, and how it was given', () => {
    const asked = asking(belgian, 'rejected');
    const given = (by: string): BatchSettlement => {
      const acceptance = asking(portuguese, 'accepted').acceptance;
      if (acceptance === null) throw new Error('it asks for none');
      return {
        ...portuguese,
        acceptance: { ...acceptance, accepted: { by, at: '2026-04-10T10:00:00.000Z' } },
      };
    };
    const shown = (by: string) =>
      viewOf(aBatch([asked, given(by)])).settlements.map(({ acceptance }) => acceptance);
    const at = '2026-04-10T10:00:00.000Z';
    expect(shown('https://issuer.example#ines')).toEqual([
      { until: '2026-04-15', silence: 'rejected', accepted: null },
      { until: '2026-04-15', silence: 'accepted', accepted: { how: 'officer', at } },
    ]);
    expect(shown('urn:reciproca:silence:FR-PT')[1]?.accepted).toEqual({ how: 'silence', at });
    expect(viewOf(aBatch()).settlements[0]).not.toHaveProperty('acceptance');
  });
});
