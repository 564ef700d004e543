import type { IsoDate } from '@reciproca/money';
import { addMonthsToMonthEnd, endOfHalfYear, endOfYear, laterOf } from './dates.js';
import type { Clock } from './instrument.schema.js';

/**
 * The last day that a clock allows: the end of the month, half-year or year that holds the starting
 * day, plus the clock's months, always the end of a month.
 *
 * @param start day of the event that starts the clock
 */
export function deadlineOf(clock: Clock, start: IsoDate): IsoDate {
  return addMonthsToMonthEnd(periodEnd(clock.afterEndOf, start), clock.months);
}

/**
 * The day that starts the filing clock of an actual-expenditure claim: the day of recording, or under
 * provisional application the later day on which the competent institution became known.
 */
export function filingStart(
  clock: Clock,
  claim: { readonly recordedOn: IsoDate; readonly competentInstitutionKnownOn: IsoDate | null },
): IsoDate {
  const { recordedOn, competentInstitutionKnownOn } = claim;
  return clock.waitsForCompetentInstitution && competentInstitutionKnownOn !== null
    ? laterOf(recordedOn, competentInstitutionKnownOn)
    : recordedOn;
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
