import { Money } from '@reciproca/money';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrangement, cycle, sum } from './netting.builder.js';
import { net, type AccountSum, type NetSettlement } from './netting.js';
import type { CycleFacts } from './placement.js';

const offsetting = cycle(arrangement());
const without = cycle();

/** What the contract shows of settlements, without the accounts behind them. */
function shown(settlements: readonly NetSettlement[]): Omit<NetSettlement, 'accountIds'>[] {
  return settlements.map(({ accountIds: _accountIds, ...settlement }) => settlement);
}

describe('netting', () => {
  it('offsets the two directions of a pair by its arrangement (the example of the contract)', () => {
    const sums = [
      sum('FR:CNAM>DE:AOK-BY 150000000.00 EUR', 120_000),
      sum('FR:MSA>DE:AOK-BY 49900000.00 EUR', 43_852),
      sum('DE:AOK-BY>FR:CNAM 57350000.00 EUR', 47_008),
    ];
    expect(shown(net(sums, offsetting))).toEqual([
      {
        cycle: '2026-Q1',
        settlement: '2026-Q1/DE-FR/EUR',
        states: ['DE', 'FR'],
        currency: 'EUR',
        cutoff: '2026-03-31',
        arrangement: 'DE-FR',
        batch: '2026-Q1/DE/EUR',
        gross: [
          { creditor: 'DE', debtor: 'FR', amount: '57350000.00', claims: 47_008 },
          { creditor: 'FR', debtor: 'DE', amount: '199900000.00', claims: 163_852 },
        ],
        net: { payer: 'DE', payee: 'FR', amount: '142550000.00' },
        officers: 3,
        byInstitution: [
          { creditor: 'DE:AOK-BY', debtor: 'FR:CNAM', amount: '57350000.00', claims: 47_008 },
          { creditor: 'FR:CNAM', debtor: 'DE:AOK-BY', amount: '150000000.00', claims: 120_000 },
          { creditor: 'FR:MSA', debtor: 'DE:AOK-BY', amount: '49900000.00', claims: 43_852 },
        ],
      },
    ]);
  });

  it('settles each direction by itself without an arrangement, named by its creditor', () => {
    const sums = [sum('FR:CNAM>DE:AOK-BY 10.00 EUR', 3), sum('DE:AOK-BY>FR:CNAM 4.00 EUR', 2)];
    const settlements = net(sums, without);
    expect(
      settlements.map(({ settlement, gross, net: flow, batch }) => [
        settlement,
        gross,
        flow,
        batch,
      ]),
    ).toEqual([
      [
        '2026-Q1/DE-FR/EUR/DE',
        [{ creditor: 'DE', debtor: 'FR', amount: '4.00', claims: 2 }],
        { payer: 'FR', payee: 'DE', amount: '4.00' },
        '2026-Q1/FR/EUR',
      ],
      [
        '2026-Q1/DE-FR/EUR/FR',
        [{ creditor: 'FR', debtor: 'DE', amount: '10.00', claims: 3 }],
        { payer: 'DE', payee: 'FR', amount: '10.00' },
        '2026-Q1/DE/EUR',
      ],
    ]);
    expect(settlements.map((settlement) => settlement.arrangement)).toEqual([null, null]);
  });

  it('makes no settlement for a pair, or gross for a direction, without claims', () => {
    expect(net([], offsetting)).toEqual([]);
    const [only, ...others] = net([sum('FR:CNAM>DE:AOK-BY 10.00 EUR')], without);
    expect(only?.settlement).toBe('2026-Q1/DE-FR/EUR/FR');
    expect(others).toEqual([]);
  });

  it('shows a direction without claims as 0.00 when offsetting', () => {
    const [settlement] = net([sum('FR:CNAM>DE:AOK-BY 10.00 EUR', 3)], offsetting);
    expect(settlement?.gross).toEqual([
      { creditor: 'DE', debtor: 'FR', amount: '0.00', claims: 0 },
      { creditor: 'FR', debtor: 'DE', amount: '10.00', claims: 3 },
    ]);
  });

  it.each<[string, readonly string[], NetSettlement['net']]>([
    [
      'the first State pays a net of 0.00',
      ['FR:CNAM>DE:AOK-BY 7.10 EUR', 'DE:AOK-BY>FR:CNAM 7.10 EUR'],
      { payer: 'DE', payee: 'FR', amount: '0.00' },
    ],
    [
      'a negative gross makes its creditor the payer',
      ['FR:CNAM>DE:AOK-BY -7.10 EUR'],
      { payer: 'FR', payee: 'DE', amount: '7.10' },
    ],
    [
      'refunds count against claims of the same direction',
      ['FR:CNAM>DE:AOK-BY -7.10 EUR', 'FR:MSA>DE:AOK-BY 10.00 EUR'],
      { payer: 'DE', payee: 'FR', amount: '2.90' },
    ],
    [
      'two negative gross amounts are netted with their signs',
      ['FR:CNAM>DE:AOK-BY -7.10 EUR', 'DE:AOK-BY>FR:CNAM -10.00 EUR'],
      { payer: 'DE', payee: 'FR', amount: '2.90' },
    ],
    [
      'one cent decides',
      ['FR:CNAM>DE:AOK-BY 99999999999.99 EUR', 'DE:AOK-BY>FR:CNAM 100000000000.00 EUR'],
      { payer: 'FR', payee: 'DE', amount: '0.01' },
    ],
  ])('when offsetting: %s', (_what, texts, expected) => {
    const sums = texts.map((text) => sum(text));
    expect(net(sums, offsetting).map((settlement) => settlement.net)).toEqual([expected]);
  });

  it.each([
    {
      what: 'a negative gross makes its creditor the payer',
      text: 'FR:CNAM>DE:AOK-BY -7.10 EUR',
      flow: { payer: 'FR', payee: 'DE', amount: '7.10' },
      batch: '2026-Q1/FR/EUR',
    },
    {
      what: 'the first State pays 0.00 that it is owed',
      text: 'DE:AOK-BY>FR:CNAM 0.00 EUR',
      flow: { payer: 'DE', payee: 'FR', amount: '0.00' },
      batch: '2026-Q1/DE/EUR',
    },
  ])('when settled gross: $what', ({ text, flow, batch }) => {
    const [settlement] = net([sum(text)], without);
    expect(settlement?.net).toEqual(flow);
    expect(settlement?.batch).toBe(batch);
  });

  it('settles claims under an instrument that the arrangement does not name gross beside it', () => {
    const sums = [
      sum('FR:CNAM>DE:AOK-BY 10.00 EUR'),
      sum('DE:AOK-BY>FR:CNAM 4.00 EUR'),
      sum('FR:CNAM>DE:AOK-BY 3.00 EUR', 2, 'EU-574-72'),
    ];
    const settlements = net(sums, offsetting);
    expect(settlements.map((one) => [one.settlement, one.arrangement, one.net.amount])).toEqual([
      ['2026-Q1/DE-FR/EUR', 'DE-FR', '6.00'],
      ['2026-Q1/DE-FR/EUR/FR', null, '3.00'],
    ]);
  });

  it('puts all instruments together where the arrangement allows no offsetting, under its name', () => {
    const sums = [
      sum('FR:CNAM>DE:AOK-BY 3.00 EUR', 2, 'EU-574-72'),
      sum('FR:CNAM>DE:AOK-BY 10.00 EUR'),
    ];
    const grossOnly = cycle(arrangement({ offsetting: false }));
    for (const order of [sums, [...sums].reverse()]) {
      expect(shown(net(order, grossOnly))).toMatchObject([
        { settlement: '2026-Q1/DE-FR/EUR/FR', arrangement: 'DE-FR', net: { amount: '13.00' } },
      ]);
    }
  });

  it('asks for officers by the net that leaves, each settlement by its own arrangement', () => {
    const sums = [
      sum('FR:CNAM>DE:AOK-BY 20000000.00 EUR'),
      sum('DE:AOK-BY>FR:CNAM 10000000.00 EUR'),
      sum('FR:CNAM>DE:AOK-BY 10000000.01 CHF'),
      sum('FR:CNAM>DE:AOK-BY 20000000.00 EUR', 1, 'EU-574-72'),
      sum('FR:CNAM>PT:SNS 20000000.00 EUR'),
    ];
    const settlements = net(sums, offsetting);
    expect(settlements.map((one) => [one.settlement, one.net.amount, one.officers])).toEqual([
      ['2026-Q1/DE-FR/CHF', '10000000.01', 3],
      ['2026-Q1/DE-FR/EUR', '10000000.00', 2],
      ['2026-Q1/DE-FR/EUR/FR', '20000000.00', 2],
      ['2026-Q1/FR-PT/EUR/FR', '20000000.00', 2],
    ]);
  });

  it('never nets two currencies where no settlement currency is named', () => {
    const sums = [sum('FR:CNAM>GB:NHS 10.00 EUR'), sum('GB:NHS>FR:CNAM 9.00 GBP')];
    const settlements = net(sums, cycle(arrangement({ id: 'FR-GB', states: ['FR', 'GB'] })));
    expect(settlements.map((one) => [one.settlement, one.net])).toEqual([
      ['2026-Q1/FR-GB/EUR', { payer: 'GB', payee: 'FR', amount: '10.00' }],
      ['2026-Q1/FR-GB/GBP', { payer: 'FR', payee: 'GB', amount: '9.00' }],
    ]);
  });

  it('keeps the accounts behind each settlement, once each', () => {
    const sums = [
      sum('FR:CNAM>DE:AOK-BY 10.00 EUR'),
      sum('PT:SNS>FR:CNAM 1.00 EUR'),
      sum('DE:AOK-BY>FR:CNAM 4.00 EUR'),
    ];
    const ids = sums.map((one) => one.accountId);
    expect(net(sums, offsetting).map((one) => one.accountIds)).toEqual([
      [ids[0], ids[2]],
      [ids[1]],
    ]);
  });
});

/** Smallest units as text, the long way: no help from the code under test. */
function written(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return units < 0n ? `-${text}` : text;
}

interface Given {
  readonly creditor: string;
  readonly debtor: string;
  readonly instrument: string;
  readonly currency: keyof typeof decimalsOf;
  readonly units: bigint;
  readonly claims: number;
}

const decimalsOf = { EUR: 2, JPY: 0, TND: 3 } as const;
const institutions = ['AT:OEGK', 'DE:AOK-BY', 'DE:TK', 'FR:CNAM', 'FR:MSA'];

const givenSums: fc.Arbitrary<Given> = fc
  .record({
    creditor: fc.constantFrom(...institutions),
    debtor: fc.constantFrom(...institutions),
    instrument: fc.constantFrom('EU-987-2009', 'EU-574-72'),
    currency: fc.constantFrom('EUR' as const, 'JPY' as const, 'TND' as const),
    units: fc.bigInt({ min: -10_000_000_000_000n, max: 1_000_000_000_000_000n }),
    claims: fc.integer({ min: 1, max: 200_000 }),
  })
  .filter(({ creditor, debtor }) => creditor.slice(0, 2) !== debtor.slice(0, 2));

const givenArrangements = fc.record({
  'AT-DE': fc.constantFrom('none', 'gross', 'offsetting'),
  'AT-FR': fc.constantFrom('none', 'gross', 'offsetting'),
  'DE-FR': fc.constantFrom('none', 'gross', 'offsetting'),
});

/** Signed sum, count and arrangement per settlement and creditor State, added up one by one. */
function expectedOf(
  given: readonly Given[],
  kinds: Readonly<Record<string, string>>,
): Map<string, Map<string, { units: bigint; claims: number }>> {
  const all = new Map<string, Map<string, { units: bigint; claims: number }>>();
  for (const { creditor, debtor, instrument, currency, units, claims } of given) {
    const [c, d] = [creditor.slice(0, 2), debtor.slice(0, 2)];
    const [first, second] = c < d ? [c, d] : [d, c];
    const offset = kinds[`${first}-${second}`] === 'offsetting' && instrument === 'EU-987-2009';
    const id = `2026-Q1/${first}-${second}/${currency}${offset ? '' : `/${c}`}`;
    const lines = all.get(id) ?? new Map<string, { units: bigint; claims: number }>();
    for (const state of offset ? [first, second] : [c]) {
      const line = lines.get(state) ?? { units: 0n, claims: 0 };
      if (state === c) {
        line.units += units;
        line.claims += claims;
      }
      lines.set(state, line);
    }
    all.set(id, lines);
  }
  return all;
}

function sumsOf(given: readonly Given[]): AccountSum[] {
  return given.map(({ creditor, debtor, instrument, currency, units, claims }, index) => ({
    accountId: index + 1,
    creditor,
    debtor,
    instrument,
    amount: Money.ofMinorUnits(units, currency),
    claims,
  }));
}

describe('netting, whatever it is given', () => {
  const facts = (kinds: Readonly<Record<string, string>>): CycleFacts =>
    cycle(
      ...Object.entries(kinds)
        .filter(([, kind]) => kind !== 'none')
        .map(([id, kind]) =>
          arrangement({
            id,
            states: id.split('-') as [string, string],
            offsetting: kind === 'offsetting',
          }),
        ),
    );

  it('adds up to what an independent calculation in whole units gives', () => {
    fc.assert(
      fc.property(fc.array(givenSums, { maxLength: 24 }), givenArrangements, (given, kinds) => {
        const settlements = net(sumsOf(given), facts(kinds));
        const expected = expectedOf(given, kinds);
        expect(settlements.map((one) => one.settlement)).toEqual([...expected.keys()].sort());
        for (const { settlement, states, currency, gross, net: flow } of settlements) {
          const decimals = decimalsOf[currency as keyof typeof decimalsOf];
          const lines = [...(expected.get(settlement) ?? [])].sort(([one], [other]) =>
            one < other ? -1 : 1,
          );
          const [first, second] = states;
          expect(gross).toEqual(
            lines.map(([creditor, { units, claims }]) => ({
              creditor,
              debtor: creditor === first ? second : first,
              amount: written(units, decimals),
              claims,
            })),
          );
          const owedByFirst = lines.reduce(
            (total, [creditor, { units }]) => (creditor === first ? total - units : total + units),
            0n,
          );
          const payer = owedByFirst < 0n ? second : first;
          const payee = owedByFirst < 0n ? first : second;
          const amount = written(owedByFirst < 0n ? -owedByFirst : owedByFirst, decimals);
          expect(flow).toEqual({ payer, payee, amount });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of what it is given', () => {
    const shuffledSums = fc
      .array(givenSums, { maxLength: 16 })
      .chain((given) =>
        fc.tuple(
          fc.constant(sumsOf(given)),
          fc.shuffledSubarray(sumsOf(given), { minLength: given.length, maxLength: given.length }),
        ),
      );
    fc.assert(
      fc.property(shuffledSums, givenArrangements, ([sums, shuffled], kinds) => {
        expect(net(shuffled, facts(kinds))).toEqual(net(sums, facts(kinds)));
      }),
      { numRuns: 300 },
    );
  });
});
