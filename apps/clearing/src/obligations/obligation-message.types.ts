import type { Money } from '@reciproca/money';

/** What institutions say about an introduced claim, read: amounts above zero. */
export type ObligationMessage =
  | {
      readonly type: 'claim.contested.v1';
      readonly contestation: string;
      readonly amount: Money;
    }
  | {
      readonly type: 'contestation.answered.v1';
      readonly contestation: string;
      readonly outcome: 'accepted' | 'partly-accepted' | 'maintained';
      /** What is accepted of it; null unless partly. */
      readonly acceptedAmount: Money | null;
    }
  | { readonly type: 'claim.credited.v1'; readonly amount: Money }
  | {
      readonly type: 'claim.waived.v1';
      readonly kind: 'waiver' | 'write-off';
      readonly amount: Money;
    };

/** A type of message about an introduced claim. */
export type ObligationMessageType = ObligationMessage['type'];
