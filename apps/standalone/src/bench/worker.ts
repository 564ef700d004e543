import 'reflect-metadata';
import { createSecretKey } from 'node:crypto';
import { clearingApp } from '@reciproca/clearing';
import { KafkaConnection } from '@reciproca/messaging';
import { createLogger, hostApps, loadConfig, LocalIssuer, type Config } from '@reciproca/runtime';
import { runFloor } from './floor.js';
import { runNaive } from './naive.js';

/** A consumer of the benchmark, in a process of its own: `node worker.js floor|naive|product`. */
const kind = process.argv[2] ?? '';
const config = loadConfig(process.env, { requires: ['kafka', 'databaseUrl'] });

switch (kind) {
  case 'floor':
    await runFloor(connect(config), config.databaseUrl);
    break;
  case 'naive':
    await runNaive(connect(config), config.databaseUrl);
    break;
  case 'product':
    await runProduct(config);
    break;
  default:
    throw new Error('a worker is floor, naive or product');
}
process.send?.('ready');
reportMemory();

function connect({ kafka, topicPrefix }: Config<'kafka' | 'databaseUrl'>): KafkaConnection {
  const log = createLogger({ name: 'bench', level: 'error' });
  return new KafkaConnection({ brokers: kafka.brokers, clientId: 'bench', topicPrefix, log });
}

/** The product's own consumer, as `apps/clearing` runs it, under the local issuer. */
async function runProduct(given: Config<'kafka' | 'databaseUrl'>): Promise<void> {
  const issuer = await LocalIssuer.open({ directory: `${given.dataDir}/issuer` });
  const app = await hostApps([clearingApp], {
    name: 'bench-clearing',
    config: { ...given, pseudonymKey: createSecretKey(Buffer.alloc(32, 7)) },
    verifier: issuer,
    issuer,
    logger: createLogger({ name: 'bench-clearing', level: 'info', destination: { write: hear } }),
  });
  await app.started;
  process.send?.({ url: app.url });
}

/** Tells the parent how long loading the reference data took, by the product's own log. */
function hear(line: string): void {
  const { msg, milliseconds } = JSON.parse(line) as { msg: string; milliseconds?: number };
  if (msg === 'reference data are there') process.send?.({ loadedInMs: milliseconds });
}

/** Tells the parent what the process holds, for the memory row. */
function reportMemory(): void {
  setInterval(() => process.send?.({ rss: process.memoryUsage.rss() }), 200).unref();
}
