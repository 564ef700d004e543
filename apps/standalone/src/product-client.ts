import type { LocalIssuer, TokenRequest } from '@reciproca/runtime';

/** An answer that was not the one hoped for. */
export class UnexpectedAnswer extends Error {
  constructor(
    request: string,
    readonly status: number,
    body: string,
  ) {
    super(`${request} answered ${String(status)}: ${body}`);
    this.name = 'UnexpectedAnswer';
  }
}

interface Body {
  readonly type: 'application/json' | 'application/xml' | 'text/csv';
  readonly text: string;
}

/** Talks to the product over HTTP as one person, as any client would. */
export class ProductClient {
  private constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  /** A client with a token of the local issuer. */
  static async as(
    origin: string,
    issuer: LocalIssuer,
    person: TokenRequest,
  ): Promise<ProductClient> {
    return new ProductClient(origin, await issuer.issue(person));
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  /** What is at a path; undefined where there is nothing (yet). */
  async find<T>(path: string): Promise<T | undefined> {
    try {
      return await this.get<T>(path);
    } catch (error) {
      if (error instanceof UnexpectedAnswer && error.status === 404) return undefined;
      throw error;
    }
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.ask<T>('POST', path, { type: 'application/json', text: JSON.stringify(body) });
  }

  postCsv<T>(path: string, text: string): Promise<T> {
    return this.ask<T>('POST', path, { type: 'text/csv', text });
  }

  postXml<T>(path: string, text: string): Promise<T> {
    return this.ask<T>('POST', path, { type: 'application/xml', text });
  }

  /** An answer that is a text, such as a file. */
  async text(path: string): Promise<string> {
    const response = await fetch(this.origin + path, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new UnexpectedAnswer(`GET ${path}`, response.status, text);
  }

  /** All items of a list, page after page. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: T[]; next: string | null } = await this.get(
        `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    return items;
  }

  /** An answer as CSV, to be read as it comes. */
  async csv(path: string): Promise<Response> {
    const response = await fetch(this.origin + path, {
      headers: { authorization: `Bearer ${this.token}`, accept: 'text/csv' },
    });
    if (response.ok) return response;
    throw new UnexpectedAnswer(`GET ${path}`, response.status, await response.text());
  }

  private async ask<T>(method: string, path: string, body?: Body): Promise<T> {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': body?.type ?? 'application/json',
      },
      ...(body === undefined ? {} : { body: body.text }),
    });
    const text = await response.text();
    if (!response.ok) throw new UnexpectedAnswer(`${method} ${path}`, response.status, text);
    return JSON.parse(text) as T;
  }
}
