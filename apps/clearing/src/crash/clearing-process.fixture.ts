import { createLogger, hostApps, loadConfig, LocalIssuer, type HttpApp } from '@reciproca/runtime';
import { clearingApp } from '../clearing.app.js';
import { armFault, watchSteps, type Fault } from './faults.fixture.js';

/** What the spec says to this process; each order is answered under its number. */
export type Order = { readonly number: number } & (
  | {
      readonly kind: 'host';
      readonly environment: Readonly<Record<string, string>>;
      /** Folder of the issuer's keys. */
      readonly directory: string;
      /** What the clock says, all the time: RFC 3339. */
      readonly now: string;
      /** False: answers while database or broker may still be away. */
      readonly untilStarted: boolean;
    }
  | { readonly kind: 'arm'; readonly fault: Fault }
  | { readonly kind: 'leave' }
);

/** The answer to an order. */
export interface Reply {
  readonly number: number;
  readonly url?: string;
  readonly error?: string;
}

let hosted: HttpApp | null = null;

async function carryOut(order: Order): Promise<Omit<Reply, 'number'>> {
  switch (order.kind) {
    case 'host':
      hosted = await host(order);
      if (order.untilStarted) await hosted.started;
      return { url: hosted.url };
    case 'arm':
      armFault(order.fault);
      return {};
    case 'leave':
      await hosted?.stop();
      hosted = null;
      return {};
  }
}

async function host(order: Extract<Order, { kind: 'host' }>): Promise<HttpApp> {
  const issuer = await LocalIssuer.open({ directory: order.directory });
  const environment = {
    PSEUDONYM_KEY: '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
    LOG_LEVEL: 'warn',
    ...order.environment,
    PORT: '0',
    DATA_DIR: order.directory,
  };
  const config = loadConfig(environment, { requires: ['kafka', 'databaseUrl', 'pseudonymKey'] });
  return hostApps([clearingApp], {
    name: 'clearing',
    config,
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'clearing', level: config.logLevel }),
    clock: () => new Date(order.now),
  });
}

watchSteps();
// One process hosts many worlds in turn, each with signal handlers of its own.
process.setMaxListeners(0);
process.on('disconnect', () => process.exit(0));
process.on('message', (order: Order) => {
  const reply = (answer: Omit<Reply, 'number'>): void => {
    process.send?.({ number: order.number, ...answer });
  };
  carryOut(order).then(reply, (error: unknown) => {
    reply({ error: String(error) });
  });
});
