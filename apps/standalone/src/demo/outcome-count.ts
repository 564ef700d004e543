import { topics } from '@reciproca/contracts';
import { readCloudEvent, TopicReader, type KafkaConnection } from '@reciproca/messaging';

/** What was answered to a message. */
export interface ToldAnswer {
  /** The type of the answer, e.g. `message.recorded.v1`. */
  readonly type: string;
  /** Codes of a refusal. */
  readonly codes: readonly string[];
}

/** Counts answers as anybody may who reads `claims.outcomes.v1`: each event id once. */
export class OutcomeCount {
  introduced = 0;
  /** Rejections and refusals by the code of each reason. */
  readonly reasons = new Map<string, number>();
  rejected = 0;
  private readonly seen = new Set<string>();
  private readonly awaited = new Map<string, (answer: ToldAnswer) => void>();
  private readonly reader: TopicReader;

  constructor(kafka: KafkaConnection) {
    this.reader = new TopicReader(kafka, {
      topic: topics.claimsOutcomes.name,
      name: 'demo',
      take: ({ messages }) => {
        for (const message of messages) {
          const reading = readCloudEvent(message);
          if (reading.ok) this.count(reading.event.attributes, reading.event.data);
        }
      },
    });
  }

  /** Starts reading from the first event on. */
  start(): Promise<void> {
    return this.reader.start();
  }

  stop(): Promise<void> {
    return this.reader.stop();
  }

  /**
   * The answer to a message that is not sent yet.
   *
   * @param id of the message; the ids asked for are different whoever sends them
   */
  answerTo(id: string): Promise<ToldAnswer> {
    return new Promise((resolve) => this.awaited.set(id, resolve));
  }

  private count(attributes: Readonly<Record<string, unknown>>, data: unknown): void {
    const id = String(attributes['id']);
    if (this.seen.has(id)) return;
    this.seen.add(id);
    if (attributes['type'] === 'claim.introduced.v1') this.introduced += 1;
    const { reasons, inReplyTo } = data as {
      reasons?: { code: string }[];
      inReplyTo?: { id: string } | null;
    };
    const awaiting = this.awaited.get(inReplyTo?.id ?? '');
    awaiting?.({
      type: String(attributes['type']),
      codes: (reasons ?? []).map(({ code }) => code),
    });
    if (reasons === undefined) return;
    this.rejected += 1;
    for (const { code } of reasons) this.reasons.set(code, (this.reasons.get(code) ?? 0) + 1);
  }
}
