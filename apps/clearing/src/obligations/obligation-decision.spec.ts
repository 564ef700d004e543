import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import { sumIn, type ClaimBook, type Contestation } from './claim-book.js';
import { aClaimBook } from './claim-books.builder.js';
import { contestedAfterReturn, decide, type ObligationDecision } from './obligation-decision.js';
import type { ObligationMessage } from './obligation-message.types.js';

const eur = (amount: string): Money => Money.of(amount, 'EUR');
const inTime = '2026-05-20';

function context(day = inTime) {
  return { day, disputeEnds: { day: '2029-03-31', rule: 'EU-987-2009/67(6)' }, replyBy: null };
}

function contestation(reference: string, change: Partial<Contestation> = {}): Contestation {
  const nothing = { contested: eur('0.00'), disputed: eur('0.00'), answered: false };
  return { reference, day: inTime, replyBy: null, ...nothing, ...change };
}

/** What moved as `amount from→to`, or the codes of the refusal. */
function told(decision: ObligationDecision): string[] {
  return decision.ok
    ? decision.steps.map(({ from, to, amount }) => `${amount.toString()} ${from}→${to}`)
    : decision.reasons.map(({ code }) => code);
}

const contest = (amount: string): ObligationMessage => ({
  type: 'claim.contested.v1',
  contestation: 'C1',
  amount: eur(amount),
});

describe('a contestation (domain, "Contestation")', () => {
  it.each<[string, ClaimBook, string, string, string[]]>([
    [
      'takes its amount out of what is open',
      aClaimBook(),
      '300.00',
      inTime,
      ['300.00 open→contested'],
    ],
    ['takes all of it', aClaimBook(), '1000.00', inTime, ['1000.00 open→contested']],
    [
      'is in time on the day to pay by',
      aClaimBook(),
      '300.00',
      '2027-09-30',
      ['300.00 open→contested'],
    ],
    [
      'moves no money after it',
      aClaimBook(),
      '300.00',
      '2027-10-01',
      ['300.00 undisputed→disputed'],
    ],
    [
      'disputes what is in settlement',
      aClaimBook({ 'in-settlement': '800.00' }),
      '300.00',
      inTime,
      ['200.00 open→contested', '100.00 undisputed→disputed'],
    ],
    [
      'disputes what is paid',
      aClaimBook({ settled: '1000.00' }),
      '300.00',
      inTime,
      ['300.00 undisputed→disputed'],
    ],
    [
      'takes nothing of what is to be refunded',
      aClaimBook({ settled: '900.00', credited: '200.00' }),
      '300.00',
      inTime,
      ['300.00 undisputed→disputed'],
    ],
    [
      'is always in time without a day to pay by',
      aClaimBook({}, { payBy: null }),
      '1.00',
      '2028-01-01',
      ['1.00 open→contested'],
    ],
    ['is refused above what is left', aClaimBook(), '1000.01', inTime, ['exceeds-claim']],
    [
      'counts what was credited, waived, contested and disputed before',
      aClaimBook({
        credited: '100.00',
        refused: '100.00',
        waived: '100.00',
        'written-off': '100.00',
        contested: '100.00',
        disputed: '100.00',
      }),
      '400.01',
      inTime,
      ['exceeds-claim'],
    ],
    [
      'is refused when nothing is left',
      aClaimBook({ credited: '600.00', contested: '400.00' }),
      '0.01',
      inTime,
      ['nothing-left-to-contest'],
    ],
    [
      'is possible on the last day',
      aClaimBook(),
      '300.00',
      '2029-03-31',
      ['300.00 undisputed→disputed'],
    ],
    ['is too late the day after', aClaimBook(), '300.00', '2029-04-01', ['too-late']],
    ['has every reason told', aClaimBook(), '1000.01', '2029-04-01', ['exceeds-claim', 'too-late']],
  ])('%s', (...[_name, book, amount, day, expected]) => {
    expect(told(decide(book, contest(amount), context(day)))).toEqual(expected);
  });

  it('names the rule of the day that has passed', () => {
    const decision = decide(aClaimBook(), contest('1.00'), context('2029-04-01'));
    expect(decision).toMatchObject({
      reasons: [{ rule: 'EU-987-2009/67(6)', detail: expect.stringContaining('2029-03-31') }],
    });
  });

  it('in another currency is malformed', () => {
    const message = { ...contest('1.00'), amount: Money.of('1.00', 'GBP') } as ObligationMessage;
    expect(told(decide(aClaimBook(), message, context()))).toEqual(['malformed']);
  });
});

describe('an answer', () => {
  const both = aClaimBook(
    { 'in-settlement': '800.00', contested: '200.00', disputed: '100.00' },
    { contestations: [contestation('C1', { contested: eur('200.00'), disputed: eur('100.00') })] },
  );
  const answer = (outcome: string, accepted: string | null = null): ObligationMessage =>
    ({
      type: 'contestation.answered.v1',
      contestation: 'C1',
      outcome,
      acceptedAmount: accepted === null ? null : eur(accepted),
    }) as ObligationMessage;

  it.each<[string, ObligationMessage, string[]]>([
    [
      'that accepts credits all that is left, and a refund where it was taken already',
      answer('accepted'),
      ['200.00 contested→refused', '100.00 open→refused', '100.00 disputed→undisputed'],
    ],
    [
      'that maintains opens it again',
      answer('maintained'),
      ['200.00 contested→open', '100.00 disputed→undisputed'],
    ],
    [
      'that accepts a part credits the contested part first',
      answer('partly-accepted', '150.00'),
      ['150.00 contested→refused', '50.00 contested→open', '100.00 disputed→undisputed'],
    ],
    [
      'that accepts more than is contested credits the disputed part too',
      answer('partly-accepted', '250.00'),
      ['200.00 contested→refused', '50.00 open→refused', '100.00 disputed→undisputed'],
    ],
    [
      'that accepts more than is left is refused',
      answer('partly-accepted', '300.01'),
      ['exceeds-claim'],
    ],
  ])('%s', (_name, message, expected) => {
    expect(told(decide(both, message, context()))).toEqual(expected);
  });

  it('closes the contestation, whatever it says', () => {
    for (const outcome of ['accepted', 'maintained']) {
      const decision = decide(both, answer(outcome), context());
      if (!decision.ok) throw new Error('refused');
      expect(told(decide(decision.book, answer('accepted'), context()))).toEqual([
        'already-answered',
      ]);
      expect(sumIn(decision.book, 'contested', 'disputed').isZero()).toBe(true);
    }
  });

  it('to nothing that is left is recorded without effect', () => {
    const spent = { ...both, contestations: [contestation('C1')] };
    const decision = decide(spent, answer('partly-accepted', '999.00'), context());
    expect(told(decision)).toEqual([]);
    expect(decision).toMatchObject({ ok: true, book: { contestations: [{ answered: true }] } });
  });

  it('to an unknown contestation is refused', () => {
    expect(told(decide(aClaimBook(), answer('accepted'), context()))).toEqual([
      'unknown-contestation',
    ]);
  });
});

describe('credit notes and waivers', () => {
  const contestations = [
    contestation('C1', { contested: eur('100.00'), disputed: eur('50.00') }),
    contestation('C2', { contested: eur('100.00'), disputed: eur('50.00') }),
  ];
  const book = aClaimBook(
    { 'in-settlement': '300.00', contested: '200.00', disputed: '100.00' },
    { contestations },
  );
  const credit = (amount: string): ObligationMessage => ({
    type: 'claim.credited.v1',
    amount: eur(amount),
  });

  it.each<[string, ClaimBook, string, string[]]>([
    ['use up what is open', aClaimBook(), '300.00', ['300.00 open→credited']],
    [
      'use up what is contested first, oldest first',
      book,
      '150.00',
      ['100.00 contested→credited', '50.00 contested→credited'],
    ],
    [
      'then what is disputed, of which the money is open',
      book,
      '270.00',
      [
        '100.00 contested→credited',
        '100.00 contested→credited',
        '50.00 disputed→undisputed',
        '20.00 disputed→undisputed',
        '70.00 open→credited',
      ],
    ],
    [
      'then the rest, which becomes a refund where it was taken',
      book,
      '1000.00',
      [
        '100.00 contested→credited',
        '100.00 contested→credited',
        '50.00 disputed→undisputed',
        '50.00 disputed→undisputed',
        '800.00 open→credited',
      ],
    ],
    ['never pass the total', book, '1000.01', ['exceeds-claim']],
    [
      'never pass what is left of it',
      aClaimBook({ waived: '400.00' }),
      '600.01',
      ['exceeds-claim'],
    ],
  ])('%s', (...[_name, before, amount, expected]) => {
    expect(told(decide(before, credit(amount), context()))).toEqual(expected);
  });

  it.each([
    ['waiver', 'waived'],
    ['write-off', 'written-off'],
  ] as const)('a %s is booked as %s', (kind, bucket) => {
    const message = { type: 'claim.waived.v1', kind, amount: eur('10.00') } as const;
    expect(told(decide(aClaimBook(), message, context()))).toEqual([`10.00 open→${bucket}`]);
  });
});

describe('after a settlement is rejected', () => {
  it('what was disputed in time is contested after all, in the order recorded, as far as it is open', () => {
    const book = aClaimBook(
      { disputed: '1500.00', credited: '300.00' },
      {
        contestations: [
          contestation('C1', { disputed: eur('600.00') }),
          contestation('C2', { disputed: eur('500.00'), day: '2027-10-01' }),
          contestation('C3', { disputed: eur('400.00'), day: '2027-09-30' }),
        ],
      },
    );
    const moved = contestedAfterReturn(book);
    expect(
      moved.map(({ to, amount, contestation: of }) => `${of ?? ''} ${to} ${amount.toString()}`),
    ).toEqual([
      'C1 contested 600.00',
      'C1 undisputed 600.00',
      'C3 contested 100.00',
      'C3 undisputed 100.00',
    ]);
  });
});
