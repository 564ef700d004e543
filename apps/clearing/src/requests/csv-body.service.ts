import { pipeline, Readable } from 'node:stream';
import { limits, ProblemError } from '@reciproca/contracts';
import { CsvError, parse, type Info } from 'csv-parse';

/** A line of a CSV body. */
export interface CsvLine {
  /** Where the line ends, the header being 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

interface CsvRow {
  readonly record: readonly string[];
  readonly info: Info;
}

/** Bytes parsed before others get their turn. */
const pieceBytes = 64 * 1024;

/**
 * The lines of a CSV body in UTF-8, its header first. They come as they are parsed, so that a large
 * body holds nobody up.
 *
 * @throws ProblemError invalid-request when the body cannot be read any further, with the line
 */
export async function* csvLines(bytes: Uint8Array): AsyncGenerator<CsvLine> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.messageBytesMax,
  });
  // An error reaches the loop below through the parser; the pipeline only passes it on.
  pipeline(Readable.from(decoded(bytes)), parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRow>) {
      yield { line: info.lines, cells: record };
    }
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
      ? `is longer than ${limits.messageBytesMax} bytes`
      : 'cannot be read as CSV: look at its quotes';
  return new ProblemError('invalid-request', {
    detail: `line ${line} ${detail}`,
    faults: [{ path: '', detail, line }],
  });
}

function* decoded(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      yield decoder.decode(bytes.subarray(from, from + pieceBytes), { stream: true });
    }
    yield decoder.decode();
  } catch {
    throw new ProblemError('invalid-request', { detail: 'the CSV is not UTF-8 text' });
  }
}
