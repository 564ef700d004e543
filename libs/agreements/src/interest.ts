import { Money } from '@reciproca/money';
import type { IsoDate } from '@reciproca/money';
import { groupBy } from './dated.js';
import { addDays, daysBetween, laterOf } from './dates.js';
import { shippedInterestTerms } from './instruments/interest-terms.data.js';
import type { InterestTerms } from './instruments/interest-terms.data.js';
import { shieldsOf } from './interest-shields.js';
import type { Shield } from './interest-shields.js';
import type {
  ContestedPart,
  InterestAnswer,
  InterestItem,
  InterestLine,
  InterestQuestion,
} from './interest.types.js';

/** The terms of interest of an instrument; undefined where it knows none. */
export function interestTermsOf(instrument: string): InterestTerms | undefined {
  return shippedInterestTerms.find((terms) => terms.instrument === instrument);
}

/**
 * Interest for late payment on the claims of one statement, IR 987/2009 Art 68: simple, at the
 * reference rate of the first day of the month in which payment was due, from the day after that day
 * to the day of payment, on what is open of each claim. A down payment that shields the claims
 * introduced in a month leaves only what it does not cover, and only once the time for disputes is over.
 *
 * @throws TypeError when amounts are in several currencies
 */
export function interestOn(question: InterestQuestion): InterestAnswer {
  const [first] = question.lines;
  if (first === undefined) {
    return { outcome: 'none' };
  }
  const shields = shieldsOf(question);
  const debts = question.lines.flatMap((line) => debtsOf(line, shields.get(line), question));
  const items: InterestItem[] = [];
  const missing = new Set<IsoDate>();
  for (const debt of debts) {
    const day = `${debt.dueOn.slice(0, 7)}-01`;
    const rate = question.rateOn(day);
    if (rate === undefined) {
      missing.add(day);
    } else {
      items.push(...itemsOf(debt, rate.percent, question));
    }
  }
  if (missing.size > 0) {
    return { outcome: 'rate-unknown', days: [...missing].sort() };
  }
  const owed = items.filter(({ amount }) => amount.isPositive());
  const total = Money.sum(
    owed.map(({ amount }) => amount),
    first.total.currency,
  );
  return owed.length === 0 ? { outcome: 'none' } : { outcome: 'note', items: owed, total };
}

/** A part of a claim that fell due on one day, with how much of it is open over time. */
interface Debt {
  readonly claim: string;
  readonly dueOn: IsoDate;
  readonly rule: string;
  readonly stretches: readonly Stretch[];
}

/** Days with the same open amount, both included. */
interface Stretch {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly open: Money;
}

/** A part of a claim that falls due on a day. */
interface Part {
  readonly dueOn: IsoDate;
  readonly amount: Money;
  readonly rule: string;
}

/** The parts of a claim in the order in which they fell due; what is paid pays the oldest first. */
function debtsOf(
  line: InterestLine,
  shield: Shield | undefined,
  question: InterestQuestion,
): Debt[] {
  const parts = partsOf(line, shield, question);
  const debts: Debt[] = [];
  let before = shield === undefined ? zeroOf(line) : shield.covered.negated();
  for (const part of parts) {
    const after = before.plus(part.amount);
    const stretches = stretchesOf({ line, part, before, after, until: question.until });
    if (stretches.length > 0) {
      debts.push({ claim: line.claim, dueOn: part.dueOn, rule: part.rule, stretches });
    }
    before = after;
  }
  return debts;
}

function partsOf(
  line: InterestLine,
  shield: Shield | undefined,
  { terms }: InterestQuestion,
): Part[] {
  const { payBy, total } = line;
  const dueOn = shield === undefined ? payBy : line.disputeEnds;
  if (payBy === null || dueOn === null) {
    return [];
  }
  const keptBack = line.contested.filter((part) => isKeptBack(part, payBy));
  const undisputed = keptBack.reduce((rest, { amount }) => rest.minus(amount), total);
  const { instrument } = terms;
  const article = shieldArticle(shield, terms);
  const maintained = keptBack
    .flatMap(({ answer }) => (answer === null ? [] : [answer]))
    .map((answer) => ({
      dueOn: laterOf(dueOn, answer.on),
      amount: answer.maintained,
      rule: `${instrument}/${terms.maintained.article}`,
    }));
  return [
    { dueOn, amount: undisputed, rule: `${instrument}/${article}` },
    ...maintained.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn === b.dueOn ? 0 : 1)),
  ];
}

function shieldArticle(shield: Shield | undefined, terms: InterestTerms): string {
  if (shield === undefined) {
    return terms.late.article;
  }
  return shield.isByRefusedOffer ? terms.refusal.article : terms.behindShield.article;
}

/** Contested in time and for a relevant reason: not due while it is not maintained. */
function isKeptBack(part: ContestedPart, payBy: IsoDate): boolean {
  return part.isRelevant && part.on <= payBy;
}

/**
 * How much of a part is open over time. All reductions together pay first what lies `before` the part,
 * then the part itself. The day of a payment still bears interest.
 */
function stretchesOf(given: {
  readonly line: InterestLine;
  readonly part: Part;
  readonly before: Money;
  readonly after: Money;
  readonly until: IsoDate;
}): Stretch[] {
  const { line, part, before, after, until } = given;
  const { reduced, changes } = reductionsBy(line, part.dueOn);
  const stretches: Stretch[] = [];
  let sum = reduced;
  let from = addDays(part.dueOn, 1);
  for (const { on, amount } of [...changes, { on: until, amount: zeroOf(line) }]) {
    const to = on < until ? on : until;
    const open = after.minus(higher(before, higher(sum, zeroOf(line))));
    if (from <= to && open.isPositive()) {
      stretches.push({ from, to, open });
    }
    from = from <= to ? addDays(to, 1) : from;
    sum = sum.plus(amount);
  }
  return stretches;
}

/** What had been taken off a claim by a day, and what each later day took off. */
function reductionsBy(
  line: InterestLine,
  day: IsoDate,
): { readonly reduced: Money; readonly changes: readonly { on: IsoDate; amount: Money }[] } {
  const { currency } = line.total;
  const sumOf = (reductions: InterestLine['reductions']): Money =>
    Money.sum(
      reductions.map(({ amount }) => amount),
      currency,
    );
  const later = groupBy(
    line.reductions.filter(({ on }) => on > day),
    ({ on }) => on,
  );
  const changes = [...later]
    .map(([on, reductions]) => ({ on, amount: sumOf(reductions) }))
    .filter(({ amount }) => !amount.isZero())
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  return { reduced: sumOf(line.reductions.filter(({ on }) => on <= day)), changes };
}

function itemsOf(debt: Debt, percent: string, { terms }: InterestQuestion): InterestItem[] {
  return debt.stretches.map(({ from, to, open }) => {
    const days = daysBetween({ from, to }) + 1;
    const amount = open.timesRatio(
      { times: [percent, String(days)], dividedBy: ['100', terms.method.yearDays] },
      { mode: terms.method.rounding },
    );
    const { claim, dueOn, rule } = debt;
    return { claim, base: open, from, to, days, rate: percent, dueOn, amount, rule };
  });
}

function higher(one: Money, other: Money): Money {
  return one.compare(other) < 0 ? other : one;
}

function zeroOf({ total }: InterestLine): Money {
  return Money.zero(total.currency);
}
