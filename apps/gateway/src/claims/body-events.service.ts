import { pipeline, Readable } from 'node:stream';
import {
  ProblemError,
  readClaimsCsvLine,
  readMessagesCsvHeader,
  type ClaimsCsvContext,
  type ClaimsCsvHeader,
  type ClaimsCsvLine,
  type ContentType,
} from '@reciproca/contracts';
import type { StreamedBody } from '@reciproca/runtime';
import { CsvError, parse, type Info } from 'csv-parse';
import { submissionLimits } from './submission-limits.js';
import type { Refusal } from './submitted-event.js';
import { textLines } from './text-lines.js';

/** One event of a body with its line, or why there is none on that line. */
export type BodyItem =
  | { readonly line: number; readonly event: unknown }
  | { readonly line: number; readonly refusal: Refusal };

const tooLargeEvent: Refusal = {
  code: 'too-large',
  detail: `must have at most ${submissionLimits.eventBytes} bytes`,
};

/** How much one body may hold; a file on its own machine may hold anything. */
export interface BodyLimits {
  readonly bodyBytes: number;
  readonly events: number;
}

/**
 * The events of a body as it arrives, in its order. Lines are counted from 1, a CSV's header
 * included; the events of a JSON array count as lines.
 * @param context what a line of CSV does not say itself; `limits`: those of a request unless given
 * @throws ProblemError when the body as a whole cannot be read any further: `payload-too-large`,
 *   `not-json`, `invalid-request`, `unsupported-media-type`
 */
export async function* eventsOfBody(
  body: StreamedBody,
  context: ClaimsCsvContext & { readonly limits?: BodyLimits },
): AsyncGenerator<BodyItem> {
  const limits = context.limits ?? submissionLimits;
  const chunks = limitedChunks(body.stream, limits.bodyBytes);
  let events = 0;
  for await (const item of itemsOf(chunks, { ...context, contentType: body.contentType })) {
    events += 1;
    if (events > limits.events) {
      const detail = `a body holds at most ${limits.events} events`;
      throw new ProblemError('payload-too-large', { detail });
    }
    yield item;
  }
}

function itemsOf(
  chunks: AsyncIterable<Uint8Array>,
  context: ClaimsCsvContext & { readonly contentType: ContentType },
): AsyncGenerator<BodyItem> {
  switch (context.contentType) {
    case 'application/json':
      return jsonItems(chunks);
    case 'application/x-ndjson':
      return lineItems(chunks);
    case 'text/csv':
      return csvItems(chunks, context);
    case 'application/xml':
    case 'text/xml':
    case 'text/plain':
      throw new ProblemError('unsupported-media-type');
  }
}

/** Counts the bytes. The request is not destroyed when reading ends early: it is still answered. */
async function* limitedChunks(stream: Readable, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const chunks = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        const detail = `a body has at most ${bytesMax} bytes`;
        throw new ProblemError('payload-too-large', { detail });
      }
      yield chunk;
    }
  } finally {
    // What is left is read and forgotten, so that the client gets to hear the answer.
    stream.resume();
  }
}

async function* jsonItems(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BodyItem> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  const bytes = Buffer.concat(pieces);
  const parsed = parseJson(bytes);
  if (!parsed.ok) {
    throw new ProblemError('not-json', { detail: 'the body is not JSON in UTF-8' });
  }
  const events: readonly unknown[] = Array.isArray(parsed.json) ? parsed.json : [parsed.json];
  if (events.length === 0) {
    throw new ProblemError('invalid-request', { detail: 'the array holds no event' });
  }
  const mayBeLarge = bytes.length > submissionLimits.eventBytes;
  for (const [index, event] of events.entries()) {
    const line = index + 1;
    if (mayBeLarge && Buffer.byteLength(JSON.stringify(event)) > submissionLimits.eventBytes) {
      yield { line, refusal: tooLargeEvent };
    } else {
      yield { line, event };
    }
  }
}

type JsonReading = { readonly ok: true; readonly json: unknown } | { readonly ok: false };

function parseJson(bytes: Uint8Array): JsonReading {
  try {
    return { ok: true, json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { ok: false };
  }
}

async function* lineItems(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BodyItem> {
  for await (const found of textLines(chunks, submissionLimits.eventBytes)) {
    const { line } = found;
    if ('text' in found) {
      yield jsonLine(line, found.text);
    } else if (found.fault === 'too-large') {
      yield { line, refusal: tooLargeEvent };
    } else {
      yield { line, refusal: { code: 'not-json', detail: 'the line is not UTF-8 text' } };
    }
  }
}

function jsonLine(line: number, text: string): BodyItem {
  try {
    return { line, event: JSON.parse(text) as unknown };
  } catch {
    return { line, refusal: { code: 'not-json', detail: 'the line is not JSON' } };
  }
}

interface CsvRow {
  readonly record: readonly string[];
  readonly info: Info;
}

async function* csvItems(
  chunks: AsyncIterable<Uint8Array>,
  context: ClaimsCsvContext,
): AsyncGenerator<BodyItem> {
  let header: ClaimsCsvHeader | undefined;
  for await (const { record, info } of csvRows(chunks)) {
    if (header === undefined) {
      header = headerOf(record, context);
    } else if (record.length === header.columns.length) {
      yield csvItem(info.lines, readClaimsCsvLine(header, record, context));
    } else {
      const detail = `has ${record.length} cells, the header has ${header.columns.length}`;
      yield { line: info.lines, refusal: { code: 'malformed', detail } };
    }
  }
  if (header === undefined) {
    throw new ProblemError('invalid-request', { detail: 'the CSV has no header line' });
  }
}

function csvItem(line: number, read: ClaimsCsvLine): BodyItem {
  return read.ok
    ? { line, event: read.event }
    : { line, refusal: { code: 'malformed', detail: read.detail } };
}

function headerOf(names: readonly string[], { type }: ClaimsCsvContext): ClaimsCsvHeader {
  const reading = readMessagesCsvHeader(names, type);
  if (reading.ok) return reading.header;
  throw new ProblemError('invalid-request', {
    detail: 'the header of the CSV cannot be used',
    faults: reading.faults,
  });
}

async function* csvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: submissionLimits.eventBytes,
  });
  // An error reaches the loop below through the parser; the pipeline only passes it on.
  pipeline(Readable.from(decoded(chunks)), parser, () => undefined);
  try {
    for await (const row of parser as AsyncIterable<CsvRow>) yield row;
  } catch (error) {
    throw error instanceof CsvError ? csvProblem(error) : error;
  }
}

/** The message of the parser may quote the file, so only its code and line are passed on. */
function csvProblem(error: CsvError): ProblemError {
  const lines: unknown = error['lines'];
  const line = typeof lines === 'number' && lines > 0 ? lines : 1;
  const detail =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? tooLargeEvent.detail
      : 'cannot be read as CSV: look at its quotes';
  return new ProblemError('invalid-request', {
    detail: `line ${line} ${detail}`,
    faults: [{ path: '', detail, line }],
  });
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of chunks) yield decode(() => decoder.decode(chunk, { stream: true }));
  yield decode(() => decoder.decode());
}

function decode(step: () => string): string {
  try {
    return step();
  } catch {
    throw new ProblemError('invalid-request', { detail: 'the CSV is not UTF-8 text' });
  }
}
