import type { InboundData } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { figuresIn, obligationOf } from '../ledger/index.js';
import type { ArrivalOf, RecordedData } from '../messages/index.js';
import type { ClaimBook } from './claim-book.js';
import type { ObligationMessage, ObligationMessageType } from './obligation-message.types.js';

/** A message about an introduced claim, by its type. */
export type ObligationArrival = {
  [T in ObligationMessageType]: ArrivalOf<T>;
}[ObligationMessageType];

/** A message as it is decided on. */
export interface ReadMessage {
  readonly message: ObligationMessage;
  /** What its journal rows are named by: the kind of message and the reference inside it. */
  readonly name: string;
}

/** What names a contestation in the journal. */
export function contestationName(reference: string): string {
  return `contestation ${reference}`;
}

/**
 * Reads a well-formed message.
 *
 * @throws Error for a malformed one
 */
export function readMessage(arrival: ObligationArrival): ReadMessage {
  if (!arrival.content.ok) throw new Error('a malformed message cannot be read');
  return readers[arrival.type](arrival.content.data as never);
}

type Reader<T extends ObligationMessageType> = (data: InboundData<T>) => ReadMessage;

const readers: { readonly [T in ObligationMessageType]: Reader<T> } = {
  'claim.contested.v1': ({ contestation: { reference, amount } }) => ({
    name: contestationName(reference),
    message: { type: 'claim.contested.v1', contestation: reference, amount: moneyOf(amount) },
  }),
  'contestation.answered.v1': ({ contestation: { reference }, outcome, acceptedAmount }) => ({
    name: `answer to ${reference}`,
    message: {
      type: 'contestation.answered.v1',
      contestation: reference,
      outcome,
      acceptedAmount: acceptedAmount === undefined ? null : moneyOf(acceptedAmount),
    },
  }),
  'claim.credited.v1': ({ creditNote: { reference, amount } }) => ({
    name: `credit note ${reference}`,
    message: { type: 'claim.credited.v1', amount: moneyOf(amount) },
  }),
  'claim.waived.v1': ({ waiver: { reference, kind, amount } }) => ({
    name: `waiver ${reference}`,
    message: { type: 'claim.waived.v1', kind, amount: moneyOf(amount) },
  }),
};

/**
 * What is answered when a message is recorded: what it said, without free text, and what is owed now.
 *
 * @param now the day of the message, and the claim after it
 */
export function recordedData(
  arrival: ObligationArrival,
  now: { readonly day: string; readonly book: ClaimBook },
): RecordedData {
  if (!arrival.content.ok) throw new Error('a malformed message is not recorded');
  const { type, institution, reference } = arrival;
  const { day, book } = now;
  const replyBy = type === 'claim.contested.v1' ? book.contestations.at(-1)?.replyBy : null;
  // What is recorded follows from the type, which the compiler cannot follow through the table.
  return {
    type,
    day,
    claim: { institution, reference },
    recorded: kept[type](arrival.content.data as never),
    obligation: obligationOf(figuresIn(book.buckets, book.currency)),
    ...(typeof replyBy === 'string' ? { replyBy } : {}),
  } as RecordedData;
}

/** What an answer repeats of a message: free text stays out of events. */
const kept: { readonly [T in ObligationMessageType]: (data: InboundData<T>) => object } = {
  'claim.contested.v1': ({ claim, contestation: { reference, reason, amount } }) => ({
    claim,
    contestation: { reference, reason, amount: moneyOf(amount).toJSON() },
  }),
  'contestation.answered.v1': ({ claim, contestation, outcome, acceptedAmount }) => ({
    claim,
    contestation,
    outcome,
    ...(acceptedAmount === undefined ? {} : { acceptedAmount: moneyOf(acceptedAmount).toJSON() }),
  }),
  'claim.credited.v1': ({ claim, creditNote: { amount, ...creditNote } }) => ({
    claim,
    creditNote: { ...creditNote, amount: moneyOf(amount).toJSON() },
  }),
  'claim.waived.v1': ({ claim, waiver: { reason: _, amount, ...waiver } }) => ({
    claim,
    waiver: { ...waiver, amount: moneyOf(amount).toJSON() },
  }),
};

function moneyOf({ amount, currency }: { amount: string; currency: string }): Money {
  return Money.of(amount, currency);
}
