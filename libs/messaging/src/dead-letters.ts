import type { Message, Producer } from 'kafkajs';
import type { KafkaMessage } from './cloud-event.js';
import type { DeadLetterCode } from '@reciproca/contracts';
import { isTooLarge } from './kafka-connection.js';

/** A message to be put aside, and why. */
export interface DeadLetter {
  readonly message: KafkaMessage;
  readonly code: DeadLetterCode;
  /** Names a path or a limit, never a value of the message. */
  readonly detail: string;
}

/** The topic that keeps what a consumer of `topic` could not attribute. */
export function deadLetterTopicOf(topic: string): string {
  return `${topic}.dead-letter`;
}

/**
 * Writes dead letters of a topic (its name on the broker): the bytes as received, with headers that say what was wrong and where the
 * message lay. Resolves once all brokers in sync have them. A value that the dead-letter topic has
 * no room for is left out, said in the headers: the consumer must not stop over it.
 */
export async function sendDeadLetters(
  producer: Producer,
  topic: string,
  letters: readonly DeadLetter[],
): Promise<void> {
  for (const letter of letters) {
    try {
      await send(producer, topic, letter);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      await send(producer, topic, withoutValue(letter));
    }
  }
}

async function send(producer: Producer, topic: string, letter: DeadLetter): Promise<void> {
  await producer.send({
    topic: deadLetterTopicOf(topic),
    acks: -1,
    messages: [deadLetterMessage(topic, letter)],
  });
}

function withoutValue(letter: DeadLetter): DeadLetter {
  const bytes = letter.message.value?.length ?? 0;
  return {
    ...letter,
    detail: `${letter.detail}; its ${String(bytes)} bytes do not fit here, see source-offset`,
    message: { ...letter.message, value: null, rawHeaders: {} },
  };
}

function deadLetterMessage(topic: string, letter: DeadLetter): Message {
  const { message, code, detail } = letter;
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.rawHeaders,
      'error-code': code,
      'error-detail': detail,
      'source-topic': topic,
      'source-partition': String(message.partition),
      'source-offset': message.offset,
    },
  };
}
