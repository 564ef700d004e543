import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input, type Output } from '@reciproca/contracts';
import {
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { StatementViews } from './statement-views.service.js';

/** `GET /v1/claim-statements/{institution}/{reference}`. */
@Controller()
export class StatementsController {
  constructor(private readonly views: StatementViews) {}

  /** The creditor's State sees a statement, and each State of which something is in it, its part. */
  @Route(routes.readStatement)
  async read(
    @RouteInput() { params }: Input<typeof routes.readStatement>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.readStatement>> {
    const readable = readableStates(principal, routes.readStatement);
    const state = readable.kind === 'state' ? readable.state : null;
    const found =
      readable.kind === 'nothing'
        ? ({ kind: 'hidden' } as const)
        : await this.views.read(params, state);
    switch (found.kind) {
      case 'statement':
        return found.view;
      case 'unknown':
        throw new ProblemError('not-found');
      case 'hidden':
        throw new ProblemError('forbidden', {
          detail: 'a statement is for the two States of its pair',
        });
    }
  }
}
