import { currencyOf } from './currency.js';
import type { Currency } from './currency.types.js';
import { moneyLimits } from './limits.js';
import { readFactor } from './factor.js';
import { roundToMinorUnits } from './rounding.js';
import type { RoundingMode } from './rounding.js';
import { allocateMinorUnits } from './allocation.js';
import { PreciseDecimal } from './decimal.js';

/** Why a text is no amount; see {@link Money.parse}. */
export type MoneyFaultCode =
  'unknown-currency' | 'malformed-amount' | 'too-many-decimals' | 'amount-too-long';

/** What {@link Money.parse} gives. */
export type MoneyParseResult =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly code: MoneyFaultCode };

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const POINT = 46;
const paddings = ['', '0', '00', '000'] as const;

/**
 * An exact amount in one currency. Made from decimal text or from whole minor units, never from a
 * `number`; immutable; prints with the decimals of its currency. Mixing currencies is a bug and throws.
 */
export class Money {
  // Private by type only, so that tests which compare values structurally see them.
  private readonly minorUnits: bigint;
  private readonly definition: Currency;

  private constructor(minorUnits: bigint, currency: Currency) {
    this.minorUnits = minorUnits;
    this.definition = currency;
  }

  /**
   * Reads an amount such as `-1134.56`: an optional minus, at least one digit, and optionally a dot
   * followed by one to as many digits as the currency has decimals. Nothing else: no exponent, plus
   * sign, blank, comma, grouping, NaN. Zeros missing at the end are added, zeros in front dropped.
   *
   * @returns the money, or `unknown-currency`, `malformed-amount`, `amount-too-long`
   * (more than 48 digits before the dot) or `too-many-decimals`, the first that fits in this order
   */
  static parse(amount: string, currencyCode: string): MoneyParseResult {
    const currency = currencyOf(currencyCode);
    if (currency === undefined) {
      return { ok: false, code: 'unknown-currency' };
    }
    const read = readMinorUnits(amount, currency.decimals);
    return typeof read === 'bigint'
      ? { ok: true, money: new Money(read, currency) }
      : { ok: false, code: read };
  }

  /**
   * Like {@link Money.parse} for amounts that are known to be good.
   *
   * @throws RangeError when the text is no amount of the currency
   */
  static of(amount: string, currencyCode: string): Money {
    const result = Money.parse(amount, currencyCode);
    if (!result.ok) {
      throw new RangeError(`${result.code}: "${amount.slice(0, 40)}" ${currencyCode.slice(0, 10)}`);
    }
    return result.money;
  }

  /** Nothing, in a currency. @throws RangeError for an unknown currency */
  static zero(currencyCode: string): Money {
    return Money.ofMinorUnits(0n, currencyCode);
  }

  /** Whole minor units (cents, millimes, whole francs), signed. @throws RangeError for an unknown currency */
  static ofMinorUnits(minorUnits: bigint, currencyCode: string): Money {
    const currency = currencyOf(currencyCode);
    if (currency === undefined) {
      throw new RangeError(`unknown-currency: ${currencyCode.slice(0, 10)}`);
    }
    return new Money(minorUnits, currency);
  }

  /**
   * The sum of all amounts, zero for none; the currency is named because an empty list has none.
   *
   * @throws TypeError when an amount is in another currency
   */
  static sum(amounts: Iterable<Money>, currencyCode: string): Money {
    const total = Money.zero(currencyCode);
    let minorUnits = 0n;
    for (const amount of amounts) {
      minorUnits += total.minorUnitsOf(amount);
    }
    return new Money(minorUnits, total.definition);
  }

  /** ISO 4217 code. */
  get currency(): string {
    return this.definition.code;
  }

  /** Decimals of the currency, which are those of {@link Money.toString}. */
  get decimals(): number {
    return this.definition.decimals;
  }

  /** @throws TypeError when the currencies differ */
  plus(other: Money): Money {
    return new Money(this.minorUnits + this.minorUnitsOf(other), this.definition);
  }

  /** @throws TypeError when the currencies differ */
  minus(other: Money): Money {
    return new Money(this.minorUnits - this.minorUnitsOf(other), this.definition);
  }

  /** The same amount with the other sign. */
  negated(): Money {
    return new Money(-this.minorUnits, this.definition);
  }

  /** The amount without its sign. */
  abs(): Money {
    return this.minorUnits < 0n ? this.negated() : this;
  }

  /** -1, 0 or 1 as this is less than, equal to or more than the other. @throws TypeError when the currencies differ */
  compare(other: Money): -1 | 0 | 1 {
    const minorUnits = this.minorUnitsOf(other);
    if (this.minorUnits === minorUnits) {
      return 0;
    }
    return this.minorUnits < minorUnits ? -1 : 1;
  }

  /** Same currency and same value. Never throws: amounts in two currencies are simply not equal. */
  equals(other: Money): boolean {
    return this.definition === other.definition && this.minorUnits === other.minorUnits;
  }

  /** The smaller of the two. @throws TypeError when the currencies differ */
  atMost(limit: Money): Money {
    return this.compare(limit) > 0 ? limit : this;
  }

  /** The larger of the two. @throws TypeError when the currencies differ */
  atLeast(limit: Money): Money {
    return this.compare(limit) < 0 ? limit : this;
  }

  isZero(): boolean {
    return this.minorUnits === 0n;
  }

  isNegative(): boolean {
    return this.minorUnits < 0n;
  }

  isPositive(): boolean {
    return this.minorUnits > 0n;
  }

  /**
   * The amount times a decimal factor, rounded once, at the end, to the currency's decimals.
   *
   * @param factor decimal text such as `0.9` or `-1.25`; no exponent
   * @throws RangeError when the factor is no decimal text
   */
  times(factor: string, options: { readonly mode: RoundingMode }): Money {
    const product = new PreciseDecimal(this.minorUnits.toString()).times(readFactor(factor));
    return new Money(roundToMinorUnits(product, options.mode), this.definition);
  }

  /**
   * So many per cent of the amount: `percent('1.00', …)` of 250.00 is 2.50.
   *
   * @throws RangeError when the percentage is no decimal text
   */
  percent(percentage: string, options: { readonly mode: RoundingMode }): Money {
    const part = new PreciseDecimal(this.minorUnits.toString())
      .times(readFactor(percentage))
      .dividedBy(100);
    return new Money(roundToMinorUnits(part, options.mode), this.definition);
  }

  /**
   * The amount times up to two factors, divided by up to two divisors, rounded once, at the end:
   * `timesRatio({ times: ['4.50', '90'], dividedBy: ['100', '365'] }, …)` is simple interest for 90
   * days at 4.50 per cent a year.
   *
   * @param ratio decimal texts; no divisor is zero
   * @param options `decimals`: to how many of them, at most and by default those of the currency
   * @throws RangeError for more factors or divisors, for what is no decimal text or a divisor of zero,
   * and for more decimals than the currency has
   */
  timesRatio(
    ratio: { readonly times: readonly string[]; readonly dividedBy: readonly string[] },
    options: { readonly mode: RoundingMode; readonly decimals?: number },
  ): Money {
    const unit = 10n ** BigInt(this.decimals - this.checkedDecimals(options.decimals));
    const numerator = new PreciseDecimal(this.minorUnits.toString()).times(product(ratio.times));
    const divisor = product(ratio.dividedBy);
    if (divisor.isZero()) {
      throw new RangeError('a divisor is zero');
    }
    const quotient = numerator.dividedBy(divisor.times(unit.toString()));
    return new Money(roundToMinorUnits(quotient, options.mode) * unit, this.definition);
  }

  /**
   * Splits the amount in proportion to the weights, to the minor unit, so that the parts add up to it.
   * Each part is first cut towards zero; the minor units left over go one each to the parts with the
   * largest cut-off remainder, and among equal remainders to the part that stands first.
   *
   * @param weights whole, not negative, not all zero; a part of weight 0 gets nothing
   * @returns as many parts as weights, in their order, each of the sign of the whole
   * @throws RangeError for no, a negative or only zero weights
   */
  allocate(weights: readonly bigint[]): readonly Money[] {
    return allocateMinorUnits(this.minorUnits, weights).map(
      (minorUnits) => new Money(minorUnits, this.definition),
    );
  }

  /** Whole minor units, signed. */
  toMinorUnits(): bigint {
    return this.minorUnits;
  }

  /** The amount as decimal text with exactly the currency's decimals, `-` only below zero. */
  toString(): string {
    const { decimals } = this.definition;
    if (decimals === 0) {
      return this.minorUnits.toString();
    }
    const isNegative = this.minorUnits < 0n;
    const digits = (isNegative ? -this.minorUnits : this.minorUnits)
      .toString()
      .padStart(decimals + 1, '0');
    const point = digits.length - decimals;
    return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
  }

  /** The form of amounts in events and answers: `{ "amount": "1134.56", "currency": "EUR" }`. */
  toJSON(): { amount: string; currency: string } {
    return { amount: this.toString(), currency: this.definition.code };
  }

  private checkedDecimals(decimals: number | undefined): number {
    if (decimals === undefined) {
      return this.decimals;
    }
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > this.decimals) {
      throw new RangeError(`${this.currency} has ${String(this.decimals)} decimals`);
    }
    return decimals;
  }

  /** The other's minor units, once it is known to be in the same currency. */
  private minorUnitsOf(other: Money): bigint {
    if (this.definition !== other.definition) {
      throw new TypeError(`${this.definition.code} mixed with ${other.definition.code}`);
    }
    return other.minorUnits;
  }
}

/** The product of few factors, none of them lost to precision. @throws RangeError for more */
function product(factors: readonly string[]): PreciseDecimal {
  if (factors.length > moneyLimits.ratioFactorsMax) {
    throw new RangeError(`more than ${String(moneyLimits.ratioFactorsMax)} factors`);
  }
  return factors.reduce((all, text) => all.times(readFactor(text)), new PreciseDecimal(1));
}

/**
 * One pass over the characters, since this runs for every amount of every claim.
 */
function readMinorUnits(amount: string, decimals: number): bigint | MoneyFaultCode {
  const start = amount.charCodeAt(0) === MINUS ? 1 : 0;
  let point = -1;
  for (let at = start; at < amount.length; at += 1) {
    const character = amount.charCodeAt(at);
    if (character === POINT && point < 0) {
      point = at;
    } else if (character < ZERO || character > NINE) {
      return 'malformed-amount';
    }
  }
  const integerEnd = point < 0 ? amount.length : point;
  const decimalsGiven = point < 0 ? 0 : amount.length - point - 1;
  if (integerEnd === start || (point >= 0 && decimalsGiven === 0)) {
    return 'malformed-amount';
  }
  if (integerEnd - start > moneyLimits.integerDigitsMax) {
    return 'amount-too-long';
  }
  if (decimalsGiven > decimals) {
    return 'too-many-decimals';
  }
  const digits =
    amount.slice(start, integerEnd) +
    (decimalsGiven > 0 ? amount.slice(integerEnd + 1) : '') +
    (paddings[decimals - decimalsGiven] ?? '');
  const minorUnits = BigInt(digits);
  return start === 1 ? -minorUnits : minorUnits;
}
