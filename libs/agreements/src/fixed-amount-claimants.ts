import type { FixedAmountRules } from './instrument.schema.js';

/** Whether a State claims fixed amounts for that group and reference year. */
export function claimsFixedAmounts(
  rules: FixedAmountRules,
  claimant: {
    readonly state: string;
    readonly group: 'family' | 'pensioner';
    readonly year: number;
  },
): boolean {
  if (rules.claimedBy === 'every-party') {
    return true;
  }
  const { state, group, year } = claimant;
  return rules.claimedBy.some(
    (entry) =>
      entry.state === state &&
      entry.groups.includes(group) &&
      (entry.years.from === null || entry.years.from <= year) &&
      (entry.years.to === null || year <= entry.years.to),
  );
}

/** The article of the list of States that claim fixed amounts: of the State's own entry where it has one. */
export function listOfClaimants({ claimedBy, article }: FixedAmountRules, state: string): string {
  if (claimedBy === 'every-party') {
    return article;
  }
  const own = claimedBy.find((entry) => entry.state === state);
  return (own ?? claimedBy[0])?.article ?? article;
}
