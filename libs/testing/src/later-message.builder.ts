import type { ClaimEvent } from './claim.builder.js';

/** An event about a claim or statement that exists, in structured mode. */
export type LaterEvent = Omit<ClaimEvent, 'data'> & { readonly data: object };

/** What every later message says beside its own. */
export interface LaterWish {
  /** Of the claim or statement; the creditor is its institution. */
  readonly reference?: string;
  readonly creditor?: string;
  /** Who speaks; without it the creditor, for a contestation and a down payment `DE:AOK-BY`. */
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

/** The creditor announces a statement; `reference` is the statement's. */
export function anAnnouncement({
  debtorState = 'DE',
  basis = 'actual-expenditure',
  claims = 1,
  amount = '100.00',
  ...wish
}: Wish<{
  debtorState?: string;
  basis?: string;
  claims?: number;
  amount?: string;
}> = {}): LaterEvent {
  return aboutStatement(wish, {
    type: 'statement.announced.v1',
    id: 'announcement',
    said: { debtorState, basis, claims, total: moneyOf(amount, wish) },
  });
}

/** The debtor says that it made a down payment; `reference` is the statement's. */
export function aDownPayment({
  payment = 'P-1',
  amount = '100.00',
  paidOn = '2026-05-15',
  ...wish
}: Wish<{ payment?: string; amount?: string; paidOn?: string }> = {}): LaterEvent {
  return aboutStatement(wish, {
    type: 'down-payment.made.v1',
    speaker: 'DE:AOK-BY',
    id: payment,
    said: { payment: { reference: payment, amount: moneyOf(amount, wish), paidOn } },
  });
}

/** The creditor accepts or declines a down payment; `reference` is the statement's. */
export function aDownPaymentAnswer({
  payment = 'P-1',
  outcome = 'accepted',
  ...wish
}: Wish<{ payment?: string; outcome?: string }> = {}): LaterEvent {
  return aboutStatement(wish, {
    type: 'down-payment.answered.v1',
    id: `answer-${payment}`,
    said: { payment: { reference: payment }, outcome },
  });
}

interface Message {
  readonly type: string;
  readonly speaker?: string;
  readonly id: string;
  readonly said: object;
}

function about(wish: LaterWish, message: Message): LaterEvent {
  const { creditor = 'FR:CNAM', reference = '2025-H1-000123' } = wish;
  const claim = { institution: creditor, reference };
  return eventOf(wish, claim, { ...message, said: { claim, ...message.said } });
}

function aboutStatement(wish: LaterWish, message: Message): LaterEvent {
  const { creditor = 'FR:CNAM', reference = 'FR-DE-2025-H1' } = wish;
  const statement = { institution: creditor, reference };
  return eventOf(wish, statement, { ...message, said: { statement, ...message.said } });
}

function eventOf(
  wish: LaterWish,
  subject: { readonly institution: string; readonly reference: string },
  message: Message,
): LaterEvent {
  const { institution, reference } = subject;
  const { type, said } = message;
  const speaker = wish.speaker ?? message.speaker ?? institution;
  return {
    specversion: '1.0',
    id: wish.id ?? `${reference}#${message.id}`,
    source: `urn:institution:${speaker}`,
    type,
    time: wish.time ?? '2026-05-20T09:00:00Z',
    subject: `${institution}/${reference}`,
    datacontenttype: 'application/json',
    data: said,
  };
}

function moneyOf(amount: string, { currency = 'EUR' }: LaterWish): object {
  return { amount, currency };
}
