/** Columns as wide as their widest cell; numbers to the right. */
export function table(
  head: readonly string[],
  rows: readonly string[][],
  indent: number,
): string[] {
  const lines = [head, ...rows];
  const widths = head.map((_title, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const isNumber = (text: string): boolean => /^-?[\d.]+$/.test(text);
  return lines.map((line) =>
    (
      ' '.repeat(indent) +
      widths
        .map((width, column) => {
          const text = line[column] ?? '';
          return isNumber(text) ? text.padStart(width) : text.padEnd(width);
        })
        .join('  ')
    ).trimEnd(),
  );
}
