import { stateOf } from '@reciproca/agreements';
import type { claimBases } from '@reciproca/contracts';

/** What the creditor announced of a statement. */
export interface Announcement {
  readonly debtorState: string;
  readonly basis: (typeof claimBases)[number];
  /** How many claims it holds. */
  readonly claims: number;
  /** Decimal string. */
  readonly total: string;
  readonly currency: string;
}

/** What a claim of a statement is held against the announcement by; null: it could not be read. */
export interface MatchedFacts {
  readonly debtorState: string | null;
  readonly basis: string | null;
  readonly currency: string | null;
}

/** Claims of a statement that were introduced, of one debtor institution, basis and currency. */
export interface ReceivedLine {
  /** Institution. */
  readonly debtor: string;
  readonly basis: string;
  readonly currency: string;
  readonly claims: number;
}

/** What is known of a statement when somebody speaks about it. */
export interface StatementBook {
  readonly announced: Announcement | null;
  readonly received: readonly ReceivedLine[];
  /** Where the down payments stand that the batch speaks of, by reference. */
  readonly payments: ReadonlyMap<string, PaymentState>;
}

/** What the creditor has said of a down payment that is recorded. */
export type PaymentState = 'made' | 'accepted' | 'declined';

/** A statement of which nothing is known. */
export const unknownStatement: StatementBook = {
  announced: null,
  received: [],
  payments: new Map(),
};

/** Whether a claim is one of those announced; before the announcement every claim is. */
export function matches(facts: MatchedFacts, announced: Announcement | null): boolean {
  if (announced === null) return true;
  return (['debtorState', 'basis', 'currency'] as const).every(
    (name) => facts[name] === null || facts[name] === announced[name],
  );
}

/** A book with one more introduced claim. */
export function withClaim(book: StatementBook, claim: Omit<ReceivedLine, 'claims'>): StatementBook {
  return { ...book, received: [...book.received, { ...claim, claims: 1 }] };
}

/**
 * Whether an institution may say that a down payment was made: the debtor institution, or who speaks
 * for the debtor State. Of a statement that is not known yet anybody may be the debtor, and as long as
 * claims may still come, any institution of the debtor State: allocation looks again.
 *
 * @param payer `forState`: it speaks for its whole State
 */
export function mayPay(
  payer: { readonly institution: string; readonly forState: boolean },
  creditor: string,
  book: StatementBook,
): boolean {
  const { institution, forState } = payer;
  const { announced } = book;
  const state = stateOf(institution);
  if (state === stateOf(creditor)) return false;
  const lines = book.received.filter((line) =>
    matches({ ...line, debtorState: stateOf(line.debtor) }, announced),
  );
  if (announced === null && lines.length === 0) return true;
  const isDebtorState =
    announced === null
      ? lines.some(({ debtor }) => stateOf(debtor) === state)
      : announced.debtorState === state;
  if (!isDebtorState) return false;
  if (forState || lines.some(({ debtor }) => debtor === institution)) return true;
  const introduced = lines.reduce((count, { claims }) => count + claims, 0);
  return announced === null || introduced < announced.claims;
}
