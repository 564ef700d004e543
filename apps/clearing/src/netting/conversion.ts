import { exchange, type ExchangeRate } from '@reciproca/agreements';
import type { EventData } from '@reciproca/contracts';
import { currencyOf, isCurrencyInUse, type Money } from '@reciproca/money';
import type { CycleFacts } from './placement.js';

/** A rate as a settlement shows it. */
export type ShownRate = NonNullable<EventData<'settlement.proposed.v1'>['gross'][number]['rate']>;

/** Why claims cannot be settled in the currency they should be. */
export interface ConversionFault {
  readonly reason: 'rate-missing' | 'currency-not-in-use';
  /** In plain words. */
  readonly detail: string;
}

/** What {@link convertAtCutoff} gives. */
export type Converted =
  | {
      readonly ok: true;
      readonly money: Money;
      /** None within a currency, one from or to the euro, two across it: first that of the claims. */
      readonly rates: readonly ShownRate[];
    }
  | { readonly ok: false; readonly fault: ConversionFault };

/**
 * An amount in the currency of its settlement, half-up once, at the rates of the cut-off day, or of
 * the last day before it with a quotation, however long ago: the day is shown with each rate. A
 * currency that ended and has no rate fixed by law has none any more.
 */
export function convertAtCutoff(amount: Money, to: string, cycle: CycleFacts): Converted {
  const { cutoff } = cycle;
  for (const code of [amount.currency, to]) {
    if (!hasValueOn(code, cutoff)) return { ok: false, fault: notInUse(code) };
  }
  const exchanged = exchange({ amount, to, day: cutoff, rates: { rateOn: cycle.rateOn } });
  if (!exchanged.ok) return { ok: false, fault: missing(exchanged.missing.currency, cutoff) };
  const { money, rates } = exchanged;
  return { ok: true, money, rates: rates.map((rate) => shown(rate, cutoff)) };
}

/** Whether it can be paid with on the day, or has a euro rate fixed by law since it ended. */
function hasValueOn(code: string, day: string): boolean {
  const currency = currencyOf(code);
  if (currency === undefined) return false;
  return isCurrencyInUse(currency, day) || (currency.euroRate !== null && hasEnded(code, day));
}

function hasEnded(code: string, day: string): boolean {
  return (currencyOf(code)?.to ?? day) < day;
}

/** The rate of a currency that the euro replaced is that of its last day ever after. */
function shown({ currency, value, day, source }: ExchangeRate, cutoff: string): ShownRate {
  const lastDay = hasEnded(currency, cutoff) ? currencyOf(currency)?.to : undefined;
  return { value, day: lastDay ?? day, source };
}

function missing(currency: string, cutoff: string): ConversionFault {
  const detail = `no reference rate of ${currency} of ${cutoff} or any day before`;
  return { reason: 'rate-missing', detail };
}

function notInUse(code: string): ConversionFault {
  const lastDay = currencyOf(code)?.to ?? null;
  const detail =
    lastDay === null
      ? `${code} is not in use yet`
      : `${code} was in use up to ${lastDay}, and no law fixes its rate to the euro`;
  return { reason: 'currency-not-in-use', detail };
}
