/** A JSON value, as the generated documents hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };
/** A JSON object. */
export type JsonObject = { readonly [name: string]: JsonValue };

const WIDTH = 100;

function isFlat(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

/** Where a value stands: its indentation, and how much of the line others take. */
interface Place {
  readonly indent: string;
  /** Characters before and after the value on its line. */
  readonly taken: number;
}

function written(value: JsonValue, { indent, taken }: Place): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (value.every(isFlat) && taken + line.length <= WIDTH) return line;
    const items = value.map((item) => inner + written(item, { indent: inner, taken: WIDTH }));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const names = Object.keys(value);
  const fields = names.map((name, index) => {
    const start = `${inner}${JSON.stringify(name)}: `;
    const comma = index + 1 < names.length ? 1 : 0;
    return start + written(value[name] ?? null, { indent: inner, taken: start.length + comma });
  });
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A document as text: two spaces, short lists of plain values on one line, a line end at the end. */
export function formatJson(document: JsonObject): string {
  return `${written(document, { indent: '', taken: 0 })}\n`;
}
