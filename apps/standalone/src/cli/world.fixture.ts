import { Readable } from 'node:stream';
import { run } from './program.js';

/** What a call of the command line gave. */
export interface Called {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** How a call differs from one on an empty machine. */
export interface CallWish {
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  /** RFC 3339; without it 2 March 2026. */
  readonly now?: string;
}

/** Calls the command line in this process. */
export async function call(args: readonly string[], wish: CallWish = {}): Promise<Called> {
  let out = '';
  let err = '';
  const exitCode = await run(args, {
    environment: { DATA_DIR: '/nowhere', ...wish.environment },
    stdin: Readable.from([Buffer.from(wish.stdin ?? '')], { objectMode: false }),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text), isTTY: wish.isTerminal === true },
    clock: () => new Date(wish.now ?? '2026-03-02T09:00:00Z'),
    wait: () => Promise.resolve(),
  });
  return { exitCode, out, err };
}
