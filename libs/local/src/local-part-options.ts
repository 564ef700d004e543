/** How a local part is started. */
export interface LocalPartOptions {
  /** The data directory; the part keeps everything in a folder of its own below it. */
  readonly dataDir: string;
  /** The TCP port on 127.0.0.1; without it the one of the last start, or a free one. */
  readonly port?: number;
  /**
   * A throw-away world: the server is ended the quick way and its folder removed; when this process
   * dies, the whole data directory goes too.
   */
  readonly temporary?: boolean;
  /** Told in one short line what takes long. */
  readonly onProgress?: (text: string) => void;
  /** Ends the start: what was begun is ended and the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
