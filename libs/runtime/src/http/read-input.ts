import {
  languages,
  limits,
  ProblemError,
  readShape,
  type ContentType,
  type Fault,
  type JsonBody,
  type Language,
  type RawBodyDefinition,
  type RouteDefinition,
} from '@reciproca/contracts';
import type { Request, Response } from 'express';
import type { z } from 'zod';

import { hasBody, readBytes, readJson, takenType } from './body.js';
import { note } from './request-context.js';
import type { RouteMetadata } from './route.decorator.js';

/** A request, the response for the parsers, and where faults are gathered. */
interface Reading {
  readonly metadata: RouteMetadata;
  readonly request: Request;
  readonly response: Response;
  readonly faults: Fault[];
}

/**
 * Reads and validates everything a route takes and notes it with the request.
 * @throws ProblemError `invalid-request` with every faulty path; `unsupported-media-type`;
 *   `payload-too-large` and malformed JSON as the body parser's errors
 */
export async function readInput(
  metadata: RouteMetadata,
  request: Request,
  response: Response,
): Promise<void> {
  const reading: Reading = { metadata, request, response, faults: [] };
  const { definition } = metadata;
  const params = validate(reading, 'path', [definition.params, { ...request.params }]);
  const query = validate(reading, 'query', [definition.query, { ...request.query }]);
  const idempotencyKey = readIdempotencyKey(reading);
  const body = await readBody(reading, definition.body);
  if (reading.faults.length > 0) {
    throw new ProblemError('invalid-request', {
      faults: reading.faults.slice(0, limits.faultsMax),
    });
  }
  const language = definition.told === true ? languageFor(request) : undefined;
  note(request, {
    input: {
      params,
      query,
      body,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(language !== undefined && { language }),
    },
    acceptedType: negotiate(request, definition),
  });
}

async function readBody(reading: Reading, body: RouteDefinition['body']): Promise<unknown> {
  switch (body?.kind) {
    case 'json':
      return readJsonBody(reading, body);
    case 'raw':
      return readRawBody(reading, body);
    case undefined:
      return undefined;
  }
}

/** No body where none is required is read as an object without fields. */
async function readJsonBody(reading: Reading, body: JsonBody): Promise<unknown> {
  const { request, response, metadata } = reading;
  const absent = body.required ? undefined : {};
  if (!hasBody(request)) {
    return validate(reading, 'body', [body.schema, absent]);
  }
  takenType(request, ['application/json']);
  const bytesMax = metadata.options.bodyBytesMax ?? limits.messageBytesMax;
  const sent = await readJson(request, response, bytesMax);
  // A body of unknown length may turn out to be empty.
  return validate(reading, 'body', [body.schema, sent === undefined ? absent : sent]);
}

async function readRawBody(reading: Reading, body: RawBodyDefinition): Promise<unknown> {
  const { request, response, metadata } = reading;
  const contentType = takenType(request, Object.keys(body.content) as ContentType[]);
  if (metadata.options.streamBody === true) {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      const detail = 'this route takes no compressed body';
      throw new ProblemError('unsupported-media-type', { detail });
    }
    note(request, { streamedBody: { contentType, stream: request } });
    return undefined;
  }
  const bytesMax = metadata.options.bodyBytesMax ?? limits.requestBytesMax;
  return { contentType, bytes: await readBytes(request, response, bytesMax) };
}

function validate(
  { faults }: Reading,
  place: string,
  [schema, value]: readonly [z.ZodType | undefined, unknown],
): unknown {
  if (schema === undefined) {
    return {};
  }
  const reading = readShape(schema, value, place);
  if (reading.ok) {
    return reading.value;
  }
  faults.push(...reading.faults);
  return undefined;
}

const visibleCharacters = /^[\x21-\x7e]+$/;

function readIdempotencyKey({ metadata, request, faults }: Reading): string | undefined {
  const key = request.headers['idempotency-key'];
  if (!metadata.definition.idempotent || key === undefined) {
    return undefined;
  }
  const longest = limits.idempotencyKeyLengthMax;
  if (typeof key === 'string' && visibleCharacters.test(key) && key.length <= longest) {
    return key;
  }
  const detail = `must be 1 to ${String(longest)} visible ASCII characters`;
  faults.push({ path: 'header.idempotency-key', detail });
  return undefined;
}

/** Only a route with a choice refuses: a client that gets JSON everywhere knows what it gets. */
function negotiate(request: Request, { responses }: RouteDefinition): ContentType {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const offered = Object.keys(success?.content ?? {}) as ContentType[];
  const [only = 'application/json'] = offered;
  if (offered.length < 2) {
    return only;
  }
  const accepted = request.accepts(offered);
  const type = offered.find((candidate) => candidate === accepted);
  if (type === undefined) {
    throw new ProblemError('not-acceptable', { detail: `there is ${offered.join(', ')}` });
  }
  return type;
}

/** The first language, for whoever asks for none that there is. */
function languageFor(request: Request): Language {
  const asked = request.acceptsLanguages([...languages]);
  return languages.find((language) => language === asked) ?? languages[0];
}
