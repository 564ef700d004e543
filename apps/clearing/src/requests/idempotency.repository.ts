import { ProblemError } from '@reciproca/contracts';
import type { Transaction } from '@reciproca/database';
import { digestOf } from './canonical-text.js';

/** A request that must be carried out once, however often it is sent. */
export interface OnceRequest {
  /** Keys of two persons never meet. */
  readonly person: string;
  /** The client's `Idempotency-Key`; undefined: the request stands for itself. */
  readonly key: string | undefined;
  /** All that the request asks for, as plain data. */
  readonly request: unknown;
}

/**
 * Gives the kept answer of a request that came before under the same key, or finds an answer and
 * keeps it. What fails keeps nothing: the key may be used again. Of two at once with the same key
 * the second one fails on the unique key, and its unit of work, redone, finds the first one's answer.
 *
 * @param find carries the request out in the same transaction; its answer is plain JSON data
 * @throws ProblemError idempotency-key-reused when the key came with another request
 */
export async function answerOnce<T>(
  transaction: Transaction,
  once: OnceRequest,
  find: () => Promise<T>,
): Promise<T> {
  const { person, key, request } = once;
  const kept = await findKept(transaction, once);
  // The same request was answered by the same work.
  if (kept !== undefined) return kept.answer as T;
  const answer = await find();
  if (key === undefined) return answer;
  await transaction.execute(
    'insert into idempotency_keys (person, key, request_digest, answer) values ($1, $2, $3, $4)',
    [person, key, digestOf(request), JSON.stringify(answer)],
  );
  return answer;
}

/**
 * The kept answer of a request that came before under the same key, for work of more than one
 * transaction: it looks first, and keeps its answer by {@link answerOnce} when it is done.
 *
 * @throws ProblemError idempotency-key-reused when the key came with another request
 */
export async function findKept(
  transaction: Pick<Transaction, 'query'>,
  { person, key, request }: OnceRequest,
): Promise<{ readonly answer: unknown } | undefined> {
  if (key === undefined) return undefined;
  const [kept] = await transaction.query<{ request_digest: string; answer: unknown }>(
    'select request_digest, answer from idempotency_keys where person = $1 and key = $2',
    [person, key],
  );
  if (kept === undefined || kept.request_digest === digestOf(request)) return kept;
  throw new ProblemError('idempotency-key-reused');
}
