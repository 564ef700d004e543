import type { MessageReasonCode } from '@reciproca/contracts';
import type { PaymentState } from './statement-book.js';

/** What is said of a down payment. */
export type PaymentWord = 'made' | 'accepted' | 'declined';

type Refusal = Extract<
  MessageReasonCode,
  'unknown-payment' | 'already-answered' | 'same-reference-other-content'
>;

/** What becomes of a word: the state after it, or why it is refused. */
export type PaymentDecision =
  | { readonly ok: true; readonly state: PaymentState }
  | { readonly ok: false; readonly code: Refusal };

/**
 * The machine of a down payment. What was said before in the same words was looked at before this, so
 * a second `made` has other content, and a second answer is another one.
 */
const machine = {
  unknown: { made: 'made', accepted: 'unknown-payment', declined: 'unknown-payment' },
  made: { made: 'same-reference-other-content', accepted: 'accepted', declined: 'declined' },
  accepted: {
    made: 'same-reference-other-content',
    accepted: 'already-answered',
    declined: 'already-answered',
  },
  declined: {
    made: 'same-reference-other-content',
    accepted: 'already-answered',
    declined: 'already-answered',
  },
} as const satisfies Record<PaymentState | 'unknown', Record<PaymentWord, PaymentState | Refusal>>;

/** Decides a word about a down payment by where it stands. */
export function decidePayment(state: PaymentState | 'unknown', word: PaymentWord): PaymentDecision {
  const next = machine[state][word];
  switch (next) {
    case 'made':
    case 'accepted':
    case 'declined':
      return { ok: true, state: next };
    case 'unknown-payment':
    case 'already-answered':
    case 'same-reference-other-content':
      return { ok: false, code: next };
  }
}
