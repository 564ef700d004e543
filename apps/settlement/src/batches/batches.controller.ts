import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input, type Output } from '@reciproca/contracts';
import {
  Answer,
  CurrentPrincipal,
  mayReadState,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { actsForState, payerFilter, payerOf } from './batch-access.js';
import type { BatchCommand } from './batch-decision.js';
import type { BatchView } from './batch-view.js';
import { BatchesService, type CommandAnswer } from './batches.service.js';
import { problemOf } from './refusal-problem.js';
import { batchOfCursor, cursorAfter } from './page-cursor.js';

/** Whose command it is, and what makes it the same command when it comes again. */
interface Caller {
  readonly principal: Principal;
  readonly idempotencyKey: string | undefined;
}

/** HTTP for batches: who may, and what an answer is called there. */
@Controller()
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Route(routes.listBatches)
  async list(
    @RouteInput() { query }: Input<typeof routes.listBatches>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listBatches>> {
    const { cycle, status, limit } = query;
    const filter = payerFilter(readableStates(principal, routes.listBatches), query.payer);
    if (filter.kind === 'foreign') throw foreignState();
    const after = query.cursor === undefined ? undefined : cursorOrRefuse(query.cursor);
    if (filter.kind === 'none') return { items: [], next: null };
    // One more than asked for tells whether a page follows.
    const found = await this.batches.list({
      payer: filter.kind === 'payer' ? filter.payer : undefined,
      cycle,
      status,
      after,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last !== undefined ? cursorAfter(last.id) : null;
    return { items, next };
  }

  @Route(routes.readBatch)
  async read(
    @RouteInput() { params }: Input<typeof routes.readBatch>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BatchView> {
    // The id names the payer, so a stranger learns not even whether the batch exists.
    if (!mayReadState(principal, payerOrNotFound(params.id), routes.readBatch)) {
      throw foreignState();
    }
    const batch = await this.batches.read(params.id);
    if (batch === undefined) throw new ProblemError('not-found');
    return batch;
  }

  @Route(routes.approveBatch)
  async approve(
    @RouteInput() { params, body, idempotencyKey }: Input<typeof routes.approveBatch>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const command = { kind: 'approve', hash: body.hash } as const;
    const caller = { principal, idempotencyKey };
    const { changed, shown } = await this.carryOut(params.id, command, caller);
    return Answer.of(changed ? 201 : 200, shown);
  }

  @Route(routes.rejectBatch)
  async reject(
    @RouteInput() { params, body, idempotencyKey }: Input<typeof routes.rejectBatch>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BatchView> {
    const command = { kind: 'reject', ...body } as const;
    return (await this.carryOut(params.id, command, { principal, idempotencyKey })).shown;
  }

  @Route(routes.releaseBatch)
  async release(
    @RouteInput() { params, body, idempotencyKey }: Input<typeof routes.releaseBatch>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BatchView> {
    // The body may be absent altogether.
    const hash = (body as typeof body | undefined)?.hash;
    const command = { kind: 'release', ...(hash !== undefined && { hash }) } as const;
    return (await this.carryOut(params.id, command, { principal, idempotencyKey })).shown;
  }

  private async carryOut(
    batch: string,
    command: Exclude<BatchCommand, { kind: 'accept' }>,
    { principal, idempotencyKey }: Caller,
  ): Promise<Extract<CommandAnswer<BatchView>, { ok: true }>> {
    if (!actsForState(principal, payerOrNotFound(batch))) throw foreignState();
    const answer = await this.batches.carryOut({
      batch,
      command,
      person: principal.personId,
      idempotencyKey,
    });
    if (answer.ok) return answer;
    throw problemOf(answer.refusal);
  }
}

function payerOrNotFound(batchId: string): string {
  const payer = payerOf(batchId);
  if (payer === undefined) throw new ProblemError('not-found');
  return payer;
}

function cursorOrRefuse(cursor: string): string {
  const batch = batchOfCursor(cursor);
  if (batch !== undefined) return batch;
  const detail = 'must be the `next` of an earlier page';
  throw new ProblemError('invalid-request', { faults: [{ path: 'query.cursor', detail }] });
}

function foreignState(): ProblemError {
  return new ProblemError('forbidden', { detail: 'a batch is for its payer State alone' });
}
