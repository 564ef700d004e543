import { deadLetterDefinition, deadLetterHeaders, topics } from '../topics.js';
import type { TopicDefinition } from '../topics.js';
import { eventJsonSchema, eventTypes } from './event-json-schemas.js';
import { productVersion } from './product.js';
import type { JsonObject, JsonValue } from './json.js';

const MILLISECONDS_PER_DAY = 86_400_000;
const BINDING_VERSION = '0.5.0';

function kafkaBinding(topic: TopicDefinition): JsonObject {
  const retention: JsonObject = {
    'cleanup.policy': [topic.compacted ? 'compact' : 'delete'],
    'retention.ms': topic.retentionDays === null ? -1 : topic.retentionDays * MILLISECONDS_PER_DAY,
  };
  return {
    kafka: {
      topic: topic.name,
      partitions: topic.partitions,
      topicConfiguration: retention,
      bindingVersion: BINDING_VERSION,
    },
  };
}

function channelOf(topic: TopicDefinition, messages: readonly string[]): JsonObject {
  return {
    address: topic.name,
    summary: topic.summary,
    description: `Key: ${topic.key}. Written by: ${topic.writers.join(', ')}.${
      topic.personalData ? ' May hold personal identifiers.' : ' Holds no personal identifiers.'
    }`,
    messages: Object.fromEntries(
      messages.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
    bindings: kafkaBinding(topic),
  };
}

function eventMessages(): Record<string, JsonValue> {
  return Object.fromEntries(
    eventTypes.map((type) => [
      type,
      {
        name: type,
        title: type,
        contentType: 'application/cloudevents+json',
        payload: eventJsonSchema(type, 'draft-7'),
      },
    ]),
  );
}

function deadLetterMessage(): JsonObject {
  return {
    name: 'dead-letter',
    title: 'A message that could not be attributed, as received',
    contentType: 'application/octet-stream',
    headers: {
      type: 'object',
      properties: Object.fromEntries(deadLetterHeaders.map((name) => [name, { type: 'string' }])),
      required: [...deadLetterHeaders],
    },
    payload: {},
  };
}

/**
 * The AsyncAPI 3.0 document of all topics, made from the topics and event schemas. The operations
 * are those of the product as a whole: it receives what institutions write, and sends the rest.
 */
export function buildAsyncApi(): JsonObject {
  const channels: Record<string, JsonValue> = {};
  const operations: Record<string, JsonValue> = {};
  for (const [id, topic] of Object.entries(topics)) {
    const deadLetters = `${id}DeadLetter`;
    const action = topic.writers.some((writer) => writer === 'institutions') ? 'receive' : 'send';
    channels[id] = channelOf(topic, topic.types);
    channels[deadLetters] = channelOf(deadLetterDefinition(topic), ['dead-letter']);
    operations[`${action}-${id}`] = {
      action,
      channel: { $ref: `#/channels/${id}` },
      summary: topic.summary,
    };
    operations[`send-${deadLetters}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${deadLetters}` },
      summary: 'Sets aside what could not be attributed.',
    };
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Reciproca: events',
      version: productVersion,
      description:
        'CloudEvents 1.0 on Kafka. Structured and binary mode are taken, structured mode is published. Events that answer count by id; events about a subject leave in the order of sequence.',
      license: { name: 'EUPL-1.2' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels,
    operations,
    components: { messages: { ...eventMessages(), 'dead-letter': deadLetterMessage() } },
  };
}
