import { keyOf, topics, type EventData } from '@reciproca/contracts';
import type { OutboxRow } from '@reciproca/messaging';
import { ownEvent } from '../messages/index.js';
import { toldDifferences, type PublishedBalance } from './published-balance.js';

type Shared = Omit<EventData<'balance.published.v1'>, 'publishedBy' | 'supersedes'>;

/** What every event about a balance shares; key and subject are its id. */
function about({ id, lastSequence: sequence, states, ...balance }: PublishedBalance): Shared {
  const { currency, on, closing, hash } = balance;
  return { sequence, balance: id, states: [...states], currency, on, closing, hash };
}

function envelope(balance: PublishedBalance, now: string) {
  return { topic: topics.claimsOutcomes.name, subject: balance.id, now };
}

/**
 * `balance.published`.
 *
 * @param given `supersedes`: ids of the balances in whose place it stands; `now`: RFC 3339
 */
export function balancePublished(
  balance: PublishedBalance,
  given: { readonly supersedes: readonly string[]; readonly now: string },
): OutboxRow {
  const { supersedes, now } = given;
  return ownEvent({
    ...envelope(balance, now),
    id: keyOf('balance.published', balance.id),
    type: 'balance.published.v1',
    data: {
      ...about(balance),
      publishedBy: balance.publishedBy,
      ...(supersedes.length > 0 && { supersedes: [...supersedes] }),
    },
  });
}

/** `balance.confirmed` or `balance.disputed`, as the balance now stands. */
export function balanceAnswered(
  balance: PublishedBalance,
  given: { readonly state: string; readonly now: string },
): OutboxRow {
  const { state, now } = given;
  if (balance.status === 'confirmed') {
    return ownEvent({
      ...envelope(balance, now),
      id: keyOf('balance.confirmed', balance.id),
      type: 'balance.confirmed.v1',
      data: { ...about(balance), confirmedBy: state },
    });
  }
  const differences = toldDifferences(balance.differences);
  return ownEvent({
    ...envelope(balance, now),
    id: keyOf('balance.disputed', balance.id, String(balance.lastSequence)),
    type: 'balance.disputed.v1',
    data: { ...about(balance), disputedBy: state, differences },
  });
}
