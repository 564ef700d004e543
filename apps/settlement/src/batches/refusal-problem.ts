import { ProblemError } from '@reciproca/contracts';
import type { CommandAnswer } from './batches.service.js';

/** What a refused command is called over HTTP. */
export function problemOf(
  refusal: Extract<CommandAnswer<unknown>, { ok: false }>['refusal'],
): ProblemError {
  if (!('detail' in refusal)) return new ProblemError(refusal.code);
  const { code, detail } = refusal;
  if (code !== 'unknown-settlement') return new ProblemError(code, { detail });
  return new ProblemError('invalid-request', { faults: [{ path: 'body.settlements', detail }] });
}
