import type { Role } from '@reciproca/contracts';
import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { settlementApp } from './settlement.app.js';

/** Settlement as it runs in a process, and tokens for it. */
export interface HostedSettlement {
  readonly app: HttpApp;
  readonly issuer: LocalIssuer;
  /** A token of a person; equal names are the same person. */
  token(subject: string, role: Role, state?: string): Promise<string>;
}

/** Where it runs. */
export interface HostWish {
  /** Variables that lead to the database and the broker. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the issuer's keys; hosts that share it know the same persons. */
  readonly directory: string;
  readonly clock?: () => Date;
}

/** Starts settlement in this process and waits until it consumes; end it with `app.stop()`. */
export async function hostSettlement(wish: HostWish): Promise<HostedSettlement> {
  const issuer = await LocalIssuer.open({ directory: wish.directory });
  const env = { ...wish.environment, PORT: '0', DATA_DIR: wish.directory, LOG_LEVEL: 'error' };
  const config = loadConfig(env, { requires: ['kafka', 'databaseUrl'] });
  const app = await hostApps([settlementApp], {
    name: 'settlement',
    config,
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'settlement', level: 'error' }),
    ...(wish.clock !== undefined && { clock: wish.clock }),
  });
  await app.started;
  return {
    app,
    issuer,
    token: (subject, role, state) =>
      issuer.issue({ subject, roles: [role], ...(state !== undefined && { state }) }),
  };
}
