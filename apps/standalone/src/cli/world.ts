import type { Readable } from 'node:stream';

/** Where text goes; a stream of the process, or a list in a test. */
export interface TextSink {
  write(text: string): unknown;
  /** True for a terminal: progress is shown on it. */
  readonly isTTY?: boolean | undefined;
}

/** Everything a command has of its surroundings. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly clock: () => Date;
  /** Waits for so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}
