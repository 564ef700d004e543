import { movementCauses, type Output, type routes } from '@reciproca/contracts';
import { Money } from '@reciproca/money';
import { outsideBuckets, owedBuckets, type Bucket } from '../ledger/index.js';

/** Opening, movements and closing between two States in one currency. */
export type AccountStatement = Omit<Output<typeof routes.readAccountStatement>, 'figures'>;
/** Why a balance between two States moved. */
export type MovementCause = (typeof movementCauses)[number];
type Movement = AccountStatement['movements'][number];

/** What a statement is about. */
export interface StatementPeriod {
  /** In whose favour amounts are positive. */
  readonly state: string;
  readonly counterpart: string;
  readonly currency: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

/** What the balances of one direction hold in one bucket; amounts as decimal strings. */
export interface BucketLine {
  /** States. */
  readonly creditor: string;
  readonly debtor: string;
  readonly bucket: Bucket;
  /** Whether it is of open items of an old system. */
  readonly isOpening: boolean;
  /** The sum up to the day before the period. */
  readonly before: string;
  /** What the period added, and by how many journal entries. */
  readonly moved: string;
  readonly entries: number;
}

/** Which bucket tells of which cause; what has no cause is owed, or moves no money. */
export const causeOfBucket = {
  claimed: 'introduced',
  credited: 'credited',
  refused: 'refused',
  waived: 'waived',
  'written-off': 'written-off',
  'down-paid': 'down-paid',
  settled: 'settled',
} as const satisfies Record<(typeof outsideBuckets)[number], MovementCause>;

/** One bucket's part in the movements of a cause, signed as the statement is. */
interface Part {
  readonly cause: MovementCause;
  readonly creditor: string;
  readonly debtor: string;
  readonly amount: Money;
  readonly count: number;
}

/**
 * The account statement from the sums of the balances: opening and closing are what is owed, the
 * movements what came from outside or went there (domain, "account statement"; the identity
 * opening + movements = closing is §7).
 *
 * @param lines of both directions of the pair, in the currency
 * @throws Error when the balances do not add up: such a statement is never shown
 */
export function accountStatementOf(
  period: StatementPeriod,
  lines: readonly BucketLine[],
): AccountStatement {
  const { state, currency } = period;
  const owed = lines.filter(({ bucket }) => owedBuckets.some((each) => each === bucket));
  const opening = sumOf(owed, period, ({ before }) => before);
  const closing = opening.plus(sumOf(owed, period, ({ moved }) => moved));
  const parts = lines.flatMap((line) => partOf(line, { state, currency }));
  const movements = movementCauses.flatMap((cause) =>
    movementOf(
      cause,
      parts.filter((part) => part.cause === cause),
    ),
  );
  const explained = Money.sum([opening, ...parts.map(({ amount }) => amount)], currency);
  if (!explained.equals(closing)) {
    throw new Error('the balances of a pair do not add up to its account statement');
  }
  return { ...period, opening: opening.toString(), movements, closing: closing.toString() };
}

function sumOf(
  lines: readonly BucketLine[],
  { state, currency }: StatementPeriod,
  amountOf: (line: BucketLine) => string,
): Money {
  const amounts = lines.map((line) => inFavour(Money.of(amountOf(line), currency), line, state));
  return Money.sum(amounts, currency);
}

/** What is owed to a State is in its favour, what it owes is not. */
function inFavour(
  amount: Money,
  { creditor }: { readonly creditor: string },
  state: string,
): Money {
  return creditor === state ? amount : amount.negated();
}

function partOf(
  line: BucketLine,
  { state, currency }: Pick<StatementPeriod, 'state' | 'currency'>,
): Part[] {
  const { creditor, debtor, bucket, isOpening, entries } = line;
  const outside = outsideBuckets.find((each) => each === bucket);
  if (outside === undefined) return [];
  // What a bucket outside gains, what is owed loses.
  const amount = inFavour(Money.of(line.moved, currency).negated(), line, state);
  if (!isOpening) {
    return [{ cause: causeOfBucket[outside], creditor, debtor, amount, count: entries }];
  }
  // An open item is one line, whatever of it was settled or credited before.
  const count = outside === 'claimed' ? entries : 0;
  return [{ cause: 'opening', creditor, debtor, amount, count }];
}

function movementOf(cause: MovementCause, parts: readonly Part[]): Movement[] {
  const directions = [...new Set(parts.map(({ creditor }) => creditor))]
    .sort()
    .flatMap((creditor) => directionOf(parts.filter((part) => part.creditor === creditor)))
    .filter(({ count }) => count > 0);
  const [first] = parts;
  if (first === undefined || directions.length === 0) return [];
  const amount = directions.reduce(
    (sum, direction) => sum.plus(Money.of(direction.amount, sum.currency)),
    Money.zero(first.amount.currency),
  );
  const count = directions.reduce((sum, direction) => sum + direction.count, 0);
  return [{ cause, amount: amount.toString(), count, directions }];
}

function directionOf(parts: readonly Part[]): Movement['directions'] {
  const [first] = parts;
  if (first === undefined) return [];
  const { creditor, debtor } = first;
  const amounts = parts.map(({ amount }) => amount);
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const amount = Money.sum(amounts, first.amount.currency).toString();
  return [{ creditor, debtor, amount, count }];
}
