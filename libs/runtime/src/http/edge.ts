import { randomUUID } from 'node:crypto';

import { ProblemError } from '@reciproca/contracts';
import type { NextFunction, Request, Response } from 'express';

import type { Logger } from '../logging/logger.js';
import type { Metrics } from '../metrics/metrics.js';
import { sendProblem } from './problem.filter.js';
import { beginContext, note, routeOf } from './request-context.js';

type Middleware = (request: Request, response: Response, next: NextFunction) => void;

const requestIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** An answer of the API is data: nothing in it may run, be framed or be kept by a cache. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** First on the way: gives the request its id, the answer its security headers, and counts and logs it at the end. */
export function firstMiddleware(parts: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly isStopping: () => boolean;
}): Middleware {
  return (request, response, next) => {
    const sentId = request.headers['x-request-id'];
    const isUsable = typeof sentId === 'string' && requestIdPattern.test(sentId);
    const id = isUsable ? sentId : randomUUID();
    beginContext(request, id);
    response.set(SECURITY_HEADERS).set('x-request-id', id);
    if (parts.isStopping()) {
      response.set('connection', 'close');
    }
    const startedAt = performance.now();
    response.once('close', () => {
      finish(request, response, { ...parts, id, milliseconds: performance.now() - startedAt });
    });
    next();
  };
}

function finish(
  request: Request,
  response: Response,
  parts: {
    readonly logger: Logger;
    readonly metrics: Metrics;
    readonly id: string;
    readonly milliseconds: number;
  },
): void {
  // Paths that belong to no route share one name, or a scanner could fill the memory with figures.
  const route = routeOf(request) ?? 'none';
  const { method } = request;
  // The client went away before the answer was complete; nginx counts this as 499 too.
  const status = response.writableFinished ? response.statusCode : 499;
  const milliseconds = Math.round(parts.milliseconds);
  parts.metrics.observeRequest({ method, route, status, seconds: parts.milliseconds / 1000 });
  parts.logger[route.startsWith('/v1') ? 'info' : 'debug'](
    { requestId: parts.id, method, route, status, milliseconds },
    'request answered',
  );
}

/** A route as far as the edge needs it to tell 404 and 405 apart. */
export interface KnownRoute {
  readonly method: string;
  readonly path: string;
}

/** Recognizes every path of a route, parameters still percent-encoded. */
function pathPattern(path: string): RegExp {
  const segments = path.split(/\{\w+\}/).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${segments.join('[^/]+')}$`);
}

/** Answers 405 with `Allow` where the path exists with another method; everything else goes on. */
export function methodMiddleware(routes: () => readonly KnownRoute[]): Middleware {
  let patterns: readonly (KnownRoute & { readonly pattern: RegExp })[] | undefined;
  return (request, response, next) => {
    patterns ??= routes().map((route) => ({ ...route, pattern: pathPattern(route.path) }));
    const here = patterns.filter(({ pattern }) => pattern.test(request.path));
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const [first] = here;
    if (first === undefined || here.some((route) => route.method === method)) {
      if (first !== undefined && !first.path.startsWith('/v1')) {
        note(request, { route: first.path });
      }
      next();
      return;
    }
    note(request, { route: first.path });
    response.set('allow', [...new Set(here.map((route) => route.method))].join(', '));
    sendProblem(new ProblemError('method-not-allowed'), request, response);
  };
}
