import { keyOf, type FlowDimensions } from '@reciproca/contracts';

type TimeBasis = FlowDimensions['timeBasis'];

/**
 * Claims that are alike in everything by which flows are told apart, and of one statement: what is
 * added up before flows are. A group never changes, so a claim needs to keep only its id.
 */
export interface ClaimGroup {
  /** Follows from all that is below, so any process gives the same group the same id. */
  readonly id: string;
  readonly creditor: string;
  readonly debtor: string;
  /** The statement of the creditor that holds the claims. */
  readonly statement: string;
  readonly instrument: string;
  readonly basis: FlowDimensions['basis'];
  readonly entitlement: FlowDimensions['entitlement'];
  readonly careType: FlowDimensions['careType'];
  readonly currency: string;
  /** Null where an open item of an old system does not know it. */
  readonly careYear: number | null;
  readonly recordedYear: number;
  readonly introducedYear: number;
  /** Null when the instrument has no day by which to pay. */
  readonly dueYear: number | null;
}

/** A group with its id. */
export function claimGroup(given: Omit<ClaimGroup, 'id'>): ClaimGroup {
  const id = keyOf(
    given.creditor,
    given.debtor,
    given.statement,
    given.instrument,
    given.basis,
    given.entitlement ?? '',
    given.careType ?? '',
    given.currency,
    String(given.careYear ?? ''),
    String(given.recordedYear),
    String(given.introducedYear),
    String(given.dueYear ?? ''),
  );
  return { ...given, id };
}

/** The id of a statement: references are the creditor's own, so its name belongs to it. */
export function statementIdOf(group: Pick<ClaimGroup, 'creditor' | 'statement'>): string {
  return keyOf('statement', group.creditor, group.statement);
}

/** The State of an institution, `FR` of `FR:CNAM`. */
export function stateOf(institution: string): string {
  return institution.slice(0, 2);
}

const yearOfBasis = {
  care: 'careYear',
  recorded: 'recordedYear',
  introduced: 'introducedYear',
  due: 'dueYear',
} as const satisfies Record<Exclude<TimeBasis, 'settled'>, keyof ClaimGroup>;

const claimBases = ['care', 'recorded', 'introduced', 'due'] as const;

/**
 * The flows in which the claims of a group stand for good: each time basis of the claim itself, as
 * the creditor's State reports it and as the debtor's does.
 */
export function flowsOf(group: ClaimGroup): FlowDimensions[] {
  return claimBases.flatMap((timeBasis) => {
    const year = group[yearOfBasis[timeBasis]];
    return year === null ? [] : bothSides(group, timeBasis, year);
  });
}

/** The flows of what was paid in one year on claims of a group. */
export function paidFlowsOf(group: ClaimGroup, year: number): FlowDimensions[] {
  return bothSides(group, 'settled', year);
}

function bothSides(group: ClaimGroup, timeBasis: TimeBasis, year: number): FlowDimensions[] {
  const { creditor, debtor, instrument, basis, entitlement, careType, currency } = group;
  // Written out, since spreading shared parts made this the most expensive step of a pass.
  return [
    {
      year,
      timeBasis,
      reporter: stateOf(creditor),
      counterpart: stateOf(debtor),
      direction: 'receivable',
      institution: creditor,
      instrument,
      basis,
      entitlement,
      careType,
      currency,
    },
    {
      year,
      timeBasis,
      reporter: stateOf(debtor),
      counterpart: stateOf(creditor),
      direction: 'payable',
      institution: debtor,
      instrument,
      basis,
      entitlement,
      careType,
      currency,
    },
  ];
}
