import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of its own that has started a local part and holds it until it is killed. */
export interface Holder {
  readonly program: ChildProcess;
  /** What the part told: `url` or `brokers`, and the process number of the server. */
  readonly part: {
    readonly pid: number;
    readonly url?: string;
    readonly brokers?: readonly string[];
  };
  /** Ends the program with this signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Which part the holder shall start, and where. */
export interface HolderWish {
  readonly part: 'startLocalDatabase' | 'startLocalBroker';
  readonly dataDir: string;
  readonly temporary?: boolean;
}

/** Starts a holder and waits until its part answers. */
export async function spawnHolder(wish: HolderWish): Promise<Holder> {
  const library = new URL('./index.js', import.meta.url).href;
  const options = JSON.stringify({ dataDir: wish.dataDir, temporary: wish.temporary ?? false });
  const script = `
    import { ${wish.part} } from ${JSON.stringify(library)};
    const { pid, url, brokers } = await ${wish.part}(${options});
    process.stdout.write(JSON.stringify({ pid, url, brokers }) + '\\n');
    setInterval(() => undefined, 1_000);`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  program.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(program, 'exit').then(() => undefined);
  const line = once(createInterface({ input: program.stdout }), 'line');
  const first = await Promise.race([line, ended]);
  if (first === undefined) throw new Error(`the holder of ${wish.dataDir} ended early:\n${errors}`);
  return {
    program,
    part: JSON.parse(String(first[0])) as Holder['part'],
    end: async (signal) => {
      program.kill(signal);
      await ended;
    },
  };
}
