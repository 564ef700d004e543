import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input } from '@reciproca/contracts';
import { CurrentPrincipal, Route, RouteInput, type Principal } from '@reciproca/runtime';
import { actsForState, statesOfSettlement } from './batch-access.js';
import type { AcceptanceView } from './batch-view.js';
import { BatchesService } from './batches.service.js';
import { problemOf } from './refusal-problem.js';

/** HTTP for the payee State's side of a settlement. */
@Controller()
export class AcceptancesController {
  constructor(private readonly batches: BatchesService) {}

  @Route(routes.acceptSettlement)
  async accept(
    @RouteInput() { params, idempotencyKey }: Input<typeof routes.acceptSettlement>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AcceptanceView> {
    const settlement = params.id;
    const states = statesOfSettlement(settlement);
    if (states === undefined) throw new ProblemError('not-found');
    // The id names the States, so a stranger learns not even whether the settlement exists.
    if (!states.some((state) => actsForState(principal, state))) throw foreignState();
    const place = await this.batches.placeOf(settlement);
    if (place === undefined) throw new ProblemError('not-found');
    if (!actsForState(principal, place.payee)) throw foreignState();
    const answer = await this.batches.accept({
      batch: place.batch,
      command: { kind: 'accept', settlement },
      person: principal.personId,
      idempotencyKey,
    });
    if (answer.ok) return answer.shown;
    throw problemOf(answer.refusal);
  }
}

function foreignState(): ProblemError {
  return new ProblemError('forbidden', { detail: 'a settlement is accepted by its payee State' });
}
