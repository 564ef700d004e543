import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import {
  accountStatementColumns,
  ProblemError,
  routes,
  type ContentType,
  type Fault,
  type Input,
} from '@reciproca/contracts';
import { currencyOf } from '@reciproca/money';
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
import type { StatementPeriod } from './account-statement.js';
import type { LineWish } from './account-statements.repository.js';
import { AccountStatements } from './account-statements.service.js';

/** `GET /v1/account-statements` and the claims behind them. */
@Controller()
export class AccountStatementsController {
  constructor(private readonly statements: AccountStatements) {}

  /** As CSV all lines; as JSON opening, movements and closing. */
  @Route(routes.readAccountStatement)
  async read(
    @RouteInput() { query }: Input<typeof routes.readAccountStatement>,
    @AcceptedType() type: ContentType,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    requireVisible(query, principal);
    if (type === 'text/csv') return this.whole({ ...query, cause: undefined });
    return Answer.of(200, await this.statements.read(query));
  }

  @Route(routes.listAccountStatementClaims)
  async claims(
    @RouteInput() { query }: Input<typeof routes.listAccountStatementClaims>,
    @AcceptedType() type: ContentType,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Answer> {
    requireVisible(query, principal);
    const { limit, cursor, cause, ...period } = query;
    const wish: LineWish = { ...period, cause };
    const asCsv = type === 'text/csv';
    if (asCsv && limit === undefined && cursor === undefined) return this.whole(wish);
    const page = await this.statements.page(wish, query);
    if (!asCsv) return Answer.of(200, page);
    return Answer.of(200, csvText(accountStatementColumns, page.items), {
      ...csvHeaders,
      ...(page.next === null ? {} : { 'next-cursor': page.next }),
    });
  }

  private async whole(wish: LineWish): Promise<Answer> {
    const whole = await this.statements.all(wish);
    // When it fails in the middle the connection is cut: half a file is not taken for a whole one.
    const pieces = Readable.from(csvPieces(accountStatementColumns, whole.chunks), {
      objectMode: false,
    });
    pieces.once('close', () => {
      // What cannot be given back was taken by the server already.
      whole.close().catch(() => undefined);
    });
    return Answer.of(200, new StreamableFile(pieces), {
      ...csvHeaders,
      'statement-opening': whole.opening,
      'statement-closing': whole.closing,
    });
  }
}

// References, names and amounts of the contract hold nothing that a spreadsheet would run.
const csvHeaders = { 'content-type': 'text/csv; charset=utf-8' };

/** @throws ProblemError invalid-request for a period that cannot be, forbidden for a strange pair */
function requireVisible(period: StatementPeriod, principal: Principal): void {
  const faults = faultsOf(period);
  if (faults.length > 0) throw new ProblemError('invalid-request', { faults });
  const { state, counterpart } = period;
  if (mayReadPair(principal, [state, counterpart], routes.readAccountStatement)) return;
  const detail = 'an account statement is for the two States of its pair';
  throw new ProblemError('forbidden', { detail });
}

function faultsOf({ state, counterpart, currency, from, to }: StatementPeriod): Fault[] {
  const faults: Fault[] = [];
  if (state === counterpart) {
    faults.push({ path: 'query.counterpart', detail: 'must be another State' });
  }
  if (currencyOf(currency) === undefined) {
    faults.push({ path: 'query.currency', detail: 'is no currency that is known here' });
  }
  if (from > to) faults.push({ path: 'query.to', detail: 'must not be before from' });
  return faults;
}
