import type { Output, routes } from '@reciproca/contracts';
import type { BucketSums } from '../ledger/index.js';
import type { Announcement, PaymentState } from './statement-book.js';

/** A statement as the contract shows it. */
export type StatementView = Output<typeof routes.readStatement>;

/** What was introduced for a statement in one month, of one debtor institution and instrument. */
export interface StoredMonth {
  /** Institution. */
  readonly debtor: string;
  readonly instrument: string;
  readonly currency: string;
  readonly basis: Announcement['basis'];
  /** `YYYY-MM`. */
  readonly month: string;
  readonly downPaymentBy: string | null;
  readonly claims: number;
  /** Decimal string. */
  readonly total: string;
}

/** A down payment as it is stored; amounts as decimal strings. */
export interface StoredPayment {
  readonly reference: string;
  /** Institution. */
  readonly payer: string;
  /** Whether it spoke for its whole State. */
  readonly forState: boolean;
  readonly amount: string;
  readonly currency: string;
  readonly paidOn: string;
  readonly day: string;
  readonly status: PaymentState;
  readonly allocated: string;
}

/** What the books hold of the claims of one debtor State, currency and basis. */
export interface StoredObligation {
  readonly debtorState: string;
  readonly currency: string;
  readonly basis: string;
  readonly buckets: BucketSums;
  /** What is open above zero: what down payments may still go to. */
  readonly free: string;
}

/** Everything that came for a statement. */
export interface StoredStatement {
  readonly name: { readonly institution: string; readonly reference: string };
  readonly announced: (Announcement & { readonly on: string }) | null;
  readonly months: readonly StoredMonth[];
  readonly rejected: readonly {
    readonly debtorState: string | null;
    readonly basis: string | null;
    readonly currency: string | null;
    readonly claims: number;
  }[];
  /** In the order in which they were recorded. */
  readonly payments: readonly StoredPayment[];
  readonly obligations: readonly StoredObligation[];
}

/** What the months of a statement are judged on. */
export type MonthsOfStatement = Pick<StoredStatement, 'name' | 'announced' | 'months' | 'payments'>;
