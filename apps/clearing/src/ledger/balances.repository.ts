import { Money } from '@reciproca/money';
import type { Transaction } from '@reciproca/database';

/**
 * The buckets an amount of a claim can lie in; `claimed` is where all of it comes from. What is
 * disputed moves no money: it lies in `disputed` beside the others, and comes from `undisputed`.
 */
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
  | 'down-paid'
  | 'undisputed'
  | 'disputed';

/** One movement as balances see it. */
export interface Movement {
  readonly creditorState: string;
  readonly debtorState: string;
  readonly from: Bucket;
  readonly to: Bucket;
  readonly payBy: string | null;
  /** By when a contestation is answered, for what goes into `contested` or leaves it. */
  readonly replyBy?: string | null;
  readonly day: string;
  readonly amount: Money;
  /** By how many the claims of which something is left grow by it: 1, 0 or -1; absent: 0. */
  readonly claims?: number;
  /** Journal entries behind it; absent: 1. 0 for what another movement of the same entry counts. */
  readonly entries?: number;
}

/** Where amounts of a claim lie as long as they are owed. */
export const owedBuckets = [
  'open',
  'contested',
  'in-settlement',
] as const satisfies readonly Bucket[];

/** Where they come from and go to in the end: an entry from or to one of them moves what is owed. */
export const outsideBuckets = [
  'claimed',
  'credited',
  'refused',
  'waived',
  'written-off',
  'down-paid',
  'settled',
] as const satisfies readonly Bucket[];

/**
 * Open items of an old system write balances on a stripe of their own: an account statement tells
 * them from what happened here.
 */
export const openingStripe = 110;

interface Change {
  readonly key: readonly [string, string, string, Bucket, string, string];
  amount: Money;
  claims: number;
  entries: number;
}

/** What PostgreSQL calls the day that never comes: claims without a clock. */
const noDay = 'infinity';

/** Movements of one kind, added up. */
interface Sum {
  readonly movement: Movement;
  amount: Money;
  claims: number;
  entries: number;
}

/** Sums movements per State pair, currency, bucket, due day and day of entry. */
export class BalanceChanges {
  private readonly sums = new Map<string, Sum>();

  add(movement: Movement): void {
    const { creditorState, debtorState, from, to, payBy, replyBy, day, amount } = movement;
    const { claims = 0, entries = 1 } = movement;
    const { currency } = amount;
    const days = `${payBy ?? noDay} ${replyBy ?? noDay} ${day}`;
    const kind = `${creditorState} ${debtorState} ${currency} ${from} ${to} ${days}`;
    const sum = this.sums.get(kind);
    if (sum === undefined) {
      this.sums.set(kind, { movement, amount, claims, entries });
    } else {
      sum.amount = sum.amount.plus(amount);
      sum.claims += claims;
      sum.entries += entries;
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
      rows.map((row) => row.entries),
    ]);
  }

  /** What each bucket loses and gains. */
  private changes(): Map<string, Change> {
    const changes = new Map<string, Change>();
    for (const { movement, amount, claims, entries } of this.sums.values()) {
      const { from, to } = movement;
      addTo(changes, movement, { bucket: from, amount: amount.negated() });
      addTo(changes, movement, { bucket: to, amount });
      if (claims !== 0) countIn(changes, movement, claims);
      if (entries !== 0) countEntries(changes, movement, entries);
    }
    return changes;
  }
}

function addTo(
  changes: Map<string, Change>,
  movement: Movement,
  side: { readonly bucket: Bucket; readonly amount: Money },
): void {
  const change = changeOf(changes, movement, side.bucket);
  change.amount = change.amount.plus(side.amount);
}

/** Claims are counted where they come from, so that each is counted once wherever its parts lie. */
function countIn(changes: Map<string, Change>, movement: Movement, claims: number): void {
  changeOf(changes, movement, 'claimed').claims += claims;
}

/** Entries are counted where they come from outside or go there; what moves inside is not counted. */
function countEntries(changes: Map<string, Change>, movement: Movement, entries: number): void {
  for (const bucket of [movement.from, movement.to]) {
    if (!outsideBuckets.some((outside) => outside === bucket)) continue;
    changeOf(changes, movement, bucket).entries += entries;
  }
}

function changeOf(changes: Map<string, Change>, movement: Movement, bucket: Bucket): Change {
  const { creditorState, debtorState, payBy, replyBy, day, amount } = movement;
  const falls = (bucket === 'contested' ? replyBy : payBy) ?? noDay;
  const key = [creditorState, debtorState, amount.currency, bucket, falls, day] as const;
  const text = key.join(' ');
  const known = changes.get(text);
  if (known !== undefined) return known;
  const made = { key, amount: Money.zero(amount.currency), claims: 0, entries: 0 };
  changes.set(text, made);
  return made;
}

const upsert = `
  insert into balances
    (creditor, debtor, currency, bucket, falls_on, day, stripe, amount, claims, entries)
  select creditor, debtor, currency, bucket, falls_on, day, $7, amount, claims, entries
  from unnest($1::char(2)[], $2::char(2)[], $3::char(3)[], $4::bucket[], $5::date[], $6::date[],
              $8::numeric[], $9::bigint[], $10::bigint[])
    as change (creditor, debtor, currency, bucket, falls_on, day, amount, claims, entries)
  on conflict on constraint pk_balances do update
    set amount = balances.amount + excluded.amount, claims = balances.claims + excluded.claims,
      entries = balances.entries + excluded.entries`;
