import { createHash } from 'node:crypto';

/**
 * The hash of a batch, or of a cycle: SHA-256 over one line `settlement TAB hash` for each
 * settlement, the lines sorted by their UTF-8 bytes and each ended by a line feed.
 *
 * @param settlements their ids and hashes (`sha256:…`), in any order
 * @returns `sha256:` and 64 lower-case hexadecimal digits
 */
export function hashOfSettlements(
  settlements: readonly { readonly id: string; readonly hash: string }[],
): string {
  const lines = settlements.map(({ id, hash }) => Buffer.from(`${id}\t${hash}\n`, 'utf8'));
  const digest = createHash('sha256');
  for (const line of lines.sort((left, right) => Buffer.compare(left, right))) digest.update(line);
  return `sha256:${digest.digest('hex')}`;
}
