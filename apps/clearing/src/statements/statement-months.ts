import {
  coveragesOf,
  groupBy,
  interestTermsOf,
  stateOf,
  type DownPayment,
  type IntroducedTotal,
} from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { matches, type PaymentState } from './statement-book.js';
import type { MonthsOfStatement, StatementView, StoredMonth } from './stored-statement.types.js';

type MonthView = StatementView['months'][number];

/** Claims of one month of introduction that are judged together. */
interface Judged extends IntroducedTotal {
  readonly line: Pick<StoredMonth, 'month' | 'basis' | 'instrument' | 'currency'> & {
    readonly debtorState: string;
  };
  readonly claims: number;
  /** Whether they are among those announced: only then down payments count for them. */
  readonly isMatching: boolean;
}

/**
 * What was introduced month by month, and how far down payments shield it from interest: those that
 * the debtor made in time, whatever the creditor answered (IR 987/2009 Art 68(1) and (3)).
 */
export function monthsOf(stored: MonthsOfStatement): MonthView[] {
  const purses = groupBy(
    judgedOf(stored),
    ({ line, isMatching }) => `${line.debtorState} ${line.currency} ${String(isMatching)}`,
  );
  return [...purses.values()]
    .flatMap((months) => coveragesOf(months, paymentsFor(months[0], stored)))
    .map(({ of, covered, isShielded }): MonthView => {
      const { line, claims, total, downPaymentBy, percent } = of;
      const { month, debtorState, basis, instrument } = line;
      const needed = percent === null ? null : total.percent(percent, { mode: 'up' }).toString();
      return {
        month,
        debtorState,
        basis,
        instrument,
        claims,
        total: total.toJSON(),
        downPaymentBy,
        needed,
        covered: covered.toString(),
        shielded: isShielded,
      };
    })
    .sort((one, other) => (one.month < other.month ? -1 : one.month > other.month ? 1 : 0));
}

/** A month of a statement in which down payments do not reach the share that shields from interest. */
export interface UnshieldedMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly debtorState: string;
  readonly basis: string;
  readonly instrument: string;
  /** Last day of a down payment in time. */
  readonly downPaymentBy: string;
  /** What is missing of the share. */
  readonly missing: Money;
}

/** The months that a down payment in time could still shield, or could have shielded. */
export function unshieldedMonthsOf(stored: MonthsOfStatement): UnshieldedMonth[] {
  return monthsOf(stored).flatMap((line): UnshieldedMonth[] => {
    const { month, debtorState, basis, instrument, downPaymentBy, needed, covered, shielded } =
      line;
    const { currency } = line.total;
    const counts = matches({ debtorState, basis, currency }, stored.announced);
    if (downPaymentBy === null || needed === null || shielded || !counts) return [];
    const missing = Money.of(needed, currency).minus(Money.of(covered, currency));
    return [{ month, debtorState, basis, instrument, downPaymentBy, missing }];
  });
}

/** Months with the institutions of the debtor State together, in the order in which they are judged. */
function judgedOf({ months, announced }: MonthsOfStatement): Judged[] {
  const groups = groupBy(months, (line) =>
    [
      line.month,
      stateOf(line.debtor),
      line.basis,
      line.instrument,
      line.currency,
      line.downPaymentBy,
    ].join(' '),
  );
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, lines]) => {
      const [first] = lines;
      if (first === undefined) return [];
      const { month, basis, instrument, currency, downPaymentBy } = first;
      const line = { month, basis, instrument, currency, debtorState: stateOf(first.debtor) };
      return {
        line,
        claims: lines.reduce((sum, { claims }) => sum + claims, 0),
        total: Money.sum(
          lines.map(({ total }) => Money.of(total, currency)),
          currency,
        ),
        downPaymentBy,
        percent: interestTermsOf(instrument)?.downPayment.percent ?? null,
        isMatching: matches(line, announced),
      };
    });
}

const answers = {
  made: 'none',
  accepted: 'accepted',
  declined: 'declined',
} as const satisfies Record<PaymentState, DownPayment['answer']>;

function paymentsFor(
  judged: Judged | undefined,
  { payments, months, announced }: MonthsOfStatement,
): DownPayment[] {
  if (judged?.isMatching !== true) return [];
  const { debtorState, currency } = judged.line;
  const lines = months.filter((line) =>
    matches({ ...line, debtorState: stateOf(line.debtor) }, announced),
  );
  const debtors = new Set(lines.map(({ debtor }) => debtor));
  return payments
    .filter(
      (payment) =>
        payment.currency === currency &&
        stateOf(payment.payer) === debtorState &&
        (payment.forState || debtors.has(payment.payer)),
    )
    .map(({ reference, paidOn, amount, status }) => ({
      reference,
      paidOn,
      amount: Money.of(amount, currency),
      answer: answers[status],
    }));
}
