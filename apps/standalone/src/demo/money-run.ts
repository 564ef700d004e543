import { setTimeout as delay } from 'node:timers/promises';
import type { LocalIssuer } from '@reciproca/runtime';
import { ProductClient } from '../product-client.js';
import { carriedOut, type SentStatement } from './demo-bank.js';
import type { ShownBatch } from './shown.types.js';

/** What came of the money of released batches. */
export interface MoneyResult {
  /** By batch: the payment file that its bank got. */
  readonly paymentFiles: Readonly<Record<string, string>>;
  readonly statements: readonly SentStatement[];
  /** How many entries of all statements are matched, or not. */
  readonly matched: number;
  readonly unmatched: number;
  /** The batches after it. */
  readonly batches: readonly ShownBatch[];
  /** Where each of their settlements stands in the books of clearing. */
  readonly settlements: readonly { readonly settlement: string; readonly status: string }[];
}

/** The running product, and who looks at it. */
export interface MoneyWorld {
  readonly origin: string;
  readonly issuer: LocalIssuer;
  readonly dispatcher: ProductClient;
}

/**
 * Takes the payment files of released batches to the bank and brings its statements back, each by a
 * treasurer of its State, until the books have all claims paid.
 *
 * @param day on which the bank pays, `YYYY-MM-DD`
 */
export async function followMoney(
  world: MoneyWorld,
  released: readonly ShownBatch[],
  { day, onProgress }: { readonly day: string; readonly onProgress: (text: string) => void },
): Promise<MoneyResult> {
  const { dispatcher } = world;
  const paymentFiles: Record<string, string> = {};
  for (const { id } of released) {
    onProgress(`payment file of ${id}`);
    paymentFiles[id] = await dispatcher.text(`/v1/batches/${encodeURIComponent(id)}/payment-file`);
  }
  const statements = carriedOut(Object.values(paymentFiles), day);
  const told: Told[] = [];
  for (const { state, file } of statements) {
    onProgress(`bank statement of ${state}`);
    const treasurer = await treasurerOf(world, state);
    told.push(await treasurer.postXml<Told>('/v1/bank-statements', file));
  }
  const count = (entries: (answer: Told) => readonly unknown[]): number =>
    told.reduce((sum, answer) => sum + entries(answer).length, 0);
  const batches = await Promise.all(
    released.map(({ id }) => dispatcher.get<ShownBatch>(`/v1/batches/${encodeURIComponent(id)}`)),
  );
  return {
    paymentFiles,
    statements,
    matched: count(({ matched }) => matched),
    unmatched: count(({ partial, unmatched }) => [...partial, ...unmatched]),
    batches,
    settlements: await settledIn(dispatcher, batches, onProgress),
  };
}

interface Told {
  readonly matched: readonly unknown[];
  readonly partial: readonly unknown[];
  readonly unmatched: readonly unknown[];
}

function treasurerOf({ origin, issuer }: MoneyWorld, state: string): Promise<ProductClient> {
  const subject = `tess.${state.toLowerCase()}`;
  return ProductClient.as(origin, issuer, { subject, roles: ['treasurer'], state });
}

/** Waits until clearing has booked what settlement said is settled. */
async function settledIn(
  dispatcher: ProductClient,
  batches: readonly ShownBatch[],
  onProgress: (text: string) => void,
): Promise<MoneyResult['settlements']> {
  const ids = batches.flatMap(({ settlements }) => settlements.map(({ settlement }) => settlement));
  for (;;) {
    const standing = await Promise.all(
      ids.map(async (settlement) => {
        const path = `/v1/settlements/${encodeURIComponent(settlement)}`;
        const { status } = await dispatcher.get<{ status: string }>(path);
        return { settlement, status };
      }),
    );
    const open = standing.filter(({ status }) => status !== 'settled').length;
    if (open === 0 || batches.some(({ status }) => status !== 'settled')) return standing;
    onProgress(`${String(open)} settlements are being booked`);
    await delay(200);
  }
}
