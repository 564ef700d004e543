import { Controller } from '@nestjs/common';
import { routes, type Input, type Output } from '@reciproca/contracts';
import { CurrentPrincipal, Route, RouteInput, type Principal } from '@reciproca/runtime';
import { Openings } from './opening.service.js';

/** `POST /v1/open-items`. */
@Controller()
export class OpeningController {
  constructor(private readonly openings: Openings) {}

  @Route(routes.importOpenItems)
  import(
    @RouteInput() { body, idempotencyKey }: Input<typeof routes.importOpenItems>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.importOpenItems>> {
    return this.openings.take({ body, person: principal.personId, idempotencyKey });
  }
}
