/**
 * How many different officers must approve a batch. None of them may have closed the cycle, and the
 * one who releases is yet another person.
 */
export function officersRequired(): number {
  return 2;
}
