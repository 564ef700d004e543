import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input, type Output } from '@reciproca/contracts';
import {
  Answer,
  BodyStream,
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
  type StreamedBody,
} from '@reciproca/runtime';
import type { EntryDecision } from './assignment-decision.js';
import { cursorAfterEntry, entryOfCursor } from './entry-cursor.js';
import { PaymentsService, type Treasurer } from './payments.service.js';

/** HTTP for what the banks say: who may, and what an answer is called there. */
@Controller()
export class PaymentsController {
  constructor(private readonly payments: PaymentsService) {}

  @Route(routes.importBankStatement, { streamBody: true })
  async importFile(
    @BodyStream() { stream }: StreamedBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.importBankStatement>> {
    const answer = await this.payments.importFile(
      stream as AsyncIterable<Uint8Array>,
      treasurerOf(principal),
    );
    if (answer.ok) {
      const of = (status: string) => answer.entries.filter((entry) => entry.status === status);
      const matched = [...of('matched'), ...of('returned')];
      return { matched, partial: of('partial'), unmatched: of('unmatched') };
    }
    if (answer.code === 'bank-file-invalid') {
      throw new ProblemError('bank-file-invalid', { faults: [...answer.faults] });
    }
    const detail = `${answer.account} is no account of the token’s State`;
    throw new ProblemError('foreign-account', { detail });
  }

  @Route(routes.listBankEntries)
  async list(
    @RouteInput() { query }: Input<typeof routes.listBankEntries>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listBankEntries>> {
    const readable = readableStates(principal, routes.listBankEntries);
    const { status, limit, state } = query;
    if (readable.kind === 'nothing') return { items: [], next: null };
    if (readable.kind === 'state' && state !== undefined && state !== readable.state) {
      throw new ProblemError('forbidden', { detail: 'bank entries are for their own State alone' });
    }
    const after = query.cursor === undefined ? undefined : cursorOrRefuse(query.cursor);
    // One more than asked for tells whether a page follows.
    const found = await this.payments.list({
      state: readable.kind === 'state' ? readable.state : state,
      status,
      ids: undefined,
      digest: undefined,
      after,
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const next = found.length > limit && last !== undefined ? cursorAfterEntry(last) : null;
    return { items, next };
  }

  @Route(routes.assignBankEntry)
  async assign(
    @RouteInput() { params, body }: Input<typeof routes.assignBankEntry>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const entry = await this.decide(params.id, { kind: 'assign', ...body }, principal);
    return Answer.of(201, entry);
  }

  @Route(routes.undoBankAssignment)
  undo(
    @RouteInput() { params }: Input<typeof routes.undoBankAssignment>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.undoBankAssignment>> {
    return this.decide(params.id, { kind: 'undo', settlement: params.settlement }, principal);
  }

  @Route(routes.returnBankEntry)
  giveBack(
    @RouteInput() { params }: Input<typeof routes.returnBankEntry>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.returnBankEntry>> {
    return this.decide(params.id, { kind: 'return' }, principal);
  }

  private async decide(id: string, decision: EntryDecision, principal: Principal) {
    const answer = await this.payments.decide(id, decision, treasurerOf(principal));
    if (answer.ok) return answer.entry;
    const { refusal } = answer;
    if (refusal.code === 'invalid-request') {
      const { path, detail } = refusal;
      throw new ProblemError('invalid-request', { faults: [{ path, detail }] });
    }
    const detail = 'detail' in refusal ? { detail: refusal.detail } : {};
    throw new ProblemError(refusal.code, detail);
  }
}

/** The guard lets in nobody as treasurer who is bound to no State. */
function treasurerOf({ personId: person, state }: Principal): Treasurer {
  if (state === undefined) throw new ProblemError('forbidden', { detail: 'a State is needed' });
  return { person, state };
}

function cursorOrRefuse(cursor: string): { readonly on: string; readonly id: string } {
  const entry = entryOfCursor(cursor);
  if (entry !== undefined) return entry;
  const detail = 'must be the `next` of an earlier page';
  throw new ProblemError('invalid-request', { faults: [{ path: 'query.cursor', detail }] });
}
