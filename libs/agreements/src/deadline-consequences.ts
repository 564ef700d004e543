import type { Sentence } from './explanations.js';
import type { Clock, Instrument } from './instrument.schema.js';
import { shippedInstruments } from './instruments/shipped-instruments.data.js';
import { interestTermsOf } from './interest.js';

/**
 * Last days that something hangs on: of a down payment that shields from interest, of payment in
 * time, of the creditor's answer to a contestation, of the settlement of disputes.
 */
export type DeadlineKind = 'downPaymentBy' | 'payBy' | 'replyBy' | 'disputeEnds';

/** Which day passes. */
export interface Deadline {
  readonly kind: DeadlineKind;
  /** Id of the instrument that set the day. */
  readonly instrument: string;
  /** Which part of it; null where it is not known, then its first one with such a clock. */
  readonly part: string | null;
}

/**
 * Who hears disputes that are not settled in time, and how long that takes (IR 987/2009 Art 67(7)).
 * Of the texts that take over Art 67 none was found to name a body of its own.
 */
const auditBoard = { instrument: 'EU-987-2009', article: '67(7)', months: '6' } as const;

/** The clock behind each kind. */
const clockOf = {
  downPaymentBy: 'downPayment',
  payBy: 'payment',
  replyBy: 'reply',
  disputeEnds: 'dispute',
} as const satisfies Record<DeadlineKind, keyof Instrument['clocks']>;

/** What the law attaches to the passing of a day, as a sentence of the catalogue. */
export function consequenceOf(deadline: Deadline): Sentence {
  return sentences[deadline.kind](deadline, ruleOf(deadline));
}

const sentences: Readonly<Record<DeadlineKind, (of: Deadline, rule: string) => Sentence>> = {
  downPaymentBy: ({ instrument }, rule) => ({
    key: 'consequence.down-payment',
    inputs: { percent: interestTermsOf(instrument)?.downPayment.percent ?? '', rule },
  }),
  payBy: (deadline, payment) => {
    const { instrument } = deadline;
    const terms = interestTermsOf(instrument);
    if (terms !== undefined) {
      const rule = `${instrument}/${terms.late.article}`;
      return { key: 'consequence.payment.interest', inputs: { payment, rule } };
    }
    const isAdvanced = textOf(deadline)?.advance?.rule === 'when-not-paid-in-time';
    const key = isAdvanced ? 'consequence.payment.advance' : 'consequence.payment';
    return { key, inputs: { rule: payment } };
  },
  replyBy: (_, rule) => ({ key: 'consequence.reply', inputs: { rule } }),
  disputeEnds: ({ instrument }, rule) => {
    const { article, months } = auditBoard;
    return instrument === auditBoard.instrument
      ? {
          key: 'consequence.dispute.board',
          inputs: { rule, board: `${instrument}/${article}`, months },
        }
      : { key: 'consequence.dispute', inputs: { rule } };
  },
};

/** Instrument and article, e.g. `EU-987-2009/67(5)`; the instrument alone once it has no such clock. */
function ruleOf(deadline: Deadline): string {
  const clock: Clock | null | undefined = textOf(deadline)?.clocks[clockOf[deadline.kind]];
  return clock === null || clock === undefined
    ? deadline.instrument
    : `${deadline.instrument}/${clock.article}`;
}

function textOf({ kind, instrument, part }: Deadline): Instrument | undefined {
  return shippedInstruments.find(
    (text): text is Instrument =>
      text.refundsCare &&
      text.id === instrument &&
      (part === null ? text.clocks[clockOf[kind]] !== null : text.part === part),
  );
}
