import type { EventData } from '@reciproca/contracts';
import { describe, expect, it } from '@jest/globals';
import { judgeSettled, type StandingSettlement } from './settling.js';

/** `50.00 on 04-20` per entry, all in 2026. */
function said(net: string, ...received: readonly string[]): EventData<'settlement.settled.v1'> {
  return {
    settlement: '2026-Q1/DE-FR/EUR',
    batch: '2026-Q1/DE/EUR',
    net,
    amount: net,
    settledOn: '2026-04-30',
    received: received.map((entry, index) => {
      const [amount = '', day = ''] = entry.split(' on ');
      return { amount, on: `2026-${day}`, endToEndId: 'E', bankReference: `B-${index}` };
    }),
  };
}

function standing(net: string, change: Partial<StandingSettlement> = {}): StandingSettlement {
  return { number: 7, status: 'released', currency: 'EUR', net, ...change };
}

/** The days of a settlement that settles, as they were written above. */
function daysOf(net: string, ...received: readonly string[]): string[] {
  const settling = judgeSettled(said(net, ...received), standing(net));
  if (settling.kind !== 'settles') throw new Error(JSON.stringify(settling));
  return settling.days.map(({ on, amount }) => `${amount.toString()} on ${on.slice(5)}`);
}

describe('the days on which a net is paid', () => {
  it('are none when there is nothing to pay', () => {
    expect(daysOf('0.00')).toEqual([]);
    // Money that came all the same is a rest of its bank entry.
    expect(daysOf('0.00', '5.00 on 04-20')).toEqual([]);
  });

  it('are those of the money, one sum per day, in their order', () => {
    expect(daysOf('100.00', '100.00 on 04-20')).toEqual(['100.00 on 04-20']);
    expect(daysOf('100.00', '30.00 on 04-22', '50.00 on 04-20', '20.00 on 04-22')).toEqual([
      '50.00 on 04-20',
      '50.00 on 04-22',
    ]);
  });

  it('end where the net is reached', () => {
    expect(daysOf('100.00', '60.00 on 04-20', '60.00 on 04-21', '60.00 on 04-22')).toEqual([
      '60.00 on 04-20',
      '40.00 on 04-21',
    ]);
  });

  it('are those of the money that stayed', () => {
    // All of the first day goes back and comes anew.
    expect(daysOf('100.00', '100.00 on 04-20', '-100.00 on 04-21', '100.00 on 04-22')).toEqual([
      '100.00 on 04-22',
    ]);
    // 70.00 stay of the first day, since what goes back is taken from what came last.
    expect(
      daysOf('100.00', '80.00 on 04-20', '15.00 on 04-21', '-25.00 on 04-22', '30.00 on 04-23'),
    ).toEqual(['70.00 on 04-20', '30.00 on 04-23']);
    // What passed the net goes back, and nothing changes.
    expect(daysOf('100.00', '130.00 on 04-20', '-30.00 on 04-21')).toEqual(['100.00 on 04-20']);
    // It went back before it came: banks book as they like.
    expect(daysOf('10.00', '-5.00 on 04-19', '15.00 on 04-20')).toEqual(['10.00 on 04-20']);
  });
});

describe('the word that a settlement is settled', () => {
  it('names the settlement in the books', () => {
    expect(judgeSettled(said('0.00'), standing('0.00'))).toMatchObject({
      kind: 'settles',
      number: 7,
    });
    // The same amount, written with fewer decimals.
    expect(judgeSettled(said('0'), standing('0.00')).kind).toBe('settles');
  });

  it.each(['proposed', 'approved', 'released', 'partial'] as const)(
    'is booked while the settlement is %s',
    (status) => {
      expect(judgeSettled(said('0.00'), standing('0.00', { status })).kind).toBe('settles');
    },
  );

  it('is known when it was booked before, whatever it says now', () => {
    expect(judgeSettled(said('9.00'), standing('0.00', { status: 'settled' }))).toEqual({
      kind: 'known',
    });
  });

  it.each([
    { what: 'of no settlement', event: said('0.00'), books: undefined, detail: /no settlement/ },
    {
      what: 'of a rejected one',
      event: said('0.00'),
      books: standing('0.00', { status: 'rejected' }),
      detail: /rejected/,
    },
    {
      what: 'with another net',
      event: said('10.00', '10.00 on 04-20'),
      books: standing('10.01'),
      detail: /10\.01, not 10\.00/,
    },
    {
      what: 'with a net of no amount',
      event: said('10.001', '11.00 on 04-20'),
      books: standing('10.00'),
      detail: /10\.001/,
    },
    {
      what: 'with too little',
      event: said('10.00', '9.99 on 04-20'),
      books: standing('10.00'),
      detail: /9\.99, less than/,
    },
    {
      what: 'with too little in the end',
      event: said('10.00', '10.00 on 04-20', '-0.01 on 04-21'),
      books: standing('10.00'),
      detail: /9\.99, less than/,
    },
    {
      what: 'with decimals that the currency does not have',
      event: said('10', '10.5 on 04-20'),
      books: standing('10', { currency: 'XPF' }),
      detail: /10\.5 is no amount in XPF/,
    },
  ])('contradicts the books when it is $what', ({ event, books, detail }) => {
    expect(judgeSettled(event, books)).toEqual({
      kind: 'contradicts',
      detail: expect.stringMatching(detail),
    });
  });
});
