import type { Confidence, FixedAmountRules } from '../instrument.schema.js';

const bothGroups: FixedAmountClaimants[number]['groups'] = ['family', 'pensioner'];

/** The States named as claiming fixed amounts. */
export type FixedAmountClaimants = Exclude<FixedAmountRules['claimedBy'], string>;

interface ClaimantRow {
  readonly states: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly article: string;
  readonly source: string;
  readonly mark: Confidence;
}

/** States that claim for both groups, by reference year. */
export function claimants(rows: readonly ClaimantRow[]): FixedAmountClaimants {
  return rows.flatMap(({ states, from, to, article, source, mark }) =>
    states.split(' ').map((state) => ({
      state,
      groups: bothGroups,
      years: { from, to },
      article,
      source,
      mark,
    })),
  );
}

const annexFour = 'AT BE BG CY CZ DE ES FR GR HU IT LU NL PL SE SI';

/** The reduction of IR 987/2009 Art 64: 20 per cent, 15 for pensioners whose State grants them less. */
export function reductionOf64(article: string, source: string): FixedAmountRules['reduction'] {
  return {
    usual: '0.20',
    pensionersLower: '0.15',
    annexIV: annexFour.split(' ').map((state) => ({
      state,
      from: '2010-05-01',
      to: null,
      source: 'Regulation (EC) 883/2004, Annex IV, as amended by Regulation (EC) 988/2009',
      mark: 'M',
    })),
    article,
    source,
    mark: 'V',
  };
}

/** Fixed amounts of Regulation 574/72: averages of every State, reduced by 20 per cent for everybody. */
export function fixedAmountsOf574(source: string): FixedAmountRules {
  return {
    claimedBy: 'every-party',
    reduction: {
      usual: '0.20',
      pensionersLower: null,
      annexIV: [],
      article: '94, 95',
      source,
      mark: 'M',
    },
    lastEarlierValueAfterYears: null,
    article: '94, 95',
    source,
    mark: 'M',
  };
}
