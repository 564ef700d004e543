import type { ArrangementRecord } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cycle, settlingIn, sum } from './netting.builder.js';
import { net, type AccountSum, type NetSettlement } from './netting.js';
import type { CycleFacts } from './placement.js';

function at(cutoff: string, ...records: readonly ArrangementRecord[]): CycleFacts {
  return { ...cycle(...records), cutoff };
}

const british = settlingIn('EUR', 'FR-GB');

/** Id, net and gross of each settlement. */
function outline(settlements: readonly NetSettlement[]): unknown[] {
  return settlements.map(({ settlement, net: flow, gross }) => [
    settlement,
    `${flow.payer}>${flow.payee} ${flow.amount}`,
    ...gross.map(({ creditor, amount, claims, original, rate, settlementRate }) =>
      [
        creditor,
        amount,
        claims,
        ...(original === undefined ? [] : [original.amount, original.currency]),
        ...[rate, settlementRate].flatMap((one) => (one === undefined ? [] : [one.value, one.day])),
      ].join(' '),
    ),
  ]);
}

// Expected amounts by decimal arithmetic elsewhere, from the rates published by the European Central
// Bank and those of Regulation (EC) 2866/98 as amended.
describe('netting across currencies', () => {
  const sums = [
    sum('FR:CNAM>GB:NHS 2000000.00 EUR', 7),
    sum('GB:NHS>FR:CNAM 666666.67 GBP', 2),
    sum('GB:NHS>FR:MSA 333333.33 GBP', 1),
  ];

  it('converts each gross once, in the settlement currency of the arrangement', () => {
    // 1 000 000.00 GBP at 0.89903 are 1 112 309.93 EUR.
    expect(net(sums, at('2020-12-31', british))).toMatchObject([
      {
        settlement: '2026-Q1/FR-GB/EUR',
        currency: 'EUR',
        arrangement: 'FR-GB',
        batch: '2026-Q1/GB/EUR',
        gross: [
          { creditor: 'FR', debtor: 'GB', amount: '2000000.00', claims: 7 },
          {
            creditor: 'GB',
            debtor: 'FR',
            amount: '1112309.93',
            claims: 3,
            original: { amount: '1000000.00', currency: 'GBP' },
            rate: { value: '0.89903', day: '2020-12-31', source: 'ECB' },
          },
        ],
        net: { payer: 'GB', payee: 'FR', amount: '887690.07' },
        officers: 2,
        // By themselves 741 539.96 and 370 769.97: the cut cent goes to the larger remainder.
        byInstitution: [
          { creditor: 'FR:CNAM', debtor: 'GB:NHS', amount: '2000000.00', claims: 7 },
          { creditor: 'GB:NHS', debtor: 'FR:CNAM', amount: '741539.96', claims: 2 },
          { creditor: 'GB:NHS', debtor: 'FR:MSA', amount: '370769.97', claims: 1 },
        ],
      },
    ]);
    const [euros] = net(sums, at('2020-12-31', british))[0]?.gross ?? [];
    expect(Object.keys(euros ?? {})).toEqual(['creditor', 'debtor', 'amount', 'claims']);
  });

  it.each([
    [
      'a Sunday takes the rate of Friday',
      '2021-01-31',
      'GB 1131439.30 3 1000000.00 GBP 0.88383 2021-01-29',
    ],
    [
      'Easter Monday that of Thursday',
      '2021-04-05',
      'GB 1173777.80 3 1000000.00 GBP 0.85195 2021-04-01',
    ],
  ])('%s', (_what, cutoff, expected) => {
    expect(net(sums, at(cutoff, british))[0]).toMatchObject({ cutoff });
    expect(outline(net(sums, at(cutoff, british))).flat()).toContain(expected);
  });

  it('settles each direction by itself, converted, where the two do not offset', () => {
    const gross = settlingIn('EUR', 'FR-GB', { offsetting: false });
    expect(outline(net(sums, at('2020-12-31', gross)))).toEqual([
      ['2026-Q1/FR-GB/EUR/FR', 'GB>FR 2000000.00', 'FR 2000000.00 7'],
      [
        '2026-Q1/FR-GB/EUR/GB',
        'FR>GB 1112309.93',
        'GB 1112309.93 3 1000000.00 GBP 0.89903 2020-12-31',
      ],
    ]);
  });

  it('may settle in a currency of one of the two, or of neither', () => {
    const euros = [sum('FR:CNAM>GB:NHS 1000000.00 EUR', 7)];
    const sterling = settlingIn('GBP', 'FR-GB');
    expect(outline(net(euros, at('2020-12-31', sterling)))).toEqual([
      [
        '2026-Q1/FR-GB/GBP',
        'GB>FR 899030.00',
        'FR 899030.00 7 1000000.00 EUR 0.89903 2020-12-31',
        'GB 0.00 0',
      ],
    ]);
    const swedish = [sum('SE:FK>GB:NHS 1000000.00 SEK', 4)];
    const across = settlingIn('GBP', 'GB-SE');
    expect(outline(net(swedish, at('2020-12-31', across)))).toEqual([
      [
        '2026-Q1/GB-SE/GBP',
        'GB>SE 89595.69',
        'GB 0.00 0',
        'SE 89595.69 4 1000000.00 SEK 10.0343 2020-12-31 0.89903 2020-12-31',
      ],
    ]);
  });

  it('leaves claims that the arrangement does not speak for in their own currency', () => {
    const beside = [...sums, sum('GB:NHS>FR:CNAM 5.00 GBP', 1, 'EU-574-72')];
    expect(net(beside, at('2020-12-31', british)).map((one) => one.settlement)).toEqual([
      '2026-Q1/FR-GB/EUR',
      '2026-Q1/FR-GB/GBP/GB',
    ]);
  });

  it('measures the threshold in the settlement currency', () => {
    const approvals = { officers: 2, threshold: '1112309.92', officersAbove: 4 };
    const one = [sum('GB:NHS>FR:CNAM 1000000.00 GBP', 2)];
    const officers = (threshold: string): unknown =>
      net(
        one,
        at('2020-12-31', settlingIn('EUR', 'FR-GB', { approvals: { ...approvals, threshold } })),
      )[0]?.officers;
    expect([officers('1112309.92'), officers('1112309.93')]).toEqual([4, 2]);
  });

  it('shows the fee on what each direction comes to, and nets it nowhere', () => {
    // 0.25 per cent of 2 000 000.00 and of 1 112 309.93 EUR: 5 000.00 and 2 780.774825.
    const [settlement] = net(
      sums,
      at('2020-12-31', settlingIn('EUR', 'FR-GB', { fee: { percent: '0.25' } })),
    );
    expect(settlement?.fees).toEqual([
      { creditor: 'FR', debtor: 'GB', percent: '0.25', amount: '5000.00' },
      { creditor: 'GB', debtor: 'FR', percent: '0.25', amount: '2780.77' },
    ]);
    expect(settlement?.net.amount).toBe('887690.07');
    const without = net(sums, at('2020-12-31', british))[0];
    expect(without).not.toHaveProperty('fees');
  });

  it('carries the acceptance that the arrangement asks for, and nothing where it asks for none', () => {
    const acceptance = { days: 14, silence: 'rejected' } as const;
    const [settlement] = net(sums, at('2020-12-31', settlingIn('EUR', 'FR-GB', { acceptance })));
    expect(settlement?.acceptance).toEqual(acceptance);
    expect(net(sums, at('2020-12-31', british))[0]).not.toHaveProperty('acceptance');
  });

  it('converts refunds like claims', () => {
    const refunds = [sum('GB:NHS>FR:CNAM 10.00 GBP', 1), sum('GB:NHS>FR:MSA -10.00 GBP', 1)];
    const [settlement] = net(refunds, at('2020-12-31', british));
    expect(outline(settlement === undefined ? [] : [settlement])).toEqual([
      ['2026-Q1/FR-GB/EUR', 'FR>GB 0.00', 'FR 0.00 0', 'GB 0.00 2 0.00 GBP 0.89903 2020-12-31'],
    ]);
    expect(settlement?.byInstitution.map(({ amount }) => amount)).toEqual(['11.12', '-11.12']);
  });
});

describe('netting in a currency that has ended', () => {
  const croatian = [
    sum('HR:HZZO>FR:CNAM 753450.01 HRK', 3),
    sum('FR:CNAM>HR:HZZO 40000.00 EUR', 2),
  ];
  const afterwards = [...croatian, sum('HR:HZZO>FR:CNAM 500.00 EUR', 1)];
  const offsetting = settlingIn('EUR', 'FR-HR', { settlementCurrency: null, rate: null });

  it('is in it up to its last day', () => {
    expect(outline(net(croatian, at('2022-12-31')))).toEqual([
      ['2026-Q1/FR-HR/EUR/FR', 'HR>FR 40000.00', 'FR 40000.00 2'],
      ['2026-Q1/FR-HR/HRK/HR', 'FR>HR 753450.01', 'HR 753450.01 3'],
    ]);
  });

  it('is in euro at the fixed rate from the day after, beside claims in euro', () => {
    // 753 450.01 / 7.53450 = 100 000.0013.
    expect(outline(net(afterwards, at('2023-01-01')))).toEqual([
      ['2026-Q1/FR-HR/EUR/FR', 'HR>FR 40000.00', 'FR 40000.00 2'],
      [
        '2026-Q1/FR-HR/EUR/HR',
        'FR>HR 100500.00',
        'HR 500.00 1',
        'HR 100000.00 3 753450.01 HRK 7.53450 2022-12-31',
      ],
    ]);
  });

  it('offsets with euros under an arrangement that names no settlement currency', () => {
    expect(outline(net(afterwards, at('2023-03-31', offsetting)))).toEqual([
      [
        '2026-Q1/FR-HR/EUR',
        'FR>HR 60500.00',
        'FR 40000.00 2',
        'HR 500.00 1',
        'HR 100000.00 3 753450.01 HRK 7.53450 2022-12-31',
      ],
    ]);
  });

  it('stands no euro line beside where all claims are in the ended currency', () => {
    expect(outline(net(croatian.slice(0, 1), at('2023-03-31')))).toEqual([
      [
        '2026-Q1/FR-HR/EUR/HR',
        'FR>HR 100000.00',
        'HR 100000.00 3 753450.01 HRK 7.53450 2022-12-31',
      ],
    ]);
  });

  it('follows the arrangement that names an ended currency into the euro', () => {
    const kuna = settlingIn('HRK', 'FR-HR');
    expect(net(croatian, at('2022-12-31', kuna)).map((one) => one.settlement)).toEqual([
      '2026-Q1/FR-HR/HRK',
    ]);
    expect(net(croatian, at('2023-03-31', kuna)).map((one) => one.settlement)).toEqual([
      '2026-Q1/FR-HR/EUR',
    ]);
  });
});

describe('netting with New Caledonia', () => {
  const francs = [
    sum('NC:CAFAT>FR:CNAM 12345 XPF', 2, 'FR-DEC-NC'),
    sum('FR:CNAM>NC:CAFAT 500.00 EUR', 1, 'FR-DEC-NC'),
  ];

  it('keeps euro and Pacific franc apart without an arrangement', () => {
    expect(outline(net(francs, at('2026-03-31')))).toEqual([
      ['2026-Q1/FR-NC/EUR/FR', 'NC>FR 500.00', 'FR 500.00 1'],
      ['2026-Q1/FR-NC/XPF/NC', 'FR>NC 12345', 'NC 12345 2'],
    ]);
  });

  it('nets by parity, 1000 XPF for 8.38 EUR, where one names the euro', () => {
    const decree = settlingIn('EUR', 'FR-NC', { instruments: ['FR-DEC-NC'] });
    expect(outline(net(francs, at('2026-03-31', decree)))).toEqual([
      [
        '2026-Q1/FR-NC/EUR',
        'NC>FR 396.55',
        'FR 500.00 1',
        'NC 103.45 2 12345 XPF 119.331742243437 2026-03-31',
      ],
    ]);
  });
});

interface Given {
  readonly creditor: string;
  readonly debtor: string;
  readonly currency: keyof typeof units;
  readonly amount: bigint;
  readonly claims: number;
}

/**
 * Smallest units of each currency for one euro, as a fraction: GBP, SEK and HUF as published for
 * 31 March 2026, the kuna as fixed.
 */
const units = {
  EUR: [100n, 1n],
  GBP: [86_833n, 1_000n],
  SEK: [10_943n * 100n, 1_000n],
  HRK: [753_450n * 100n, 100_000n],
} as const;

/** Half-up, away from zero, in whole numbers. */
function centsOf(amount: bigint, currency: Given['currency']): bigint {
  const [perEuro, divisor] = units[currency];
  const size = amount < 0n ? -amount : amount;
  const cents = (2n * size * divisor * 100n + perEuro) / (2n * perEuro);
  return amount < 0n ? -cents : cents;
}

const cents = (text: string): bigint => BigInt(text.replace('.', ''));

const givenSums: fc.Arbitrary<Given> = fc
  .record({
    creditor: fc.constantFrom('FR:CNAM', 'FR:MSA', 'GB:NHS', 'GB:NIHB', 'HR:HZZO'),
    debtor: fc.constantFrom('FR:CNAM', 'FR:MSA', 'GB:NHS', 'GB:NIHB', 'HR:HZZO'),
    currency: fc.constantFrom('EUR' as const, 'GBP' as const, 'SEK' as const, 'HRK' as const),
    amount: fc.bigInt({ min: -1_000_000_000_000n, max: 100_000_000_000_000n }),
    claims: fc.integer({ min: 1, max: 200_000 }),
  })
  .filter(({ creditor, debtor }) => creditor.slice(0, 2) !== debtor.slice(0, 2));

const everyPair = ['FR-GB', 'FR-HR', 'GB-HR'];

function sumsOf(given: readonly Given[]): AccountSum[] {
  return given.map(({ creditor, debtor, currency, amount, claims }, index) => ({
    accountId: index + 1,
    creditor,
    debtor,
    instrument: 'EU-987-2009',
    amount: Money.ofMinorUnits(amount, currency),
    claims,
  }));
}

describe('netting across currencies, whatever it is given', () => {
  const someGiven = fc.array(givenSums, { maxLength: 24 });
  const facts = (offsetting: boolean): CycleFacts =>
    cycle(...everyPair.map((pair) => settlingIn('EUR', pair, { offsetting })));

  it('adds up to what an independent calculation in whole cents gives', () => {
    fc.assert(
      fc.property(someGiven, fc.boolean(), (given, offsetting) => {
        for (const settlement of net(sumsOf(given), facts(offsetting))) {
          const [first] = settlement.states;
          let owedByFirst = 0n;
          for (const { creditor, debtor, amount, original } of settlement.gross) {
            const currency = (original?.currency ?? 'EUR') as Given['currency'];
            const own = given.filter(
              (one) =>
                one.creditor.startsWith(creditor) &&
                one.debtor.startsWith(debtor) &&
                one.currency === currency,
            );
            const total = own.reduce((all, one) => all + one.amount, 0n);
            expect(cents(amount)).toBe(centsOf(total, currency));
            if (original !== undefined) expect(cents(original.amount)).toBe(total);
            owedByFirst += creditor === first ? -cents(amount) : cents(amount);
          }
          const { payer, amount } = settlement.net;
          expect(payer === first ? owedByFirst : -owedByFirst).toBe(cents(amount));
          expect(cents(amount) >= 0n).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shares each direction among institutions to the cent', () => {
    fc.assert(
      fc.property(someGiven, fc.boolean(), (given, offsetting) => {
        for (const { gross, byInstitution } of net(sumsOf(given), facts(offsetting))) {
          for (const state of ['FR', 'GB', 'HR']) {
            const whole = gross.filter(({ creditor }) => creditor === state);
            const parts = byInstitution.filter(({ creditor }) => creditor.startsWith(state));
            const total = (lines: readonly { amount: string; claims: number }[]): unknown[] => [
              lines.reduce((all, { amount }) => all + cents(amount), 0n),
              lines.reduce((all, { claims }) => all + claims, 0),
            ];
            expect(total(parts)).toEqual(total(whole));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of what it is given', () => {
    const shuffled = someGiven.chain((given) =>
      fc.tuple(
        fc.constant(sumsOf(given)),
        fc.shuffledSubarray(sumsOf(given), { minLength: given.length, maxLength: given.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, fc.boolean(), ([sums, others], offsetting) => {
        expect(net(others, facts(offsetting))).toEqual(net(sums, facts(offsetting)));
      }),
      { numRuns: 200 },
    );
  });
});
