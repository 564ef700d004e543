import { rm } from 'node:fs/promises';
import { clearingApp } from '@reciproca/clearing';
import { gatewayApp } from '@reciproca/gateway';
import { hostApps, type Component, type HttpApp, type Logger } from '@reciproca/runtime';
import { settlementApp } from '@reciproca/settlement';
import { statisticsApp } from '@reciproca/statistics';
import { removeEndpoints, writeEndpoints, type Machine } from './machine.js';

/** How the process is called and where it logs. */
export interface HostProductOptions {
  readonly name: string;
  readonly logger?: Logger;
  /** How the process ends when a signal stopped it; default 0. */
  readonly exitCodeOnSignal?: number;
}

/** Runs all apps in this process on a prepared machine; writes `endpoints.json` once all work. */
export async function hostProduct(machine: Machine, options: HostProductOptions): Promise<HttpApp> {
  const { config, verifier, issuer } = machine;
  const app = await hostApps([gatewayApp, clearingApp, settlementApp, statisticsApp], {
    ...options,
    config,
    verifier,
    ...(issuer === undefined ? {} : { issuer }),
    components: [machineComponent(machine)],
  });
  // What keeps a part from starting is told, and ends the process, where the app is hosted.
  await app.started.catch(() => new Promise<never>(() => undefined));
  if (!app.health.isStopping) await writeEndpoints(machine, app);
  return app;
}

/** Database and broker end after everything that uses them; then a throw-away folder goes. */
function machineComponent(machine: Machine): Component {
  return {
    name: 'machine',
    start: () => Promise.resolve(),
    stop: async () => {
      const { dataDir } = machine.config;
      await removeEndpoints(dataDir);
      await machine.parts.stop();
      if (machine.temporary) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
