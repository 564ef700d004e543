import { Controller } from '@nestjs/common';
import { routes, type Input, type Output } from '@reciproca/contracts';
import {
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { DeadlineList } from './deadline-list.service.js';
import { DeadlineRuns } from './deadline-runs.service.js';

/** `GET /v1/deadlines` and `POST /v1/deadline-runs`. */
@Controller()
export class DeadlinesController {
  constructor(
    private readonly deadlines: DeadlineList,
    private readonly runs: DeadlineRuns,
  ) {}

  /** Both States of a pair see its deadlines; those of others are left out, not refused. */
  @Route(routes.listDeadlines)
  async list(
    @RouteInput() { query, language = 'en' }: Input<typeof routes.listDeadlines>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listDeadlines>> {
    const readable = readableStates(principal, routes.listDeadlines);
    if (readable.kind === 'nothing') return { items: [], next: null };
    const visible = readable.kind === 'state' ? readable.state : null;
    const { state = null, asOf, before, limit, cursor } = query;
    return this.deadlines.page({ state, visible, asOf, before, limit, cursor, language });
  }

  @Route(routes.runDeadlines)
  async run(
    @RouteInput() { body, idempotencyKey: key }: Input<typeof routes.runDeadlines>,
    @CurrentPrincipal() { personId: person }: Principal,
  ): Promise<Output<typeof routes.runDeadlines>> {
    return this.runs.answer({ until: body.until, person, key });
  }
}
