import { Controller } from '@nestjs/common';
import { stateOf } from '@reciproca/agreements';
import {
  ProblemError,
  routes,
  splitSubject,
  subjectOf,
  type Input,
  type Output,
} from '@reciproca/contracts';
import {
  CurrentPrincipal,
  mayReadPair,
  mayReadState,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { ClaimViews } from './claim-views.service.js';

/** `GET /v1/claims` and `GET /v1/claims/{institution}/{reference}`. */
@Controller()
export class ClaimsController {
  constructor(private readonly views: ClaimViews) {}

  /**
   * Both States of the pair see a claim; one whose debtor could not be read, the State of its creditor
   * alone.
   */
  @Route(routes.readClaim)
  async read(
    @RouteInput() { params, language = 'en' }: Input<typeof routes.readClaim>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.readClaim>> {
    const subject = subjectOf(params);
    // A subject splits at its first slash, so a slash in the institution would name another claim.
    const named = splitSubject(subject)?.institution === params.institution;
    const view = named ? await this.views.read(subject, language) : undefined;
    if (view === undefined) throw new ProblemError('not-found');
    const creditor = stateOf(view.creditor);
    const visible =
      view.debtor === null
        ? mayReadState(principal, creditor, routes.readClaim)
        : mayReadPair(principal, [creditor, stateOf(view.debtor)], routes.readClaim);
    if (visible) return view;
    throw new ProblemError('forbidden', { detail: 'a claim is for the two States of its pair' });
  }

  /** Claims of other States are left out, not refused. */
  @Route(routes.listClaims)
  async list(
    @RouteInput() { query }: Input<typeof routes.listClaims>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listClaims>> {
    const readable = readableStates(principal, routes.listClaims);
    if (readable.kind === 'nothing') return { items: [], next: null };
    const { creditor = null, debtor = null, dueBefore = null, limit } = query;
    return this.views.list({
      creditor,
      debtor,
      dueBefore,
      visible: readable.kind === 'state' ? readable.state : null,
      status: query.status,
      limit,
      cursor: query.cursor,
    });
  }
}
