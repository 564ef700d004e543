/**
 * The rows of a shipped table in CSV (RFC 4180): a header line, then one record a line, a cell with a
 * comma in double quotes. No cell of a shipped table holds a line break.
 *
 * @returns each row by the names of the header
 * @throws RangeError when a row has other cells than the header
 */
export function csvRows(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = cellsOf(header);
  return lines.map((line, index) => {
    const cells = cellsOf(line);
    if (cells.length !== names.length) {
      throw new RangeError(`row ${String(index + 1)} has ${String(cells.length)} cells`);
    }
    const row: Record<string, string> = {};
    for (let place = 0; place < names.length; place += 1) {
      row[names[place] ?? ''] = cells[place] ?? '';
    }
    return row;
  });
}

const nextCell = /,(?:"((?:[^"]|"")*)"|([^,]*))/g;

function cellsOf(line: string): string[] {
  if (!line.includes('"')) {
    return line.split(',');
  }
  return [...`,${line}`.matchAll(nextCell)].map(([, quoted, plain = '']) =>
    quoted === undefined ? plain : quoted.replaceAll('""', '"'),
  );
}
