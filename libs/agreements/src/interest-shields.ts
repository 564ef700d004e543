import { Money } from '@reciproca/money';
import type { IsoDate } from '@reciproca/money';
import { groupBy } from './dated.js';
import type { DownPayment, InterestLine, InterestQuestion } from './interest.types.js';

/** What a down payment does for one claim: until the time for disputes is over it bears no interest. */
export interface Shield {
  /** What the down payment covers of the claim beyond what was allocated to it as paid. */
  readonly covered: Money;
  /** Whether the creditor declined all that was offered. */
  readonly isByRefusedOffer: boolean;
}

/**
 * Which claims of a statement are shielded. Judged per month of introduction, the earliest first: the
 * down payments made within the clock, up to the total introduced in the month, must reach the share
 * that the instrument names. What one month does not use is there for the next (IR 987/2009 Art 68(1)).
 * Money that the creditor declined, or has not answered, counts as well (Art 68(3)).
 */
export function shieldsOf(
  question: Pick<InterestQuestion, 'lines' | 'downPayments' | 'terms'>,
): ReadonlyMap<InterestLine, Shield> {
  const { percent } = question.terms.downPayment;
  const shields = new Map<InterestLine, Shield>();
  const months = [...groupBy(question.lines, ({ introducedOn }) => introducedOn.slice(0, 7))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, lines]) => ({
      lines,
      total: Money.sum(
        lines.map((line) => line.total),
        lines[0]?.total.currency ?? '',
      ),
      downPaymentBy: lines[0]?.downPaymentBy ?? null,
      percent,
    }));
  for (const { of, covered, counted, isShielded } of coveragesOf(months, question.downPayments)) {
    if (!isShielded) continue;
    const isByRefusedOffer = counted.every(({ answer }) => answer === 'declined');
    for (const [line, part] of spread(covered, of.lines)) {
      shields.set(line, { covered: part, isByRefusedOffer });
    }
  }
  return shields;
}

/** What of a statement was introduced in one month. */
export interface IntroducedTotal {
  readonly total: Money;
  /** Last day of a down payment in time; null where the instrument has no such clock. */
  readonly downPaymentBy: IsoDate | null;
  /** The share that shields, per cent; null where the instrument knows no interest. */
  readonly percent: string | null;
}

/** How far down payments cover what was introduced in one month. */
export interface Coverage<Month extends IntroducedTotal> {
  readonly of: Month;
  /** What was paid in time and is not used for an earlier month. */
  readonly covered: Money;
  /** The down payments that it comes from. */
  readonly counted: readonly DownPayment[];
  /** Whether it reaches the share. */
  readonly isShielded: boolean;
}

/**
 * Judges what was introduced, month by month in the order given, the earliest first: a down payment made
 * in time counts for a month up to its total, and what is left of it for the months after.
 *
 * @param months in the currency of the payments
 */
export function coveragesOf<Month extends IntroducedTotal>(
  months: readonly Month[],
  payments: readonly DownPayment[],
): Coverage<Month>[] {
  let offers = [...payments].sort(byDay);
  return months.map((month) => {
    const { total, downPaymentBy, percent } = month;
    const { covered, counted, left } = use(offers, total, downPaymentBy);
    offers = left;
    const isShielded = percent !== null && reaches(covered, total, percent);
    return { of: month, covered, counted, isShielded };
  });
}

interface Used {
  readonly covered: Money;
  readonly counted: readonly DownPayment[];
  readonly left: DownPayment[];
}

/** Takes from the offers made in time, up to the total. */
function use(offers: readonly DownPayment[], total: Money, by: IsoDate | null): Used {
  let covered = Money.zero(total.currency);
  const counted: DownPayment[] = [];
  const left: DownPayment[] = [];
  for (const offer of offers) {
    const isInTime = by !== null && offer.paidOn <= by;
    const taken = isInTime ? lower(offer.amount, total.minus(covered)) : Money.zero(total.currency);
    covered = covered.plus(taken);
    if (taken.isPositive()) {
      counted.push(offer);
    }
    left.push({ ...offer, amount: offer.amount.minus(taken) });
  }
  return { covered, counted, left };
}

/** Exact: both sides are multiplied, none is divided. */
function reaches(covered: Money, total: Money, percent: string): boolean {
  const needed = total.times(percent, { mode: 'up' });
  return covered.isPositive() && covered.times('100', { mode: 'down' }).compare(needed) >= 0;
}

/**
 * What is covered but not yet allocated goes to the claims in the order in which down payments are
 * allocated: by day of payment, then reference, each up to what is open of it when disputes end.
 */
function spread(covered: Money, lines: readonly InterestLine[]): [InterestLine, Money][] {
  const allocated = lines.flatMap(({ reductions }) =>
    reductions.filter(({ cause }) => cause === 'down-payment').map(({ amount }) => amount),
  );
  const zero = Money.zero(covered.currency);
  let rest = higher(covered.minus(Money.sum(allocated, covered.currency)), zero);
  const ordered = [...lines].sort((a, b) => {
    const [one, other] = [`${a.payBy ?? ''} ${a.claim}`, `${b.payBy ?? ''} ${b.claim}`];
    return one < other ? -1 : 1;
  });
  return ordered.map((line) => {
    const part = higher(lower(rest, openWhenDisputesEnd(line)), zero);
    rest = rest.minus(part);
    return [line, part];
  });
}

function openWhenDisputesEnd(line: InterestLine): Money {
  const { total, disputeEnds, payBy } = line;
  const isBy = (day: IsoDate): boolean => disputeEnds === null || day <= disputeEnds;
  let open = total;
  for (const { on, amount } of line.reductions) {
    open = isBy(on) ? open.minus(amount) : open;
  }
  for (const { on, amount, isRelevant, answer } of line.contested) {
    if (isRelevant && payBy !== null && on <= payBy) {
      const again = answer !== null && isBy(answer.on) ? answer.maintained : null;
      open = again === null ? open.minus(amount) : open.minus(amount).plus(again);
    }
  }
  return open;
}

function byDay(a: DownPayment, b: DownPayment): number {
  return a.paidOn < b.paidOn ? -1 : a.paidOn === b.paidOn ? 0 : 1;
}

function lower(one: Money, other: Money): Money {
  return one.compare(other) <= 0 ? one : other;
}

function higher(one: Money, other: Money): Money {
  return one.compare(other) < 0 ? other : one;
}
