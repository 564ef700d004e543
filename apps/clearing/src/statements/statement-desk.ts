import { speaksForItsState, type ReferenceData } from '@reciproca/agreements';
import { institutionOfSource, type InboundData } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import type { IntroducedClaim } from '../claims/index.js';
import {
  everyMessageOneAnswer,
  malformedReason,
  recordKeyOf,
  type ArrivalOf,
  type Conversation,
  type RecordedData,
  type RefusalReason,
} from '../messages/index.js';
import {
  mayPay,
  unknownStatement,
  withClaim,
  type Announcement,
  type PaymentState,
  type StatementBook,
} from './statement-book.js';
import { decidePayment, type PaymentWord } from './statement-decision.js';

/** A type of message about a statement. */
export type StatementMessageType =
  'statement.announced.v1' | 'down-payment.made.v1' | 'down-payment.answered.v1';
/** A message about a statement. */
export type StatementArrival = { [T in StatementMessageType]: ArrivalOf<T> }[StatementMessageType];

/** Which statement. */
export interface StatementName {
  /** Institution of the creditor. */
  readonly institution: string;
  readonly statement: string;
}

/** What a batch books about statements. */
export type StatementEntry = StatementName &
  (
    | { readonly kind: 'announced'; readonly day: string; readonly announcement: Announcement }
    | {
        readonly kind: 'paid';
        readonly day: string;
        readonly reference: string;
        readonly payer: string;
        readonly forState: boolean;
        readonly amount: Money;
        readonly paidOn: string;
      }
    | { readonly kind: 'answered'; readonly reference: string; readonly state: PaymentState }
  );

/** What messages about statements are decided on. The maps are changed as the batch goes on. */
export interface StatementState {
  /** By subject; none for a statement of which nothing is known. */
  readonly statements: Map<string, StatementBook>;
  /** What was recorded before. */
  readonly recorded: Map<string, RecordedData>;
  readonly reference: ReferenceData;
}

/** What a message says when it may be said. */
interface Taken {
  readonly book: StatementBook;
  readonly entry: StatementEntry;
}

type Decision =
  ({ readonly ok: true } & Taken) | { readonly ok: false; readonly code: keyof typeof details };

/**
 * Decides messages about statements, in their order.
 *
 * Order of the questions, after what was said before: who may speak · shape · the same content again ·
 * the same reference with other content · rules.
 */
export class StatementDesk {
  /** What is booked, in the order in which it was recorded. */
  readonly entries: StatementEntry[] = [];

  constructor(
    private readonly conversation: Conversation,
    private readonly state: StatementState,
  ) {}

  /** Takes note of a claim that the batch introduces. */
  note({ data }: IntroducedClaim): void {
    const { institution, statement } = data.claim;
    const subject = `${institution}/${statement}`;
    const { debtor, basis, total } = data;
    const claim = { debtor, basis, currency: total.currency };
    this.state.statements.set(subject, withClaim(this.bookOf(subject), claim));
  }

  /**
   * @param arrival one that was not answered before
   */
  take(arrival: StatementArrival): void {
    const reason = this.objection(arrival);
    if (reason !== null) {
      this.conversation.refuse(arrival, [reason]);
      return;
    }
    const before = this.state.recorded.get(recordKeyOf(arrival));
    if (before !== undefined) {
      this.conversation.answer(arrival, { type: 'message.recorded.v1', data: before });
      return;
    }
    const decision = this.decide(arrival);
    if (!decision.ok) {
      this.conversation.refuse(arrival, [refusalOf(decision.code)]);
      return;
    }
    this.record(arrival, decision);
  }

  /** What keeps a message from being looked at: who speaks, then its shape. */
  private objection(arrival: StatementArrival): RefusalReason | null {
    const mayBeSaid =
      arrival.type === 'down-payment.made.v1'
        ? this.paysFor(arrival)
        : this.conversation.speaksFor(arrival, arrival.institution);
    if (!mayBeSaid) return notYourClaim(arrival.type);
    if (arrival.content.ok && arrival.day !== null) return null;
    return malformedReason(arrival.content.ok ? [] : arrival.content.faults);
  }

  private paysFor(arrival: ArrivalOf<'down-payment.made.v1'>): boolean {
    const institution = institutionOfSource(arrival.source);
    if (institution === undefined) return false;
    const payer = { institution, forState: this.isForState(institution, arrival.day) };
    return mayPay(payer, arrival.institution, this.bookOf(arrival.subject));
  }

  private isForState(source: string, day: string | null): boolean {
    const asked = { source, day: day ?? this.conversation.now.slice(0, 10) };
    return speaksForItsState(asked, this.state.reference);
  }

  private decide(arrival: StatementArrival): Decision {
    const book = this.bookOf(arrival.subject);
    switch (arrival.type) {
      case 'statement.announced.v1':
        return announce(arrival, book);
      case 'down-payment.made.v1': {
        const payer = institutionOfSource(arrival.source) ?? '';
        return pay(arrival, book, { payer, forState: this.isForState(payer, arrival.day) });
      }
      case 'down-payment.answered.v1':
        return answer(arrival, book);
    }
  }

  private record(arrival: StatementArrival, { book, entry }: Taken): void {
    const data = recordedData(arrival);
    this.state.recorded.set(recordKeyOf(arrival), data);
    this.state.statements.set(arrival.subject, book);
    this.entries.push(entry);
    this.conversation.answer(arrival, { type: 'message.recorded.v1', data });
  }

  private bookOf(subject: string): StatementBook {
    return this.state.statements.get(subject) ?? unknownStatement;
  }
}

function announce(arrival: ArrivalOf<'statement.announced.v1'>, book: StatementBook): Decision {
  const { debtorState, basis, claims, total } = dataOf(arrival);
  if (book.announced !== null) return { ok: false, code: 'same-reference-other-content' };
  const { amount, currency } = moneyOf(total).toJSON();
  const announcement: Announcement = { debtorState, basis, claims, total: amount, currency };
  const entry = {
    kind: 'announced',
    ...nameOf(arrival),
    day: dayOf(arrival),
    announcement,
  } as const;
  return { ok: true, book: { ...book, announced: announcement }, entry };
}

function pay(
  arrival: ArrivalOf<'down-payment.made.v1'>,
  book: StatementBook,
  who: { readonly payer: string; readonly forState: boolean },
): Decision {
  const { reference, amount, paidOn } = dataOf(arrival).payment;
  const day = dayOf(arrival);
  return stepped(book, { reference, word: 'made' }, () => ({
    kind: 'paid',
    ...nameOf(arrival),
    ...who,
    day,
    reference,
    amount: moneyOf(amount),
    paidOn,
  }));
}

function answer(arrival: ArrivalOf<'down-payment.answered.v1'>, book: StatementBook): Decision {
  const { payment, outcome } = dataOf(arrival);
  const { reference } = payment;
  return stepped(book, { reference, word: outcome }, (state) => ({
    kind: 'answered',
    ...nameOf(arrival),
    reference,
    state,
  }));
}

function stepped(
  book: StatementBook,
  said: { readonly reference: string; readonly word: PaymentWord },
  entryOf: (state: PaymentState) => StatementEntry,
): Decision {
  const { reference, word } = said;
  const decision = decidePayment(book.payments.get(reference) ?? 'unknown', word);
  if (!decision.ok) return decision;
  const payments = new Map([...book.payments, [reference, decision.state] as const]);
  return { ok: true, book: { ...book, payments }, entry: entryOf(decision.state) };
}

/** What is answered when a message is recorded: what it said. */
function recordedData(arrival: StatementArrival): RecordedData {
  const { type, institution, reference } = arrival;
  const statement = { institution, reference };
  // What is recorded follows from the type, which the compiler cannot follow through the switch.
  return { type, day: dayOf(arrival), statement, recorded: keptOf(arrival) } as RecordedData;
}

function keptOf(arrival: StatementArrival): object {
  switch (arrival.type) {
    case 'statement.announced.v1': {
      const data = dataOf(arrival);
      return { ...data, total: moneyOf(data.total).toJSON() };
    }
    case 'down-payment.made.v1': {
      const { statement, payment } = dataOf(arrival);
      return { statement, payment: { ...payment, amount: moneyOf(payment.amount).toJSON() } };
    }
    case 'down-payment.answered.v1':
      return dataOf(arrival);
  }
}

function dataOf<T extends StatementMessageType>({ content }: ArrivalOf<T>): InboundData<T> {
  if (!content.ok) throw new Error('a malformed message cannot be read');
  return content.data;
}

function dayOf({ day }: StatementArrival): string {
  if (day === null) throw new Error('a message without a day is malformed');
  return day;
}

function nameOf({ institution, reference }: StatementArrival): StatementName {
  return { institution, statement: reference };
}

function moneyOf({ amount, currency }: { amount: string; currency: string }): Money {
  return Money.of(amount, currency);
}

function notYourClaim(type: StatementMessageType): RefusalReason {
  return {
    code: 'not-your-claim',
    rule: 'contract/who-may-say-what',
    detail:
      type === 'down-payment.made.v1'
        ? 'only the debtor institution or the liaison body of the debtor State may say this of the statement'
        : 'only the creditor institution or its liaison body may say this of the statement',
  };
}

const details = {
  'same-reference-other-content':
    'this reference was used for another content; use a new reference',
  'unknown-payment': 'no down payment of this reference is recorded for the statement',
  'already-answered': 'the down payment was answered before, and its answer stands',
} as const;

function refusalOf(code: keyof typeof details): RefusalReason {
  const rule =
    code === 'same-reference-other-content' ? everyMessageOneAnswer : 'contract/later-messages';
  return { code, rule, detail: details[code] };
}
