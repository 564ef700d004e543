import type { MessageReasonCode } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import {
  afterSteps,
  openOf,
  uncreditedOf,
  unobjectedOf,
  type ClaimBook,
  type Contestation,
  type Step,
} from './claim-book.js';
import type { ObligationMessage, ObligationMessageType } from './obligation-message.types.js';

/** What a message about a claim is decided with beside the books. */
export interface ObligationContext {
  /** UTC day of the message. */
  readonly day: string;
  /** Last day on which the claim may be contested, with its rule; null where there is none. */
  readonly disputeEnds: { readonly day: string; readonly rule: string } | null;
  /** Last day on which a contestation of this day is answered in time; null where there is none. */
  readonly replyBy: string | null;
}

/** Why a message is not recorded. */
export interface ObligationRefusal {
  readonly code: MessageReasonCode;
  /** What says so: an article of the instrument, or a rule of the books. */
  readonly rule: string;
  readonly detail: string;
}

/** What becomes of a message about a claim. */
export type ObligationDecision =
  | {
      readonly ok: true;
      /** What moves, in order; nothing where the message has no effect on amounts. */
      readonly steps: readonly Step[];
      /** The books with them, and with the contestation opened or answered. */
      readonly book: ClaimBook;
    }
  | { readonly ok: false; readonly reasons: readonly ObligationRefusal[] };

/** Where a contestation stands when it is answered. */
type ContestationState = 'unknown' | 'open' | 'answered';

type Decide<M extends ObligationMessage> = (
  book: ClaimBook,
  message: M,
  context: ObligationContext,
) => ObligationDecision;

type Of<T extends ObligationMessageType> = Extract<ObligationMessage, { type: T }>;

/** The machine of an introduced claim: what each message does, whatever the claim's status is. */
const machine: { readonly [T in ObligationMessageType]: Decide<Of<T>> } = {
  'claim.contested.v1': contest,
  'contestation.answered.v1': (book, message, context) => {
    const known = book.contestations.find(({ reference }) => reference === message.contestation);
    return answers[standingOf(known)](book, message, context);
  },
  'claim.credited.v1': (book, { amount }) => forgive(book, { amount, to: 'credited' }),
  'claim.waived.v1': (book, { amount, kind }) =>
    forgive(book, { amount, to: kind === 'waiver' ? 'waived' : 'written-off' }),
};

const answers: Readonly<Record<ContestationState, Decide<Of<'contestation.answered.v1'>>>> = {
  unknown: (_book, { contestation }) =>
    refused({
      code: 'unknown-contestation',
      rule: 'contestation/reference',
      detail: `no contestation ${contestation} of this claim is recorded`,
    }),
  open: answer,
  answered: (_book, { contestation }) =>
    refused({
      code: 'already-answered',
      rule: 'contestation/one-answer',
      detail: `contestation ${contestation} was answered before; its answer closed it`,
    }),
};

/**
 * Decides a message about an introduced claim. Who speaks, and whether the reference inside the
 * message is known already, was looked at before. Pure: day and books are arguments.
 *
 * Every reason that applies is told, in the order of the contract.
 */
export function decide(
  book: ClaimBook,
  message: ObligationMessage,
  context: ObligationContext,
): ObligationDecision {
  const strange = otherCurrency(book, message);
  if (strange !== null) return refused(strange);
  // The table is keyed by the type, which the compiler cannot follow through it.
  return (machine[message.type] as Decide<ObligationMessage>)(book, message, context);
}

function otherCurrency(book: ClaimBook, message: ObligationMessage): ObligationRefusal | null {
  const amount = 'amount' in message ? message.amount : message.acceptedAmount;
  if (amount === null || amount.currency === book.currency) return null;
  const detail = `the claim is in ${book.currency}, not in ${amount.currency}`;
  return { code: 'malformed', rule: 'claim/currency', detail };
}

/**
 * What is contested leaves the next cycle as far as it is open and in time to be paid; the rest is
 * disputed and moves no money (domain, "Contestation"; IR 987/2009 Art 67(5) and (6)).
 */
function contest(
  book: ClaimBook,
  { contestation: reference, amount }: Of<'claim.contested.v1'>,
  { day, disputeEnds, replyBy }: ObligationContext,
): ObligationDecision {
  const reasons = [...objections(book, amount), ...tooLate(day, disputeEnds)];
  if (reasons.length > 0) return { ok: false, reasons };
  const zero = Money.zero(book.currency);
  const inTime = book.payBy === null || day <= book.payBy;
  const contested = inTime ? amount.atMost(openOf(book).atLeast(zero)) : zero;
  const nothing = { contested: zero, disputed: zero, answered: false };
  const opened: Contestation = { reference, day, replyBy, ...nothing };
  return taken({ ...book, contestations: [...book.contestations, opened] }, [
    { from: 'open', to: 'contested', amount: contested, contestation: reference },
    {
      from: 'undisputed',
      to: 'disputed',
      amount: amount.minus(contested),
      contestation: reference,
    },
  ]);
}

function objections(book: ClaimBook, amount: Money): ObligationRefusal[] {
  const left = unobjectedOf(book);
  if (!left.isPositive()) {
    const detail = 'all of the claim is credited, waived, contested or disputed already';
    return [{ code: 'nothing-left-to-contest', rule: 'contestation/amount', detail }];
  }
  return amount.compare(left) > 0 ? [exceeds('contestation/amount', left)] : [];
}

function tooLate(
  day: string,
  ends: ObligationContext['disputeEnds'],
): readonly ObligationRefusal[] {
  if (ends === null || day <= ends.day) return [];
  const detail = `a contestation was possible until ${ends.day}, this one is of ${day}`;
  return [{ code: 'too-late', rule: ends.rule, detail }];
}

/** An answer closes its contestation; what is accepted becomes a credit, contested before disputed. */
function answer(
  book: ClaimBook,
  { contestation: reference, outcome, acceptedAmount }: Of<'contestation.answered.v1'>,
): ObligationDecision {
  const known = book.contestations.find((each) => each.reference === reference);
  if (known === undefined) throw new Error('an answer to a contestation that is not there');
  const { contested, disputed } = known;
  const left = contested.plus(disputed);
  const closed = withAnswer(book, reference);
  if (left.isZero()) return taken(closed, []);
  const zero = Money.zero(book.currency);
  const accepted =
    outcome === 'accepted' ? left : outcome === 'maintained' ? zero : (acceptedAmount ?? zero);
  if (accepted.compare(left) > 0) return refused(exceeds('contestation/answer', left));
  const fromContested = accepted.atMost(contested);
  return taken(closed, [
    { from: 'contested', to: 'refused', amount: fromContested, contestation: reference },
    {
      from: 'contested',
      to: 'open',
      amount: contested.minus(fromContested),
      contestation: reference,
    },
    { from: 'open', to: 'refused', amount: accepted.minus(fromContested) },
    { from: 'disputed', to: 'undisputed', amount: disputed, contestation: reference },
  ]);
}

function withAnswer(book: ClaimBook, reference: string): ClaimBook {
  const contestations = book.contestations.map((known) =>
    known.reference === reference ? { ...known, answered: true } : known,
  );
  return { ...book, contestations };
}

/**
 * Credit notes and waivers use up what is contested, then what is disputed, each from the oldest
 * contestation on, then the open rest.
 */
function forgive(
  book: ClaimBook,
  { amount, to }: { readonly amount: Money; readonly to: 'credited' | 'waived' | 'written-off' },
): ObligationDecision {
  const left = uncreditedOf(book);
  if (amount.compare(left) > 0) return refused(exceeds('claim/credit', left));
  const steps: Step[] = [];
  let rest = amount;
  for (const { reference: contestation, contested } of book.contestations) {
    const used = rest.atMost(contested);
    steps.push({ from: 'contested', to, amount: used, contestation });
    rest = rest.minus(used);
  }
  let undisputed = rest;
  for (const { reference: contestation, disputed } of book.contestations) {
    const used = undisputed.atMost(disputed);
    steps.push({ from: 'disputed', to: 'undisputed', amount: used, contestation });
    undisputed = undisputed.minus(used);
  }
  return taken(book, [...steps, { from: 'open', to, amount: rest }]);
}

/**
 * When a settlement is rejected, what was disputed in time to be paid is contested after all, as far
 * as it is open again, in the order recorded.
 *
 * @param book after its amount came back
 */
export function contestedAfterReturn(book: ClaimBook): readonly Step[] {
  const zero = Money.zero(book.currency);
  let open = openOf(book).atLeast(zero);
  return book.contestations
    .filter(({ day }) => book.payBy === null || day <= book.payBy)
    .flatMap(({ reference: contestation, disputed }) => {
      const amount = disputed.atMost(open);
      open = open.minus(amount);
      return [
        { from: 'open', to: 'contested', amount, contestation },
        { from: 'disputed', to: 'undisputed', amount, contestation },
      ] as const;
    })
    .filter(({ amount }) => !amount.isZero());
}

function standingOf(known: Contestation | undefined): ContestationState {
  if (known === undefined) return 'unknown';
  return known.answered ? 'answered' : 'open';
}

function taken(book: ClaimBook, steps: readonly Step[]): ObligationDecision {
  const moving = steps.filter(({ amount }) => !amount.isZero());
  return { ok: true, steps: moving, book: afterSteps(book, moving) };
}

function refused(reason: ObligationRefusal): ObligationDecision {
  return { ok: false, reasons: [reason] };
}

function exceeds(rule: string, left: Money): ObligationRefusal {
  const detail = `at most ${left.toString()} ${left.currency} of the claim is left for it`;
  return { code: 'exceeds-claim', rule, detail };
}
