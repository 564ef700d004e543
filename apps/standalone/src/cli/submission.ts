import { Readable } from 'node:stream';
import { institutionOfSource, institutionSource } from '@reciproca/contracts';
import type { InboundType, Output as Answer, routes } from '@reciproca/contracts';
import { checkSubmittedEvent, eventsOfBody, type BodyItem } from '@reciproca/gateway';
import { NotReadyError, type ApiAnswer } from './api.client.js';
import { CliError, refusal } from './cli.errors.js';
import type { InputFile } from './input-file.js';
import type { Session } from './session.js';

/** What became of a file: how many events are on Kafka, and which lines were refused and why. */
export type SubmissionResult = Answer<typeof routes.submitClaims>;

/** Events and bytes of one request; small enough that a lost one is soon sent again. */
const CHUNK_EVENTS = 1_000;
const CHUNK_BYTES = 4 * 1024 * 1024;
/** Requests that the product was not ready for are sent again so often. */
const ATTEMPTS = 5;
const RETRY_SECONDS = 2;

/** Events of one sender on their way, with the lines they came from. */
interface Chunk {
  readonly lines: number[];
  readonly texts: string[];
  readonly subjects: Set<string>;
  bytes: number;
}

/** A file on its way through the gateway: in chunks, each under the token of its sender. */
export class Submission {
  private readonly chunks = new Map<string, Chunk>();
  private readonly refused: SubmissionResult['refused'] = [];
  private accepted = 0;
  private bytesRead = 0;

  /** @param type of the lines of a CSV that name none */
  constructor(
    private readonly session: Session,
    private readonly type?: InboundType,
  ) {}

  /**
   * Sends a file of any size; its events are checked by their shape before they leave.
   * @throws CliError when it cannot be read or sent to its end; its message says how far it came
   */
  async send(input: InputFile): Promise<SubmissionResult> {
    const stream = Readable.from(this.counted(input.stream), { objectMode: false });
    const now = this.session.world.clock();
    const context = {
      source: sourceOfToken(this.session.givenToken),
      time: now.toISOString(),
      limits: { bodyBytes: Infinity, events: Infinity },
      ...(this.type === undefined ? {} : { type: this.type }),
    };
    try {
      for await (const item of eventsOfBody({ contentType: input.contentType, stream }, context)) {
        await this.take(item, now);
        this.showProgress(input);
      }
      for (const sender of [...this.chunks.keys()]) await this.flush(sender);
    } catch (error) {
      throw this.explain(error);
    }
    this.refused.sort((one, other) => one.line - other.line);
    return { accepted: this.accepted, refused: this.refused };
  }

  private async take(item: BodyItem, now: Date): Promise<void> {
    if ('refusal' in item) {
      this.refused.push({ line: item.line, ...item.refusal });
      return;
    }
    const submitter = { arrivedAt: now.getTime(), maySpeakFor: () => true };
    const checked = checkSubmittedEvent(item.event, submitter);
    if (!checked.ok) {
      this.refused.push({ line: item.line, ...checked.refusal });
      return;
    }
    const sender = this.senderOf(checked.value);
    await this.keepOrder(sender, checked.key);
    const chunk = this.chunkOf(sender);
    chunk.lines.push(item.line);
    chunk.texts.push(checked.value);
    chunk.subjects.add(checked.key);
    chunk.bytes += Buffer.byteLength(checked.value) + 1;
    if (chunk.lines.length >= CHUNK_EVENTS || chunk.bytes >= CHUNK_BYTES) await this.flush(sender);
  }

  /** Whose token the event goes under: with a given token it is one sender for all. */
  private senderOf(text: string): string {
    if (this.session.givenToken !== undefined) return '';
    const { source } = JSON.parse(text) as { readonly source: string };
    return institutionOfSource(source) ?? '';
  }

  /** Messages about one claim leave in the order of the file, whoever sends them. */
  private async keepOrder(sender: string, subject: string): Promise<void> {
    for (const [other, chunk] of [...this.chunks]) {
      if (other !== sender && chunk.subjects.has(subject)) await this.flush(other);
    }
  }

  private chunkOf(sender: string): Chunk {
    const known = this.chunks.get(sender);
    if (known !== undefined) return known;
    const chunk = { lines: [], texts: [], subjects: new Set<string>(), bytes: 0 };
    this.chunks.set(sender, chunk);
    return chunk;
  }

  private async flush(sender: string): Promise<void> {
    const chunk = this.chunks.get(sender);
    this.chunks.delete(sender);
    if (chunk === undefined || chunk.lines.length === 0) return;
    const token = await this.session.token('institution', sender === '' ? undefined : sender);
    const { body } = await this.post(chunk.texts.join('\n'), token);
    this.accepted += body.accepted;
    for (const { line, code, detail } of body.refused) {
      // The lines of the request are those of the chunk; people want those of their file.
      this.refused.push({ line: chunk.lines[line - 1] ?? line, code, detail });
    }
  }

  /** The ids of the events make it harmless to send a chunk again. */
  private async post(content: string, token: string): Promise<ApiAnswer<SubmissionResult>> {
    const contentType = 'application/x-ndjson';
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.session.api.ask<SubmissionResult>({
          method: 'POST',
          path: '/v1/claims',
          token,
          body: { contentType, content },
        });
      } catch (error) {
        if (!(error instanceof NotReadyError) || attempt >= ATTEMPTS) throw error;
        const seconds = error.retryAfterSeconds ?? RETRY_SECONDS;
        this.session.output.say(`${error.message} Again in ${seconds} s`);
        await this.session.world.wait(seconds * 1_000);
      }
    }
  }

  private async *counted(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of stream) {
      this.bytesRead += piece.length;
      yield piece;
    }
  }

  private showProgress(input: InputFile): void {
    const label = `${this.accepted} accepted, ${this.refused.length} refused`;
    this.session.output.progress(this.bytesRead, input.bytes, label);
  }

  private explain(error: unknown): unknown {
    const failure =
      error instanceof NotReadyError && !(error.cause instanceof CliError)
        ? refusal(error.message)
        : error instanceof NotReadyError
          ? error.cause
          : error;
    if (!(failure instanceof CliError) || this.accepted === 0) return failure;
    const progress = `${this.accepted} events were accepted before; the file may be sent again as it is.`;
    return new CliError(failure.exitCode, `${failure.message} ${progress}`, failure.details);
  }
}

/**
 * The source that the token speaks for, for lines of CSV that name none. The token is not verified:
 * the gateway does that.
 */
function sourceOfToken(token: string | undefined): string | null {
  const payload = token?.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' &&
      claims !== null &&
      'institution' in claims &&
      typeof claims.institution === 'string'
      ? institutionSource(claims.institution)
      : null;
  } catch {
    return null;
  }
}
