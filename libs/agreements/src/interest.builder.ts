import { Money } from '@reciproca/money';
import { deadlineOf } from './clocks.js';
import type { Clock } from './instrument.schema.js';
import { interestTermsOf } from './interest.js';
import type { DownPayment, InterestLine, InterestQuestion } from './interest.types.js';
import { shippedTables } from './shipped/shipped-tables.js';

/** An amount in euro. */
export function eur(amount: string): Money {
  return Money.of(amount, 'EUR');
}

function monthsAfter(day: string, months: number): string {
  const clock: Clock = {
    startsWith: 'introduction',
    afterEndOf: 'month',
    months,
    kind: 'counted-from-arrival',
    waitsForCompetentInstitution: false,
    article: '67',
    source: 'test',
    mark: 'V',
  };
  return deadlineOf(clock, day);
}

/** 100 000.00 introduced on 10.11.2022 with the clocks of 987/2009, of which nothing was paid. */
export function interestLine(change: Partial<InterestLine> = {}): InterestLine {
  const introducedOn = change.introducedOn ?? '2022-11-10';
  return {
    claim: 'A',
    introducedOn,
    payBy: monthsAfter(introducedOn, 18),
    downPaymentBy: monthsAfter(introducedOn, 6),
    disputeEnds: monthsAfter(introducedOn, 36),
    total: eur('100000.00'),
    contested: [],
    reductions: [],
    ...change,
  };
}

/** A payment on a claim. */
export function paid(on: string, amount: string): InterestLine['reductions'][number] {
  return { cause: 'paid', on, amount: eur(amount) };
}

/** A down payment on the statement. */
export function offered(
  paidOn: string,
  amount: string,
  answer: DownPayment['answer'] = 'none',
): DownPayment {
  return { reference: `${paidOn} ${amount}`, paidOn, amount: eur(amount), answer };
}

/** Interest under 987/2009 at the published rates, counted to 29.8.2024 unless said otherwise. */
export function interestQuestion(change: Partial<InterestQuestion> = {}): InterestQuestion {
  const terms = interestTermsOf('EU-987-2009');
  if (terms === undefined) {
    throw new Error('no terms of interest');
  }
  return {
    terms,
    lines: [interestLine()],
    downPayments: [],
    until: '2024-08-29',
    rateOn: (day) => shippedTables().referenceRates.rateOn(day),
    ...change,
  };
}
