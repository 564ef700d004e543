import { describe, expect, it } from '@jest/globals';
import { decidePayment, type PaymentWord } from './statement-decision.js';
import type { PaymentState } from './statement-book.js';

describe('a word about a down payment', () => {
  it.each<[PaymentState | 'unknown', PaymentWord, string]>([
    ['unknown', 'made', 'made'],
    ['unknown', 'accepted', 'unknown-payment'],
    ['unknown', 'declined', 'unknown-payment'],
    ['made', 'made', 'same-reference-other-content'],
    ['made', 'accepted', 'accepted'],
    ['made', 'declined', 'declined'],
    ['accepted', 'made', 'same-reference-other-content'],
    ['accepted', 'accepted', 'already-answered'],
    ['accepted', 'declined', 'already-answered'],
    ['declined', 'made', 'same-reference-other-content'],
    ['declined', 'accepted', 'already-answered'],
    ['declined', 'declined', 'already-answered'],
  ])('of one that is %s, "%s": %s', (state, word, expected) => {
    const decision = decidePayment(state, word);
    expect(decision.ok ? decision.state : decision.code).toBe(expected);
  });
});
