import { isRealDate } from '@reciproca/agreements';
import { Money } from '@reciproca/money';
import { textAt, type XmlElement } from './xml-tree.js';

/** An amount of a file, or what is wrong with it. */
export type MoneyReading =
  { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly detail: string };

/**
 * The amount of an `Amt` element: digits with a dot, up to five decimals of which those that the
 * currency does not have are zero.
 */
export function readMoney(element: XmlElement | undefined): MoneyReading {
  if (element === undefined) return { ok: false, detail: 'no amount' };
  const text = element.text.trim();
  const currency = element.attributes['Ccy'] ?? '';
  if (!/^\d{1,18}(?:\.\d{1,5})?$/.test(text)) {
    return { ok: false, detail: 'not an amount: digits with a dot and at most five decimals' };
  }
  const read = Money.parse(
    text.replace(/\.?0+$/, (zeros) => (text.includes('.') ? '' : zeros)),
    currency,
  );
  return read.ok
    ? { ok: true, money: read.money }
    : { ok: false, detail: `not an amount in ${currency || 'a currency: Ccy is missing'}` };
}

/** The day of a `Dt` or `DtTm` below a date element, as the bank wrote it; undefined: no real day. */
export function readDay(element: XmlElement | undefined): string | undefined {
  const day = (textAt(element, 'Dt') ?? textAt(element, 'DtTm'))?.slice(0, 'YYYY-MM-DD'.length);
  return day !== undefined && isRealDate(day) ? day : undefined;
}
