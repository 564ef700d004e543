import { errorCatalogue, isErrorCode, problemSchema, type Language } from '@reciproca/contracts';
import { problemError, refusal } from './cli.errors.js';

/** What is asked of the product. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly token: string;
  /** The language in which to be told why; English when absent. */
  readonly language?: Language;
  /** The body as it is sent, with its content type. */
  readonly body?: { readonly contentType: string; readonly content: string | Uint8Array };
}

/** An answer of success. */
export interface ApiAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Thrown when the product cannot be reached or is not ready: the same request may succeed later. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';

  constructor(
    message: string,
    readonly retryAfterSeconds: number | undefined,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The HTTP interface of the product, as the command line uses it. */
export class ApiClient {
  constructor(private readonly url: string) {}

  /**
   * Asks and waits for the answer.
   * @throws CliError with the problem in plain words; NotReadyError when it may succeed later
   */
  async ask<Body>(request: ApiRequest): Promise<ApiAnswer<Body>> {
    const response = await this.fetch(request);
    const text = await response.text();
    if (response.ok) return { status: response.status, body: JSON.parse(text) as Body };
    const failure = failureOf(response.status, text);
    if (response.status === 503) {
      const after = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
      throw new NotReadyError(failure.message, Number.isNaN(after) ? undefined : after, {
        cause: failure,
      });
    }
    throw failure;
  }

  private async fetch({ method, path, token, body, language }: ApiRequest): Promise<Response> {
    try {
      return await fetch(new URL(path, this.url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json, application/problem+json',
          ...(body === undefined ? {} : { 'content-type': body.contentType }),
          ...(language === undefined ? {} : { 'accept-language': language }),
        },
        ...(body === undefined ? {} : { body: body.content }),
      });
    } catch (error) {
      const message = `${this.url} does not answer: is it running?`;
      throw new NotReadyError(message, undefined, { cause: error });
    }
  }
}

function failureOf(status: number, text: string): ReturnType<typeof problemError> {
  const parsed = problemSchema.safeParse(jsonOrNothing(text));
  if (parsed.success) return problemError(parsed.data);
  // A newer server may know codes that this command line does not.
  const body = jsonOrNothing(text);
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  if (typeof code === 'string') {
    const title = isErrorCode(code) ? errorCatalogue[code].message : 'The request was refused.';
    return refusal(title, { code });
  }
  return refusal(`the answer was HTTP ${status} without an explanation`);
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A part of a path: references and ids hold slashes. */
export function pathPart(text: string): string {
  return encodeURIComponent(text);
}
