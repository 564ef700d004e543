import type { IsoDate } from '@reciproca/money';
import { agreementLimits } from './limits.js';

// Plain arithmetic on 'YYYY-MM-DD' text: no Date object, so no time zone can move a day, and such
// texts compare as days with < and >.

const ZERO = 48;
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether the text is `YYYY-MM-DD` and names a day that exists, in the years 1900 to 2999. */
export function isRealDate(text: string): boolean {
  if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') {
    return false;
  }
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  return (
    year >= agreementLimits.yearMin &&
    year <= agreementLimits.yearMax &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOfMonth(year, month)
  );
}

/** The last day of the month that holds the day. */
export function endOfMonth(day: IsoDate): IsoDate {
  return lastDay(yearOf(day), monthOf(day));
}

/** The last day of the calendar half-year that holds the day: 30 June or 31 December. */
export function endOfHalfYear(day: IsoDate): IsoDate {
  return monthOf(day) <= 6 ? `${day.slice(0, 4)}-06-30` : `${day.slice(0, 4)}-12-31`;
}

/** 31 December of the day's year. */
export function endOfYear(day: IsoDate): IsoDate {
  return `${day.slice(0, 4)}-12-31`;
}

/**
 * The last day of the month that lies so many months after the day's month. Month ends stay month
 * ends: 2022-08-31 and 18 months give 2024-02-29.
 *
 * @param months whole, may be negative
 */
export function addMonthsToMonthEnd(day: IsoDate, months: number): IsoDate {
  const monthsSinceYearZero = yearOf(day) * 12 + (monthOf(day) - 1) + months;
  return lastDay(Math.floor(monthsSinceYearZero / 12), (monthsSinceYearZero % 12) + 1);
}

/** The day so many days later, or earlier for a negative number. */
export function addDays(day: IsoDate, days: number): IsoDate {
  return dayOfNumber(numberOfDay(day) + days);
}

/** Days from one day to another: 1 from a day to the next, negative when `to` lies before `from`. */
export function daysBetween(span: { readonly from: IsoDate; readonly to: IsoDate }): number {
  return numberOfDay(span.to) - numberOfDay(span.from);
}

/** The later of two days. */
export function laterOf(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? other : one;
}

function yearOf(day: IsoDate): number {
  return digitsAt(day, 0, 4);
}

function monthOf(day: IsoDate): number {
  return digitsAt(day, 5, 2);
}

/** The whole number at a place of the text, NaN when a character there is no digit. */
function digitsAt(text: string, start: number, length: number): number {
  let value = 0;
  for (let at = start; at < start + length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) {
      return Number.NaN;
    }
    value = value * 10 + digit;
  }
  return value;
}

function daysOfMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0);
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function lastDay(year: number, month: number): IsoDate {
  return isoDate(year, month, daysOfMonth(year, month));
}

function isoDate(year: number, month: number, day: number): IsoDate {
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${String(month)}-${day < 10 ? '0' : ''}${String(day)}`;
}

// Day numbers count from 1 March of the year 0 in the proleptic Gregorian calendar: with the leap day
// last, a month's start is a linear formula and 400 years have always 146 097 days.
const DAYS_PER_400_YEARS = 146_097;

function numberOfDay(day: IsoDate): number {
  const month = monthOf(day);
  const year = month <= 2 ? yearOf(day) - 1 : yearOf(day);
  const monthFromMarch = (month + 9) % 12;
  return (
    year * 365 +
    Math.floor(year / 4) -
    Math.floor(year / 100) +
    Math.floor(year / 400) +
    Math.floor((153 * monthFromMarch + 2) / 5) +
    digitsAt(day, 8, 2) -
    1
  );
}

function dayOfNumber(dayNumber: number): IsoDate {
  const era = Math.floor(dayNumber / DAYS_PER_400_YEARS);
  const dayOfEra = dayNumber - era * DAYS_PER_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return isoDate(year, month, dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1);
}
