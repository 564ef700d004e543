/** An app of the product, as topics and routes name their owner. */
export type AppName = 'gateway' | 'clearing' | 'settlement' | 'statistics';

/** What stands in one Kafka topic: who writes it, by which key, how long it is kept. */
export interface TopicDefinition {
  readonly name: string;
  /** What the Kafka key holds, in words. */
  readonly key: string;
  /** Who may write; `institutions` are clients outside the product. */
  readonly writers: readonly (AppName | 'institutions')[];
  /** Event types without the version suffix `.v1` left out: full type names. */
  readonly types: readonly string[];
  /** Partitions when the product creates the topic itself. */
  readonly partitions: number;
  /** Days that messages are kept; null keeps them without end. */
  readonly retentionDays: number | null;
  /** True when only the newest message of a key is kept. */
  readonly compacted: boolean;
  /** True when messages may hold personal identifiers. */
  readonly personalData: boolean;
  readonly summary: string;
}

/** The topics of the product by a short name. */
export const topics = Object.freeze({
  claimsInbound: {
    name: 'claims.inbound.v1',
    key: 'the subject: a claim or a statement',
    writers: ['institutions', 'gateway'],
    types: [
      'claim.submitted.v1',
      'statement.announced.v1',
      'claim.contested.v1',
      'contestation.answered.v1',
      'claim.credited.v1',
      'claim.waived.v1',
      'down-payment.made.v1',
      'down-payment.answered.v1',
    ],
    partitions: 6,
    retentionDays: 30,
    compacted: false,
    personalData: true,
    summary: 'What institutions say: claims, statements, contestations, credits, down payments.',
  },
  claimsOutcomes: {
    name: 'claims.outcomes.v1',
    key: 'the subject: a claim, a statement or a published balance',
    writers: ['clearing'],
    types: [
      'claim.introduced.v1',
      'claim.rejected.v1',
      'message.recorded.v1',
      'message.refused.v1',
      'claim.flagged.v1',
      'claim.settled.v1',
      'balance.published.v1',
      'balance.confirmed.v1',
      'balance.disputed.v1',
      'deadline.approaching.v1',
      'deadline.passed.v1',
    ],
    partitions: 6,
    retentionDays: null,
    compacted: false,
    personalData: false,
    summary: 'The one answer to every inbound message, and what clearing says on its own account.',
  },
  clearingCycles: {
    name: 'clearing.cycles.v1',
    key: 'the cycle',
    writers: ['clearing'],
    types: ['settlement.proposed.v1', 'cycle.closed.v1'],
    partitions: 1,
    retentionDays: null,
    compacted: false,
    personalData: false,
    summary: 'The settlements of each cycle, then the word that the cycle is closed.',
  },
  settlements: {
    name: 'settlements.v1',
    key: 'the batch',
    writers: ['settlement'],
    types: [
      'batch.approved.v1',
      'batch.rejected.v1',
      'batch.released.v1',
      'settlement.accepted.v1',
      'settlement.settled.v1',
      'settlement.reversed.v1',
    ],
    partitions: 3,
    retentionDays: null,
    compacted: false,
    personalData: false,
    summary: 'What officers decided about batches, and what the banks said.',
  },
  reference: {
    name: 'reference.v1',
    key: 'kind/key/version',
    writers: ['clearing'],
    types: ['reference.updated.v1'],
    partitions: 1,
    retentionDays: null,
    compacted: false,
    personalData: false,
    summary: 'Every version of every reference record.',
  },
  statisticsFlows: {
    name: 'statistics.flows.v1',
    key: 'all dimension fields of the flow, in order, joined by |',
    writers: ['statistics'],
    types: ['flow.updated.v1'],
    partitions: 3,
    retentionDays: null,
    compacted: true,
    personalData: false,
    summary: 'The newest absolute figures of every flow.',
  },
} as const satisfies Record<string, TopicDefinition>);

/** The short name of a topic. */
export type TopicId = keyof typeof topics;
/** The Kafka name of a topic. */
export type TopicName = (typeof topics)[TopicId]['name'];

/** Every topic of the product, without the dead-letter topics. */
export const allTopics: readonly TopicDefinition[] = Object.values(topics);

/**
 * The dead-letter topic of a topic: messages that could not even be attributed, byte for byte.
 * @param topic the Kafka name of the topic that was read, e.g. `claims.inbound.v1`
 */
export function deadLetterTopic<Name extends string>(topic: Name): `${Name}.dead-letter` {
  return `${topic}.dead-letter`;
}

/** The definition of a topic's dead-letter topic: same keys and partitions, kept for 30 days. */
export function deadLetterDefinition(topic: TopicDefinition): TopicDefinition {
  return {
    ...topic,
    name: deadLetterTopic(topic.name),
    key: 'as received',
    types: [],
    retentionDays: 30,
    compacted: false,
    summary: `Messages of ${topic.name} that could not be read, as received.`,
  };
}

/** The Kafka headers that every dead letter carries beside those it came with. */
export const deadLetterHeaders = Object.freeze([
  'error-code',
  'error-detail',
  'source-topic',
  'source-partition',
  'source-offset',
] as const);
