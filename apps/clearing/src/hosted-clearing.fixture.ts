import type { Role } from '@reciproca/contracts';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { clearingApp } from './clearing.app.js';

/** Clearing as it runs in a process, and tokens for it. */
export interface HostedClearing {
  readonly app: HttpApp;
  /** A token of a person; equal names are the same person. */
  token(subject: string, role: Role, of?: { state?: string; institution?: string }): Promise<string>;
}

/** Where it runs. */
export interface HostWish {
  /** Variables that lead to the database and the broker. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the issuer's keys; hosts that share it know the same persons. */
  readonly directory: string;
  readonly clock?: () => Date;
}

/** Starts clearing in this process and waits until it consumes; end it with `app.stop()`. */
export async function hostClearing(wish: HostWish): Promise<HostedClearing> {
  const issuer = await LocalIssuer.open({ directory: wish.directory });
  const environment = {
    ...wish.environment,
    PORT: '0',
    DATA_DIR: wish.directory,
    LOG_LEVEL: 'error',
    PSEUDONYM_KEY: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
  };
  const app = await hostApps([clearingApp], {
    name: 'clearing',
    config: loadConfig(environment, { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] }),
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'clearing', level: 'error' }),
    ...(wish.clock !== undefined && { clock: wish.clock }),
  });
  await app.started;
  return {
    app,
    token: (subject, role, of = {}) => issuer.issue({ subject, roles: [role], ...of }),
  };
}
