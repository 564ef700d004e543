import { createHash } from 'node:crypto';

/**
 * A digest that two requests share exactly when they ask for the same: SHA-256 in hexadecimal over
 * their JSON with the names of every object sorted and absent fields left out. Lists keep their order.
 *
 * @param request plain data: objects, lists, strings, numbers, booleans, null
 */
export function requestDigest(request: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(request)), 'utf8')
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
