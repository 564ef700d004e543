import type { IsoDate } from '@reciproca/money';
import type { ClaimFacts } from './claim.js';
import { deadlineOf, filingStart } from './clocks.js';
import { careDayOf } from './compiled-instruments.js';
import { publicationFor } from './fixed-amounts.js';
import type { FilingClock, Instrument } from './instrument.schema.js';
import type { ReferenceData } from './reference-data.js';

/** A filing clock that runs, with the day that started it and the last day of introduction. */
export interface RunningFilingClock {
  readonly clock: FilingClock;
  readonly start: IsoDate;
  readonly by: IsoDate;
}

/** The filing clock of a claim; null where its instrument has none or nothing has started it. */
export function filingClockOf(given: {
  readonly claim: ClaimFacts;
  readonly instrument: Instrument;
  readonly reference: ReferenceData;
}): RunningFilingClock | null {
  const { claim, instrument } = given;
  const clock = instrument.clocks.filing[claim.basis];
  if (clock === undefined) {
    return null;
  }
  const { recordedOn, competentInstitutionKnownOn } = claim;
  const start = filingStart(clock, {
    recordedOn,
    competentInstitutionKnownOn,
    careDay: careDayOf(claim),
    publishedOn: publicationFor(given),
  });
  return start === null ? null : { clock, start, by: deadlineOf(clock, start) };
}
