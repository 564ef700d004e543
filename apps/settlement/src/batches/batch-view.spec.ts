import { describe, expect, it } from '@jest/globals';
import { aBatch, aSettlement } from './batch.builder.js';
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
});
