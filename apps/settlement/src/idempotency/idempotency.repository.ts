import type { Transaction } from '@reciproca/database';
import { requestDigest } from './canonical-request.js';

/** A request that must be carried out once, however often it is sent. */
export interface OnceRequest {
  /** Keys of two persons never meet. */
  readonly person: string;
  /** The client's `Idempotency-Key`; undefined: the request stands for itself. */
  readonly key: string | undefined;
  /** All that the request asks for, as plain data. */
  readonly request: unknown;
}

/** The answer, or that the key was used for another request. */
export type OnceOutcome<T> = { readonly ok: true; readonly answer: T } | { readonly ok: false };

interface KeptRow<T> {
  readonly request_digest: string;
  readonly answer: T;
}

/**
 * Gives the kept answer of a request that came before under the same key, or finds an answer and
 * keeps it, refusals included. Of two at once with the same key, the second one fails on the unique
 * key, and its unit of work, redone, finds the first one's answer.
 *
 * @param find carries the request out in the same transaction; its answer is plain JSON data
 */
export async function answerOnce<T>(
  transaction: Transaction,
  { person, key, request }: OnceRequest,
  find: () => Promise<T>,
): Promise<OnceOutcome<T>> {
  if (key === undefined) return { ok: true, answer: await find() };
  const digest = requestDigest(request);
  const [kept] = await transaction.query<KeptRow<T>>(
    'select request_digest, answer from idempotency_keys where person = $1 and key = $2',
    [person, key],
  );
  if (kept !== undefined) {
    return kept.request_digest === digest ? { ok: true, answer: kept.answer } : { ok: false };
  }
  const answer = await find();
  await transaction.execute(
    `insert into idempotency_keys (person, key, request_digest, answer) values ($1, $2, $3, $4)`,
    [person, key, digest, JSON.stringify(answer)],
  );
  return { ok: true, answer };
}
