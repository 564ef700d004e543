import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input, type Output } from '@reciproca/contracts';
import { Answer, CurrentPrincipal, Route, RouteInput, type Principal } from '@reciproca/runtime';
import { CycleViews } from './cycle-views.service.js';

/** `POST /v1/cycles` and `GET /v1/cycles/{id}`. */
@Controller()
export class CyclesController {
  constructor(private readonly cycles: CycleViews) {}

  /** 202 with the cycle and where to read it; 200 with what a close would give for a dry run. */
  @Route(routes.closeCycle)
  async close(
    @RouteInput() { body, idempotencyKey }: Input<typeof routes.closeCycle>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const request = { body, person: principal.personId, idempotencyKey };
    if (body.dryRun === true) return Answer.of(200, await this.cycles.preview(request));
    const location = `/v1/cycles/${encodeURIComponent(body.id)}`;
    return Answer.of(202, await this.cycles.close(request), { location });
  }

  @Route(routes.readCycle)
  async read(
    @RouteInput() { params }: Input<typeof routes.readCycle>,
  ): Promise<Output<typeof routes.readCycle>> {
    const cycle = await this.cycles.read(params.id);
    if (cycle === undefined) throw new ProblemError('not-found');
    return cycle;
  }
}
