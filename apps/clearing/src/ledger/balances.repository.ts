import type { Money } from '@reciproca/money';
import type { Transaction } from '@reciproca/database';

/** The buckets an amount of a claim can lie in; `claimed` is where all of it comes from. */
export type Bucket =
  | 'claimed'
  | 'open'
  | 'in-settlement'
  | 'settled'
  | 'contested'
  | 'credited'
  | 'refused'
  | 'waived'
  | 'written-off'
  | 'down-paid';

/** One movement as balances see it. */
export interface Movement {
  readonly creditorState: string;
  readonly debtorState: string;
  readonly from: Bucket;
  readonly to: Bucket;
  readonly payBy: string | null;
  readonly day: string;
  readonly amount: Money;
}

interface Change {
  readonly key: readonly [string, string, string, Bucket, string, string];
  amount: Money;
  claims: number;
}

/** What PostgreSQL calls the day that never comes: claims without a clock. */
const noDay = 'infinity';

/** Movements of one kind, added up. */
interface Sum {
  readonly movement: Movement;
  amount: Money;
  claims: number;
}

/** Sums movements per State pair, currency, bucket, due day and day of entry. */
export class BalanceChanges {
  private readonly sums = new Map<string, Sum>();

  add(movement: Movement): void {
    const { creditorState, debtorState, from, to, payBy, day, amount } = movement;
    const { currency } = amount;
    const kind = `${creditorState} ${debtorState} ${currency} ${from} ${to} ${payBy ?? noDay} ${day}`;
    const sum = this.sums.get(kind);
    if (sum === undefined) {
      this.sums.set(kind, { movement, amount, claims: 1 });
    } else {
      sum.amount = sum.amount.plus(amount);
      sum.claims += 1;
    }
  }

  /**
   * Adds the sums to the table. The rows are touched in the order of their key, so two writers
   * never wait for each other in a circle; `stripe` keeps writers on different rows altogether.
   */
  async write(transaction: Transaction, stripe: number): Promise<void> {
    const sorted = [...this.changes()].sort(([left], [right]) => (left < right ? -1 : 1));
    const rows = sorted.map(([, change]) => change);
    if (rows.length === 0) return;
    const column = (index: number) => rows.map((row) => row.key[index]);
    await transaction.execute(upsert, [
      ...[0, 1, 2, 3, 4, 5].map(column),
      stripe,
      rows.map((row) => row.amount.toString()),
      rows.map((row) => row.claims),
    ]);
  }

  /** What each bucket loses and gains. */
  private changes(): Map<string, Change> {
    const changes = new Map<string, Change>();
    for (const { movement, amount, claims } of this.sums.values()) {
      const { from, to } = movement;
      addTo(changes, movement, { bucket: from, amount: amount.negated(), claims: -claims });
      addTo(changes, movement, { bucket: to, amount, claims });
    }
    return changes;
  }
}

function addTo(
  changes: Map<string, Change>,
  movement: Movement,
  side: { readonly bucket: Bucket; readonly amount: Money; readonly claims: number },
): void {
  const key = [
    movement.creditorState,
    movement.debtorState,
    movement.amount.currency,
    side.bucket,
    movement.payBy ?? noDay,
    movement.day,
  ] as const;
  const text = key.join(' ');
  const known = changes.get(text);
  if (known === undefined) {
    changes.set(text, { key, amount: side.amount, claims: side.claims });
  } else {
    known.amount = known.amount.plus(side.amount);
    known.claims += side.claims;
  }
}

const upsert = `
  insert into balances
    (creditor, debtor, currency, bucket, pay_by, day, stripe, amount, claims)
  select creditor, debtor, currency, bucket, pay_by, day, $7, amount, claims
  from unnest($1::char(2)[], $2::char(2)[], $3::char(3)[], $4::bucket[], $5::date[], $6::date[],
              $8::numeric[], $9::bigint[])
    as change (creditor, debtor, currency, bucket, pay_by, day, amount, claims)
  on conflict on constraint pk_balances do update
    set amount = balances.amount + excluded.amount, claims = balances.claims + excluded.claims`;
