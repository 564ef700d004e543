import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { map, type Observable } from 'rxjs';

import { Answer } from './answer.js';
import { readInput } from './read-input.js';
import { inputOf } from './request-context.js';
import { ROUTE_METADATA, type RouteMetadata } from './route.decorator.js';

/**
 * Between guard and handler: reads and validates the input (nobody's body is read before the guard
 * let them in) and puts status and headers of an {@link Answer} on the response.
 */
@Injectable()
export class RouteInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const metadata = this.reflector.get<RouteMetadata | undefined>(
      ROUTE_METADATA,
      context.getHandler(),
    );
    if (metadata === undefined || context.getType() !== 'http') {
      return next.handle();
    }
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    await readInput(metadata, request, response);
    const { language } = inputOf(request);
    return next.handle().pipe(
      map((result: unknown) => {
        if (language !== undefined) {
          response.set('content-language', language).vary('accept-language');
        }
        return unwrap(result, response);
      }),
    );
  }
}

function unwrap(result: unknown, response: Response): unknown {
  if (!(result instanceof Answer)) {
    return result;
  }
  response.status(result.status).set(result.headers);
  return result.body;
}
