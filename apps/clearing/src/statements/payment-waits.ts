import { stateOf } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { matches } from './statement-book.js';
import type { StatementView, StoredPayment, StoredStatement } from './stored-statement.types.js';

/** What must come before all of a down payment can be allocated. */
type Wait = StatementView['downPayments'][number]['waitsFor'];

/** What a down payment may go to. */
interface Purse {
  /** What is open above zero and not spoken for by an earlier down payment. */
  free: Money;
  readonly isContested: boolean;
}

/**
 * What each down payment of a statement waits for, in their order; null for one that is declined or
 * allocated as a whole.
 */
export function waitsFor(stored: StoredStatement, complete: boolean): Wait[] {
  const purses = new Map<string, Purse>();
  return stored.payments.map((payment) => {
    const { status, currency } = payment;
    const rest = Money.of(payment.amount, currency).minus(Money.of(payment.allocated, currency));
    if (status === 'declined' || rest.isZero()) return null;
    if (status === 'made') return 'answer';
    const obstacle = obstacleOf(payment, stored);
    if (obstacle !== null) return obstacle;
    const key = `${stateOf(payment.payer)} ${currency}`;
    const purse = purses.get(key) ?? purseOf(payment, stored);
    purses.set(key, purse);
    const taken = rest.atMost(purse.free);
    purse.free = purse.free.minus(taken);
    if (taken.equals(rest)) return 'cycle';
    if (!complete) return 'claims';
    return purse.isContested ? 'contestations' : 'cycle';
  });
}

/** Why a down payment goes to no claim of the statement, as far as it is known. */
function obstacleOf(payment: StoredPayment, { announced, months }: StoredStatement): Wait {
  const { payer, forState, currency } = payment;
  if (announced === null && months.length === 0) return 'statement';
  if (announced !== null && announced.debtorState !== stateOf(payer)) return 'debtor';
  if (announced !== null && announced.currency !== currency) return 'currency';
  const own = months.filter(
    (line) =>
      stateOf(line.debtor) === stateOf(payer) &&
      matches({ ...line, debtorState: stateOf(line.debtor) }, announced),
  );
  if (announced !== null && own.length === 0) return 'claims';
  if (!own.some(({ debtor }) => forState || debtor === payer)) return 'debtor';
  return own.some((line) => line.currency === currency) ? null : 'currency';
}

function purseOf({ payer, currency }: StoredPayment, stored: StoredStatement): Purse {
  const lines = stored.obligations.filter(
    (line) =>
      line.debtorState === stateOf(payer) &&
      line.currency === currency &&
      matches(line, stored.announced),
  );
  const sumOf = (amounts: readonly string[]): Money =>
    Money.sum(
      amounts.map((amount) => Money.of(amount, currency)),
      currency,
    );
  return {
    free: sumOf(lines.map(({ free }) => free)),
    isContested: lines.some(({ buckets }) => !sumOf([buckets.contested ?? '0']).isZero()),
  };
}
