import 'reflect-metadata';
import { exitOnConfigError, loadConfig } from '@reciproca/runtime';
import { hostProduct } from './host-product.js';
import { prepareForeground } from './foreground.js';

// `npm start`: the whole product on this machine, its data kept in `DATA_DIR`.
const say = (text: string): void => {
  process.stderr.write(`[reciproca] ${text}\n`);
};
const config = exitOnConfigError(() => loadConfig(process.env, { requires: [] }));
const machine = await prepareForeground({ config, onProgress: say });
say('starting the apps');
const app = await hostProduct(machine, { name: 'standalone' });
if (!app.health.isStopping) {
  say(`Reciproca is ready: ${app.url} (the API is described at ${app.url}/docs)`);
  say(`data are kept in ${config.dataDir}; Ctrl-C stops everything`);
}
