/** A value of one column: text as PostgreSQL reads it, an integer, or NULL. */
export type CopyValue = string | number | bigint | null;

const needsEscape = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

function field(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return value.toString();
  if (!needsEscape.test(value)) return value;
  return value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}

/**
 * Writes one row in PostgreSQL's COPY text format (PostgreSQL manual, "COPY", text format).
 * Amounts go in as decimal strings, dates as `YYYY-MM-DD`; a text must not contain NUL,
 * which PostgreSQL cannot store (contract strings never do).
 *
 * @param values one value per column, in the order of the column list
 * @returns the row with its line feed
 */
export function copyRow(values: readonly CopyValue[]): string {
  let row = '';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) row += '\t';
    row += field(values[index] ?? null);
  }
  return row + '\n';
}
