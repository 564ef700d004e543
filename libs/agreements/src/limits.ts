/** Limits of this library. */
export const agreementLimits = {
  /** First and last year that a date may have. */
  yearMin: 1900,
  yearMax: 2999,
  /** Arrangements in force at once that one import names; more are counted. */
  overlapsNamedMax: 1_000,
  /** Clocks longer than this are a fault of the data. */
  clockMonthsMax: 120,
  /**
   * From this day on the currency of every State that can claim must be known. What was recorded
   * before the euro began has its currency tested only where the data go that far back.
   */
  stateCurrenciesFrom: '1999-01-01',
  /** Wrong values that the detail of one reason lists. */
  listedInDetailMax: 10,
} as const;

// Dates are compared as text, which needs years of four digits, deadlines included.
if (agreementLimits.yearMax + 1 + agreementLimits.clockMonthsMax / 12 > 9_999) {
  throw new Error('a deadline could have a year of five digits');
}
