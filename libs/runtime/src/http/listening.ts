import { createServer, type Server } from 'node:net';

import { codeOf } from '../errors/errors.js';
import { StartError, type StartFault } from '../lifecycle/start.errors.js';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

/**
 * Lets a server listen.
 * @throws StartError when the address is taken, needs privileges or is not of this machine
 */
export function listen(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const fault = faultOf(codeOf(error), { host, port });
      reject(fault === undefined ? error : new StartError([fault], { cause: error }));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

/**
 * Tries the address before anything is started that would take long.
 * @throws StartError as {@link listen}
 */
export async function checkAddress(address: Address): Promise<void> {
  const server = createServer();
  await listen(server, address);
  await new Promise((resolve) => server.close(resolve));
}

function faultOf(code: string | undefined, { host, port }: Address): StartFault | undefined {
  const where = `port ${String(port)} of ${host}`;
  const notOurs = {
    code: 'address-unusable',
    problem: `${host} is not an address of this machine; set HOST to one that is, or leave it out`,
  };
  const faults: Readonly<Record<string, StartFault>> = {
    EADDRINUSE: {
      code: 'port-in-use',
      problem: `${where} is taken by another program, perhaps by Reciproca itself; end that one, or set PORT to another number (0: any free one)`,
    },
    EACCES: {
      code: 'address-unusable',
      problem: `${where} may not be used by this user; set PORT to a number from 1024`,
    },
    EADDRNOTAVAIL: notOurs,
    ENOTFOUND: notOurs,
    EAI_AGAIN: notOurs,
  };
  return faults[code ?? ''];
}
