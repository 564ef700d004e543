import type { Money } from '@reciproca/money';
import {
  evolve,
  withMoney,
  type Batch,
  type BatchChange,
  type BatchStep,
} from '../batches/index.js';
import { counted, receivedOn, type SettlementMoney } from './settlement-money.js';

/** Who made the money of settlements another, when, and why it may be missing now. */
export interface MoneyCause {
  /** The person who imported or assigned. */
  readonly by: string;
  /** RFC 3339 instant in UTC. */
  readonly at: string;
  /** Why money of a settled settlement no longer counts, where it was not a return of the bank. */
  readonly reason: string;
}

/**
 * What becomes of a batch by the money of some of its settlements: each is settled when what counts
 * reaches its net, `partial` before that, and reversed when it falls below it again.
 *
 * @param money by settlement, as it counts now
 */
export function changeByMoney(
  before: Batch,
  money: ReadonlyMap<string, readonly SettlementMoney[]>,
  cause: MoneyCause,
): BatchChange {
  let after = before;
  const steps: BatchStep[] = [];
  for (const { id, net, status } of before.settlements) {
    const own = money.get(id);
    if (own === undefined || net.isZero()) continue;
    const { side, amount } = counted(own, net.currency);
    const isReached = amount.compare(net) >= 0;
    if (isReached === (status === 'settled')) {
      // Once money was seen it stays `partial`, also when all of it went back.
      if (!isReached && status === 'released' && amount.isPositive()) {
        after = withMoney(after, id, 'partial');
      }
      continue;
    }
    const step = isReached
      ? settledStep(id, { received: receivedOn(own, side), amount, cause })
      : reversedStep(id, { money: own, missing: net.minus(amount), cause });
    steps.push(step);
    after = evolve(after, step);
  }
  return { before, after, steps };
}

function settledStep(
  settlement: string,
  {
    received,
    amount,
    cause: { by, at },
  }: {
    readonly received: ReturnType<typeof receivedOn>;
    readonly amount: Money;
    readonly cause: MoneyCause;
  },
): BatchStep {
  const on = received.reduce((latest, each) => (each.on > latest ? each.on : latest), '');
  return { kind: 'settled', by, at, settlement, amount, on, received };
}

function reversedStep(
  settlement: string,
  {
    money,
    missing,
    cause: { by, at, reason },
  }: {
    readonly money: readonly SettlementMoney[];
    readonly missing: Money;
    readonly cause: MoneyCause;
  },
): BatchStep {
  const returns = money.filter(({ isReturn, used }) => isReturn && used.isPositive());
  const on = returns.reduce((latest, each) => (each.on > latest ? each.on : latest), '');
  const wentBack = reason === '' && on !== '';
  return {
    kind: 'reversed',
    by,
    at,
    settlement,
    amount: missing,
    on: wentBack ? on : at.slice(0, 'YYYY-MM-DD'.length),
    reason: wentBack ? 'the bank sent money back' : reason || 'money no longer counts for it',
  };
}
