import { keyOf, topics } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { Money } from '@reciproca/money';
import { figuresOf, obligationOf, type BucketSums } from '../ledger/index.js';
import { ownEvent } from '../messages/index.js';

/** What was paid of one claim, as it stands in the journal. */
export interface BookedPayment {
  /** Institution, `STATE:CODE`. */
  readonly creditor: string;
  readonly reference: string;
  readonly currency: string;
  /** Signed: a refund is negative. A decimal string. */
  readonly amount: string;
  /** `YYYY-MM-DD`; of a reversal the day on which the money went back. */
  readonly paidOn: string;
  /** The day of the payment that a reversal takes back, where one is; tells apart what has one id. */
  readonly toldFor?: string;
  /** The place of the event among those about the claim. */
  readonly sequence: number;
  /** What the journal holds of the claim up to and with this payment. */
  readonly buckets: BucketSums;
}

/** What paid: a settlement by its id, or a down payment by its reference. */
export type Payer = { readonly settlement: string } | { readonly downPayment: string };

/**
 * `claim.settled` of one claim, day and payer. Its id follows from what caused it, the claim, the day
 * and the down payment.
 *
 * @param cause `by`: what paid; `eventId`: id of the event that is booked; `now`: RFC 3339
 */
export function claimSettledOf(
  payment: BookedPayment,
  cause: { readonly by: Payer; readonly eventId: string; readonly now: string },
): OutboxRow {
  const { creditor, reference, currency, paidOn, sequence } = payment;
  const { by, eventId, now } = cause;
  const subject = `${creditor}/${reference}`;
  const day = payment.toldFor ?? paidOn;
  const particular = 'downPayment' in by ? [day, by.downPayment] : [day];
  return ownEvent({
    id: keyOf('claim.settled', eventId, subject, ...particular),
    type: 'claim.settled.v1',
    topic: topics.claimsOutcomes.name,
    subject,
    now,
    data: {
      sequence,
      claim: { institution: creditor, reference },
      ...by,
      amount: Money.of(payment.amount, currency).toString(),
      paidOn,
      obligation: obligationOf(figuresOf(payment.buckets, currency)),
    },
  });
}
