import { describe, expect, it } from '@jest/globals';
import { Money } from '@reciproca/money';
import fc from 'fast-check';
import {
  changed,
  counted,
  reconcile,
  receivedOn,
  type SettlementMoney,
} from './settlement-money.js';

const euro = (amount: string): Money => Money.of(amount, 'EUR');
const net = euro('100.00');

function money(wish: Partial<SettlementMoney> & { readonly entry: string }): SettlementMoney {
  return {
    side: 'payer',
    isReturn: false,
    portion: euro('0.00'),
    used: euro('0.00'),
    isDecided: false,
    on: '2026-05-04',
    endToEndId: 'E',
    bankReference: wish.entry,
    ...wish,
  };
}

/** Payments and returns as they come, e.g. `p 60.00`, `p -10.00`; `e` is the payee's account. */
function story(text: string): SettlementMoney[] {
  return text.split(', ').map((part, index) => {
    const [side = '', amount = ''] = part.split(' ');
    return money({
      entry: String(index),
      side: side === 'p' ? 'payer' : 'payee',
      isReturn: amount.startsWith('-'),
      portion: euro(amount.replace('-', '')),
      on: `2026-05-0${String(index + 1)}`,
    });
  });
}

const settle = (entries: readonly SettlementMoney[]): SettlementMoney[] =>
  changed(entries, reconcile(entries, net));

describe('the money of a settlement with a net of 100.00', () => {
  it.each([
    ['p 100.00', '100.00 payer', ['100.00']],
    ['e 100.00', '100.00 payee', ['100.00']],
    ['p 100.00, e 100.00', '100.00 payee', ['100.00', '100.00']],
    ['p 100.00, e 95.00', '100.00 payer', ['100.00', '95.00']],
    ['p 60.00, p 30.00', '90.00 payer', ['60.00', '30.00']],
    ['p 60.00, p 70.00', '100.00 payer', ['60.00', '40.00']],
    // What was too much came back: all of it counts.
    ['p 105.00, p -5.00', '100.00 payer', ['105.00', '5.00']],
    ['p 105.00, p -2.00', '100.00 payer', ['102.00', '2.00']],
    ['p 100.00, p -100.00', '0.00 payee', ['100.00', '100.00']],
    ['p 100.00, p -100.00, p 100.00', '100.00 payer', ['100.00', '100.00', '100.00']],
    // A return without a payment takes nothing away.
    ['p -40.00', '0.00 payee', ['0.00']],
    ['p -40.00, p 100.00', '60.00 payer', ['40.00', '100.00']],
  ])('%s: %s counts', (text, expected, used) => {
    const settled = settle(story(text));
    const { amount, side } = counted(settled, 'EUR');
    expect(`${amount.toString()} ${side}`).toBe(expected);
    expect(settled.map((each) => each.used.toString())).toEqual(used);
  });

  it('leaves what a treasurer decided, and fills up to the net beside it', () => {
    const decided = money({ entry: 'a', used: euro('30.00'), isDecided: true });
    const settled = settle([decided, money({ entry: 'b', portion: euro('90.00') })]);
    expect(settled.map(({ used }) => used.toString())).toEqual(['30.00', '70.00']);
  });

  it('is received by the larger side, by day, what went back as negative', () => {
    const settled = settle(story('p 100.00, p -100.00, p 100.00, e 40.00'));
    expect(receivedOn(settled, 'payer').map(({ amount }) => amount.toString())).toEqual([
      '100.00',
      '-100.00',
      '100.00',
    ]);
  });

  const entries = fc.array(
    fc.record({
      side: fc.constantFrom('payer' as const, 'payee' as const),
      isReturn: fc.boolean(),
      cents: fc.integer({ min: 1, max: 15_000 }),
      day: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 8 },
  );

  it('does not depend on the order in which files came, is never more than the net nor than was sent', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat()), (drawn, order) => {
        const all = drawn.map(({ side, isReturn, cents, day }, index) =>
          money({
            entry: String(index),
            side,
            isReturn,
            portion: Money.ofMinorUnits(BigInt(cents), 'EUR'),
            on: `2026-05-0${String(day)}`,
          }),
        );
        const atOnce = settle(all);
        let known: SettlementMoney[] = [];
        const waiting = [...all];
        while (waiting.length > 0) {
          const at = Number(order.next().value) % waiting.length;
          known = settle([...known, ...waiting.splice(at, 1)]);
        }
        const byEntry = (list: readonly SettlementMoney[]) =>
          new Map(list.map(({ entry, used }) => [entry, used.toString()]));
        expect(byEntry(known)).toEqual(byEntry(atOnce));
        for (const { used, portion } of atOnce) {
          expect(used.isNegative()).toBe(false);
          expect(used.compare(portion)).toBeLessThanOrEqual(0);
        }
        const sides = (['payer', 'payee'] as const).map((side) =>
          drawn
            .filter((each) => each.side === side)
            .reduce((sum, { isReturn, cents }) => sum + (isReturn ? -cents : cents), 0),
        );
        const cents = Math.min(10_000, Math.max(0, ...sides));
        expect(counted(atOnce, 'EUR').amount).toEqual(Money.ofMinorUnits(BigInt(cents), 'EUR'));
      }),
    );
  });
});
