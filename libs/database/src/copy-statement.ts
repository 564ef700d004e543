import type { Connection, Submittable } from 'pg';

/**
 * One COPY in pg's queue. The data leave together with the statement, in one write, instead of
 * waiting for the server to ask for them: that saves a round trip, and while the server waits for
 * COPY data no timeout of its own ends the wait, so a process that stood still just then would keep
 * its locks from whoever took over its work. (PostgreSQL manual, "Message Flow", "COPY Operations":
 * after a failure the server drops what is still coming.)
 */
export class CopyStatement implements Submittable {
  /** Settled when the server has answered. */
  readonly done: Promise<void>;
  private settle: (error?: Error) => void = () => undefined;

  /**
   * @param sql `COPY … FROM STDIN`
   * @param rows the data in COPY text format
   */
  constructor(
    private readonly sql: string,
    private readonly rows: string,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.settle = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
    });
  }

  /** Called by pg when it is this statement's turn. */
  submit(connection: Connection): void {
    connection.stream.write(
      Buffer.concat([frame('Q', `${this.sql}\0`), frame('d', this.rows), frame('c', '')]),
    );
  }

  /** Called by pg when the server asks for the data, which are on their way. */
  handleCopyInResponse(): void {
    return;
  }

  /** Called by pg when the rows are in; the end of the statement is still to come. */
  handleCommandComplete(): void {
    return;
  }

  /** Called by pg when the server is ready for the next statement. */
  handleReadyForQuery(): void {
    this.settle();
  }

  /** Called by pg when the server refuses, or the line breaks. */
  handleError(error: Error): void {
    this.settle(error);
  }
}

/** A message of PostgreSQL's protocol 3: its letter, its length with these four bytes, its content. */
function frame(letter: string, content: string): Buffer {
  const bytes = Buffer.byteLength(content);
  const message = Buffer.allocUnsafe(bytes + 5);
  message.write(letter, 0, 'latin1');
  message.writeInt32BE(bytes + 4, 1);
  message.write(content, 5, 'utf8');
  return message;
}
