import { tell, type Language, type Sentence } from '@reciproca/agreements';
import type { EventData, Output, routes, topics } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import type { SettlementNews, StoredSettlement } from '../netting/index.js';

/** An explanation as the contract shows it. */
export type Explanation = Output<typeof routes.explainSettlement>;
type Step = Explanation['steps'][number];
type Decision = Explanation['decisions'][number];

type Proposal = StoredSettlement['proposal'];

/**
 * How the net of a settlement came about, told step by step: why it is offset or not, each direction
 * with its rate, the net, and how many officers it needs.
 */
export function stepsOf(proposal: Proposal, language: Language): Step[] {
  const { currency } = proposal;
  const directions = proposal.gross.map((line): Step => {
    const { creditor, debtor, original, rate } = line;
    const amount = `${line.amount} ${currency}`;
    const told = { debtor, creditor, amount, claims: String(line.claims), cycle: proposal.cycle };
    if (original === undefined || rate === undefined) {
      return step('clearing/gross', { key: 'settlement.direction', inputs: told }, language);
    }
    const inputs = {
      ...told,
      original: `${original.amount} ${original.currency}`,
      rate: rate.value,
      source: rate.source,
      day: rate.day,
    };
    return step('EU-987-2009/90', { key: 'settlement.direction.converted', inputs }, language);
  });
  return [
    offsetStep(proposal, language),
    ...directions,
    netStep(proposal, language),
    ...officersStep(proposal, language),
  ];
}

function offsetStep(proposal: Proposal, language: Language): Step {
  const { settlement, arrangement, cutoff } = proposal;
  const [first, second] = proposal.states;
  const creditor = settlement.split('/')[3];
  if (arrangement !== null && creditor === undefined) {
    const inputs = { arrangement, first, second, cutoff };
    return step('EU-883-2004/35(3)', { key: 'settlement.offset', inputs }, language);
  }
  const inputs = { first, second, cutoff, creditor: creditor ?? '' };
  return step('EU-883-2004/35(3)', { key: 'settlement.gross', inputs }, language);
}

function netStep({ net, currency }: Proposal, language: Language): Step {
  const { payer, payee } = net;
  const isNothing = Money.of(net.amount, currency).isZero();
  const key = isNothing ? 'settlement.net.nothing' : 'settlement.net';
  const inputs = { payer, payee, amount: `${net.amount} ${currency}` };
  return step('clearing/net', { key, inputs }, language);
}

function officersStep({ officers, net }: Proposal, language: Language): Step[] {
  if (officers === undefined) return [];
  const inputs = { officers: String(officers), payer: net.payer };
  return [step('arrangement/approvals', { key: 'settlement.officers', inputs }, language)];
}

function step(rule: string, sentence: Sentence, language: Language): Step {
  return { rule, text: `${tell(sentence, language)}.` };
}

/** How decisions are told. */
export interface DecisionTelling {
  readonly currency: string;
  readonly language: Language;
  /** What a person is called for the reader. */
  readonly nameOf: (person: string) => string;
}

/** What officers, treasurers and banks did about a settlement, in order. */
export function decisionsOf(news: readonly SettlementNews[], telling: DecisionTelling): Decision[] {
  return news.map(({ type, event }) => {
    const { time, data } = JSON.parse(event) as { readonly time: string; readonly data: unknown };
    const told = sentenceOf(type as NewsType, data, telling);
    return {
      at: time,
      type,
      ...(told.by !== undefined && { by: told.by }),
      text: tell(told.sentence, telling.language),
    };
  });
}

/** What settlement says; nothing else is kept as news. */
type NewsType = (typeof topics.settlements.types)[number];

interface ToldDecision {
  readonly by?: string;
  readonly sentence: Sentence;
}

function sentenceOf(type: NewsType, said: unknown, telling: DecisionTelling): ToldDecision {
  const { currency, nameOf } = telling;
  switch (type) {
    case 'batch.approved.v1': {
      const data = said as EventData<'batch.approved.v1'>;
      const by = nameOf(data.by);
      const inputs = { by, approvals: String(data.approvals), of: String(data.of) };
      return { by, sentence: { key: 'settlement.approved', inputs } };
    }
    case 'batch.rejected.v1': {
      const data = said as EventData<'batch.rejected.v1'>;
      const by = nameOf(data.by);
      return { by, sentence: { key: 'settlement.rejected', inputs: { by, reason: data.reason } } };
    }
    case 'batch.released.v1': {
      const by = nameOf((said as EventData<'batch.released.v1'>).by);
      return { by, sentence: { key: 'settlement.released', inputs: { by } } };
    }
    case 'settlement.accepted.v1': {
      const by = nameOf((said as EventData<'settlement.accepted.v1'>).by);
      return { by, sentence: { key: 'settlement.accepted', inputs: { by } } };
    }
    case 'settlement.settled.v1': {
      const { amount, settledOn: on } = said as EventData<'settlement.settled.v1'>;
      const inputs = { on, amount: `${amount} ${currency}` };
      return { sentence: { key: 'settlement.settled', inputs } };
    }
    case 'settlement.reversed.v1': {
      const { amount, on, reason } = said as EventData<'settlement.reversed.v1'>;
      const inputs = { on, reason, amount: `${amount} ${currency}` };
      return { sentence: { key: 'settlement.reversed', inputs } };
    }
  }
}
