import type { IsoDate } from '@reciproca/money';
import { addMonthsToMonthEnd, endOfHalfYear, endOfYear, laterOf } from './dates.js';
import type { Clock, FilingClock } from './instrument.schema.js';

/**
 * The last day that a clock allows: the end of the month, half-year or year that holds the starting
 * day, plus the clock's months, always the end of a month.
 *
 * @param start day of the event that starts the clock
 */
export function deadlineOf(clock: Clock, start: IsoDate): IsoDate {
  return addMonthsToMonthEnd(periodEnd(clock.afterEndOf, start), clock.months);
}

/** The days that may start a filing clock. */
export interface FilingEvents {
  readonly recordedOn: IsoDate;
  readonly competentInstitutionKnownOn: IsoDate | null;
  /** Last day of care, for fixed amounts 31 December of the reference year. */
  readonly careDay: IsoDate;
  /** Publication of the average costs of the reference year; null where there is none. */
  readonly publishedOn: IsoDate | null;
}

/**
 * The day that starts the filing clock: under provisional application the day on which the competent
 * institution became known, where it is later; null while the starting event has not come.
 */
export function filingStart(clock: FilingClock, events: FilingEvents): IsoDate | null {
  const start = startingDay(clock, events);
  const known = events.competentInstitutionKnownOn;
  return start !== null && clock.waitsForCompetentInstitution && known !== null
    ? laterOf(start, known)
    : start;
}

function startingDay(clock: FilingClock, events: FilingEvents): IsoDate | null {
  switch (clock.startsWith) {
    case 'recording':
      return events.recordedOn;
    case 'care-end':
      return events.careDay;
    case 'publication':
      return events.publishedOn;
  }
}

function periodEnd(period: Clock['afterEndOf'], day: IsoDate): IsoDate {
  switch (period) {
    case 'month':
      return day; // adding months ends on a month end anyway
    case 'half-year':
      return endOfHalfYear(day);
    case 'year':
      return endOfYear(day);
  }
}
