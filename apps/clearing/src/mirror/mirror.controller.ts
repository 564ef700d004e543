import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import { stateOf } from '@reciproca/agreements';
import { ProblemError, routes, type ContentType, type Input } from '@reciproca/contracts';
import {
  AcceptedType,
  Answer,
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { MirrorChecks } from './mirror.service.js';

/** `POST /v1/mirror-checks`. */
@Controller()
export class MirrorController {
  constructor(private readonly checks: MirrorChecks) {}

  @Route(routes.checkMirror)
  async check(
    @RouteInput() { query, body }: Input<typeof routes.checkMirror>,
    @AcceptedType() type: ContentType,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const state = stateFor(principal, query.state);
    const { institution = null, counterpart = null, side = null, currency = null } = query;
    if (institution !== null && stateOf(institution) !== state) {
      throw invalid('institution', `must be an institution of ${state}`);
    }
    const as = type === 'text/csv' ? 'csv' : 'json';
    const scope = { state, institution, counterpart, side, currency };
    const { pieces, omitted } = await this.checks.check({ bytes: body.bytes, scope, as });
    const file = new StreamableFile(Readable.from(pieces, { objectMode: false }));
    if (as === 'json') return Answer.of(200, file, { 'content-type': 'application/json' });
    // Ids, references and amounts of the contract hold nothing that a spreadsheet would run.
    return Answer.of(200, file, {
      'content-type': 'text/csv; charset=utf-8',
      'omitted-lines': omitted.toString(),
    });
  }
}

/** Whose claims and debts are compared: a bound principal's own State, else the one named. */
function stateFor(principal: Principal, asked: string | undefined): string {
  const readable = readableStates(principal, routes.checkMirror);
  switch (readable.kind) {
    case 'everything':
      if (asked === undefined) throw invalid('state', 'must be given: the token has no State');
      return asked;
    case 'state':
      if (asked === undefined || asked === readable.state) return readable.state;
      throw new ProblemError('forbidden', { detail: 'a State compares its own claims and debts' });
    case 'nothing':
      throw new ProblemError('forbidden', { detail: 'the token is bound to no State' });
  }
}

function invalid(name: string, detail: string): ProblemError {
  return new ProblemError('invalid-request', { faults: [{ path: `query.${name}`, detail }] });
}
