import type { ServerResponse } from 'node:http';
import { Controller, Res } from '@nestjs/common';
import { ProblemError, routes, type Input, type Output } from '@reciproca/contracts';
import {
  Answer,
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { startOf } from '../requests/index.js';
import { Corrections } from './corrections.service.js';
import { ReferenceImports } from './reference-import.service.js';
import { ReferenceLists } from './reference-list.service.js';

/** `GET` and `POST /v1/reference/{kind}`, and what corrected averages propose. */
@Controller()
export class ReferenceController {
  constructor(
    private readonly imports: ReferenceImports,
    private readonly lists: ReferenceLists,
    private readonly corrections: Corrections,
  ) {}

  @Route(routes.listReference)
  async list(
    @RouteInput() { params, query }: Input<typeof routes.listReference>,
  ): Promise<Output<typeof routes.listReference>> {
    const [after = '0'] = startOf(query.cursor, [/^\d{1,9}$/]) ?? [];
    const { key = null, on = null, limit } = query;
    return this.lists.list({
      kind: params.kind,
      key,
      on,
      after: Number.parseInt(after, 10),
      limit,
    });
  }

  /** Corrections of claims of other States are left out, not refused. */
  @Route(routes.listCorrections)
  async proposals(
    @RouteInput() { params, query }: Input<typeof routes.listCorrections>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listCorrections>> {
    const readable = readableStates(principal, routes.listCorrections);
    if (readable.kind === 'nothing') return { items: [], next: null };
    const visible = readable.kind === 'state' ? readable.state : null;
    return this.corrections.list({
      key: params.key,
      visible,
      limit: query.limit,
      cursor: query.cursor,
    });
  }

  /** 201 when new versions were made, 200 when all of them stood already. */
  @Route(routes.importReference)
  async import(
    @RouteInput() { params, body, idempotencyKey }: Input<typeof routes.importReference>,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<Answer> {
    const { kind } = params;
    if (kind === 'instruments') {
      response.setHeader('allow', 'GET');
      const detail = 'instruments are shipped with the product and only read';
      throw new ProblemError('method-not-allowed', { detail });
    }
    const result = await this.imports.take({
      kind,
      body,
      person: principal.personId,
      idempotencyKey,
    });
    return Answer.of(result.imported > 0 ? 201 : 200, result);
  }
}
