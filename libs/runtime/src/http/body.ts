import { types } from 'node:util';

import { ProblemError, type ContentType } from '@reciproca/contracts';
import { json, raw, type Request, type RequestHandler, type Response } from 'express';

import { isError } from '../errors/errors.js';

/** True when the request carries a body, or may as its length is not said. */
export function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length ?? '0') !== '0';
}

/**
 * The content type of what was sent, if the route takes it. Whatever ends in `+json` counts as JSON
 * (RFC 6839), so that `application/cloudevents+json` is an event.
 * @throws ProblemError `unsupported-media-type`
 */
export function takenType(request: Request, taken: readonly ContentType[]): ContentType {
  const [sent = '', ...parameters] = (request.headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const plain = /^application\/[\w.-]+\+json$/.test(sent) ? 'application/json' : sent;
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  const type = taken.find((candidate) => candidate === plain);
  if (type === undefined || !isUtf8) {
    const detail = `this route takes ${taken.join(', ')}, in UTF-8`;
    throw new ProblemError('unsupported-media-type', { detail });
  }
  return type;
}

/** Reads a JSON body of at most `bytesMax`, after decompression; fails with the parser's errors. */
export async function readJson(
  request: Request,
  response: Response,
  bytesMax: number,
): Promise<unknown> {
  await run(json({ limit: bytesMax, strict: false, type: () => true }), request, response);
  return request.body as unknown;
}

/** Reads the bytes of a body of at most `bytesMax`, after decompression; fails with the parser's errors. */
export async function readBytes(
  request: Request,
  response: Response,
  bytesMax: number,
): Promise<Uint8Array> {
  await run(raw({ limit: bytesMax, type: () => true }), request, response);
  const body: unknown = request.body;
  // Without a body the parser leaves nothing.
  return types.isUint8Array(body) ? body : new Uint8Array();
}

async function run(parse: RequestHandler, request: Request, response: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    void parse(request, response, (error?: unknown) => {
      if (error === undefined) {
        resolve();
      } else {
        reject(isError(error) ? error : new Error('the body cannot be read'));
      }
    });
  });
}
