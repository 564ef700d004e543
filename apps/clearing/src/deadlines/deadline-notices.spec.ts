import { describe, expect, it } from '@jest/globals';
import { eventSchemas } from '@reciproca/contracts';
import { horizonOf, noticesOf, saidOf, type DueDeadline } from './deadline-notices.js';

const run = { until: '2024-03-01', approachDays: 30, now: '2024-03-01T00:00:10.000Z' };

/** The payment of a claim introduced on 31 August 2022 (worked example of the law). */
function due(change: Partial<DueDeadline> = {}): DueDeadline {
  return {
    kind: 'payBy',
    on: '2024-02-29',
    about: '7',
    part: '',
    institution: 'FR:CNAM',
    reference: 'A',
    amount: '70',
    currency: 'EUR',
    instrument: 'EU-987-2009',
    instrumentPart: '1',
    isAnnounced: false,
    sequence: 3,
    ...change,
  };
}

describe('what is said of a deadline', () => {
  it.each([
    ['2024-03-01', false, ['approaching', 'passed']],
    ['2024-03-01', true, ['passed']],
    // On its day a deadline has not passed.
    ['2024-02-29', false, ['approaching']],
    ['2024-02-29', true, []],
    ['2024-01-30', false, ['approaching']],
  ])('2024-02-29, in a run up to %s, announced %s: %j', (until, isAnnounced, said) => {
    expect(saidOf({ on: '2024-02-29', isAnnounced }, { until, approachDays: 30 })).toEqual(said);
  });

  it('is said from the configured number of days before', () => {
    expect(horizonOf({ until: '2024-01-30', approachDays: 30 })).toBe('2024-02-29');
    expect(horizonOf({ until: '2024-02-29', approachDays: 0 })).toBe('2024-02-29');
    expect(horizonOf({ until: '2023-12-31', approachDays: 366 })).toBe('2024-12-31');
  });
});

describe('the events of a run', () => {
  it('count on from those of their subject, however many deadlines it has', () => {
    const { rows, notices } = noticesOf(
      [
        due({ kind: 'replyBy', part: 'C-1', contestation: 'C-1' }),
        due({ kind: 'replyBy', part: 'C-2', contestation: 'C-2', isAnnounced: true }),
        due({ reference: 'B', about: '8', sequence: 0 }),
      ],
      run,
    );
    expect(
      rows.map(({ subject, sequence, type }) => `${subject} ${String(sequence)} ${type}`),
    ).toEqual([
      'FR:CNAM/A 4 deadline.approaching.v1',
      'FR:CNAM/A 5 deadline.passed.v1',
      'FR:CNAM/A 6 deadline.passed.v1',
      'FR:CNAM/B 1 deadline.approaching.v1',
      'FR:CNAM/B 2 deadline.passed.v1',
    ]);
    expect(notices.map(({ about, part, said }) => `${about} ${part} ${said}`)).toEqual([
      '7 C-1 approaching',
      '7 C-1 passed',
      '7 C-2 passed',
      '8  approaching',
      '8  passed',
    ]);
  });

  it('have the same id whenever they are made, and another one for anything else', () => {
    const variants = [
      due(),
      due({ kind: 'disputeEnds' }),
      due({ kind: 'replyBy', part: 'C-1' }),
      due({ kind: 'replyBy', part: 'C-2' }),
      due({ reference: 'B' }),
    ];
    const idsOf = (deadlines: readonly DueDeadline[], now: string): string[] =>
      deadlines
        .flatMap((each) => noticesOf([each], { ...run, now }).rows)
        .map(({ messageKey }) => messageKey);
    const ids = idsOf(variants, run.now);
    expect(new Set(ids).size).toBe(2 * variants.length);
    expect(idsOf(variants, '2030-01-01T00:00:00.000Z')).toEqual(ids);
  });

  it('are those of the contract', () => {
    const deadlines = [
      due(),
      due({ kind: 'replyBy', part: 'C-1', contestation: 'C-1' }),
      due({ kind: 'downPaymentBy', instrumentPart: null, month: '2022-08' }),
    ];
    const told = noticesOf(deadlines, run).rows.map(
      ({ event }) => JSON.parse(event) as { type: keyof typeof eventSchemas; data: object },
    );
    for (const { type, data } of told) {
      expect(eventSchemas[type].safeParse(data).error).toBeUndefined();
    }
    expect(told[0]?.data).toEqual({
      sequence: 4,
      on: '2024-02-29',
      kind: 'payBy',
      claim: { institution: 'FR:CNAM', reference: 'A' },
      amount: '70.00',
      currency: 'EUR',
      consequence: expect.stringContaining('EU-987-2009/68(1)'),
    });
    expect(told[4]?.data).toMatchObject({
      statement: { institution: 'FR:CNAM', reference: 'A' },
      month: '2022-08',
    });
  });

  it('say nothing of a matter that is done', () => {
    for (const amount of ['0', '-5.00']) {
      expect(noticesOf([due({ amount })], run)).toEqual({ notices: [], rows: [] });
    }
  });
});
