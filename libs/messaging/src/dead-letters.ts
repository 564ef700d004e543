import type { Message, Producer } from 'kafkajs';
import type { KafkaMessage } from './cloud-event.js';

/** A message to be put aside, and why. */
export interface DeadLetter {
  readonly message: KafkaMessage;
  readonly code: string;
  /** Names a path or a limit, never a value of the message. */
  readonly detail: string;
}

/** Where a dead letter came from; the topic by its name on the broker. */
export interface DeadLetterOrigin {
  readonly topic: string;
  readonly partition: number;
}

/** The topic that keeps what a consumer of `topic` could not attribute. */
export function deadLetterTopicOf(topic: string): string {
  return `${topic}.dead-letter`;
}

/**
 * Writes dead letters: the bytes as received, with headers that say what was wrong and where the
 * message lay. Resolves once all brokers in sync have them.
 */
export async function sendDeadLetters(
  producer: Producer,
  origin: DeadLetterOrigin,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (const letter of letters) {
    await producer.send({
      topic: deadLetterTopicOf(origin.topic),
      acks: -1,
      messages: [deadLetterMessage(origin, letter)],
    });
  }
}

function deadLetterMessage(origin: DeadLetterOrigin, letter: DeadLetter): Message {
  const { message, code, detail } = letter;
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.rawHeaders,
      'error-code': code,
      'error-detail': detail,
      'source-topic': origin.topic,
      'source-partition': String(origin.partition),
      'source-offset': message.offset,
    },
  };
}
