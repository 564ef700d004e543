import type { ContentType } from '@reciproca/contracts';
import type { Request } from 'express';

import type { Principal } from '../identity/principal.js';
import type { RouteInputValue, StreamedBody } from './route-input.js';

/** What one request gathers on its way; kept beside the request, so that no name can clash. */
interface RequestContext {
  readonly id: string;
  route?: string;
  principal?: Principal;
  input?: RouteInputValue;
  streamedBody?: StreamedBody;
  acceptedType?: ContentType;
}

const contexts = new WeakMap<Request, RequestContext>();

/** Begins the context of a request. */
export function beginContext(request: Request, id: string): void {
  contexts.set(request, { id });
}

/** Notes what became known of a request. */
export function note(request: Request, facts: Partial<Omit<RequestContext, 'id'>>): void {
  Object.assign(contextOf(request), facts);
}

function contextOf(request: Request): RequestContext {
  return known(contexts.get(request), 'first middleware');
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`the request has no ${what}`);
  }
  return value;
}

/** The id of the request, in the answer's header `x-request-id` and in the log. */
export function requestIdOf(request: Request): string {
  return contextOf(request).id;
}

/** The path of the route with its parameters' names; undefined before the route is known. */
export function routeOf(request: Request): string | undefined {
  return contexts.get(request)?.route;
}

/** Who calls; a bug where nobody was verified, as on a route that is open to all. */
export function principalOf(request: Request): Principal {
  return known(contextOf(request).principal, 'principal');
}

/** The validated input; a bug outside of a route of the table. */
export function inputOf(request: Request): RouteInputValue {
  return known(contextOf(request).input, 'validated input');
}

/** The unread body; a bug on a route that does not stream its body. */
export function streamedBodyOf(request: Request): StreamedBody {
  return known(contextOf(request).streamedBody, 'streamed body');
}

/** The content type to answer with. */
export function acceptedTypeOf(request: Request): ContentType {
  return known(contextOf(request).acceptedType, 'accepted content type');
}
