import { ProblemError, type ErrorCode } from '@reciproca/contracts';
import {
  Catch,
  HttpException,
  Inject,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { failureKind } from '@reciproca/database';
import { isKafkaError } from '@reciproca/messaging';
import type { Request, Response } from 'express';

import { isError } from '../errors/errors.js';
import type { Logger } from '../logging/logger.js';
import { LOGGER } from '../runtime.tokens.js';
import { requestIdOf } from './request-context.js';

/**
 * What the statuses of the framework and of the body parser are called in the catalogue. Their own
 * messages are not passed on: a parser's may quote the request.
 */
const problemsOfStatuses: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ['invalid-request', 'the path or the body is not well-formed'],
  401: ['unauthenticated', 'a bearer token is needed'],
  403: ['forbidden', 'this is not allowed'],
  404: ['not-found', 'there is nothing at this path'],
  405: ['method-not-allowed', 'the path exists, but not with this method'],
  406: ['not-acceptable', 'none of the accepted content types is offered'],
  413: ['payload-too-large', 'the body is larger than this route takes'],
  415: ['unsupported-media-type', 'the encoding of the body is not supported'],
  503: ['not-ready', 'the app is not ready'],
};

/** When a client may try again after database or broker were away. */
const RETRY_AFTER_SECONDS = 2;

/**
 * Turns every error into `application/problem+json` (RFC 9457) with a code of the catalogue. What is
 * not an expected problem becomes `internal-error`: logged with the request's id, nothing of it told.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') {
      // Whoever consumes messages decides about them; there is nobody to answer here.
      throw error;
    }
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const answer = toProblem(error);
    if (answer.code === 'internal-error') {
      this.logger.error({ err: error, requestId: requestIdOf(request) }, 'request failed');
    }
    if (response.headersSent) {
      // A stream broke in the middle: only cutting the connection tells the client.
      response.destroy();
      return;
    }
    sendProblem(answer, request, response);
  }
}

/** Writes a problem as the answer; its `instance` is the id of the request, as in the log. */
export function sendProblem(error: ProblemError, request: Request, response: Response): void {
  if (error.status === 401) {
    response.set('www-authenticate', 'Bearer');
  }
  if (error.retryAfterSeconds !== undefined) {
    response.set('retry-after', String(error.retryAfterSeconds));
  }
  const body = error.toBody(`urn:reciproca:request:${requestIdOf(request)}`);
  response
    .status(error.status)
    .set('content-type', 'application/problem+json')
    .send(JSON.stringify(body));
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  if (failureKind(error) === 'unavailable' || isKafkaError(error)) {
    return new ProblemError('not-ready', {
      detail: 'the database or the broker does not answer',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause: error,
    });
  }
  const status = statusOf(error);
  const known = status === undefined ? undefined : problemsOfStatuses[status];
  if (known === undefined) {
    return new ProblemError('internal-error');
  }
  const [code, detail] = known;
  return new ProblemError(code, { detail });
}

/** Errors of Express and its body parser carry a status too; one from 500 on is a fault of ours. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) {
    return error.getStatus();
  }
  if (isError(error) && 'expose' in error && 'statusCode' in error) {
    return typeof error.statusCode === 'number' ? error.statusCode : undefined;
  }
  return undefined;
}
