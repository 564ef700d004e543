import { expressPath, type ContentType, type RouteDefinition } from '@reciproca/contracts';
import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import type { Request } from 'express';

import type { Principal } from '../identity/principal.js';
import { acceptedTypeOf, inputOf, principalOf, streamedBodyOf } from './request-context.js';
import type { RouteInputValue, StreamedBody } from './route-input.js';

/** Key under which the definition of a route hangs on its handler. */
export const ROUTE_METADATA = Symbol('reciproca:route');

/** What a handler says about its route beyond the definition. */
export interface RouteOptions {
  /** Largest body in bytes; the contract's limits for messages (JSON) and requests (raw) when absent. */
  readonly bodyBytesMax?: number;
  /** Leaves a raw body unread for `@BodyStream()`; the input then has no `body`. */
  readonly streamBody?: boolean;
}

/** What hangs on a handler. */
export interface RouteMetadata {
  readonly definition: RouteDefinition;
  readonly options: RouteOptions;
}

const requestMethods = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  DELETE: RequestMethod.DELETE,
} satisfies Record<RouteDefinition['method'], RequestMethod>;

/**
 * Makes a method of a controller the handler of a row of the route table: method, path, status of
 * success, who may call, and what is validated all come from that row. The controller has no path.
 */
export function Route(definition: RouteDefinition, options: RouteOptions = {}): MethodDecorator {
  return applyDecorators(
    RequestMapping({
      path: expressPath(definition.path),
      method: requestMethods[definition.method],
    }),
    HttpCode(successStatus(definition)),
    SetMetadata(ROUTE_METADATA, { definition, options } satisfies RouteMetadata),
  );
}

/** The first status of success that the route answers with. */
export function successStatus({ responses }: Pick<RouteDefinition, 'responses'>): number {
  const statuses = Object.keys(responses)
    .map((status) => Number.parseInt(status, 10))
    .filter((status) => status >= 200 && status < 300);
  return statuses.length === 0 ? 200 : Math.min(...statuses);
}

function requestOf(context: ExecutionContext): Request {
  return context.switchToHttp().getRequest<Request>();
}

/** Parameter decorator: the validated input, `Input<typeof routes.readClaim>` of the contracts. */
export const RouteInput = createParamDecorator(
  (_data: unknown, context: ExecutionContext): RouteInputValue => inputOf(requestOf(context)),
);

/** Parameter decorator: the {@link StreamedBody} of a route with `streamBody`. */
export const BodyStream = createParamDecorator(
  (_data: unknown, context: ExecutionContext): StreamedBody => streamedBodyOf(requestOf(context)),
);

/** Parameter decorator: the content type, of those that the route offers, that the client prefers. */
export const AcceptedType = createParamDecorator(
  (_data: unknown, context: ExecutionContext): ContentType => acceptedTypeOf(requestOf(context)),
);

/** Parameter decorator: the {@link Principal} who calls. A bug on a route that is open to all. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => principalOf(requestOf(context)),
);
