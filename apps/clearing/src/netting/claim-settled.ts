import { keyOf, topics } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import { figuresOf, obligationOf, type BucketSums } from '../ledger/index.js';
import { ownEvent } from '../messages/index.js';

/** What was paid of one claim on one day, as it stands in the journal. */
export interface BookedPayment {
  /** Institution, `STATE:CODE`. */
  readonly creditor: string;
  readonly reference: string;
  readonly currency: string;
  /** Signed: a refund is negative. A decimal string. */
  readonly amount: string;
  /** `YYYY-MM-DD`. */
  readonly paidOn: string;
  /** The place of the event among those about the claim. */
  readonly sequence: number;
  /** What the journal holds of the claim up to and with this payment. */
  readonly buckets: BucketSums;
}

/**
 * `claim.settled` of one claim and day. Its id follows from what caused it, the claim and the day.
 *
 * @param cause `eventId`: id of the `settlement.settled` that is booked; `now`: RFC 3339
 */
export function claimSettledOf(
  payment: BookedPayment,
  cause: { readonly settlement: string; readonly eventId: string; readonly now: string },
): OutboxRow {
  const { creditor, reference, currency, paidOn, sequence } = payment;
  const subject = `${creditor}/${reference}`;
  return ownEvent({
    id: keyOf('claim.settled', cause.eventId, subject, paidOn),
    type: 'claim.settled.v1',
    topic: topics.claimsOutcomes.name,
    subject,
    now: cause.now,
    data: {
      sequence,
      claim: { institution: creditor, reference },
      settlement: cause.settlement,
      amount: Money.of(payment.amount, currency).toString(),
      paidOn,
      obligation: obligationOf(figuresOf(payment.buckets, currency)),
    },
  });
}
