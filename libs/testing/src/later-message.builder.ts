import type { ClaimEvent } from './claim.builder.js';

/** An event about a claim or statement that exists, in structured mode. */
export type LaterEvent = Omit<ClaimEvent, 'data'> & { readonly data: object };

/** What every later message says beside its own. */
export interface LaterWish {
  /** Of the claim; the creditor is its institution. */
  readonly reference?: string;
  readonly creditor?: string;
  /** Who speaks; without it the creditor, for a contestation `DE:AOK-BY`. */
  readonly speaker?: string;
  /** The message's id; without it made of what it says. */
  readonly id?: string;
  readonly time?: string;
  readonly currency?: string;
}

type Wish<T> = LaterWish & T;

/** A debtor contests a part of a claim. */
export function aContestation({
  contestation = 'C-1',
  amount = '100.00',
  reason = 'amount-error',
  note,
  ...wish
}: Wish<{
  contestation?: string;
  amount?: string;
  reason?: string;
  note?: string;
}> = {}): LaterEvent {
  return about(wish, {
    type: 'claim.contested.v1',
    speaker: 'DE:AOK-BY',
    id: contestation,
    said: {
      contestation: {
        reference: contestation,
        reason,
        amount: moneyOf(amount, wish),
        ...(note === undefined ? {} : { note }),
      },
    },
  });
}

/** The creditor answers a contestation. */
export function anAnswer({
  contestation = 'C-1',
  outcome = 'maintained',
  acceptedAmount,
  ...wish
}: Wish<{ contestation?: string; outcome?: string; acceptedAmount?: string }> = {}): LaterEvent {
  return about(wish, {
    type: 'contestation.answered.v1',
    id: `answer-${contestation}`,
    said: {
      contestation: { reference: contestation },
      outcome,
      ...(acceptedAmount === undefined ? {} : { acceptedAmount: moneyOf(acceptedAmount, wish) }),
    },
  });
}

/** The creditor corrects a claim downwards. */
export function aCreditNote({
  creditNote = 'N-1',
  amount = '100.00',
  ...wish
}: Wish<{ creditNote?: string; amount?: string }> = {}): LaterEvent {
  return about(wish, {
    type: 'claim.credited.v1',
    id: creditNote,
    said: { creditNote: { reference: creditNote, amount: moneyOf(amount, wish), reason: 'error' } },
  });
}

/** The creditor gives up a part of a claim. */
export function aWaiver({
  waiver = 'W-1',
  kind = 'waiver',
  amount = '100.00',
  ...wish
}: Wish<{ waiver?: string; kind?: string; amount?: string }> = {}): LaterEvent {
  return about(wish, {
    type: 'claim.waived.v1',
    id: waiver,
    said: {
      waiver: {
        reference: waiver,
        kind,
        amount: moneyOf(amount, wish),
        reason: 'not worth its cost',
        authority: 'board',
      },
    },
  });
}

function about(
  wish: LaterWish,
  message: {
    readonly type: string;
    readonly speaker?: string;
    readonly id: string;
    readonly said: object;
  },
): LaterEvent {
  const { creditor = 'FR:CNAM', reference = '2025-H1-000123' } = wish;
  const { type, said } = message;
  const speaker = wish.speaker ?? message.speaker ?? creditor;
  return {
    specversion: '1.0',
    id: wish.id ?? `${reference}#${message.id}`,
    source: `urn:institution:${speaker}`,
    type,
    time: wish.time ?? '2026-05-20T09:00:00Z',
    subject: `${creditor}/${reference}`,
    datacontenttype: 'application/json',
    data: { claim: { institution: creditor, reference }, ...said },
  };
}

function moneyOf(amount: string, { currency = 'EUR' }: LaterWish): object {
  return { amount, currency };
}
