import type { claimStatuses } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import type { Bucket } from './balances.repository.js';

/** What the journal holds of a claim in each bucket, signed, as decimal strings. */
export type BucketSums = Readonly<Partial<Record<Bucket, string>>>;

/** Where a claim that was introduced stands. */
export type IntroducedStatus = Exclude<(typeof claimStatuses)[number], 'rejected'>;

/** The figures of one claim, all in its currency. */
export interface ObligationFigures {
  readonly total: Money;
  /** By credit notes and accepted contestations. */
  readonly credited: Money;
  readonly contested: Money;
  /** Contested once it could no longer be taken out of the next cycle: it moves no money. */
  readonly disputed: Money;
  /** By waivers and write-offs. */
  readonly waived: Money;
  readonly downPaid: Money;
  /** In closed cycles and not yet paid. */
  readonly inSettlement: Money;
  readonly settled: Money;
  /** What is owed right now, what is in settlement included. */
  readonly toPay: Money;
}

/** The same as the contract shows it. */
export type Obligation = Readonly<Record<keyof ObligationFigures, string>>;

/**
 * The figures of a claim from its journal: `toPay` is the total less what was credited, contested,
 * waived, down-paid and settled.
 *
 * @param currency of the claim
 */
export function figuresOf(sums: BucketSums, currency: string): ObligationFigures {
  const entries = Object.entries(sums) as [Bucket, string][];
  const amounts = entries.map(([bucket, sum]) => [bucket, Money.of(sum, currency)] as const);
  return figuresIn(Object.fromEntries(amounts), currency);
}

/** The figures of a claim from what lies in each bucket, signed, in its currency. */
export function figuresIn(
  buckets: Readonly<Partial<Record<Bucket, Money>>>,
  currency: string,
): ObligationFigures {
  const zero = Money.zero(currency);
  const sumOf = (one: Bucket, other?: Bucket): Money => {
    const amount = buckets[one] ?? zero;
    const more = other === undefined ? undefined : buckets[other];
    return more === undefined ? amount : amount.plus(more);
  };
  const total = sumOf('claimed').negated();
  const credited = sumOf('credited', 'refused');
  const contested = sumOf('contested');
  const waived = sumOf('waived', 'written-off');
  const downPaid = sumOf('down-paid');
  const settled = sumOf('settled');
  const toPay = [credited, contested, waived, downPaid, settled].reduce(
    (rest, amount) => rest.minus(amount),
    total,
  );
  return {
    total,
    credited,
    contested,
    disputed: sumOf('disputed'),
    waived,
    downPaid,
    inSettlement: sumOf('in-settlement'),
    settled,
    toPay,
  };
}

/** The first status that fits, in the order of the contract. */
export function statusOf(figures: ObligationFigures): IntroducedStatus {
  const { toPay, contested, inSettlement, settled, downPaid } = figures;
  if (toPay.isZero() && contested.isZero() && inSettlement.isZero()) {
    return settled.isZero() && downPaid.isZero() ? 'closed' : 'settled';
  }
  if (!contested.isZero()) return 'contested';
  return inSettlement.isZero() ? 'introduced' : 'in-settlement';
}

/** The figures as strings with the decimals of their currency. */
export function obligationOf(figures: ObligationFigures): Obligation {
  return {
    total: figures.total.toString(),
    credited: figures.credited.toString(),
    contested: figures.contested.toString(),
    disputed: figures.disputed.toString(),
    waived: figures.waived.toString(),
    downPaid: figures.downPaid.toString(),
    inSettlement: figures.inSettlement.toString(),
    settled: figures.settled.toString(),
    toPay: figures.toPay.toString(),
  };
}
