import type { AnswerValidator } from './schema-validation.js';

/** What is asked. */
export interface Question {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** With its query, from the root of the app. */
  readonly path: string;
  readonly token?: string;
  /** An object is sent as JSON; a text as it is, with `contentType`. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed for JSON types, the text for others, null without a body. */
  readonly body: unknown;
  readonly text: string;
}

/** An HTTP client that holds every answer against the OpenAPI document. */
export class HttpTester {
  constructor(
    private readonly baseUrl: string,
    private readonly validator: AnswerValidator,
  ) {}

  /**
   * Asks and checks the answer.
   * @throws when the answer does not fit the document
   */
  async ask(question: Question): Promise<Answer> {
    const method = question.method ?? (question.body === undefined ? 'GET' : 'POST');
    const response = await fetch(new URL(question.path, this.baseUrl), {
      method,
      headers: headersOf(question),
      redirect: 'manual',
      ...(question.body === undefined ? {} : { body: bodyOf(question.body) }),
    });
    const text = await response.text();
    const contentType = text === '' ? null : response.headers.get('content-type');
    const body =
      contentType === null ? null : isJson(contentType) ? (JSON.parse(text) as unknown) : text;
    const path = new URL(question.path, this.baseUrl).pathname;
    this.validator.check({ method, path, status: response.status, contentType, body });
    return { status: response.status, headers: response.headers, body, text };
  }
}

function headersOf(question: Question): Record<string, string> {
  return {
    ...(question.token === undefined ? {} : { authorization: `Bearer ${question.token}` }),
    ...(question.body === undefined
      ? {}
      : { 'content-type': question.contentType ?? 'application/json' }),
    ...question.headers,
  };
}

function bodyOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function isJson(contentType: string): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(contentType);
}
