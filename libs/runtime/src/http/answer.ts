/** What a handler returns to choose status and headers; anything else is the body of the usual status. */
export class Answer {
  private constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** An answer with another status than the route's first one, or with headers such as `Location`. */
  static of(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
    return new Answer(status, body, headers);
  }
}
