const needsQuotes = /[",\r\n]/;

/**
 * Rows as CSV (RFC 4180): a header line, lines ended by CR LF, an absent value as an empty cell.
 *
 * @param columns names of the columns, in order; keys of the rows
 */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string | null>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(','));
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

function cell(value: string | null): string {
  if (value === null) return '';
  return needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
