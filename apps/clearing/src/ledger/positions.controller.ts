import { Controller } from '@nestjs/common';
import { routes, type Input, type Output } from '@reciproca/contracts';
import {
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { startOf } from '../requests/index.js';
import { PositionsService } from './positions.service.js';

const place = [/^[A-Z]{2}$/, /^[A-Z]{2}$/, /^[A-Z]{3}$/];

/** `GET /v1/positions`. */
@Controller()
export class PositionsController {
  constructor(private readonly positions: PositionsService) {}

  /** Both States of a pair see its position; pairs of others are left out, not refused. */
  @Route(routes.listPositions)
  async list(
    @RouteInput() { query }: Input<typeof routes.listPositions>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listPositions>> {
    const after = startOf(query.cursor, place);
    const readable = readableStates(principal, routes.listPositions);
    if (readable.kind === 'nothing') return { items: [], next: null };
    const visible = readable.kind === 'state' ? readable.state : null;
    const { state = null, currency = null, limit, asOf } = query;
    return this.positions.list({ state, visible, currency, after, limit }, asOf);
  }
}
