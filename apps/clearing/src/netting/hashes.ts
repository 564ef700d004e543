import { hash } from 'node:crypto';

/**
 * The hash of a cycle: SHA-256 over one line `settlement TAB hash` each, sorted by bytes and ended
 * by a line feed (contract, "Hash of a settlement").
 *
 * @returns `sha256:` and 64 lower-case hex digits
 */
export function hashOfSettlements(
  settlements: readonly { readonly settlement: string; readonly hash: string }[],
): string {
  const lines = settlements.map(({ settlement, hash: of }) => `${settlement}\t${of}\n`).sort();
  return `sha256:${hash('sha256', lines.join(''), 'hex')}`;
}
