import { Controller } from '@nestjs/common';
import { ProblemError, routes, type Input } from '@reciproca/contracts';
import {
  CurrentPrincipal,
  mayReadPair,
  mayReadState,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { statesOf } from '../netting/index.js';
import type { Explanation } from './explanation.js';
import { Explanations } from './explanations.service.js';

/** HTTP for explanations. */
@Controller()
export class ExplanationsController {
  constructor(private readonly explanations: Explanations) {}

  @Route(routes.explainSettlement)
  async explain(
    @RouteInput() { params, query, language = 'en' }: Input<typeof routes.explainSettlement>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Explanation> {
    const { settlement } = params;
    const states = statesOf(settlement);
    // The id names the pair, so a stranger learns not even whether the settlement exists.
    if (states === undefined) throw new ProblemError('not-found');
    if (!mayReadPair(principal, [...states], routes.explainSettlement)) {
      const detail = 'a settlement is for the two States of its pair';
      throw new ProblemError('forbidden', { detail });
    }
    const isOfPayer = (payer: string): boolean =>
      mayReadState(principal, payer, routes.explainSettlement);
    const found = await this.explanations.explain({ settlement, language, isOfPayer, ...query });
    if (found === undefined) throw new ProblemError('not-found');
    return found;
  }
}
