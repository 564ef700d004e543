const needsQuotes = /[",\r\n]/;

/** A row by the names of its columns; an absent value is an empty cell. */
type Row<Column extends string> = Readonly<Record<Column, string | null>>;

/**
 * Rows as CSV (RFC 4180): a header line, lines ended by CR LF.
 *
 * @param columns names of the columns, in order; keys of the rows
 */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly Row<Column>[],
): string {
  return csvHeader(columns) + csvLines(columns, rows);
}

/**
 * The same for rows that come some at a time: a piece of text for the header and for each chunk,
 * each chunk asked for when the piece before it was taken.
 */
export async function* csvPieces<Column extends string>(
  columns: readonly Column[],
  chunks: AsyncIterable<readonly Row<Column>[]>,
): AsyncGenerator<string> {
  yield csvHeader(columns);
  for await (const rows of chunks) yield csvLines(columns, rows);
}

function csvHeader(columns: readonly string[]): string {
  return `${columns.join(',')}\r\n`;
}

function csvLines<Column extends string>(
  columns: readonly Column[],
  rows: readonly Row<Column>[],
): string {
  return rows.map((row) => `${columns.map((column) => cell(row[column])).join(',')}\r\n`).join('');
}

function cell(value: string | null): string {
  if (value === null) return '';
  return needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
