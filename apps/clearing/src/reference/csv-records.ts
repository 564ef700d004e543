import { CsvError, parse } from 'csv-parse/sync';

/** A row of a CSV text. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** The line on which it ends, from 1. */
  readonly line: number;
}

/** The rows of a CSV text, and the lines on which a row begins that cannot be read. */
export interface CsvReading {
  readonly rows: readonly CsvRow[];
  readonly unreadable: readonly number[];
}

/**
 * Reads CSV (RFC 4180); empty lines are left out. A row with wrong quotes hides no other one: reading
 * goes on with the line after the one on which it begins.
 *
 * @param unreadableMax of so many unreadable rows none is looked for after the last
 */
export function readCsv(text: string, unreadableMax: number): CsvReading {
  // One kind of line end, so that a cell of two lines counts as two.
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const rows: CsvRow[] = [];
  const unreadable: number[] = [];
  let read = 0;
  while (read < lines.length && unreadable.length < unreadableMax) {
    const part = readUntilFault(lines.slice(read).join('\n'));
    for (const { cells, line } of part.rows) rows.push({ cells, line: read + line });
    if (!part.isFaulty) break;
    read += part.rows.at(-1)?.line ?? 0;
    while (lines[read]?.trim() === '') read += 1;
    read += 1;
    unreadable.push(read);
  }
  return { rows, unreadable };
}

function readUntilFault(text: string): {
  readonly rows: readonly CsvRow[];
  readonly isFaulty: boolean;
} {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines });
        return null;
      },
    });
    return { rows, isFaulty: false };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows, isFaulty: true };
  }
}
