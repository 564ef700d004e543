import type { Span } from './instrument.schema.js';

/** A span in English: `from 2021-01-01`, `until 2020-12-31`, `from … to …`, `at all times`. */
export function spanText({ from, to }: Span): string {
  if (from === null) {
    return to === null ? 'at all times' : `until ${to}`;
  }
  return to === null ? `from ${from}` : `from ${from} to ${to}`;
}
