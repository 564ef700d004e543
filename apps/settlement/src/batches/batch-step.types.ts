import type { Money } from '@reciproca/money';

interface Taken {
  /** The person who took it; of a silence its URN. */
  readonly by: string;
  /** RFC 3339 instant in UTC. */
  readonly at: string;
}

interface TakenOnHash extends Taken {
  /** The hash that was shown when it was taken. */
  readonly hash: string;
  /** The settlements concerned, by id in byte order. */
  readonly settlements: readonly string[];
}

/** One officer approved; `approvals` so far, of so many. */
export interface ApprovedStep extends TakenOnHash {
  readonly kind: 'approved';
  readonly approvals: number;
  readonly of: number;
}

/** The payee State accepted a settlement: an officer of it, or its silence. */
export interface AcceptedStep extends Taken {
  readonly kind: 'accepted';
  readonly settlement: string;
}

/** An officer, or the silence of a payee State, rejected these settlements. */
export interface RejectedStep extends TakenOnHash {
  readonly kind: 'rejected';
  readonly reason: string;
}

/** A treasurer released the payment. */
export interface ReleasedStep extends TakenOnHash {
  readonly kind: 'released';
}

/** One settlement is settled; by the one whose doing settled it. */
export interface SettledStep extends Taken {
  readonly kind: 'settled';
  readonly settlement: string;
  readonly amount: Money;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly on: string;
  /** The money by which it is settled, seen on the account of one State; for 0.00 none. */
  readonly received: readonly ReceivedMoney[];
}

/** A part of a bank entry that counts for a settlement. */
export interface ReceivedMoney {
  /** Negative where it went back. */
  readonly amount: Money;
  /** Day of booking at the bank, `YYYY-MM-DD`. */
  readonly on: string;
  readonly endToEndId: string;
  readonly bankReference: string;
}

/** Money of a settled settlement went back, or was assigned elsewhere: it waits again. */
export interface ReversedStep extends Taken {
  readonly kind: 'reversed';
  readonly settlement: string;
  /** What is missing now. */
  readonly amount: Money;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly on: string;
  readonly reason: string;
}

/** One thing that happened to a batch. Each is one event and one row of the audit. */
export type BatchStep =
  ApprovedStep | AcceptedStep | RejectedStep | ReleasedStep | SettledStep | ReversedStep;
