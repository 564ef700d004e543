import { describe, expect, it } from '@jest/globals';
import { Money } from '@reciproca/money';
import * as fc from 'fast-check';
import type { Bucket } from '../ledger/index.js';
import {
  accountStatementOf,
  type AccountStatement,
  type BucketLine,
  type StatementPeriod,
} from './account-statement.js';

/*
 * Goal: opening + movements = closing between any two days, whatever was booked; what the journal
 * says of every claim says the same.
 * Method: journals of random claims, kept in cents; what is owed is reckoned claim by claim as
 * toPay + contested (total − credited − waived − settled − down-paid), never from the buckets that
 * the statement reads.
 */

interface Entry {
  readonly claim: number;
  readonly creditor: string;
  readonly from: Bucket;
  readonly to: Bucket;
  /** Counted from the first one. */
  readonly day: number;
  readonly cents: number;
  readonly isOpening: boolean;
}

const inside = ['open', 'contested', 'in-settlement'] as const;
const out = ['credited', 'refused', 'waived', 'written-off', 'down-paid', 'settled'] as const;
const lastDay = 40;
const dayOf = (day: number): string =>
  `2026-${day < 31 ? '01' : '02'}-${two(((day - 1) % 30) + 1)}`;
const two = (value: number): string => String(value).padStart(2, '0');
const other = (state: string): string => (state === 'FR' ? 'DE' : 'FR');

const step = fc.record({
  kind: fc.constantFrom('inside', 'out', 'back'),
  from: fc.constantFrom(...inside),
  to: fc.constantFrom(...inside),
  outside: fc.constantFrom(...out),
  day: fc.integer({ min: 1, max: lastDay }),
  cents: fc.integer({ min: -50_000, max: 50_000 }).filter((cents) => cents !== 0),
});

const claim = fc
  .record({
    creditor: fc.constantFrom('FR', 'DE'),
    total: fc.integer({ min: 1, max: 1_000_000 }),
    day: fc.integer({ min: 1, max: lastDay }),
    old: fc.option(fc.record({ settled: fc.nat(9_999), credited: fc.nat(9_999) })),
    steps: fc.array(step, { maxLength: 8 }),
  })
  .map(({ creditor, total, day, old, steps }) => {
    const first = { creditor, day, isOpening: old !== null };
    const entries: Omit<Entry, 'claim'>[] = [
      { ...first, from: 'claimed', to: 'open', cents: total },
      ...(['settled', 'credited'] as const)
        .map((to) => ({ ...first, from: 'open' as const, to, cents: old?.[to] ?? 0 }))
        .filter(({ cents }) => cents !== 0),
    ];
    for (const { kind, from, to, outside, ...rest } of steps) {
      const later = { creditor, isOpening: false, ...rest };
      if (kind === 'inside' && from !== to) entries.push({ ...later, from, to });
      if (kind === 'out') entries.push({ ...later, from, to: outside });
      if (kind === 'back') entries.push({ ...later, from: 'settled', to: 'in-settlement' });
    }
    return entries;
  });

const journal = fc
  .array(claim, { maxLength: 12 })
  .map((claims) =>
    claims.flatMap((entries, index) => entries.map((e) => ({ ...e, claim: index }))),
  );
const days = fc
  .tuple(fc.integer({ min: 1, max: lastDay }), fc.integer({ min: 1, max: lastDay }))
  .map(([one, two_]) => [Math.min(one, two_), Math.max(one, two_)] as const);

function periodOf(state: string, [from, to]: readonly [number, number]): StatementPeriod {
  const [first, last] = [dayOf(from), dayOf(to)];
  return { state, counterpart: other(state), currency: 'EUR', from: first, to: last };
}

/** What the balances would give: the sums of the entries, per direction and bucket. */
function linesOf(entries: readonly Entry[], [from, to]: readonly [number, number]): BucketLine[] {
  const lines = new Map<string, { line: BucketLine; before: number; moved: number }>();
  for (const { creditor, day, cents, isOpening, ...sides } of entries) {
    if (day > to) continue;
    for (const [bucket, sign] of [[sides.from, -1] as const, [sides.to, 1] as const]) {
      const key = `${creditor} ${bucket} ${String(isOpening)}`;
      const known = lines.get(key) ?? {
        line: {
          creditor,
          debtor: other(creditor),
          bucket,
          isOpening,
          before: '',
          moved: '',
          entries: 0,
        },
        before: 0,
        moved: 0,
      };
      const counted = day >= from && !inside.some((each) => each === bucket) ? 1 : 0;
      lines.set(key, {
        line: { ...known.line, entries: known.line.entries + counted },
        before: known.before + (day < from ? sign * cents : 0),
        moved: known.moved + (day >= from ? sign * cents : 0),
      });
    }
  }
  return [...lines.values()].map(({ line, before, moved }) => ({
    ...line,
    before: euros(before),
    moved: euros(moved),
  }));
}

const euros = (cents: number): string => Money.ofMinorUnits(BigInt(cents), 'EUR').toString();
const centsOf = (amount: string): number => Number(Money.of(amount, 'EUR').toMinorUnits());

/** What a State is owed at the end of a day, claim by claim. */
function owedTo(state: string, entries: readonly Entry[], day: number): number {
  const claims = new Map<number, Entry[]>();
  for (const entry of entries.filter((each) => each.day <= day)) {
    claims.set(entry.claim, [...(claims.get(entry.claim) ?? []), entry]);
  }
  let sum = 0;
  for (const booked of claims.values()) {
    const lying = (bucket: Bucket): number =>
      booked.reduce(
        (total, { from, to, cents }) =>
          total + (to === bucket ? cents : 0) - (from === bucket ? cents : 0),
        0,
      );
    const left = out.reduce((rest, bucket) => rest - lying(bucket), -lying('claimed'));
    sum += booked[0]?.creditor === state ? left : -left;
  }
  return sum;
}

function statement(
  state: string,
  entries: readonly Entry[],
  period: readonly [number, number],
): AccountStatement {
  return accountStatementOf(periodOf(state, period), linesOf(entries, period));
}

describe('an account statement', () => {
  it('begins and ends with what is owed, and its movements lead from the one to the other', () => {
    fc.assert(
      fc.property(journal, days, (entries, period) => {
        const { opening, movements, closing } = statement('FR', entries, period);
        expect(centsOf(opening)).toBe(owedTo('FR', entries, period[0] - 1));
        expect(centsOf(closing)).toBe(owedTo('FR', entries, period[1]));
        const moved = movements.reduce((sum, { amount }) => sum + centsOf(amount), 0);
        expect(centsOf(opening) + moved).toBe(centsOf(closing));
      }),
    );
  });

  it('ends where the next one begins', () => {
    fc.assert(
      fc.property(
        journal,
        days,
        fc.integer({ min: 1, max: lastDay }),
        (entries, period, between) => {
          const [from, to] = period;
          fc.pre(from <= between && between < to);
          const first = statement('FR', entries, [from, between]);
          const next = statement('FR', entries, [between + 1, to]);
          expect(next.opening).toBe(first.closing);
          expect(next.closing).toBe(statement('FR', entries, period).closing);
        },
      ),
    );
  });

  it('is the negative of what the other State sees', () => {
    fc.assert(
      fc.property(journal, days, (entries, period) => {
        const mine = statement('FR', entries, period);
        const theirs = statement('DE', entries, period);
        expect(centsOf(theirs.closing) + centsOf(mine.closing)).toBe(0);
        expect(
          theirs.movements.map(({ cause, amount, count }) => [cause, centsOf(amount), count]),
        ).toEqual(
          mine.movements.map(({ cause, amount, count }) => [cause, 0 - centsOf(amount), count]),
        );
      }),
    );
  });

  it('tells each cause of the entries of its days, and how many there are', () => {
    fc.assert(
      fc.property(journal, days, (entries, period) => {
        const expected = new Map<string, { cents: number; count: number }>();
        for (const { from, to, creditor, cents, day, isOpening } of entries) {
          if (day < period[0] || day > period[1]) continue;
          const bucket = [from, to].find((side) => !inside.some((each) => each === side));
          if (bucket === undefined) continue;
          const cause = isOpening ? 'opening' : bucket === 'claimed' ? 'introduced' : bucket;
          const known = expected.get(cause) ?? { cents: 0, count: 0 };
          const sign = (bucket === to ? -1 : 1) * (creditor === 'FR' ? 1 : -1);
          const counts = !isOpening || bucket === 'claimed' ? 1 : 0;
          expected.set(cause, {
            cents: known.cents + sign * cents,
            count: known.count + counts,
          });
        }
        const { movements } = statement('FR', entries, period);
        expect(
          new Map(
            movements.map(({ cause, amount, count }) => [cause, { cents: centsOf(amount), count }]),
          ),
        ).toEqual(expected);
      }),
    );
  });

  it('shows every movement per direction too', () => {
    const entries: Entry[] = [
      {
        claim: 0,
        creditor: 'FR',
        from: 'claimed',
        to: 'open',
        day: 1,
        cents: 10_000,
        isOpening: false,
      },
      {
        claim: 1,
        creditor: 'DE',
        from: 'claimed',
        to: 'open',
        day: 2,
        cents: 2_500,
        isOpening: false,
      },
      {
        claim: 0,
        creditor: 'FR',
        from: 'open',
        to: 'contested',
        day: 3,
        cents: 4_000,
        isOpening: false,
      },
      {
        claim: 0,
        creditor: 'FR',
        from: 'contested',
        to: 'refused',
        day: 4,
        cents: 1_000,
        isOpening: false,
      },
    ];
    expect(statement('FR', entries, [2, 5])).toEqual({
      state: 'FR',
      counterpart: 'DE',
      currency: 'EUR',
      from: '2026-01-02',
      to: '2026-01-05',
      opening: '100.00',
      movements: [
        {
          cause: 'introduced',
          amount: '-25.00',
          count: 1,
          directions: [{ creditor: 'DE', debtor: 'FR', amount: '-25.00', count: 1 }],
        },
        {
          cause: 'refused',
          amount: '-10.00',
          count: 1,
          directions: [{ creditor: 'FR', debtor: 'DE', amount: '-10.00', count: 1 }],
        },
      ],
      closing: '65.00',
    });
  });

  it('of nothing is nothing', () => {
    const { opening, movements, closing } = statement('FR', [], [1, 2]);
    expect({ opening, movements, closing }).toEqual({
      opening: '0.00',
      movements: [],
      closing: '0.00',
    });
  });

  it('is not given from balances that do not add up', () => {
    const [line] = linesOf(
      [
        {
          claim: 0,
          creditor: 'FR',
          from: 'claimed',
          to: 'open',
          day: 1,
          cents: 1,
          isOpening: false,
        },
      ],
      [1, 2],
    );
    expect(() =>
      accountStatementOf(periodOf('FR', [1, 2]), line === undefined ? [] : [line]),
    ).toThrow('do not add up');
  });
});
