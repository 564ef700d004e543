import 'reflect-metadata';
import { exitOnConfigError, loadConfig } from '@reciproca/runtime';
import { hostProduct } from './host-product.js';
import { prepareMachine } from './machine.js';

// `npm start`: the whole product on this machine, its data kept in `DATA_DIR`.
const config = exitOnConfigError(() => loadConfig(process.env, { requires: [] }));
const machine = await prepareMachine({
  config,
  onProgress: (text) => process.stderr.write(`${text}\n`),
});
const app = await hostProduct(machine, { name: 'standalone' });
if (!app.health.isStopping) process.stderr.write(`Reciproca is ready: ${app.url}\n`);
