import type { Database } from '@reciproca/database';

/** How many ids one call of the sequence stands for; the sequence increments by it. */
const blockSize = 10_000n;

/** Gives out claim ids from blocks, so that a batch needs no round trip for them. Gaps are normal. */
export class ClaimIds {
  private next = 0n;
  private end = 0n;

  constructor(private readonly database: Pick<Database, 'query'>) {}

  /** Makes sure that `count` ids can be taken without a wait. */
  async reserve(count: number): Promise<void> {
    if (this.end - this.next >= BigInt(count)) return;
    const [row] = await this.database.query<{ first: string }>(
      `select nextval('claim_ids') as first`,
    );
    if (row === undefined) throw new Error('a sequence gave no value');
    this.next = BigInt(row.first);
    this.end = this.next + blockSize;
  }

  /** The next id; call {@link reserve} for the batch before. */
  take(): string {
    if (this.next >= this.end) throw new Error('claim ids were not reserved');
    const id = this.next.toString();
    this.next += 1n;
    return id;
  }
}
