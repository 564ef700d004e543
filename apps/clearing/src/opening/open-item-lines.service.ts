import {
  limits,
  ProblemError,
  readOpenItem,
  readOpenItemLine,
  readOpenItemsCsvHeader,
  type ClaimsCsvHeader,
  type OpenItemReading,
  type RawBody,
} from '@reciproca/contracts';
import { csvLines } from '../requests/index.js';

/** An open item, or what keeps it from being one, and where it stands. */
export interface OpenItemLine {
  /** In a CSV the line on which the item ends, the header being 1; in JSON its number from 1. */
  readonly line: number;
  readonly reading: OpenItemReading;
}

/** Items read and booked at once. */
const chunkSize = 1_000;

/**
 * The items of a body, some at a time and each time anew, so that a unit of work can be redone.
 *
 * @throws ProblemError not-json, invalid-request when the body as a whole cannot be used; while it
 *   is read too
 */
export function openItemsOf(body: RawBody): () => AsyncGenerator<OpenItemLine[]> {
  if (body.contentType === 'text/csv') return () => inChunks(csvItems(body.bytes));
  const records = jsonRecords(body.bytes);
  return () => inChunks(jsonItems(records));
}

function unusable(detail: string): ProblemError {
  return new ProblemError('invalid-request', { detail: `the import ${detail}` });
}

async function* inChunks(
  items: AsyncIterable<OpenItemLine> | Iterable<OpenItemLine>,
): AsyncGenerator<OpenItemLine[]> {
  let chunk: OpenItemLine[] = [];
  let count = 0;
  for await (const item of items) {
    count += 1;
    if (count > limits.openItemsMax) throw unusable(`holds more than ${limits.openItemsMax} items`);
    chunk.push(item);
    if (chunk.length === chunkSize) {
      yield chunk;
      chunk = [];
    }
  }
  if (count === 0) throw unusable('holds no item');
  if (chunk.length > 0) yield chunk;
}

function jsonRecords(bytes: Uint8Array): readonly unknown[] {
  let records: unknown;
  try {
    records = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new ProblemError('not-json', { detail: 'the body is not JSON in UTF-8' });
  }
  if (!Array.isArray(records)) throw unusable('is not an array of items');
  return records as readonly unknown[];
}

function* jsonItems(records: readonly unknown[]): Generator<OpenItemLine> {
  for (const [index, record] of records.entries()) {
    yield { line: index + 1, reading: readOpenItem(record) };
  }
}

async function* csvItems(bytes: Uint8Array): AsyncGenerator<OpenItemLine> {
  let header: ClaimsCsvHeader | undefined;
  for await (const { line, cells } of csvLines(bytes)) {
    if (header === undefined) header = headerOf(cells);
    else yield { line, reading: readingOf(header, cells) };
  }
  if (header === undefined) throw unusable('has no header line');
}

function headerOf(names: readonly string[]): ClaimsCsvHeader {
  const reading = readOpenItemsCsvHeader(names);
  if (reading.ok) return reading.header;
  const detail = 'the header of the import cannot be used';
  throw new ProblemError('invalid-request', {
    detail,
    faults: reading.faults.slice(0, limits.faultsMax),
  });
}

function readingOf(header: ClaimsCsvHeader, cells: readonly string[]): OpenItemReading {
  const { length } = header.columns;
  if (cells.length === length) return readOpenItemLine(header, cells);
  const detail = `has ${cells.length} cells, the header has ${length}`;
  return { ok: false, faults: [{ path: '', detail, code: 'malformed' }] };
}
