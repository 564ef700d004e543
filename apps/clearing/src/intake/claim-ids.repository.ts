import type { Database } from '@reciproca/database';

/** How many ids one call of the sequence stands for; the sequence increments by it. */
const blockSize = 10_000n;

/**
 * Gives out claim ids from blocks of a database sequence, so that a batch seldom needs a round trip
 * for them. Gaps are normal: a batch takes as many as it might need.
 */
export class ClaimIds {
  private next = 0n;
  private end = 0n;

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /**
   * Sets ids aside for one batch.
   *
   * @param count at most 10 000
   * @returns gives them one by one, as decimal strings
   * @throws RangeError when asked for more than one block holds
   */
  async setAside(count: number): Promise<() => string> {
    const wanted = BigInt(count);
    if (wanted > blockSize) throw new RangeError('a batch takes at most one block of claim ids');
    if (this.end - this.next < wanted) {
      const first = await this.newBlock();
      this.next = first;
      this.end = first + blockSize;
    }
    // From here to the return nothing waits, so no other batch can take the same ids.
    let id = this.next;
    this.next += wanted;
    const end = this.next;
    return () => {
      if (id >= end) throw new RangeError('more claim ids than were set aside');
      return (id++).toString();
    };
  }

  private async newBlock(): Promise<bigint> {
    const [row] = await this.database.query<{ first: string }>(
      `select nextval('claim_ids') as first`,
    );
    if (row === undefined) throw new Error('a sequence gave no value');
    return BigInt(row.first);
  }
}
