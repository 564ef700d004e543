/* What the product shows, as the demo reads it. */

interface ShownRate {
  readonly value: string;
  readonly day: string;
  readonly source: string;
}

/** What is owed in one direction and currency of claims. */
export interface ShownGross {
  readonly creditor: string;
  readonly debtor: string;
  /** In the currency of the settlement. */
  readonly amount: string;
  readonly claims: number;
  /** Where it was converted: from what, and at which rate. */
  readonly original?: { readonly amount: string; readonly currency: string };
  readonly rate?: ShownRate;
}

/** A settlement as the product shows it. */
export interface ShownSettlement {
  readonly settlement: string;
  readonly states: readonly [string, string];
  readonly currency: string;
  readonly gross: readonly ShownGross[];
  readonly net: { payer: string; payee: string; amount: string };
  readonly hash: string;
}

/** A batch as the product shows it. */
export interface ShownBatch {
  readonly id: string;
  readonly payer: string;
  readonly currency: string;
  readonly total: string;
  readonly status: string;
  /** How many officers must approve. */
  readonly approvalsRequired: number;
  readonly hash: string;
  readonly settlements: readonly { settlement: string; payee: string; amount: string }[];
  readonly approvals: readonly { officer: string; at: string }[];
}

/** A row of the flows table. */
export interface ShownFlow {
  readonly reporter: string;
  readonly counterpart: string;
  readonly direction: string;
  readonly claims: number;
  readonly introduced: string;
}
