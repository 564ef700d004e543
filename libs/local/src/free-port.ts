import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { LocalPartError } from './local.errors.js';

/** Asks the system for a TCP port on 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === null) throw new Error('the system gave no free port on 127.0.0.1');
  return port;
}

/** Whether nobody listens on this port of 127.0.0.1 now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== null;
}

/**
 * The port asked for, else the one of the last start when it is free, else any free one; noted for next time.
 * @throws LocalPartError `already-in-use` when the port asked for is taken
 */
export async function choosePort(noteFile: string, wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && !(await isPortFree(wanted))) {
    throw new LocalPartError('already-in-use', `port ${wanted.toString()} of 127.0.0.1 is taken`);
  }
  let port = wanted;
  if (port === undefined && existsSync(noteFile)) {
    const noted = Number.parseInt(readFileSync(noteFile, 'utf8'), 10);
    if (Number.isInteger(noted) && (await isPortFree(noted))) port = noted;
  }
  port ??= await freePort();
  writeFileSync(noteFile, port.toString());
  return port;
}

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(null);
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      const taken = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => {
        resolve(taken);
      });
    });
  });
}
