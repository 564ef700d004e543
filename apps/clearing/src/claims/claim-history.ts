import { tell, type ExplanationKey, type Language } from '@reciproca/agreements';
import { institutionOfSource, type EventData } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { figuresOf, obligationOf, type Bucket, type Obligation } from '../ledger/index.js';
import type { ClaimHistory } from './claim-view.js';

/** An event that concerns a claim, as it is stored. */
export interface HistoryRow {
  /** RFC 3339. */
  readonly at: string;
  readonly type: string;
  readonly id: string;
  readonly source: string;
  /** The data of the event; null where another app keeps it. */
  readonly data: unknown;
  /** What of the claim was taken into a settlement or came back from one; a decimal string. */
  readonly moved: string | null;
  /** The day of that entry. */
  readonly day: string | null;
}

/** What moved in the journal. */
export interface JournalStep {
  /** Id of the event that caused it. */
  readonly cause: string;
  readonly from: Bucket;
  readonly to: Bucket;
  /** A decimal string. */
  readonly amount: string;
}

/**
 * The life of a claim as the contract shows it: each event with who said what, and what was owed
 * after it.
 *
 * @param rows in the order in which they were booked
 * @param steps of the claim, in their order; none when it was never introduced
 */
export function toldHistory(
  rows: readonly HistoryRow[],
  steps: readonly JournalStep[],
  language: Language,
): ClaimHistory[] {
  const currency = rows.map(currencyOf).find((each) => each !== null) ?? null;
  let obligation: Obligation | null = null;
  return rows.map((row) => {
    obligation = obligationAfter({ row, steps, currency }) ?? obligation;
    const { at, type, id, source } = row;
    const [key, inputs] = sentenceOf(row, currency ?? '');
    const text = key === null ? type : tell({ key, inputs }, language);
    return { at, type, id, source, day: dayOf(row), text, obligation };
  });
}

function currencyOf({ type, data }: HistoryRow): string | null {
  if (type !== 'claim.introduced.v1') return null;
  return (data as EventData<'claim.introduced.v1'>).total.currency;
}

/** What an event says is owed after it, or the journal up to what it caused; null: as before. */
function obligationAfter(given: {
  readonly row: HistoryRow;
  readonly steps: readonly JournalStep[];
  readonly currency: string | null;
}): Obligation | null {
  const { row, steps, currency } = given;
  const told = (row.data as { readonly obligation?: Obligation } | null)?.obligation;
  if (told !== undefined) return told;
  const last = steps.findLastIndex(({ cause }) => cause === row.id);
  if (last < 0 || currency === null) return null;
  const sums: Partial<Record<Bucket, string>> = {};
  const add = (bucket: Bucket, amount: Money): void => {
    sums[bucket] = Money.of(sums[bucket] ?? '0', currency)
      .plus(amount)
      .toString();
  };
  for (const { from, to, amount } of steps.slice(0, last + 1)) {
    const moved = Money.of(amount, currency);
    add(from, moved.negated());
    add(to, moved);
  }
  return obligationOf(figuresOf(sums, currency));
}

function dayOf({ type, data, day, at }: HistoryRow): string {
  if (day !== null) return day;
  const said = data as {
    readonly introducedOn?: string;
    readonly day?: string;
    readonly paidOn?: string;
    readonly on?: string;
  } | null;
  const known =
    said?.day ?? said?.paidOn ?? (type === 'claim.introduced.v1' ? said?.introducedOn : said?.on);
  return known ?? at.slice(0, 10);
}

type Inputs = Readonly<Record<string, string>>;
type Told = readonly [ExplanationKey | null, Inputs];

/** What is told of an event; no key where there is no sentence for its type. */
function sentenceOf(row: HistoryRow, currency: string): Told {
  const teller = tellers[row.type];
  return teller === undefined ? [null, {}] : teller(row, currency);
}

type Teller = (row: HistoryRow, currency: string) => Told;

const deadlineTeller =
  (key: 'history.approaching' | 'history.passed'): Teller =>
  ({ data }) => {
    const { kind, on: day, amount, currency } = data as EventData<'deadline.passed.v1'>;
    return [key, { deadline: `deadline.${kind}`, day, amount: textOf({ amount, currency }) }];
  };

const tellers: Readonly<Record<string, Teller>> = {
  'claim.introduced.v1': ({ data }) => {
    const { inReplyTo, claim, debtor, total } = data as EventData<'claim.introduced.v1'>;
    const key = inReplyTo === null ? 'history.opening' : 'history.introduced';
    return [key, { speaker: claim.institution, debtor, amount: textOf(total) }];
  },
  'claim.rejected.v1': ({ data }) => {
    const { inReplyTo, reasons } = data as EventData<'claim.rejected.v1'>;
    return ['history.rejected', { speaker: speakerOf(inReplyTo), codes: codesOf(reasons) }];
  },
  'claim.flagged.v1': ({ data }) => {
    const { sameAs } = data as EventData<'claim.flagged.v1'>;
    const others = sameAs.map(({ institution, reference }) => `${institution}/${reference}`);
    return ['history.flagged', { others: others.join(', ') }];
  },
  'message.recorded.v1': ({ data }) => recordedSentence(data as EventData<'message.recorded.v1'>),
  'message.refused.v1': ({ data }) => {
    const { inReplyTo, type, reasons } = data as EventData<'message.refused.v1'>;
    const message = `message.${type}`;
    return ['history.refused', { message, speaker: speakerOf(inReplyTo), codes: codesOf(reasons) }];
  },
  'claim.settled.v1': ({ data }, currency) => {
    const settled = data as EventData<'claim.settled.v1'>;
    const amount = textOf({ amount: settled.amount, currency });
    const { paidOn: day } = settled;
    if ('downPayment' in settled) {
      return ['history.down-paid', { amount, day, reference: settled.downPayment }];
    }
    return ['history.settled', { amount, day, settlement: settled.settlement }];
  },
  'deadline.approaching.v1': deadlineTeller('history.approaching'),
  'deadline.passed.v1': deadlineTeller('history.passed'),
  'settlement.proposed.v1': ({ data, moved }, currency) => {
    const { settlement } = data as EventData<'settlement.proposed.v1'>;
    const amount = Money.of(moved ?? '0', currency);
    return amount.isNegative()
      ? ['history.refunded', { amount: told(amount.negated()), settlement }]
      : ['history.taken', { amount: told(amount), settlement }];
  },
  'batch.rejected.v1': ({ moved }, currency) => [
    'history.returned',
    { amount: told(Money.of(moved ?? '0', currency)) },
  ],
};

type Recorded = EventData<'message.recorded.v1'>;

function recordedSentence(data: Recorded): Told {
  const speaker = speakerOf(data.inReplyTo);
  switch (data.type) {
    case 'claim.contested.v1': {
      const { reference, reason, amount } = data.recorded.contestation;
      const inputs = { speaker, amount: textOf(amount), reason: `reason.${reason}`, reference };
      return data.replyBy === undefined
        ? ['history.contested', inputs]
        : ['history.contested.reply-by', { ...inputs, replyBy: data.replyBy }];
    }
    case 'contestation.answered.v1': {
      const { contestation, outcome, acceptedAmount } = data.recorded;
      const { reference } = contestation;
      return acceptedAmount !== undefined && outcome === 'partly-accepted'
        ? [`history.answered.${outcome}`, { speaker, reference, amount: textOf(acceptedAmount) }]
        : [`history.answered.${outcome}`, { speaker, reference }];
    }
    case 'claim.credited.v1': {
      const { reference, amount, reason } = data.recorded.creditNote;
      return ['history.credited', { speaker, amount: textOf(amount), reference, reason }];
    }
    case 'claim.waived.v1': {
      const { kind, reference, amount, authority } = data.recorded.waiver;
      const key = kind === 'waiver' ? 'history.waived' : 'history.written-off';
      return [key, { speaker, amount: textOf(amount), reference, authority }];
    }
    // These speak of statements, which have a view of their own.
    case 'statement.announced.v1':
    case 'down-payment.made.v1':
    case 'down-payment.answered.v1':
      return [null, {}];
  }
}

function speakerOf({ source }: { readonly source: string }): string {
  return institutionOfSource(source) ?? source;
}

function codesOf(reasons: readonly { readonly code: string }[]): string {
  return reasons.map(({ code }) => code).join(', ');
}

function textOf({
  amount,
  currency,
}: {
  readonly amount: string;
  readonly currency: string;
}): string {
  return told(Money.of(amount, currency));
}

function told(amount: Money): string {
  return `${amount.toString()} ${amount.currency}`;
}
