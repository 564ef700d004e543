import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { interestLine, interestQuestion, offered, paid, eur } from './interest.builder.js';
import { interestOn, interestTermsOf } from './interest.js';
import type { ContestedPart, InterestLine, InterestQuestion } from './interest.types.js';

type Told = readonly [
  base: string,
  from: string,
  to: string,
  days: number,
  rate: string,
  amount: string,
];

/** The items of a note, or the outcome when there is none. */
function told(change: Partial<InterestQuestion>): readonly Told[] | string {
  const answer = interestOn(interestQuestion(change));
  return answer.outcome === 'note'
    ? answer.items.map(({ base, from, to, days, rate, amount }) => [
        base.toString(),
        from,
        to,
        days,
        rate,
        amount.toString(),
      ])
    : answer.outcome;
}

const withLine = (change: Partial<InterestLine>): readonly InterestLine[] => [interestLine(change)];

const contested = (
  on: string,
  amount: string,
  answer: { readonly on: string; readonly maintained: string } | null = null,
): ContestedPart => ({
  on,
  amount: eur(amount),
  isRelevant: true,
  answer: answer === null ? null : { on: answer.on, maintained: eur(answer.maintained) },
});

// Expected amounts: base × rate × days / 36 500, calculated with decimal arithmetic elsewhere.
describe('interest for late payment (IR Art 68)', () => {
  it('is 1 109.59 on 100 000.00 that were due on 31.5.2024 and paid on 29.8.2024', () => {
    const lines = withLine({ reductions: [paid('2024-08-29', '100000.00')] });
    const answer = interestOn(interestQuestion({ lines, until: '2024-12-31' }));
    expect(answer).toMatchObject({
      outcome: 'note',
      total: eur('1109.59'),
      items: [
        {
          claim: 'A',
          base: eur('100000.00'),
          from: '2024-06-01',
          to: '2024-08-29',
          days: 90,
          rate: '4.50',
          dueOn: '2024-05-31',
          amount: eur('1109.59'),
          rule: 'EU-987-2009/68(1)',
        },
      ],
    });
  });

  it.each<[string, string, readonly Told[] | string]>([
    ['in time, on the last day', '2024-05-31', 'none'],
    ['a day late', '2024-06-01', [['100000.00', '2024-06-01', '2024-06-01', 1, '4.50', '12.33']]],
    [
      'after a change of the rate, which stays the one of the due month',
      '2025-05-31',
      [['100000.00', '2024-06-01', '2025-05-31', 365, '4.50', '4500.00']],
    ],
    [
      'after the 36 months, still at the same rate',
      '2026-01-31',
      [['100000.00', '2024-06-01', '2026-01-31', 610, '4.50', '7520.55']],
    ],
  ])('paid %s', (_, day, expected) => {
    const lines = withLine({ reductions: [paid(day, '100000.00')] });
    expect(told({ lines, until: '2026-12-31' })).toEqual(expected);
  });

  it('runs until the day of the note while nothing is paid', () => {
    expect(told({})).toEqual([['100000.00', '2024-06-01', '2024-08-29', 90, '4.50', '1109.59']]);
    expect(told({ until: '2024-05-31' })).toBe('none');
    expect(told({ lines: [] })).toBe('none');
  });

  it('is on what is open: part payments, credit notes and waivers lower it from the next day', () => {
    const lines = withLine({
      reductions: [
        paid('2024-05-31', '10000.00'),
        paid('2024-06-30', '40000.00'),
        { cause: 'credited', on: '2024-07-31', amount: eur('20000.00') },
        { cause: 'waived', on: '2024-07-31', amount: eur('10000.00') },
      ],
    });
    expect(told({ lines })).toEqual([
      ['90000.00', '2024-06-01', '2024-06-30', 30, '4.50', '332.88'],
      ['50000.00', '2024-07-01', '2024-07-31', 31, '4.50', '191.10'],
      ['20000.00', '2024-08-01', '2024-08-29', 29, '4.50', '71.51'],
    ]);
  });

  it('counts again what went back to the payer', () => {
    const reductions = [paid('2024-05-20', '100000.00'), paid('2024-07-01', '-100000.00')];
    expect(told({ lines: withLine({ reductions }) })).toEqual([
      ['100000.00', '2024-07-02', '2024-08-29', 59, '4.50', '727.40'],
    ]);
  });

  it('gives no note at a rate of 0.00', () => {
    // Due 31.5.2018; the rate was 0.00 from 16.3.2016 to 26.7.2022.
    const lines = withLine({ introducedOn: '2016-11-10' });
    expect(told({ lines, until: '2024-12-31' })).toBe('none');
  });

  it('says which day has no known rate', () => {
    const lines = withLine({ payBy: '2009-03-31' });
    expect(interestOn(interestQuestion({ lines }))).toEqual({
      outcome: 'rate-unknown',
      days: ['2009-03-01'],
    });
  });

  it('leaves out what the rounding makes nothing, and claims without a clock for payment', () => {
    expect(told({ lines: withLine({ total: eur('0.40') }) })).toBe('none');
    expect(told({ lines: withLine({ payBy: null }) })).toBe('none');
    expect(told({ lines: withLine({ total: eur('0.46') }) })).toEqual([
      ['0.46', '2024-06-01', '2024-08-29', 90, '4.50', '0.01'],
    ]);
  });
});

describe('interest and contestations (IR Art 67(5))', () => {
  it.each<[string, ContestedPart, readonly Told[]]>([
    [
      'in time',
      contested('2024-05-20', '30000.00'),
      [['70000.00', '2024-06-01', '2024-08-29', 90, '4.50', '776.71']],
    ],
    [
      'on the last day in time',
      contested('2024-05-31', '30000.00'),
      [['70000.00', '2024-06-01', '2024-08-29', 90, '4.50', '776.71']],
    ],
    [
      'a day too late: all is due',
      contested('2024-06-01', '30000.00'),
      [['100000.00', '2024-06-01', '2024-08-29', 90, '4.50', '1109.59']],
    ],
    [
      'in time for no relevant reason: all is due',
      { ...contested('2024-05-20', '30000.00'), isRelevant: false },
      [['100000.00', '2024-06-01', '2024-08-29', 90, '4.50', '1109.59']],
    ],
    [
      'in time, maintained before the day of payment: due with the rest, at its rate',
      contested('2024-04-20', '30000.00', { on: '2024-05-25', maintained: '30000.00' }),
      [
        ['70000.00', '2024-06-01', '2024-08-29', 90, '4.50', '776.71'],
        ['30000.00', '2024-06-01', '2024-08-29', 90, '4.50', '332.88'],
      ],
    ],
    [
      'in time, maintained later: due on the day of the answer, at the rate of its month',
      contested('2024-05-20', '30000.00', { on: '2024-07-10', maintained: '30000.00' }),
      [
        ['70000.00', '2024-06-01', '2024-08-29', 90, '4.50', '776.71'],
        ['30000.00', '2024-07-11', '2024-08-29', 50, '4.25', '174.66'],
      ],
    ],
    [
      'in time, accepted but for a third',
      contested('2024-05-20', '30000.00', { on: '2024-07-10', maintained: '10000.00' }),
      [
        ['70000.00', '2024-06-01', '2024-08-29', 90, '4.50', '776.71'],
        ['10000.00', '2024-07-11', '2024-08-29', 50, '4.25', '58.22'],
      ],
    ],
  ])('%s', (_, part, expected) => {
    expect(told({ lines: withLine({ contested: [part] }) })).toEqual(expected);
  });

  it('lets a payment pay first what was due first', () => {
    const lines = withLine({
      contested: [
        contested('2024-05-20', '30000.00', { on: '2024-07-10', maintained: '30000.00' }),
      ],
      reductions: [paid('2024-07-31', '80000.00')],
    });
    expect(told({ lines })).toEqual([
      ['70000.00', '2024-06-01', '2024-07-31', 61, '4.50', '526.44'],
      ['30000.00', '2024-07-11', '2024-07-31', 21, '4.25', '73.36'],
      ['20000.00', '2024-08-01', '2024-08-29', 29, '4.25', '67.53'],
    ]);
  });
});

describe('interest and down payments (IR Art 68(1) and 68(3))', () => {
  const until = '2026-02-28';
  const unshielded: Told = ['100000.00', '2024-06-01', '2024-08-29', 90, '4.50', '1109.59'];
  // 36 months end on 30.11.2025; the rate on 1.11.2025 was 2.15, 28.2.2026 is the 90th day after.
  const uncovered: Told = ['10000.00', '2025-12-01', '2026-02-28', 90, '2.15', '53.01'];

  it.each([
    ['89999.99', '2023-05-31', [unshielded]],
    ['90000.00', '2023-05-31', 'none'],
    ['90000.00', '2023-06-01', [unshielded]],
    ['90000.00', '2022-11-10', 'none'],
  ])('%s offered on %s', (amount, day, expected) => {
    expect(told({ downPayments: [offered(day, amount)] })).toEqual(expected);
  });

  it('takes several together', () => {
    const both = [offered('2023-05-31', '1.00'), offered('2023-01-15', '89999.00')];
    expect(told({ downPayments: both })).toBe('none');
  });

  it('leaves what is not covered, after the 36 months and at the rate of then', () => {
    const reductions = [
      { cause: 'down-payment', on: '2023-05-31', amount: eur('90000.00') } as const,
    ];
    const downPayments = [offered('2023-05-31', '90000.00', 'accepted')];
    const lines = withLine({ reductions });
    expect(told({ lines, downPayments, until: '2025-11-30' })).toBe('none');
    expect(told({ lines, downPayments, until })).toEqual([uncovered]);
  });

  it('counts as money what was too little to shield', () => {
    const lines = withLine({
      reductions: [{ cause: 'down-payment', on: '2023-05-31', amount: eur('89999.99') }],
    });
    const downPayments = [offered('2023-05-31', '89999.99', 'accepted')];
    expect(told({ lines, downPayments })).toEqual([
      ['10000.01', '2024-06-01', '2024-08-29', 90, '4.50', '110.96'],
    ]);
  });

  it('leaves a creditor who declined only what the offer would not have covered', () => {
    const downPayments = [offered('2023-05-31', '90000.00', 'declined')];
    expect(told({ downPayments, until: '2025-11-30' })).toBe('none');
    const answer = interestOn(interestQuestion({ downPayments, until }));
    expect(answer).toMatchObject({
      items: [{ base: eur('10000.00'), amount: eur('53.01'), rule: 'EU-987-2009/68(3)' }],
    });
  });

  it('is judged per month of introduction, the earliest first', () => {
    const lines = [
      interestLine({ claim: 'B', introducedOn: '2022-12-05', total: eur('50000.00') }),
      interestLine(),
    ];
    const item = (days: Told): readonly Told[] => [days];
    // 140 000 cover November whole and 80 per cent of December, due 30.6.2024; on 1.6.2024 the rate was 4.50, 4.25 only from 12.6.2024.
    const december: Told = ['50000.00', '2024-07-01', '2024-08-29', 60, '4.50', '369.86'];
    const made = (amount: string, day = '2023-05-31') => ({
      lines,
      downPayments: [offered(day, amount)],
    });
    expect(told(made('140000.00'))).toEqual(item(december));
    expect(told(made('145000.00'))).toBe('none');
    expect(told(made('90000.00'))).toEqual(item(december));
    // Too late for November, in time for December.
    expect(told(made('45000.00', '2023-06-30'))).toEqual(item(unshielded));
  });

  it('spreads what is not covered over the last claims in the order of allocation', () => {
    const half = (claim: string): InterestLine => interestLine({ claim, total: eur('50000.00') });
    const answer = interestOn(
      interestQuestion({
        lines: [half('B'), half('A')],
        downPayments: [offered('2023-05-31', '92000.00')],
        until,
      }),
    );
    // 8 000.00 × 2.15 % × 90 / 365
    expect(answer).toMatchObject({
      items: [{ claim: 'B', base: eur('8000.00'), amount: eur('42.41') }],
    });
  });
});

describe('terms of interest', () => {
  it('are those of Art 68 for the instruments that share it, and none elsewhere', () => {
    const ids = ['EU-987-2009', 'GB-WA', 'GB-TCA', 'EFTA'];
    expect(ids.map((id) => interestTermsOf(id)?.downPayment.percent)).toEqual(ids.map(() => '90'));
    expect(interestTermsOf('FR-MC')).toBeUndefined();
    expect(interestTermsOf('EU-574-72')).toBeUndefined();
  });
});

describe('interest, for all histories', () => {
  const day = fc
    .date({ min: new Date('2023-01-01'), max: new Date('2026-06-30'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const cents = fc.integer({ min: 1, max: 40_000_00 });
  const euros = (amount: number): string =>
    `${String(Math.floor(amount / 100))}.${String(amount % 100).padStart(2, '0')}`;
  const line = fc
    .record({
      introducedOn: fc.constantFrom('2022-10-31', '2022-11-10', '2022-12-01'),
      payments: fc.array(fc.tuple(day, cents), { maxLength: 2 }),
      contested: fc.option(fc.tuple(day, cents, day)),
    })
    .map(({ introducedOn, payments, contested: part }) =>
      interestLine({
        introducedOn,
        reductions: payments.map(([on, amount]) => paid(on, euros(amount))),
        contested:
          part === null
            ? []
            : [contested(part[0], euros(part[1]), { on: part[2], maintained: euros(part[1]) })],
      }),
    );
  const lines = fc
    .array(line, { minLength: 1, maxLength: 5 })
    .map((list) => list.map((one, index) => ({ ...one, claim: `C${String(index)}` })));
  const downPayments = fc.array(
    fc
      .tuple(day, fc.integer({ min: 1, max: 500_000 }))
      .map(([on, amount]) => offered(on, `${String(amount)}.00`)),
    { maxLength: 2 },
  );
  const questions = fc
    .record({ lines, downPayments })
    .map((parts) => interestQuestion({ ...parts, until: '2026-12-31' }));

  const totalOf = (question: InterestQuestion): bigint => {
    const answer = interestOn(question);
    return answer.outcome === 'note' ? answer.total.toMinorUnits() : 0n;
  };

  it('does not depend on the order of claims, payments and down payments', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const turned = {
          ...question,
          lines: question.lines
            .map((one) => ({ ...one, reductions: one.reductions.toReversed() }))
            .toReversed(),
          downPayments: question.downPayments.toReversed(),
        };
        expect(totalOf(turned)).toBe(totalOf(question));
      }),
    );
  });

  it('never falls with time, and never bears on more than the claim', () => {
    fc.assert(
      fc.property(questions, day, (question, until) => {
        expect(totalOf({ ...question, until })).toBeLessThanOrEqual(totalOf(question));
        const answer = interestOn(question);
        for (const item of answer.outcome === 'note' ? answer.items : []) {
          expect(item.base.compare(eur('100000.00'))).not.toBe(1);
          expect(item.from > item.dueOn).toBe(true);
          expect(item.to >= item.from).toBe(true);
        }
      }),
    );
  });

  it('is never raised by a down payment', () => {
    fc.assert(
      fc.property(questions, (question) => {
        expect(totalOf(question)).toBeLessThanOrEqual(totalOf({ ...question, downPayments: [] }));
      }),
    );
  });
});
