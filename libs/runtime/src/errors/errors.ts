import { types } from 'node:util';

/**
 * True for every error, also one that another realm made (Node's own errors, seen from a context of
 * `node:vm`), for which `instanceof Error` says no.
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** The `code` that Node, PostgreSQL and Kafka clients give their errors, when it is a text. */
export function codeOf(error: unknown): string | undefined {
  const code = isError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
