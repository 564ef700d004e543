import { hash } from 'node:crypto';

/**
 * The JSON of a value with the names of every object sorted and absent fields left out: two values
 * that say the same give the same text. Lists keep their order.
 *
 * @param value plain data: objects, lists, strings, numbers, booleans, null
 */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** SHA-256 of the canonical text, in hexadecimal. */
export function digestOf(value: unknown): string {
  return hash('sha256', canonicalText(value), 'hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
