import { Readable } from 'node:stream';
import { Controller, StreamableFile } from '@nestjs/common';
import {
  flowKey,
  limits,
  ProblemError,
  routes,
  type ContentType,
  type Input,
  type Output,
} from '@reciproca/contracts';
import { Database } from '@reciproca/database';
import {
  AcceptedType,
  Answer,
  CurrentPrincipal,
  readableStates,
  Route,
  RouteInput,
  type Principal,
} from '@reciproca/runtime';
import { allFlows, findFlows } from './flow.repository.js';
import {
  cursorAfter,
  flowsCsv,
  flowsCsvPieces,
  keyOfCursor,
  type FlowFilter,
} from './flow-view.js';

type Query = Input<typeof routes.listFlows>['query'];

/** The flows, as JSON or as CSV. */
@Controller()
export class FlowsController {
  constructor(private readonly database: Database) {}

  @Route(routes.listFlows)
  async list(
    @RouteInput() input: Input<typeof routes.listFlows>,
    @CurrentPrincipal() principal: Principal,
    @AcceptedType() type: ContentType,
  ): Promise<Output<typeof routes.listFlows> | Answer> {
    const { limit: asked, cursor, ...wanted } = input.query;
    const filter = readable(wanted, principal);
    if (type === 'text/csv' && asked === undefined && cursor === undefined) {
      // When it fails in the middle the connection is cut: half a file is not taken for a whole one.
      const pieces = Readable.from(flowsCsvPieces(allFlows(this.database, filter)), {
        objectMode: false,
      });
      return Answer.of(200, new StreamableFile(pieces), csvHeaders);
    }
    const limit = asked ?? limits.pageDefault;
    const found = await findFlows(this.database, {
      filter,
      after: afterOf(cursor),
      // One more tells whether there is a next page.
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    const next = last === undefined ? null : cursorAfter(flowKey(last));
    if (type !== 'text/csv') return { items, next };
    return Answer.of(200, flowsCsv(items), {
      ...csvHeaders,
      ...(next === null ? {} : { 'Next-Cursor': next }),
    });
  }
}

const csvHeaders = { 'Content-Type': 'text/csv; charset=utf-8; header=present' };

/** Who is bound to a State sees what that State reports, and is told when asking for another. */
function readable(filter: FlowFilter, principal: Principal): FlowFilter {
  const states = readableStates(principal, routes.listFlows);
  switch (states.kind) {
    case 'everything':
      return filter;
    case 'state':
      if (filter.reporter !== undefined && filter.reporter !== states.state) {
        throw new ProblemError('forbidden', {
          detail: `only the flows that ${states.state} reports`,
        });
      }
      return { ...filter, reporter: states.state };
    case 'nothing':
      throw new ProblemError('forbidden', { detail: 'the token is bound to no State' });
  }
}

function afterOf(cursor: Query['cursor']): string | null {
  if (cursor === undefined) return null;
  const key = keyOfCursor(cursor);
  if (key === undefined) {
    throw new ProblemError('invalid-request', {
      faults: [{ path: 'query.cursor', detail: 'must be a cursor from an earlier answer' }],
    });
  }
  return key;
}
