import { groupBy, stateOf } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { figuresOf, obligationOf, type Bucket, type BucketSums } from '../ledger/index.js';
import { monthsOf } from './statement-months.js';
import { matches, type Announcement } from './statement-book.js';
import { waitsFor } from './payment-waits.js';
import type { StatementView, StoredStatement } from './stored-statement.types.js';

type Received = StatementView['received'];

/**
 * A statement as it is shown. The creditor's State sees all; another one its own claims and down
 * payments, and the announcement if that names it.
 *
 * @param reader a State; null for one who sees everything
 * @returns undefined when nothing of it is the reader's to see
 */
export function statementViewOf(
  stored: StoredStatement,
  reader: string | null,
): StatementView | undefined {
  const { name, announced } = stored;
  const seesAll = reader === null || stateOf(name.institution) === reader;
  const isNamed = seesAll || announced?.debtorState === reader;
  const isSeen = (state: string | null): boolean =>
    seesAll || state === reader || (state === null && isNamed);
  const seen: StoredStatement = {
    ...stored,
    months: stored.months.filter(({ debtor }) => isSeen(stateOf(debtor))),
    rejected: stored.rejected.filter(({ debtorState }) => isSeen(debtorState)),
    obligations: stored.obligations.filter(({ debtorState }) => isSeen(debtorState)),
  };
  const downPayments = downPaymentsOf(stored).filter(({ payer }) => isSeen(stateOf(payer)));
  const lists = [seen.months, seen.rejected, downPayments];
  if (!isNamed && lists.every((list) => list.length === 0)) return undefined;
  return {
    statement: name,
    announced: announced === null || !isNamed ? null : announcedOf(announced),
    complete: isComplete(stored),
    received: receivedOf(seen, true),
    mismatching: receivedOf(seen, false),
    obligations: obligationsOf(seen),
    downPayments,
    months: monthsOf(stored).filter(({ debtorState }) => isSeen(debtorState)),
  };
}

function downPaymentsOf(stored: StoredStatement): StatementView['downPayments'] {
  const waits = waitsFor(stored, isComplete(stored));
  return stored.payments.map((payment, index) => {
    const { reference, payer, paidOn, day, status, currency } = payment;
    const amount = Money.of(payment.amount, currency);
    const allocated = Money.of(payment.allocated, currency);
    const waiting = status === 'declined' ? Money.zero(currency) : amount.minus(allocated);
    return {
      reference,
      payer,
      amount: amount.toJSON(),
      paidOn,
      day,
      status,
      allocated: allocated.toString(),
      waiting: waiting.toString(),
      waitsFor: waits[index] ?? null,
    };
  });
}

function announcedOf(
  announced: Announcement & { readonly on: string },
): StatementView['announced'] {
  const { on, debtorState, basis, claims, total, currency } = announced;
  return { on, debtorState, basis, claims, total: Money.of(total, currency).toJSON() };
}

/** Whether the announced claims are all introduced or rejected. */
function isComplete(stored: StoredStatement): boolean {
  const { introduced, rejected } = receivedOf(stored, true);
  return stored.announced !== null && introduced + rejected >= stored.announced.claims;
}

/** What came that is as announced, or is not. */
function receivedOf({ announced, months, rejected }: StoredStatement, matching: boolean): Received {
  const lines = months.filter(
    (line) => matches({ ...line, debtorState: stateOf(line.debtor) }, announced) === matching,
  );
  const others = rejected.filter((line) => matches(line, announced) === matching);
  const totals = new Map<string, Money>();
  for (const { total, currency } of lines) {
    const money = Money.of(total, currency);
    totals.set(currency, totals.get(currency)?.plus(money) ?? money);
  }
  const count = (list: readonly { readonly claims: number }[]): number =>
    list.reduce((sum, { claims }) => sum + claims, 0);
  return {
    introduced: count(lines),
    rejected: count(others),
    totals: [...totals.values()].map((total) => total.toJSON()),
  };
}

function obligationsOf({ obligations, months }: StoredStatement): StatementView['obligations'] {
  return [...groupBy(obligations, ({ currency }) => currency)].map(([currency, lines]) => {
    const claims = months
      .filter((line) => line.currency === currency)
      .reduce((sum, line) => sum + line.claims, 0);
    const buckets = lines
      .map((line) => line.buckets)
      .reduce((all, one) => added(all, one, currency));
    return { currency, claims, ...obligationOf(figuresOf(buckets, currency)) };
  });
}

function added(one: BucketSums, other: BucketSums, currency: string): BucketSums {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])] as Bucket[];
  return Object.fromEntries(
    names.map((name) => {
      const sum = Money.of(one[name] ?? '0', currency).plus(Money.of(other[name] ?? '0', currency));
      return [name, sum.toString()];
    }),
  );
}
