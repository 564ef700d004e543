import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import {
  balanceClaimColumns,
  limits,
  ProblemError,
  routes,
  type ContentType,
  type Fault,
  type Input,
  type Output,
} from '@reciproca/contracts';
import { currencyOf } from '@reciproca/money';
import {
  AcceptedType,
  Answer,
  CurrentPrincipal,
  mayReadPair,
  mayReadState,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { csvPieces, csvText } from '../requests/index.js';
import { BalanceViews } from './balance-views.service.js';
import { statesOfBalance, type BalanceSubject, type BalanceView } from './published-balance.js';
import { PublishedBalances, type BalanceOfficer } from './published-balances.service.js';

/** `/v1/balances`: one State publishes, the other one confirms or lists differences. */
@Controller()
export class PublishedBalancesController {
  constructor(
    private readonly balances: PublishedBalances,
    private readonly views: BalanceViews,
  ) {}

  @Route(routes.publishBalance)
  async publish(
    @RouteInput() { body, idempotencyKey }: Input<typeof routes.publishBalance>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const faults = faultsOf(body);
    if (faults.length > 0) throw new ProblemError('invalid-request', { faults });
    const [one, other] = body.states;
    const states = one < other ? ([one, other] as const) : ([other, one] as const);
    const officer = officerOf(states, principal, idempotencyKey);
    const { currency, on } = body;
    const { changed, balance } = await this.balances.publish({ states, currency, on }, officer);
    if (!changed) return Answer.of(200, balance);
    const location = `/v1/balances/${encodeURIComponent(balance.id)}`;
    return Answer.of(201, balance, { location });
  }

  /** Balances of other pairs are left out, not refused. */
  @Route(routes.listBalances)
  async list(
    @RouteInput() { query }: Input<typeof routes.listBalances>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Output<typeof routes.listBalances>> {
    const readable = readableStates(principal, routes.listBalances);
    if (readable.kind === 'nothing') return { items: [], next: null };
    const visible = readable.kind === 'state' ? readable.state : null;
    const { state = null, counterpart = null, currency = null, status = null, limit } = query;
    const wanted = { state, counterpart, visible, currency, status, limit };
    return this.views.list(wanted, query.cursor);
  }

  @Route(routes.readBalance)
  async read(
    @RouteInput() { params }: Input<typeof routes.readBalance>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BalanceView> {
    requireVisible(params.id, principal);
    const view = await this.views.read(params.id, (state) => mayReadState(principal, state));
    if (view === undefined) throw new ProblemError('not-found');
    return view;
  }

  @Route(routes.listBalanceClaims)
  async claims(
    @RouteInput() { params, query }: Input<typeof routes.listBalanceClaims>,
    @AcceptedType() type: ContentType,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    requireVisible(params.id, principal);
    const asCsv = type === 'text/csv';
    if (asCsv && query.limit === undefined && query.cursor === undefined) {
      const claims = await this.views.allClaims(params.id);
      if (claims === undefined) throw new ProblemError('not-found');
      // When it fails in the middle the connection is cut: half a file is not taken for a whole one.
      const pieces = Readable.from(csvPieces(balanceClaimColumns, claims), { objectMode: false });
      return Answer.of(200, new StreamableFile(pieces), csvHeaders);
    }
    const page = await this.views.claims(params.id, query);
    if (page === undefined) throw new ProblemError('not-found');
    if (!asCsv) return Answer.of(200, page);
    return Answer.of(200, csvText(balanceClaimColumns, page.items), {
      ...csvHeaders,
      ...(page.next === null ? {} : { 'next-cursor': page.next }),
    });
  }

  @Route(routes.confirmBalance)
  async confirm(
    @RouteInput() { params, body, idempotencyKey }: Input<typeof routes.confirmBalance>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const officer = officerOf(statesOrNotFound(params.id), principal, idempotencyKey);
    // The body may be absent altogether.
    const hash = (body as typeof body | undefined)?.hash;
    const request = { kind: 'confirm', ...(hash !== undefined && { hash }) } as const;
    const { changed, balance } = await this.balances.answer(params.id, request, officer);
    return Answer.of(changed ? 201 : 200, balance);
  }

  @Route(routes.disputeBalance, { bodyBytesMax: limits.requestBytesMax })
  async dispute(
    @RouteInput() { params, body, idempotencyKey }: Input<typeof routes.disputeBalance>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    const officer = officerOf(statesOrNotFound(params.id), principal, idempotencyKey);
    const request = { kind: 'dispute', ...body } as const;
    const { changed, balance } = await this.balances.answer(params.id, request, officer);
    return Answer.of(changed ? 201 : 200, balance);
  }
}

// Ids, references and amounts of the contract hold nothing that a spreadsheet would run.
const csvHeaders = { 'content-type': 'text/csv; charset=utf-8' };

function faultsOf({ states, currency }: Input<typeof routes.publishBalance>['body']): Fault[] {
  const faults: Fault[] = [];
  if (states[0] === states[1]) {
    faults.push({ path: 'body.states', detail: 'must be two different States' });
  }
  if (currencyOf(currency) === undefined) {
    faults.push({ path: 'body.currency', detail: 'is no currency that is known here' });
  }
  return faults;
}

/** Only an officer of one of the two States acts on a balance. */
function officerOf(
  states: BalanceSubject['states'],
  { roles, state, personId: person }: Principal,
  idempotencyKey: string | undefined,
): BalanceOfficer {
  if (roles.includes('officer') && state !== undefined && states.includes(state)) {
    return { person, state, idempotencyKey };
  }
  throw new ProblemError('forbidden', { detail: 'a balance is for the two States of its pair' });
}

function statesOrNotFound(id: string): readonly [string, string] {
  const states = statesOfBalance(id);
  if (states === undefined) throw new ProblemError('not-found');
  return states;
}

/** The id names the pair, so a stranger learns not even whether the balance exists. */
function requireVisible(id: string, principal: Principal): void {
  if (mayReadPair(principal, [...statesOrNotFound(id)], routes.readBalance)) return;
  throw new ProblemError('forbidden', { detail: 'a balance is for the two States of its pair' });
}
