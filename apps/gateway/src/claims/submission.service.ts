import { institutionSource, ProblemError, topics } from '@reciproca/contracts';
import type { Output, routes } from '@reciproca/contracts';
import { isKafkaError } from '@reciproca/messaging';
import type { ProducedEvent } from '@reciproca/messaging';
import type { Principal, StreamedBody } from '@reciproca/runtime';
import type { InstitutionDirectory } from '../institutions/index.js';
import { eventsOfBody, type BodyItem } from './body-events.service.js';
import { submissionLimits } from './submission-limits.js';
import { checkSubmittedEvent, type Submitter } from './submitted-event.js';

/** What is said to a submission. */
export type SubmissionAnswer = Output<typeof routes.submitClaims>;

/** Where accepted events go: resolves once all brokers in sync have them, in their order per key. */
export interface EventSink {
  send(topic: string, events: readonly ProducedEvent[]): Promise<void>;
}

/** What the use case needs. */
export interface SubmissionParts {
  readonly sink: EventSink;
  readonly directory: Pick<InstitutionDirectory, 'maySpeakFor'>;
  /** True once the directory holds all that was known when the process started. */
  readonly directoryIsComplete: () => boolean;
  readonly clock: () => Date;
}

/** Takes submissions: reads the body as it comes, checks each event, writes the good ones to Kafka. */
export class SubmissionService {
  constructor(private readonly parts: SubmissionParts) {}

  /**
   * @returns how many events Kafka has, and each refused line with its reason
   * @throws ProblemError when the body cannot be read to its end or the broker is away; its detail
   *   says how many events Kafka has already. To send all of it again books nothing twice, because
   *   source and id of an event are its idempotency key.
   */
  async submit(body: StreamedBody, principal: Principal): Promise<SubmissionAnswer> {
    const { institution } = principal;
    if (institution === undefined) {
      throw new ProblemError('forbidden', { detail: 'the token names no institution' });
    }
    const now = this.parts.clock();
    const submission = new Submission(this.parts.sink, this.submitter(institution, now));
    const context = { source: institutionSource(institution), time: now.toISOString() };
    try {
      for await (const item of eventsOfBody(body, context)) await submission.take(item);
      return await submission.finish();
    } catch (error) {
      throw submission.explain(error);
    }
  }

  private submitter(speaker: string, now: Date): Submitter {
    const day = now.toISOString().slice(0, 10);
    return {
      arrivedAt: now.getTime(),
      maySpeakFor: (institution) => {
        if (institution === speaker) return true;
        if (!this.parts.directoryIsComplete()) {
          const { retryAfterSeconds } = submissionLimits;
          const detail = 'the institutions are still being read';
          throw new ProblemError('not-ready', { detail, retryAfterSeconds });
        }
        return this.parts.directory.maySpeakFor({ speaker, institution, day });
      },
    };
  }
}

/** One submission on its way: what is on Kafka, what waits to be sent, what is refused. */
class Submission {
  private readonly refused: SubmissionAnswer['refused'] = [];
  private waiting: ProducedEvent[] = [];
  private waitingBytes = 0;
  private accepted = 0;

  constructor(
    private readonly sink: EventSink,
    private readonly submitter: Submitter,
  ) {}

  async take(item: BodyItem): Promise<void> {
    if ('refusal' in item) {
      this.refused.push({ line: item.line, ...item.refusal });
      return;
    }
    const checked = checkSubmittedEvent(item.event, this.submitter);
    if (!checked.ok) {
      this.refused.push({ line: item.line, ...checked.refusal });
      return;
    }
    const { key, value } = checked;
    this.waiting.push({ key, value });
    this.waitingBytes += Buffer.byteLength(value);
    const { batchBytes, batchEvents } = submissionLimits;
    if (this.waitingBytes >= batchBytes || this.waiting.length >= batchEvents) await this.send();
  }

  async finish(): Promise<SubmissionAnswer> {
    await this.send();
    return { accepted: this.accepted, refused: this.refused };
  }

  /** Adds to a problem how far the submission came. */
  explain(error: unknown): unknown {
    const problem = problemOf(error);
    if (!(problem instanceof ProblemError) || this.accepted === 0) return problem;
    const { code, detail, faults, retryAfterSeconds } = problem;
    const progress = `${this.accepted} events of this body are on Kafka already; they may be sent again`;
    return new ProblemError(code, {
      detail: detail === undefined ? progress : `${detail}; ${progress}`,
      faults,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      cause: error,
    });
  }

  private async send(): Promise<void> {
    const events = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    if (events.length === 0) return;
    await this.sink.send(topics.claimsInbound.name, events);
    this.accepted += events.length;
  }
}

function problemOf(error: unknown): unknown {
  if (isKafkaError(error)) {
    const { retryAfterSeconds } = submissionLimits;
    const detail = 'the broker is away';
    return new ProblemError('not-ready', { detail, retryAfterSeconds, cause: error });
  }
  if (isCutOff(error)) {
    return new ProblemError('invalid-request', { detail: 'the body ended early', cause: error });
  }
  return error;
}

/** Node's name for a client that went away in the middle of its body. */
function isCutOff(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNRESET'
  );
}
