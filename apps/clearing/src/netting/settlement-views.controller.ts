import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import {
  ProblemError,
  routes,
  settlementClaimColumns,
  type ContentType,
  type Input,
  type Output,
} from '@reciproca/contracts';
import {
  AcceptedType,
  Answer,
  CurrentPrincipal,
  mayReadPair,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { csvPieces, csvText } from '../requests/index.js';
import { statesOf } from './settlement-view.js';
import { SettlementViews } from './settlement-views.service.js';

/** `GET /v1/settlements/{id}` and the claims behind it. */
@Controller()
export class SettlementsController {
  constructor(private readonly views: SettlementViews) {}

  @Route(routes.readSettlement)
  async read(
    @RouteInput() { params }: Input<typeof routes.readSettlement>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.readSettlement>> {
    requireVisible(params.id, principal);
    const view = await this.views.read(params.id);
    if (view === undefined) throw new ProblemError('not-found');
    return view;
  }

  @Route(routes.listSettlementClaims)
  async claims(
    @RouteInput() { params, query }: Input<typeof routes.listSettlementClaims>,
    @AcceptedType() type: ContentType,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    requireVisible(params.id, principal);
    const asCsv = type === 'text/csv';
    if (asCsv && query.limit === undefined && query.cursor === undefined) {
      const claims = await this.views.allClaims(params.id);
      if (claims === undefined) throw new ProblemError('not-found');
      // When it fails in the middle the connection is cut: half a file is not taken for a whole one.
      const pieces = Readable.from(csvPieces(settlementClaimColumns, claims), {
        objectMode: false,
      });
      return Answer.of(200, new StreamableFile(pieces), csvHeaders);
    }
    const page = await this.views.claims(params.id, query);
    if (page === undefined) throw new ProblemError('not-found');
    if (!asCsv) return Answer.of(200, page);
    return Answer.of(200, csvText(settlementClaimColumns, page.items), {
      ...csvHeaders,
      ...(page.next === null ? {} : { 'next-cursor': page.next }),
    });
  }
}

// Ids, references and amounts of the contract hold nothing that a spreadsheet would run.
const csvHeaders = { 'content-type': 'text/csv; charset=utf-8' };

/** The id names the pair, so a stranger learns not even whether the settlement exists. */
function requireVisible(id: string, principal: Principal): void {
  const states = statesOf(id);
  if (states === undefined) throw new ProblemError('not-found');
  if (mayReadPair(principal, [...states], routes.readSettlement)) return;
  throw new ProblemError('forbidden', { detail: 'a settlement is for the two States of its pair' });
}
